"""Changes of facts (户情): from the desk, from a sheet, from a phone that was away; each leaves a version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.roles import Actor
from tracker.households import queries, rules
from tracker.households.models import Household, HouseholdConflict, HouseholdVersion
from tracker.households.rules import FACT_LABELS, Origin
from tracker.households.rules.facts import Value
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.secrets import blind_index, normal_phone
from tracker.township.queries import units_below
from tracker.township.rules import UnitKind


@dataclass(frozen=True)
class FactConflict:
    """One fact somebody else changed meanwhile: what stays and what was sent, as a person reads them."""

    field: str
    label: str
    kept: str
    sent: str


@dataclass(frozen=True)
class Merged:
    """What became of the facts a phone brought."""

    applied: dict[str, Any]
    conflicts: list[FactConflict]


def put_facts(
    act: Act, household: Household, facts: Mapping[str, Value], origin: Origin, deed: str = "household.edit"
) -> dict[str, Value]:
    """Step: lay these facts over a known household; answers what was new among them.

    `facts` hold every value in its one spelling (rules.read_facts). NotFound when the deed is not theirs.
    """
    before = {name: getattr(household, name) for name in facts}
    fresh = {name: value for name, value in facts.items() if value != before[name]}
    if not fresh:
        return fresh
    act.on(deed, household)
    for name, value in fresh.items():
        setattr(household, name, value)
    index(act, household, fresh)
    if household.id is None:  # made by this very sheet: still as it came into the roll
        return fresh
    household.facts_version += 1
    if not act.is_trial:
        said = {name: [before[name], value] for name, value in fresh.items()}
        db.session.add(HouseholdVersion(
            household_id=household.id, number=household.facts_version,
            facts=json.dumps(said, ensure_ascii=False), origin=origin, changed_at=act.now,
            author_id=act.actor.user_id,
        ))
    return fresh


def index(act: Act, household: Household, fresh: Mapping[str, Value]) -> None:
    """Step: what follows from a fact: the fingerprint of the phone, the unit of the group."""
    if "phone" in fresh:
        number = household.phone
        household.phone_index = blind_index(queries.PHONE_PLACE, normal_phone(number)) if number else None
    if "group_name" in fresh:
        household.unit_code = group_code(act, household.village_code, household.group_name)


def group_code(act: Act, village_code: str, group: str) -> str:
    """The code of the group when the town keeps its groups as units, else the village's own."""
    key = rules.group_key(group)
    groups = act.once(("groups", village_code), lambda: units_below(village_code, UnitKind.GROUP))
    if not key:
        return village_code
    return next((unit.unit_code for unit in groups if rules.group_key(unit.name) == key), village_code)


def edit(actor: Actor, household: Household, facts: Mapping[str, Value]) -> dict[str, Value]:
    """改户情: a change at the desk, named in the history; answers what was new among the facts.

    Conflict when somebody was faster, so nobody overwrites what they have not seen.
    """
    with action(actor, "household.edit", household) as act:
        return put_facts(act, household, facts, Origin.DESK)


def sync_facts(
    act: Act, household: Household, base_version: int, changed: Mapping[str, Any], added: Mapping[str, Any],
    *, is_again: bool = False,
) -> Merged:
    """Step: facts from a phone that last heard of version `base_version` (practice.md 1.1).

    Nothing of the phone is lost: what nobody changed meanwhile goes in, what somebody did waits for a person.
    is_again: a newer revision of the actor's own visit, which clashes with nothing its earlier ones brought
    and says nothing twice. RuleBroken (field "household") for what is no such fact.
    """
    db.session.refresh(household)  # what was read before the door had its lock may be old
    facts, since = rules.read_facts(changed), queries.changes_since(household, base_version)
    if is_again and since is not None:
        own = [one for one in since if one.origin is Origin.PHONE and one.author_id == act.actor.user_id]
        said = {(name, after) for one in own for name, (_before, after) in one.facts.items()}
        facts = {name: value for name, value in facts.items() if (name, value) not in said}
        since = [one for one in since if one not in own]
    merge = rules.merge_facts(
        {name: getattr(household, name) for name in FACT_LABELS},
        None if since is None else {name for one in since for name in one.facts}, facts,
        rules.read_added(added),
    )
    applied = put_facts(act, household, merge.applied, Origin.PHONE)
    for clash in merge.clashes:
        _park(act, household, base_version, clash, "household.edit")
    return Merged(applied, [_told(clash) for clash in merge.clashes])


def suggest_facts(
    act: Act, household: Household, base_version: int, changed: Mapping[str, Any], added: Mapping[str, Any]
) -> list[FactConflict]:
    """Step: the same from a phone whose owner may see this household and not change it.

    Nothing goes in by itself, nothing is lost: every fact that differs waits for whoever may decide it.
    """
    db.session.refresh(household)
    merge = rules.merge_facts(
        {name: getattr(household, name) for name in FACT_LABELS}, None, rules.read_facts(changed),
        rules.read_added(added),
    )
    more = [rules.Clash(name, getattr(household, name), value) for name, value in merge.applied.items()]
    clashes = [*merge.clashes, *more]
    for clash in clashes:
        _park(act, household, base_version, clash, "household.suggest")
    return [_told(clash) for clash in clashes]


def _told(clash: rules.Clash) -> FactConflict:
    return FactConflict(
        clash.field, FACT_LABELS[clash.field], rules.told(clash.field, clash.kept),
        rules.told(clash.field, clash.sent),
    )


def _park(act: Act, household: Household, base_version: int, clash: rules.Clash, deed: str) -> None:
    if queries.is_parked(household.id, clash.field, clash.sent):
        return
    act.on(deed, HouseholdConflict(
        unit_code=household.unit_code, assignee_id=household.assignee_id, author_id=act.actor.user_id,
        household_id=household.id, field=clash.field, sent=json.dumps(clash.sent, ensure_ascii=False),
        base_version=base_version,
    ))
