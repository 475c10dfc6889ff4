"""The line as a window sees it, for the left pane of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain import clock
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.line.models import Coming, Stretch, Window
from tracker.line.queries.halls import hall_code, is_on
from tracker.line.queries.waiting import ONE_AT_A_TIME, of_day
from tracker.line.queries.windows import may_call, window_of, windows
from tracker.line.rules import IN_HALL, PRIORITY_LABELS, Priority, Status
from tracker.store.access import visible
from tracker.store.db import db


@dataclass(frozen=True)
class DeskLine:
    """The line as a window sees it. `window` None: this person sits at none; `now`: who is at it."""

    window: Window | None
    windows: Sequence[Window]
    now: Coming | None
    held: Sequence[Coming]
    waiting: Sequence[Coming]
    last: Coming | None
    """Whose last step this person may take back."""

    @property
    def priority_words(self) -> dict[Priority, str]:
        return PRIORITY_LABELS

    @property
    def mine(self) -> Sequence[Coming]:
        """Who waits and may be called from here."""
        return [one for one in self.waiting if self.window and may_call(self.window, one)]

    def minutes(self, one: Coming) -> int:
        """How long somebody has waited, in whole minutes."""
        return max(0, int((clock.now() - one.since).total_seconds() // 60))


def desk_of(actor: Actor) -> DeskLine | None:
    """The line for the left pane of the desk; None: switched off, or nobody who sits at a window."""
    if not is_on() or not may_come(actor, "coming.list"):
        return None
    present = of_day(actor)
    mine = [one for one in present if one.assignee_id == actor.user_id]
    return DeskLine(
        window=window_of(actor), windows=[one for one in windows(actor) if one.unit_code == hall_code(actor)],
        now=next((one for one in mine if one.status in ONE_AT_A_TIME), None),
        held=[one for one in mine if one.status is Status.HELD],
        waiting=[one for one in present if one.status is Status.WAITING],
        last=_last_of(actor),
    )


def _last_of(actor: Actor) -> Coming | None:
    """The number this person moved last today and that nobody moved since."""
    one = aliased(Stretch)
    standing = sa.and_(one.coming_id == Coming.id, one.is_void.is_(False))
    began = sa.select(sa.func.max(one.id)).where(standing).correlate(Coming).scalar_subquery()
    first = sa.select(sa.func.min(one.id)).where(standing).correlate(Coming).scalar_subquery()
    return db.session.scalar(
        visible(actor, "coming.undo", Coming)
        .join(Stretch, Stretch.id == began)
        .where(
            Coming.day == clock.today(), Stretch.clerk_id == actor.user_id,
            sa.or_(Coming.status.not_in(IN_HALL), Stretch.id != first),
        )
        .order_by(sa.func.coalesce(Stretch.ended_at, Stretch.started_at).desc(), Stretch.id.desc())
        .limit(1)
    )
