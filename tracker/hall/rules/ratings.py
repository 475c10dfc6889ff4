"""What a resident may say of a finished task (好差评), when, and when one asks for it."""

from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.hall.rules.states import FINISHED, Status


class Level(StrEnum):
    """好差评, five levels; the last two are 差评 (国办发〔2019〕51号)."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    VERY_BAD = "very_bad"


class RatingChannel(StrEnum):
    """Where the resident said it."""

    DEVICE = "device"
    SLIP = "slip"
    ONLINE = "online"


CHANNEL_OF_RATING: dict[RatingChannel, str] = {
    RatingChannel.DEVICE: _("窗口评价器"),
    RatingChannel.SLIP: _("凭证上的二维码"),
    RatingChannel.ONLINE: _("网上"),
}
LEVEL_LABELS: dict[Level, str] = {
    Level.VERY_GOOD: _("非常满意"),
    Level.GOOD: _("满意"),
    Level.FAIR: _("基本满意"),
    Level.BAD: _("不满意"),
    Level.VERY_BAD: _("非常不满意"),
}

GOOD = (Level.VERY_GOOD, Level.GOOD)
BAD = (Level.BAD, Level.VERY_BAD)
FEWEST_RATINGS = 5  # domain.md 12.16: no statistics with n < 5
CODE_DIGITS, CODE_MINUTES = 6, 10
INVITE_AFTER = (1, 3)
"""Calendar days after the end: asked once after the first, once more after the second (domain.md 6.5)."""
INVITE_WITHIN = 30
"""Calendar days; whoever said nothing by then is left in peace."""


def check_ratable(status: Status, is_rated: bool) -> None:
    if is_rated:
        raise RuleBroken(_("这件事已经评价过了"))
    if status not in FINISHED:
        raise RuleBroken(_("办结以后才能评价"))


def rated_before(today: date) -> date:
    """Levels are added up to the end of the last month only.

    A sum that changed with each rating would tell who looks every day how the last one was.
    """
    return today.replace(day=1)


def check_invitable(status: Status, is_rated: bool, done_on: date | None, invited: int, today: date) -> None:
    """请评价: once after a day, once more after three, then never again."""
    check_ratable(status, is_rated)
    if done_on is None or invited >= len(INVITE_AFTER):
        raise RuleBroken(_("已经请过两次了，不再打扰"))
    if (today - done_on).days < INVITE_AFTER[invited]:
        raise RuleBroken(_("还不到请他评价的时候"))


def invited_now(done_on: date | None, today: date) -> int:
    """How often it counts as asked after asking today: whoever is asked late is asked once only."""
    days = (today - done_on).days if done_on else 0
    return sum(1 for after in INVITE_AFTER if days >= after)
