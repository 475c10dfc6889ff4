"""What the leaders' page (走访情况) says in words: heard from or not, questions to ask, closed months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.domain.workdays import spoken

SILENT_DAYS = 7
"""Calendar days: a phone that was not heard of for longer may hold records nobody knows of."""
FEW_VISITS = 5
"""Below so many visits nothing is asked about them."""
SAME_TEXT_TIMES, SHORTEST_SAME = 3, 6
"""So often the same words, of at least so many characters."""


class News(StrEnum):
    """Three things that look alike as a zero (practice.md 1.4, ux.md S4)."""

    HEARD = "heard"
    UNSYNCED = "unsynced"
    SILENT = "silent"


NEWS_LABELS: dict[News, str] = {
    News.HEARD: _("没有走访"),
    News.UNSYNCED: _("未同步"),
    News.SILENT: _("没有听到消息"),
}


def news_of(heard: tuple[date, int] | None, recorded_on: date | None, day: date) -> News:
    """What is known on `day` of a person: `heard` is the last word of the phone and how many waited there.

    Who never kept anything on a phone writes at the desk: what is not there was not recorded.
    """
    if heard is None:
        return News.HEARD
    last, waiting = heard
    if waiting:
        return News.UNSYNCED
    latest = max(last, recorded_on) if recorded_on else last
    return News.SILENT if (day - latest).days > SILENT_DAYS else News.HEARD


def news_words(news: News, heard: tuple[date, int] | None, day: date) -> str:
    """未同步：手机上还有 3 条，最后一次有消息是 11 月 14 日（9 天前）; empty when there is nothing to say."""
    if heard is None or news is News.HEARD:
        return ""
    last, waiting = heard
    when = _("最后一次有消息是 {day}").format(day=spoken(last, day.year))
    ago = (day - last).days
    if ago > 0:
        when += _("（{n} 天前）").format(n=ago)
    if news is News.UNSYNCED:
        return _("未同步：手机上还有 {n} 条，{when}").format(n=waiting, when=when)
    return _("没有听到消息：手机{when}").format(when=when)


@dataclass(frozen=True)
class Habit:
    """What one person's visits of a span look like: how many, how many of them without anything raised."""

    name: str
    visits: int
    empty: int
    same: int = 0
    """How often the most frequent text was written."""


def questions(habits: Sequence[Habit]) -> list[str]:
    """Sentences to ask with, in the order given; an answer may well be that all is in order."""
    found = []
    for one in habits:
        if one.visits >= FEW_VISITS and one.empty == one.visits:
            found.append(_(
                "{name} 走访 {n} 次，都没有记下群众提的事。是真没有，还是没来得及记？可以当面问一句。"
            ).format(name=one.name, n=one.visits))
        if one.same >= SAME_TEXT_TIMES:
            found.append(_(
                "{name} 有 {n} 次走访写的话一模一样。是同一件事去了几次，还是抄了前面的？可以当面问一句。"
            ).format(name=one.name, n=one.same))
    return found


def all_in_all(visits: int, empty: int) -> str:
    """The share of visits without a finding, as one sentence about everybody; empty: no visits."""
    if not visits:
        return ""
    return _("这段时间走访 {n} 次，其中 {empty} 次没有记下群众提的事。没有事也是走访，不用凑。").format(
        n=visits, empty=empty
    )


def month_of(text: str, today: date) -> tuple[date, date]:
    """First and last day of the month written 2026-11; of this month for anything else or for the future."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = today.replace(day=1)
    if first > today or first.year < 2000:
        first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def check_month_over(last: date, today: date) -> None:
    if last >= today:
        raise RuleBroken(_("这个月还没过完，{day} 以后才能结账").format(day=last.isoformat()))
