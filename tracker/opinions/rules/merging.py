"""并案: when a matter may be dealt with under another one, and when not."""

from collections.abc import Collection
from dataclasses import dataclass

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.opinions.rules.flow import OPEN, Status


@dataclass(frozen=True)
class Member:
    """What the rule asks of a matter: its number, its town, its state, its family, whom it is about."""

    ref: str
    town_code: str
    status: Status
    is_merged: bool
    has_children: bool
    subjects: Collection[tuple[int | None, str | None]]


def check_merge(one: Member, main: Member) -> None:
    """RuleBroken when `one` may not go under `main`: two levels deep, and hidden from the same people."""
    if one.ref == main.ref:
        raise RuleBroken(_("不能并到自己，请写另一件事的编号"), field="into")
    if one.has_children:
        raise RuleBroken(_("这件事下面有并进来的事，请把它们先拆开"), field="into")
    if main.is_merged:
        raise RuleBroken(_("{ref} 自己也并在别的事里，请写主件的编号"), field="into", ref=main.ref)
    if one.town_code != main.town_code or main.status not in OPEN:
        raise RuleBroken(_("{ref} 已经答复或者不在办，不能再并进去"), field="into", ref=main.ref)
    if set(one.subjects) != set(main.subjects):
        raise RuleBroken(_("两件事要回避的人不一样，不能并案"), field="into")

