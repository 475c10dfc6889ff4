"""Every select() about what is published (公开). The public reads through `_public`, and only through it."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from tracker.domain.bigrams import bigrams
from tracker.domain.roles import Actor, Role
from tracker.notices.models import Publication, PublicPicture
from tracker.notices.rules import Stage
from tracker.opinions.models import Opinion
from tracker.opinions.rules import ANSWERED, Status
from tracker.opinions.rules.similarity import ALIKE, SAME_VILLAGE, likeness
from tracker.store.access import fetch_where, may_see, visible
from tracker.store.db import db
from tracker.township.queries import names_of as unit_names

PER_PAGE = 10
DESK_PAGE = 20
MOST_ALIKE, FEWEST_PAIRS = 3, 4
LOOKED_AT = 400
"""How many of the newest a comparison looks at."""


def _is_public() -> sa.ColumnElement[bool]:
    """Asked of the matter itself on every reading: consent taken back or a subject named, and it is gone."""
    return sa.and_(
        Publication.stage == Stage.PUBLISHED,
        Publication.opinion.has(
            sa.and_(
                Opinion.may_publish, Opinion.status.in_(ANSWERED), Opinion.merged_into_id.is_(None),
                ~Opinion.subjects.any(),
            )
        ),
    )


def _public(actor: Actor) -> sa.Select[Publication]:
    return visible(actor, "notice.read", Publication).where(_is_public())


def published(
    actor: Actor, after: tuple[date, int] | None = None, village: str = ""
) -> tuple[Sequence[Publication], bool]:
    """One page of what the public reads, newest answer first, and whether there is more."""
    query = _public(actor)
    if village:
        query = query.where(Publication.village_code == village)
    if after is not None:
        query = query.where(sa.tuple_(Publication.answered_on, Publication.id) < after)
    rows = db.session.scalars(
        query.order_by(Publication.answered_on.desc(), Publication.id.desc()).limit(PER_PAGE + 1)
    ).all()
    return rows[:PER_PAGE], len(rows) > PER_PAGE


def published_one(actor: Actor, publication_id: int) -> Publication:
    """One that the public may read, or NotFound."""
    return fetch_where(
        actor, "notice.read", Publication, sa.and_(Publication.id == publication_id, _is_public())
    )


def public_picture(publication: Publication, name: str) -> PublicPicture | None:
    return db.session.scalar(
        sa.select(PublicPicture).where(
            PublicPicture.publication_id == publication.id, PublicPicture.name == name
        )
    )


def picture_of_source(publication: Publication, source: str) -> PublicPicture | None:
    return db.session.scalar(
        sa.select(PublicPicture).where(
            PublicPicture.publication_id == publication.id, PublicPicture.source == source
        )
    )


def villages(publications: Sequence[Publication]) -> dict[str, str]:
    return unit_names({one.village_code for one in publications if one.village_code})


def latest_public(town_code: str, actor: Actor) -> Sequence[Publication]:
    """The newest that the public may read, to compare with."""
    return db.session.scalars(
        _public(actor).where(Publication.unit_code == town_code)
        .order_by(Publication.answered_on.desc(), Publication.id.desc()).limit(LOOKED_AT)
    ).all()


def public_like(town_code: str, text: str, village_code: str | None) -> list[Publication]:
    """Published matters that sound like this text, the most alike first; those of the village count more."""
    pairs = bigrams(text)
    if len(pairs) < FEWEST_PAIRS:
        return []
    reader = Actor(user_id=None, role=Role.PUBLIC, unit_code=town_code, name="")
    scores = []
    for found in latest_public(town_code, reader):
        alike = likeness(pairs, bigrams(f"{found.title}，{found.text}"), {})
        score = alike * (SAME_VILLAGE if village_code and found.village_code == village_code else 1)
        if score >= ALIKE:
            scores.append((score, found.id, found))
    best = sorted(scores, key=lambda one: one[:2], reverse=True)[:MOST_ALIKE]
    return [found for _score, _id, found in best]


def _for_desk(actor: Actor) -> sa.Select[Publication]:
    """Drafts and publications of matters this person may read."""
    return visible(actor, "notice.list", Publication).where(
        Publication.opinion.has(may_see(actor, "opinion.view", Opinion))
    )


def desk(actor: Actor, stage: str = "") -> Sequence[Publication]:
    """What was prepared, published, taken down; the newest first."""
    query = _for_desk(actor)
    if stage in set(Stage):
        query = query.where(Publication.stage == Stage(stage))
    return db.session.scalars(query.order_by(Publication.id.desc()).limit(DESK_PAGE)).all()


def waiting(actor: Actor) -> Sequence[Opinion]:
    """Answered matters whose people let them be published, and nobody has prepared them yet; oldest first."""
    prepared = sa.select(Publication.id).where(Publication.opinion_id == Opinion.id).exists()
    return db.session.scalars(
        visible(actor, "opinion.view", Opinion)
        .where(
            Opinion.may_publish, Opinion.status.in_(ANSWERED), Opinion.merged_into_id.is_(None),
            Opinion.anonymised_on.is_(None), ~Opinion.subjects.any(), ~prepared,
        )
        .options(lazyload(Opinion.subjects))
        .order_by(Opinion.replied_on, Opinion.id)
        .limit(DESK_PAGE)
    ).all()


def by_ref(actor: Actor, action: str, ref: str) -> Publication:
    """The publication of the matter people know by this number, or NotFound."""
    return fetch_where(actor, action, Publication, Publication.opinion.has(Opinion.ref == ref))


def ref_of(publication_id: int) -> str | None:
    """For addresses of pages that ask rights again."""
    return db.session.scalar(
        sa.select(Opinion.ref).join(Publication, Publication.opinion_id == Opinion.id)
        .where(Publication.id == publication_id)
    )


def of_opinion(opinion_id: int) -> Publication | None:
    return db.session.scalar(sa.select(Publication).where(Publication.opinion_id == opinion_id))


def no_longer_public() -> Sequence[Publication]:
    """Those that stand as published while their matter may not be any more: for the night."""
    return db.session.scalars(
        sa.select(Publication).where(
            Publication.stage == Stage.PUBLISHED, ~_is_public(),
            Publication.opinion.has(Opinion.status != Status.SEALED),
        )
    ).all()


def sealed_away() -> Sequence[Publication]:
    """Those of matters that turned out to be accusations."""
    return db.session.scalars(
        sa.select(Publication).where(Publication.opinion.has(Opinion.status == Status.SEALED))
    ).all()
