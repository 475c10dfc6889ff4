"""联系卡 and the village's poster: who contacts a village, how to reach them, what they promise."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain.roles import Actor
from tracker.people.models import User
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.visits.models import ContactCard, ContactLink
from tracker.visits.queries.contacts import ContactRow, contact_rows, within
from tracker.visits.rules import Level, Target

RANK = list(Level)


@dataclass(frozen=True)
class Face:
    """One card: a cadre in a village. `phone` is for work; empty `backup`: nobody stands in."""

    user_id: int
    village_code: str
    village: str
    name: str
    unit: str
    level: Level
    phone: str
    promises: tuple[str, ...]
    backup: str
    backup_phone: str
    is_of_village: bool
    """Contacts the village itself, not only something in it."""


@dataclass(frozen=True)
class _Person:
    name: str
    unit: str
    phone: str
    promises: tuple[str, ...]


def faces(actor: Actor, village: str = "", user_id: int | None = None) -> list[Face]:
    """A card for every cadre of a village, or for every village of a cadre; by village, leaders first."""
    query = visible(actor, "contact.print", ContactLink).where(ContactLink.until.is_(None))
    if village:
        query = query.where(within(ContactLink.unit_code, village))
    if user_id is not None:
        query = query.where(ContactLink.assignee_id == user_id)
    links = db.session.scalars(query.order_by(ContactLink.since, ContactLink.id)).all()
    chosen: dict[tuple[str, int], list[ContactLink]] = {}
    for link in links:
        chosen.setdefault((link.village_code, link.assignee_id or 0), []).append(link)
    people = _people({one for link in links for one in (link.assignee_id, link.backup_id) if one})
    villages = _villages({code for code, _user in chosen})
    found = [
        _face(some, people, villages.get(code)) for (code, user), some in chosen.items() if user in people
    ]
    return sorted(found, key=_in_order)


def _in_order(one: Face) -> tuple[str, bool, int, str]:
    return one.village_code, not one.is_of_village, RANK.index(one.level), one.name


def _face(links: Sequence[ContactLink], people: dict[int, _Person], village: Unit | None) -> Face:
    """The village's own link speaks first, else the oldest one."""
    main = next((one for one in links if one.target is Target.VILLAGE), links[0])
    person = people[main.assignee_id or 0]
    backup_id = next((one.backup_id for one in (main, *links) if one.backup_id in people), None)
    backup = people[backup_id] if backup_id else None
    return Face(
        user_id=main.assignee_id or 0, village_code=main.village_code,
        village=village.name if village else "", name=person.name, unit=person.unit, level=main.level,
        phone=person.phone or (village.phone if village else ""), promises=person.promises,
        backup=backup.name if backup else "", backup_phone=backup.phone if backup else "",
        is_of_village=main.target is Target.VILLAGE,
    )


def _people(user_ids: set[int]) -> dict[int, _Person]:
    """Names and numbers for work: the card's own, else the office's."""
    office, town = aliased(Unit), aliased(Unit)
    rows = db.session.execute(
        sa.select(User.id, User.name, office.name.label("unit"), office.phone, town.phone, ContactCard)
        .outerjoin(office, office.unit_code == User.unit_code)
        .outerjoin(town, town.unit_code == sa.func.substr(User.unit_code, 1, 9))
        .outerjoin(ContactCard, ContactCard.assignee_id == User.id)
        .where(User.id.in_(user_ids))
    )
    return {
        user_id: _Person(
            name, unit or "", (card.phone if card else "") or phone or town_phone or "",
            card.promises if card else (),
        )
        for user_id, name, unit, phone, town_phone, card in rows
    }


def _villages(codes: set[str]) -> dict[str, Unit]:
    rows = db.session.scalars(sa.select(Unit).where(Unit.unit_code.in_(codes)))
    return {row.unit_code: row for row in rows}


def card_of(user_id: int) -> ContactCard | None:
    """What this person's card says besides name and unit; None: nothing yet."""
    return db.session.scalar(sa.select(ContactCard).where(ContactCard.assignee_id == user_id))


def links_to_issue(actor: Actor, village: str) -> list[ContactRow]:
    """The open contact points of a village, those without a card first."""
    query = visible(actor, "contact.issue", ContactLink).where(
        ContactLink.until.is_(None), within(ContactLink.unit_code, village)
    )
    rows = contact_rows(query)
    return sorted(rows, key=lambda row: row.link.card_issued_on is not None)
