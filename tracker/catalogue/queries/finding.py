"""Finding an item (找事项): by words, sounds and nearness, here and not in SQL; a town has hundreds."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Audience, Status, Topic
from tracker.catalogue.rules.finding import BETWEEN, NOT_FOUND, Sought, names_of
from tracker.domain.bigrams import joined, terms
from tracker.domain.roles import Actor
from tracker.store.access import may_see
from tracker.store.db import db
from tracker.township.pinyin import syllables_of

MOST_ALIKE = 5


def search(
    actor: Actor, text: str = "", topic: Topic | None = None, audience: Audience | None = None
) -> Sequence[ServiceItem]:
    """Published items by words (everyday ones, pinyin, initials), life event, audience; nearest first."""
    return nearest(_public(actor, topic, audience), text)


def alike(actor: Actor, text: str) -> Sequence[ServiceItem]:
    """Published items whose names share pairs of characters with a sentence; the best five."""
    query = _public(actor, None, None)
    shared = {number: sought.shared(text) for number, sought in _sought(query)}
    best = sorted((number for number in shared if shared[number]), key=lambda one: (-shared[one], one))
    return _in_order(query, best[:MOST_ALIKE])


def nearest(query: sa.Select[ServiceItem], text: str) -> Sequence[ServiceItem]:
    """Of these items those every word of the text comes near to, the nearest first; by code without words."""
    asked = terms(text)
    if not asked:
        return db.session.scalars(query.order_by(ServiceItem.code)).all()
    far = {number: [sought.nearness(word) for word in asked] for number, sought in _sought(query)}
    found = [number for number, steps in far.items() if max(steps) < NOT_FOUND]
    return _in_order(query, sorted(found, key=lambda one: sum(far[one])))


def _sought(query: sa.Select[Any]) -> list[tuple[int, Sought]]:
    """What each of these items is found by, in the order of their codes."""
    columns = query.with_only_columns(
        ServiceItem.id, ServiceItem.name, ServiceItem.everyday_words, ServiceItem.pinyin, ServiceItem.code,
        ServiceItem.content, ServiceItem.conditions,
    )
    return [
        (row.id, Sought(
            names_of(row.name, row.everyday_words), row.pinyin or sounds_of(row.name, row.everyday_words),
            joined((row.code, row.content, row.conditions)),
        ))
        for row in db.session.execute(columns.order_by(ServiceItem.code))
    ]


def sounds_of(name: str, everyday_words: str) -> str:
    """How the name and each everyday word sound, for the search by letters."""
    return BETWEEN.join(" ".join(syllables_of(one)) for one in names_of(name, everyday_words))


def _in_order(query: sa.Select[ServiceItem], ids: Sequence[int]) -> Sequence[ServiceItem]:
    found = {one.id: one for one in db.session.scalars(query.where(ServiceItem.id.in_(ids)))}
    return [found[number] for number in ids if number in found]


def _public(actor: Actor, topic: Topic | None, audience: Audience | None) -> sa.Select[ServiceItem]:
    """Published items for residents and staff alike."""
    query = sa.select(ServiceItem).where(_readable(actor))
    if topic is not None:
        query = query.where(ServiceItem.topic == topic)
    if audience is not None:
        query = query.where(_is_for(audience))
    return query


def _readable(actor: Actor) -> sa.ColumnElement[bool]:
    may = sa.or_(
        may_see(actor, "service.read", ServiceItem), may_see(actor, "service.list", ServiceItem)
    )
    return sa.and_(may, ServiceItem.status == Status.PUBLISHED)


def _is_for(audience: Audience) -> sa.ColumnElement[bool]:
    padded = sa.literal(" ") + ServiceItem.audience_codes + " "
    return padded.contains(f" {audience.value} ", autoescape=True)


def topics_published(actor: Actor) -> list[Topic]:
    """The topics that have something to show."""
    found = set(db.session.scalars(sa.select(ServiceItem.topic).where(_readable(actor)).distinct()))
    return [topic for topic in Topic if topic in found]


def audiences_published(actor: Actor) -> list[Audience]:
    """For whom in particular there is something to show."""
    kept = db.session.scalars(sa.select(ServiceItem.audience_codes).where(_readable(actor)).distinct())
    found = {code for codes in kept for code in codes.split()}
    return [one for one in Audience if one in found and one is not Audience.EVERYONE]
