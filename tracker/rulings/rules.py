"""处置记录 (动): what has to stand in it (domain.md 8.1: be resolute, act by principle)."""

from datetime import datetime

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_TEXT, LONGEST_BASIS = 2000, 300
FIRST_YEAR = 2000


def check(decision: str, basis: str, decided_at: datetime, now: datetime) -> None:
    """Who acts says by which right: without a legal basis, or before its time, there is no such record."""
    if not decision.strip():
        raise RuleBroken(_("请写下决定了什么"), field="decision")
    if not basis.strip():
        raise RuleBroken(_("请写下依据的法律、法规或者规定"), field="basis")
    if decided_at.year < FIRST_YEAR:
        raise RuleBroken(_("请核对决定的日期"), field="decided_on")
    if decided_at > now:
        raise RuleBroken(_("决定的时间不能晚于现在"), field="decided_on")
