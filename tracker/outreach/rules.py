"""Why somebody should be told of a service (主动告知), and what came of telling."""

from calendar import isleap
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

LONGEST_NOTE = 200
LONGEST_NAME = 40
GRACE = timedelta(days=365)
"""Whose day passed within the last year is still told: the roll came late, or the rule was made late."""
KEPT = timedelta(days=365)
"""So long after it ended the name of who was told is forgotten; that it was told stays known."""
YOUNGEST, OLDEST = 1, 110
MOST_DAYS_BEFORE = 366
FIRST_YEAR = 1900
LEAP_MONTH, LEAP_DAY = 2, 29


class Occasion(StrEnum):
    """Why: a certificate runs out, an age is reached, something one is entitled to was not claimed."""

    EXPIRY = "expiry"
    AGE = "age"
    UNCLAIMED = "unclaimed"


class Status(StrEnum):
    TO_TELL = "to_tell"
    TOLD = "told"
    TAKEN_UP = "taken_up"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    WRONG = "wrong"


class How(StrEnum):
    """By which way somebody was told."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    FAMILY = "family"


OCCASION_LABELS: dict[Occasion, str] = {
    Occasion.EXPIRY: _("证件快到期"),
    Occasion.AGE: _("到了年龄"),
    Occasion.UNCLAIMED: _("该领还没领"),
}
STATUS_LABELS: dict[Status, str] = {
    Status.TO_TELL: _("要告诉他"),
    Status.TOLD: _("已告诉"),
    Status.TAKEN_UP: _("已来办"),
    Status.NOT_WANTED: _("本人不办"),
    Status.NOT_REACHED: _("联系不上"),
    Status.WRONG: _("名册有误"),
}
STATUS_TAGS: dict[Status, str] = {
    Status.TO_TELL: "warning",
    Status.TOLD: "info",
    Status.TAKEN_UP: "success",
    Status.NOT_WANTED: "neutral",
    Status.NOT_REACHED: "warning",
    Status.WRONG: "neutral",
}
HOW_LABELS: dict[How, str] = {
    How.IN_PERSON: _("当面说的"), How.PHONE: _("打电话说的"), How.FAMILY: _("托家里人转告"),
}
DEEDS: dict[str, str] = {
    "outreach.gather": _("列出来"),
    "outreach.tell": _("已告诉"),
    "outreach.miss": _("联系不上"),
    "outreach.take_up": _("已来办"),
    "outreach.refuse": _("本人不办"),
    "outreach.correct": _("名册有误"),
}
WAITING = (Status.TO_TELL, Status.NOT_REACHED)
REACHABLE = frozenset({Status.TO_TELL, Status.TOLD, Status.NOT_REACHED})
FLOW = Flow(
    Status.TO_TELL,
    Move("tell", _("已告诉"), frozenset({Status.TO_TELL, Status.NOT_REACHED}), Status.TOLD),
    Move("miss", _("联系不上"), frozenset({Status.TO_TELL}), Status.NOT_REACHED),
    Move("take_up", _("已来办"), REACHABLE, Status.TAKEN_UP),
    Move("refuse", _("本人不办"), REACHABLE, Status.NOT_WANTED),
    Move("correct", _("名册有误"), REACHABLE, Status.WRONG),
    terminal=frozenset({Status.TAKEN_UP, Status.NOT_WANTED, Status.WRONG}),
)
CONSEQUENCES: dict[str, str] = {
    "tell": _("记下怎么告诉的。他来办了，这里会自己变成“已来办”。"),
    "miss": _("先记下没联系上，这个人还留在名单里，下次再找。"),
    "take_up": _("记下他已经来办。这个人不再提醒。"),
    "refuse": _("本人说不办，就不再提醒。写下他的话，免得别人再去问。"),
    "correct": _("名册写错了，这个人不再提醒。写下哪里不对，便民服务中心会改名册。"),
}


def check_rule(occasion: Occasion, age: int | None, valid_months: int | None) -> None:
    """An age for AGE and for nothing else; EXPIRY only of an item whose result runs out."""
    if occasion is Occasion.AGE and (age is None or not YOUNGEST <= age <= OLDEST):
        raise RuleBroken(_("请填 {least} 到 {most} 之间的周岁"), field="age", least=YOUNGEST, most=OLDEST)
    if occasion is Occasion.EXPIRY and not valid_months:
        raise RuleBroken(_("这件事办出来的证没有写有效期，请先在事项里写上几个月有效"), field="item_id")


def birthday(born: date, age: int) -> date:
    """The day somebody reaches `age`; of 29 February the 28th in other years, so that nobody is late."""
    year = born.year + age
    if (born.month, born.day) == (LEAP_MONTH, LEAP_DAY) and not isleap(year):
        return date(year, LEAP_MONTH, LEAP_DAY - 1)
    return date(year, born.month, born.day)


def span(today: date, days_before: int) -> tuple[date, date]:
    """Whose day falls between these two is told: from a year ago until `days_before` calendar days ahead."""
    return today - GRACE, today + timedelta(days=days_before)


def month_of(day: date) -> int:
    """The month as one number, for the column that finds birthdays without opening every row."""
    return day.year * 12 + day.month


def check_born(born: date | None, today: date) -> None:
    if born is not None and not (born.year >= FIRST_YEAR and born <= today):
        raise RuleBroken(_("出生日期 {day} 不对，请核对"), field="born_on", day=born.isoformat())


def check_reason(given: bool, born: date | None) -> None:
    """A row of a roll says when somebody was born, or what somebody is entitled to."""
    if not given and born is None:
        raise RuleBroken(_("出生日期和事项至少写一个"), field="born_on")


def check_note(text: str, question: str) -> None:
    if not text:
        raise RuleBroken(question, field="note")
