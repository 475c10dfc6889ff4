"""下乡带着走: today's households and open matters for one person's phone; only what that person may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.catalogue.queries import offered
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field import queries
from tracker.field.service.reading import account_key
from tracker.households.models import Household, Unmasking
from tracker.households.queries import label_of
from tracker.households.rules import CARE_LABELS
from tracker.problems import queries as problems
from tracker.store.access import allows
from tracker.store.action import action
from tracker.township.queries import names_of as unit_names
from tracker.township.queries import units_below
from tracker.township.rules import UnitKind
from tracker.visits import queries as visits
from tracker.visits.service import may_hand_in

Pack = dict[str, Any]
TAKEN_ALONG = _("下乡带着走 {day}")


def pack(actor: Actor, *, with_phones: bool) -> Pack:
    """What the phone keeps until the day is over; telephone and address only `with_phones`.

    Each household of which they are taken along leaves a look in the audit log. items: services one of which
    a matter may become a task of; nothing for who may hand none in.
    """
    last = {row.household: row.last_on for row in visits.my_contacts(actor) if row.household is not None}
    households = [one for one in last if allows(actor, "household.view", one)]
    looked = _looked(actor, households) if with_phones else set()
    places = unit_names({code for one in households for code in (one.village_code, one.unit_code)})
    matters = queries.open_matters(actor, [one.id for one in households])
    return {
        "day": clock.today().isoformat(), "made_at": clock.now().isoformat(), "user": account_key(actor),
        "households": [
            {
                "id": one.id, "version": one.facts_version, "village": one.village_code,
                "label": label_of(one, places.get(one.village_code, "")), "group": one.group_name,
                "phone": (one.phone or "") if one.id in looked else "",
                "address": (one.address or "") if one.id in looked else "",
                "note": _note(one, last[one]), "open": matters.get(one.id, []),
            }
            for one in households
        ],
        "villages": _villages(actor),
        "colleagues": [{"id": int(key), "name": name} for key, name in visits.colleagues(actor)],
        "items": _items(actor),
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


def _items(actor: Actor) -> list[dict[str, str]]:
    items = offered(actor.town_code) if may_hand_in(actor) else []
    return [{"code": code, "name": name} for code, name in items]


def _looked(actor: Actor, households: Sequence[Household]) -> set[int]:
    """Of which telephone and address go along: the own linked ones; each look is in the log, once a day."""
    reason = TAKEN_ALONG.format(day=clock.today().isoformat())
    seen = queries.looked_at(actor, reason)
    mine = [one for one in households if _tells(one) and allows(actor, "household.unmask", one)]
    fresh = [one for one in mine if one.id not in seen]
    if fresh:
        with action(actor.without_ticket, "household.unmask") as act:
            for one in fresh:
                act.on("household.unmask", one)
                act.on("household.unmask", Unmasking(
                    unit_code=one.unit_code, author_id=actor.user_id, assignee_id=one.assignee_id,
                    household_id=one.id, reason=reason,
                ))
    return {one.id for one in mine}


def _tells(household: Household) -> bool:
    return bool(household.phone or household.address)
