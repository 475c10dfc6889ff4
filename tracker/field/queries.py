"""Every select() of field work (没有信号): what is parked, and what goes along into the villages."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.field import rules
from tracker.field.models import Parked
from tracker.field.rules import Record, Standing
from tracker.households.models import Unmasking
from tracker.problems.models import Problem
from tracker.problems.queries import title_of
from tracker.problems.rules import OPEN
from tracker.store.access import fetch, visible
from tracker.store.db import db
from tracker.visits.models import Visit
from tracker.visits.rules import Turn

PER_PAGE = 50
EMPTY = 29
"""Bytes of an encrypted empty text: mark, nonce, seal."""


def parked(actor: Actor, action: str, parked_id: int) -> Parked:
    return fetch(actor, action, Parked, parked_id)


def open_items(actor: Actor) -> Sequence[Parked]:
    """What waits for a decision in this person's reach, the oldest first; some are for their writer alone."""
    query = visible(actor, "sync.list", Parked).where(Parked.standing == Standing.OPEN)
    return db.session.scalars(query.order_by(Parked.id).limit(PER_PAGE)).all()


def record_of(parked: Parked) -> Record:
    """The visit in a parked record, as it was read when it came."""
    return rules.record_of(json.loads(parked.item)["record"])


def may_decide(actor: Actor, parked: Parked) -> bool:
    """What is to become an opinion is its writer's alone: what comes of it would tell what it says."""
    is_writer = actor.user_id == parked.assignee_id
    return is_writer or not any(one.turn is Turn.OPINION for one in record_of(parked).matters)


def to_decide(actor: Actor) -> int:
    """How many of a page of records wait for this very person: none that is for its writer alone."""
    return sum(may_decide(actor, one) for one in open_items(actor))


def decided_items(actor: Actor) -> Sequence[Parked]:
    """What was decided lately, the newest first."""
    query = visible(actor, "sync.list", Parked).where(Parked.standing != Standing.OPEN)
    return db.session.scalars(query.order_by(Parked.decided_at.desc(), Parked.id.desc()).limit(10)).all()


def parked_as(actor: Actor, client_id: str, sha256: str) -> Parked | None:
    """Just this record, sent by this person before."""
    return db.session.scalar(
        sa.select(Parked).where(
            Parked.client_id == client_id, Parked.client_sha256 == sha256,
            Parked.author_id == actor.user_id,
        )
    )


def parked_with_key(actor: Actor, client_id: str) -> Sequence[Parked]:
    """All that this person sent under one key and that was parked."""
    return db.session.scalars(
        sa.select(Parked).where(Parked.client_id == client_id, Parked.author_id == actor.user_id)
        .order_by(Parked.id)
    ).all()


def open_keys() -> list[str]:
    """Keys of the records that wait for a person, whose photographs must stay."""
    query = sa.select(Parked.client_id).where(Parked.standing == Standing.OPEN)
    return list(db.session.scalars(query.distinct()))


def past_keeping(before: datetime, most: int) -> Sequence[Parked]:
    """Decided before this instant and still with what the phone had sent: every ciphertext of a record is
    longer than that of nothing."""
    held = sa.func.length(sa.type_coerce(Parked.item, sa.LargeBinary))
    query = sa.select(Parked).where(Parked.decided_at < before, held > EMPTY).order_by(Parked.id)
    return db.session.scalars(query.limit(most)).all()


def visit_of(visit_id: int | None) -> Visit | None:
    """The visit a parked record is compared with; who may see the record may see it, or is asked apart."""
    return db.session.get(Visit, visit_id) if visit_id is not None else None


def open_matters(actor: Actor, household_ids: Sequence[int]) -> dict[int | None, list[dict[str, str]]]:
    """{household: its unsolved problems that this person may read, as number and beginning of the words}."""
    found: defaultdict[int | None, list[dict[str, str]]] = defaultdict(list)
    rows = db.session.scalars(
        visible(actor, "problem.list", Problem)
        .where(Problem.household_id.in_(household_ids), Problem.status.in_(OPEN)).order_by(Problem.id)
    )
    for one in rows:
        found[one.household_id].append({"ref": one.ref, "title": title_of(one)})
    return found


def looked_at(actor: Actor, reason: str) -> set[int]:
    """Households whose number this person has looked at for just this reason."""
    return set(db.session.scalars(
        sa.select(Unmasking.household_id)
        .where(Unmasking.author_id == actor.user_id, Unmasking.reason == reason)
    ))
