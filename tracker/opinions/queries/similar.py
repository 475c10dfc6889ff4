"""可能是同一件: matters like this one among those the reader may see, by the words they share.

Rarity is counted over the reader's own matters too: what nobody may see moves nothing in what is offered.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.bigrams import bigrams, grams
from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.opinions.rules import OPEN, Status, redacted, title_of
from tracker.opinions.rules.polite import EMPTY, plain
from tracker.opinions.rules.similarity import (
    ALIKE,
    REPEATED,
    WINDOW,
    boosted,
    likeness,
    same_place,
    shared_words,
)
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.store.search import OPINIONS, token
from tracker.township.queries import names_of

MOST_PAIRS = 60
"""So many pairs of a text are looked up, the title's first."""
FEWEST_PAIRS = 5
MOST_HELD = 100
"""A pair that more matters of the last half-year hold says nothing about any of them."""
MOST_READ = 60
MOST_OF_ONE_PERSON = 20
Candidate = sa.Row[int, str, str, str, str | None, int | None, date, Status, str | None, int | None]


@dataclass(frozen=True)
class Alike:
    """One matter that may be the same; `score` 0 to 1, `words` what both say.

    is_repeat: of the same telephone and fact, so the new one is a repetition (重复) of it.
    """

    id: int
    ref: str
    excerpt: str
    village_code: str | None
    submitted_on: date
    status: Status
    merged_into_id: int | None
    score: float
    words: list[str]
    is_same_person: bool
    is_repeat: bool
    village: str = ""
    """Its name."""

    @property
    def is_open(self) -> bool:
        """Can another one be dealt with under it?"""
        return self.status in OPEN and self.merged_into_id is None

    @property
    def percent(self) -> int:
        return round(self.score * 100)


@dataclass(frozen=True)
class Asked:
    """What is compared with: a matter that is there, or one that is being written."""

    title: str
    text: str
    village_code: str | None
    category_id: int | None
    on: date
    phone_index: str | None = None
    id: int | None = None

    @property
    def words(self) -> str:
        return f"{self.title}。{self.text}"


def like(
    actor: Actor, text: str, village_code: str | None = None, category_id: int | None = None, limit: int = 5
) -> list[Alike]:
    """Matters like a text that is being written down, the likeliest first."""
    return _like(actor, Asked("", text, village_code, category_id, clock.today()), limit)


def like_opinion(actor: Actor, opinion: Opinion, limit: int = 5) -> list[Alike]:
    """Matters like this one, the likeliest first; those of its own family are left out."""
    asked = Asked(
        opinion.title, opinion.text, opinion.village_code, opinion.category_id, opinion.submitted_on,
        opinion.phone_index, opinion.id,
    )
    family = {opinion.merged_into_id, opinion.id} - {None}
    found = _like(actor, asked, limit + len(family))
    return [one for one in found if one.id not in family and one.merged_into_id not in family][:limit]


def _like(actor: Actor, asked: Asked, limit: int) -> list[Alike]:
    holders = _holders(actor, asked)
    weights = {pair: log(1 + MOST_HELD / (1 + len(found))) for pair, found in holders.items()}
    scores: dict[int, float] = defaultdict(float)
    for pair, found in holders.items():
        if len(found) < MOST_HELD:
            for one in found:
                scores[one] += weights[pair]
    nearest = sorted(scores, key=lambda one: (-scores[one], -one))[:MOST_READ]
    ids = [*nearest, *_of_one_person(actor, asked)]
    alike = [_alike(asked, row, weights) for row in _candidates(actor, ids, asked.id)]
    likely = [one for one in alike if one.score >= ALIKE]
    shown = sorted(likely, key=lambda one: (-one.score, -one.id))[:limit]
    places = names_of({one.village_code for one in shown if one.village_code}) if shown else {}
    return [replace(one, village=places.get(one.village_code or "", "")) for one in shown]


def _holders(actor: Actor, asked: Asked) -> dict[str, Sequence[int]]:
    """{pair: the newest visible matters of the half-year that hold it}; MOST_HELD of them mean: too many."""
    query = (
        sa.select(Opinion.id)
        .join(OPINIONS.table, Opinion.id == OPINIONS.record())
        .where(OPINIONS.holds_given("pair"), may_see(actor, "opinion.list", Opinion))
        .where(Opinion.submitted_on >= asked.on - WINDOW, Opinion.submitted_on <= asked.on + WINDOW)
        .order_by(OPINIONS.record().desc())
        .limit(MOST_HELD)
    )
    held = {pair: db.session.scalars(query, {"pair": OPINIONS.given(token(pair))}) for pair in _pairs(asked)}
    return {pair: [one for one in found if one != asked.id] for pair, found in held.items()}


def _pairs(asked: Asked) -> list[str]:
    ordered = dict.fromkeys([*grams(plain(asked.title), 2), *grams(plain(asked.text), 2)])
    telling = [pair for pair in ordered if not EMPTY & set(pair)]
    return (telling if len(telling) >= FEWEST_PAIRS else list(ordered))[:MOST_PAIRS]


def _of_one_person(actor: Actor, asked: Asked) -> Sequence[int]:
    if asked.phone_index is None:
        return []
    query = visible(actor, "opinion.list", Opinion).where(Opinion.phone_index == asked.phone_index)
    newest = query.with_only_columns(Opinion.id).order_by(Opinion.id.desc()).limit(MOST_OF_ONE_PERSON)
    return db.session.scalars(newest).all()


def _candidates(actor: Actor, ids: Iterable[int], but: int | None) -> Sequence[Candidate]:
    query = visible(actor, "opinion.list", Opinion).where(Opinion.id.in_(set(ids) - {but}))
    return db.session.execute(
        query.with_only_columns(
            Opinion.id, Opinion.ref, Opinion.title, Opinion.text, Opinion.village_code, Opinion.category_id,
            Opinion.submitted_on, Opinion.status, Opinion.phone_index, Opinion.merged_into_id,
        )
    ).all()


def _alike(asked: Asked, row: Candidate, weights: dict[str, float]) -> Alike:
    mine, theirs = plain(asked.words), plain(f"{row.title}。{row.text}")
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    whole = likeness(bigrams(mine), bigrams(theirs), weights, usual)
    titles = likeness(bigrams(plain(asked.title)), bigrams(plain(row.title)), weights, usual)
    bare = max(whole, (whole + titles) / 2)
    score = boosted(
        bare, apart=asked.on - row.submitted_on,
        same_village=same_place(asked.village_code, row.village_code),
        same_category=bool(asked.category_id) and asked.category_id == row.category_id,
    )
    is_same = asked.phone_index is not None and asked.phone_index == row.phone_index
    return Alike(
        row.id, row.ref, redacted(row.title or title_of(row.text)), row.village_code, row.submitted_on,
        row.status, row.merged_into_id, score, shared_words(mine, theirs, weights), is_same,
        is_same and score >= REPEATED,
    )
