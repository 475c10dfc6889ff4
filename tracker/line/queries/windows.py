"""Which windows there are, who sits at them, and which numbers they call."""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.line.models import Coming, Window
from tracker.store.access import visible
from tracker.store.db import db


def windows(actor: Actor, *, action: str = "window.list", is_used: bool = True) -> Sequence[Window]:
    """The windows this actor may see, in the order of their numbers; `is_used` False: also those given up."""
    query = visible(actor, action, Window)
    if is_used:
        query = query.where(Window.is_used)
    return sorted(db.session.scalars(query), key=lambda one: (one.unit_code, counted(one.name), one.name))


def counted(name: str) -> int:
    """2 before 10: the number in a window's name, 0 without one."""
    found = re.search(r"\d{1,6}", name)
    return int(found.group()) if found else 0


def window_of(actor: Actor) -> Window | None:
    """The window where this person sits now."""
    query = visible(actor, "window.list", Window).where(
        Window.assignee_id == actor.user_id, Window.is_used
    )
    return db.session.scalar(query.order_by(Window.id).limit(1))


def may_call(window: Window, coming: Coming) -> bool:
    """Would this window call this number? The record half of `called_by`."""
    if coming.window_id is not None:
        return coming.window_id == window.id
    return not window.prefixes or coming.prefix in window.prefixes


def called_by(window: Window) -> sa.ColumnElement[bool]:
    """Numbers this window calls: those sent to it, and those of its letters that were sent to none."""
    sent_here = Coming.window_id == window.id
    free: sa.ColumnElement[bool] = Coming.window_id.is_(None)
    if window.prefixes:
        free = sa.and_(free, Coming.prefix.in_(list(window.prefixes)))
    return sa.or_(sent_here, free)
