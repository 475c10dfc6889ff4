"""What everybody in the hall may see: the screen, the own number, how many are before it."""

from dataclasses import dataclass

from tracker.domain import clock
from tracker.domain.masking import mask_name
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.line.models import Coming
from tracker.line.queries.halls import token_hash
from tracker.line.queries.waiting import IN_TURN, ONE_AT_A_TIME
from tracker.line.queries.windows import counted, may_call, windows
from tracker.line.rules import Status
from tracker.store.access import visible
from tracker.store.db import db


@dataclass(frozen=True)
class Shown:
    """One line of the hall's screen: a window and who is called to it."""

    window: str
    label: str
    name: str
    """Masked; empty when the number was taken without one."""
    is_called: bool
    """Called and not there yet."""


def by_token(actor: Actor, token: str) -> Coming | None:
    """The number whose slip carries this token, on its own day."""
    return db.session.scalar(
        visible(actor, "coming.read", Coming).where(
            Coming.token_hash == token_hash(token), Coming.day == clock.today()
        )
    )


def ahead_of(actor: Actor, coming: Coming) -> int:
    """How many come before this one at the windows that may call it; 0 for one that waits no longer."""
    if coming.status is not Status.WAITING:
        return 0
    row = "coming.list" if may_come(actor, "coming.list") else "coming.read"
    there = [one for one in windows(actor, action=row) if one.unit_code == coming.unit_code]
    callers = [one for one in there if may_call(one, coming)]
    mine = (coming.rank, coming.since, coming.id)
    others = db.session.scalars(
        visible(actor, row, Coming).where(
            Coming.unit_code == coming.unit_code, Coming.day == coming.day, Coming.status == Status.WAITING
        )
    )
    before = [one for one in others if (one.rank, one.since, one.id) < mine]
    if not callers:
        return len(before)
    return sum(any(may_call(window, one) for window in callers) for one in before)


def screen(actor: Actor, unit_code: str) -> tuple[list[Shown], list[str]]:
    """(who is at which window, the numbers that wait in the order they are called) of one hall now."""
    present = db.session.scalars(
        visible(actor, "coming.read", Coming)
        .where(
            Coming.unit_code == unit_code, Coming.day == clock.today(),
            Coming.status.in_((Status.WAITING, *ONE_AT_A_TIME)),
        )
        .order_by(*IN_TURN)
    ).all()
    there = sorted(
        (one for one in present if one.status in ONE_AT_A_TIME and one.window),
        key=lambda one: (counted(one.window.name), one.window.name) if one.window else (0, ""),
    )
    shown = [
        Shown(
            window=one.window.name if one.window else "", label=one.label,
            name=mask_name(one.name) if one.name else "", is_called=one.status is Status.CALLED,
        )
        for one in there
    ]
    return shown, [one.label for one in present if one.status is Status.WAITING]
