"""What was changed at a household (户情变更), and what two people say differently (说法不一)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.households.models import Household, HouseholdConflict, HouseholdVersion
from tracker.households.rules import Origin
from tracker.households.rules.facts import Value
from tracker.store.access import fetch, visible
from tracker.store.db import db

MOST = 50


@dataclass(frozen=True)
class Change:
    """One version, opened: {fact: (before, after)}, who (None: the system), when, from where."""

    facts: dict[str, tuple[Value, Value]]
    author_id: int | None
    at: datetime
    origin: Origin


@dataclass(frozen=True)
class Standing:
    """What stands here now of one fact, and who said so."""

    value: Value
    author_id: int | None
    at: datetime
    origin: Origin


def _versions(household_id: int) -> sa.Select[HouseholdVersion]:
    return sa.select(HouseholdVersion).where(HouseholdVersion.household_id == household_id)


def _opened(version: HouseholdVersion) -> Change:
    facts = {name: (before, after) for name, (before, after) in json.loads(version.facts).items()}
    return Change(facts, version.author_id, version.changed_at, version.origin)


def history(household_id: int, most: int = MOST) -> list[Change]:
    """The newest change first."""
    rows = db.session.scalars(_versions(household_id).order_by(HouseholdVersion.number.desc()).limit(most))
    return [_opened(row) for row in rows]


def changes_since(household: Household, base_version: int) -> list[Change] | None:
    """What was changed after this version, in no order; None when there never was such a version here."""
    if base_version > household.facts_version:
        return None
    rows = db.session.scalars(_versions(household.id).where(HouseholdVersion.number > base_version)).all()
    if len(rows) < household.facts_version - base_version:
        return None
    return [_opened(row) for row in rows]


def standing_of(household: Household, field: str) -> Standing:
    """The value that stands here, with the change that made it so; else as it came with the roll."""
    value = getattr(household, field)
    last = next((one for one in history(household.id) if field in one.facts), None)
    if last is None:
        return Standing(value, household.author_id, household.created_at, Origin.SHEET)
    return Standing(value, last.author_id, last.at, last.origin)


def conflict(actor: Actor, action: str, conflict_id: int) -> HouseholdConflict:
    return fetch(actor, action, HouseholdConflict, conflict_id)


def open_conflicts(
    actor: Actor, household_id: int | None = None, *, most: int = MOST
) -> Sequence[HouseholdConflict]:
    """What waits for this person's decision, the oldest first; of one household, or of all."""
    query = visible(actor, "household.settle", HouseholdConflict).where(HouseholdConflict.verdict.is_(None))
    if household_id is not None:
        query = query.where(HouseholdConflict.household_id == household_id)
    return db.session.scalars(query.order_by(HouseholdConflict.id).limit(most)).all()


def sent_of(conflict: HouseholdConflict) -> Value:
    """The value a phone brought."""
    value: Value = json.loads(conflict.sent)
    return value


def is_parked(household_id: int, field: str, sent: Value) -> bool:
    """Does the same value of this fact wait for a decision already? A phone may say it again."""
    rows = db.session.scalars(
        sa.select(HouseholdConflict).where(
            HouseholdConflict.household_id == household_id, HouseholdConflict.field == field,
            HouseholdConflict.verdict.is_(None),
        )
    )
    return any(sent_of(row) == sent for row in rows)


def conflicts_of(household_id: int) -> Sequence[HouseholdConflict]:
    """Those of one household that nobody has decided, for a step that hands the household on."""
    return db.session.scalars(
        sa.select(HouseholdConflict).where(
            HouseholdConflict.household_id == household_id, HouseholdConflict.verdict.is_(None)
        )
    ).all()

