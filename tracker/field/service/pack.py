"""下乡带着走: today's households and open matters for one person's phone; only what that person may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field import queries
from tracker.field.service.reading import account_key
from tracker.households.models import Household, Unmasking
from tracker.households.queries import label_of
from tracker.households.rules import CARE_LABELS
from tracker.people.queries import staff_choices
from tracker.problems import queries as problems
from tracker.store.access import allows
from tracker.store.action import action
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import units_below
from tracker.township.rules import UnitKind
from tracker.visits import queries as visits

Pack = dict[str, Any]
TAKEN_ALONG = _("下乡带着走 {day}")


def pack(actor: Actor, *, with_phones: bool) -> Pack:
    """What the phone keeps until the day is over. Numbers taken along leave a look in the audit log each."""
    last = {row.household: row.last_on for row in visits.my_contacts(actor) if row.household is not None}
    households = [one for one in last if allows(actor, "household.view", one)]
    phones = _phones(actor, households) if with_phones else {}
    places = unit_names({code for one in households for code in (one.village_code, one.unit_code)})
    matters = queries.open_matters(actor, [one.id for one in households])
    return {
        "day": clock.today().isoformat(), "made_at": clock.now().isoformat(), "user": account_key(actor),
        "households": [
            {
                "id": one.id, "version": one.facts_version, "village": one.village_code,
                "label": label_of(one, places.get(one.village_code, "")), "group": one.group_name,
                "phone": phones.get(one.id, ""), "note": _note(one, last[one]),
                "open": matters.get(one.id, []),
            }
            for one in households
        ],
        "villages": _villages(actor),
        "colleagues": [{"id": int(key), "name": name} for key, name in staff_choices(actor.town_code)],
        "open_problems": [
            {"ref": one.ref, "title": one.title, "due": _iso(one.promised_on)}
            for one in problems.my_problems(actor)
        ],
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _note(household: Household, last_on: date | None) -> str:
    """困难户、独居老人；上次 2026-10-03."""
    cares = "、".join(CARE_LABELS[care] for care in household.cares)
    seen = _("上次 {day}").format(day=last_on.isoformat()) if last_on else _("还没去过")
    return "；".join(part for part in (cares, seen) if part)


def _villages(actor: Actor) -> list[dict[str, Any]]:
    groups = units_below(actor.town_code, UnitKind.GROUP)
    return [
        {
            "code": code, "name": name,
            "groups": [
                {"code": one.unit_code, "name": one.name} for one in groups if one.unit_code.startswith(code)
            ],
        }
        for code, name in visits.places(actor)
    ]


def _phones(actor: Actor, households: Sequence[Household]) -> dict[int, str]:
    """Numbers of the own linked households; each one looked at is in the log, once a day."""
    reason = TAKEN_ALONG.format(day=clock.today().isoformat())
    seen = queries.looked_at(actor, reason)
    mine = [one for one in households if one.phone and allows(actor, "household.unmask", one)]
    fresh = [one for one in mine if one.id not in seen]
    if fresh:
        with action(actor.without_ticket, "household.unmask") as act:
            for one in fresh:
                act.on("household.unmask", one)
                act.on("household.unmask", Unmasking(
                    unit_code=one.unit_code, author_id=actor.user_id, assignee_id=one.assignee_id,
                    household_id=one.id, reason=reason,
                ))
    return {one.id: one.phone or "" for one in mine}
