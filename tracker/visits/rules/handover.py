"""岗位交接: what goes from one cadre to another on a change of post, and what may not."""

from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_REASON = 120
BACK_DAYS = 31
"""So many calendar days after the change of post it can still be written down."""


class Thing(StrEnum):
    """What a line of the 移交清单 is about."""

    LINK = "link"
    BACKUP = "backup"
    PROBLEM = "problem"
    OPINION = "opinion"
    TASK = "task"


THING_LABELS: dict[Thing, str] = {
    Thing.LINK: _("联系点"),
    Thing.BACKUP: _("AB 岗"),
    Thing.PROBLEM: _("没解决的问题"),
    Thing.OPINION: _("在办的群众诉求"),
    Thing.TASK: _("在办的办件"),
}


def check_handover(giver_id: int | None, receiver_id: int | None, on_day: date, today: date) -> None:
    """Two people; a day that has come and is not long over."""
    if giver_id == receiver_id:
        raise RuleBroken(_("接收人要另选一个人"), field="receiver_id")
    if on_day > today:
        raise RuleBroken(_("交接的日子还没到，到那天再办"), field="on_day")
    if on_day < today - timedelta(days=BACK_DAYS):
        raise RuleBroken(_("最多补记 {n} 天前的交接"), field="on_day", n=BACK_DAYS)


def span_of_handover(since: date, on_day: date) -> tuple[date, date]:
    """(last day of the old arrangement, first day of the new one): no day is left without a cadre."""
    return max(since, on_day - timedelta(days=1)), max(since, on_day)
