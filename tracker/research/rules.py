"""调查研究: how it is done, what its dates must be; no minimum of words or reports (domain.md 4.5)."""

from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_TOPIC, LONGEST_TEXT = 120, 4000


class Method(StrEnum):
    """怎么调研的; 四不两直: nothing announced, no reports heard, straight to the spot (domain.md 4.5)."""

    HOMES = "homes"
    TALKS = "talks"
    SITE = "site"
    UNANNOUNCED = "unannounced"
    SURVEY = "survey"
    PAPERS = "papers"


METHOD_LABELS: dict[Method, str] = {
    Method.HOMES: _("入户走访"),
    Method.TALKS: _("座谈"),
    Method.SITE: _("实地查看"),
    Method.UNANNOUNCED: _("四不两直"),
    Method.SURVEY: _("问卷"),
    Method.PAPERS: _("查阅资料"),
}


def check_span(started_on: date, ended_on: date | None, today: date) -> None:
    """It has begun; its end, when there is one, lies between its beginning and today."""
    if started_on > today:
        raise RuleBroken(_("开始日期不能晚于今天"), field="started_on")
    if ended_on is not None and not started_on <= ended_on <= today:
        raise RuleBroken(_("结束日期要在开始日期到今天之间"), field="ended_on")


def codes(text: str) -> tuple[str, ...]:
    """What one column holds as words, e.g. the codes of villages."""
    return tuple(text.split())
