"""Which tasks take somebody to a resident's home (上门) on a day."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.roles import Actor
from tracker.hall.models import Task
from tracker.hall.rules import OPEN
from tracker.store.access import visible
from tracker.store.db import db


def at_home(actor: Actor, day: date) -> Sequence[Task]:
    """Open tasks agreed on for this day, by village."""
    query = visible(actor, "task.agree_home", Task).where(Task.home_on == day, Task.status.in_(OPEN))
    return db.session.scalars(query.order_by(Task.village_code, Task.id)).all()
