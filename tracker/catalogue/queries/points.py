"""The 代办点 of the villages: for residents, and as the hall keeps them."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from tracker.catalogue.models import AgencyPoint
from tracker.domain.roles import Actor, Role
from tracker.people.queries import staff_of
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.queries import villages


class PointRow(NamedTuple):
    """One 代办点 as it is shown; agent: the name of the 代办员, empty while nobody is in that post.

    may_edit: may this actor change it; never so on residents' pages.
    """

    id: int
    village_code: str
    village: str
    name: str
    place: str
    hours: str
    phone: str
    agent: str
    is_open: bool
    may_edit: bool = False


def points(town_code: str) -> list[PointRow]:
    """Those of a town that are open, in the town's own order of villages: what residents read."""
    below = AgencyPoint.unit_code.startswith(town_code)
    return _rows(town_code, sa.select(AgencyPoint).where(below, AgencyPoint.is_open))


def point_rows(actor: Actor) -> list[PointRow]:
    """All of them as the hall keeps them, closed ones too."""
    rows = _rows(actor.town_code, visible(actor, "point.list", AgencyPoint))
    may_edit = visible(actor, "point.edit", AgencyPoint).with_only_columns(AgencyPoint.id)
    theirs = set(db.session.scalars(may_edit))
    return [row._replace(may_edit=row.id in theirs) for row in rows]


def _rows(town_code: str, query: sa.Select[AgencyPoint]) -> list[PointRow]:
    found: Sequence[AgencyPoint] = db.session.scalars(query.order_by(AgencyPoint.name)).all()
    agents = {user.id: user.name for user in staff_of(town_code, [Role.AGENT])}
    known = {unit.unit_code: (order, unit.name) for order, unit in enumerate(villages(town_code))}
    last = (len(known), "")
    rows = [
        PointRow(
            one.id, one.unit_code, known.get(one.unit_code, last)[1], one.name, one.place, one.hours,
            one.phone, agents.get(one.assignee_id or 0, ""), one.is_open,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: known.get(row.village_code, last))


def is_point_taken(village_code: str, name: str, but: int | None = None) -> bool:
    """Has the village another 代办点 of this name?"""
    found = sa.select(AgencyPoint.id).where(AgencyPoint.unit_code == village_code, AgencyPoint.name == name)
    return any(number != but for number in db.session.scalars(found))
