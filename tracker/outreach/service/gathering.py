"""Whom the rules find, each listed once; who came meanwhile is marked as having come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker.domain.roles import Actor, Role
from tracker.outreach import queries, rules
from tracker.outreach.models import Outreach, OutreachRule, RollEntry
from tracker.outreach.queries import Applicants
from tracker.outreach.rules import Occasion, Status
from tracker.people.queries import staff_of
from tracker.store.action import action
from tracker.store.secrets import blind_index


@dataclass(frozen=True)
class Person:
    """Somebody a rule has found; `key` tells two people of one name apart."""

    village: str
    name: str
    index: str
    phone: str | None
    key: str


def gather(actor: Actor) -> int:
    """列出要告诉的人 (each night, or when asked for): who was listed before is not listed again; how many.

    Whoever has applied for the item meanwhile, or holds a newer certificate, is left out.
    """
    with action(actor, "outreach.gather") as act:
        found: dict[str, Outreach] = {}
        for rule in queries.rules_of(actor, "outreach.gather"):
            if rule.is_used:
                found |= {one.key: one for one in FINDERS[rule.occasion](rule, act.today)}
        known = queries.known_keys(list(found))
        fresh = [one for key, one in found.items() if key not in known]
        teller = cache(_teller)
        for one in fresh:
            one.assignee_id, one.listed_on = teller(one.unit_code), act.today
            act.on("outreach.gather", one)
    return len(fresh)


def take_up_known(actor: Actor) -> int:
    """已来办 by itself: who was listed and has handed the matter in since; answers how many.

    Names of what ended long ago are forgotten; the key stays, so that nobody is listed again.
    """
    with action(actor, "outreach.take_up") as act:
        applicants = cache(Applicants)
        came = 0
        for one in queries.still_open(actor):
            task = applicants(one.item_id).found(
                one.name_index, one.phone, one.unit_code, from_id=one.from_task_id or 0, since=one.listed_on
            )
            if task is None:
                continue
            act.on("outreach.take_up", one)
            one.status, one.ended_on = rules.FLOW.step(one.status, "take_up"), act.today
            one.task_id = task.id
            came += 1
        for one in queries.long_over(actor, act.today):
            act.on("outreach.forget", one)
            one.name = one.name_index = one.note = ""
            one.phone = None
    return came


def _expiring(rule: OutreachRule, today: date) -> Iterator[Outreach]:
    applicants = Applicants(rule.item_id)
    for task in queries.expiring(rule.unit_code, rule.item_id, *rules.span(today, rule.days_before)):
        village = task.village_code or task.unit_code
        if applicants.found(task.applicant_index, task.phone, task.village_code, from_id=task.id):
            continue
        key = f"{task.applicant_index}|{task.phone_index or village}"
        person = Person(village, task.applicant, task.applicant_index, task.phone, key)
        one = _listed(rule, person, task.valid_until)
        one.from_task_id = task.id
        yield one


def _of_age(rule: OutreachRule, today: date) -> Iterator[Outreach]:
    age = rule.age or 0
    since, until = rules.span(today, rule.days_before)
    applicants = Applicants(rule.item_id)
    first, last = (date(day.year - age, day.month, 1) for day in (since, until))
    for entry in queries.entries_born(rule.unit_code, first, last):
        reached = rules.birthday(date.fromisoformat(entry.born_on or ""), age)
        if since <= reached <= until and not applicants.found(entry.name_index, entry.phone, entry.unit_code):
            one = _listed(rule, _person(entry), reached)
            one.age = age
            yield one


def _unclaimed(rule: OutreachRule, today: date) -> Iterator[Outreach]:
    applicants = Applicants(rule.item_id)
    for entry in queries.entries_entitled(rule.unit_code, rule.item_id, today):
        if not applicants.found(entry.name_index, entry.phone, entry.unit_code):
            yield _listed(rule, _person(entry), entry.until)


def _person(entry: RollEntry) -> Person:
    return Person(entry.unit_code, entry.name, entry.name_index, entry.phone, entry.key)


FINDERS = {Occasion.EXPIRY: _expiring, Occasion.AGE: _of_age, Occasion.UNCLAIMED: _unclaimed}


def _listed(rule: OutreachRule, person: Person, falls_on: date | None) -> Outreach:
    told_apart = (person.key, str(rule.item_id), rule.occasion, falls_on.isoformat() if falls_on else "")
    return Outreach(
        unit_code=person.village, occasion=rule.occasion, status=Status.TO_TELL, item_id=rule.item_id,
        name=person.name, name_index=person.index, phone=person.phone, falls_on=falls_on,
        key=blind_index("outreach.key", "|".join(told_apart)),
    )


def _teller(village: str) -> int | None:
    """The agent of the village; None: nobody sits there, so the hall tells."""
    found = staff_of(village, (Role.AGENT,))
    return found[0].id if found else None
