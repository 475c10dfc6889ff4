"""Accusations (检举控告) taken in: which way they go, into which box."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass

from tracker.domain.errors import Repeated
from tracker.domain.roles import Actor
from tracker.sealed import naming, queries, rules
from tracker.sealed.models import CountyBox, Sealed, SealedSubject
from tracker.sealed.rules import Content, Finding
from tracker.sealed.service.boxing import put_in
from tracker.store import boxes
from tracker.store.action import Act, action
from tracker.store.audit import half_day_of, kept_instant
from tracker.store.db import db
from tracker.store.numbers import random_number
from tracker.township.queries import unit_of


@dataclass(frozen=True)
class Accusation:
    """What somebody hands in; `contact` says whether the name is given, given in confidence, or not."""

    text: str
    whom: str = ""
    place: str = ""
    village_code: str | None = None
    contact: str = "anonymous"
    name: str = ""
    phone: str = ""
    origin: str = "web"
    shell_id: int | None = None

    @property
    def content(self) -> Content:
        return Content(
            text=self.text, whom=self.whom, place=self.place, village_code=self.village_code,
            contact=self.contact, name=self.name, phone=self.phone,
        )


def way_of(
    town_code: str, texts: Iterable[str], *, is_accusation: bool, present: Collection[int] = ()
) -> Finding:
    """Which way a matter goes, judged before anything is stored; `present` as in naming.find()."""
    roster, villages = queries.roster_of(town_code), queries.village_names(town_code)
    return naming.find(texts, roster, villages, is_accusation=is_accusation, present=present)


def take_in(act: Act, accusation: Accusation, subject_ids: Iterable[int] = ()) -> Sealed:
    """Step: seal a matter. Whoever hands it in sees nothing of it afterwards."""
    actor, town = act.actor, unit_of(act.actor.town_code)
    record = Sealed(
        unit_code=actor.town_code, author_id=actor.user_id, created_at=kept_instant(actor, act.now),
        delivered_on=act.today, status=rules.FLOW.initial, origin=accusation.origin,
        shell_id=accusation.shell_id,
    )
    put_in(record, accusation.content)
    record.ref = random_number(Sealed.ref, f"{town.short_name if town else ''}-函-")
    act.on("sealed.deliver", record)
    record.subjects = [SealedSubject(user_id=user_id) for user_id in subject_ids]
    db.session.flush()
    return record


def can_reach_county(town_code: str) -> bool:
    """Has the county put its key in, so that what concerns the heads of the town can be kept for it?"""
    return queries.county_public(town_code) is not None


def pass_to_county(actor: Actor, accusation: Accusation) -> bool:
    """Into a box that the county alone opens; False when it has put no key in: nothing was stored.

    The same form again keeps nothing more. Nobody's id and only the half-day stand beside it.
    """
    public = queries.county_public(actor.town_code)
    if public is None:
        return False
    box = boxes.seal(accusation.content.packed(), [public])
    with suppress(Repeated), action(actor, "sealed.deliver") as act:
        act.on("sealed.deliver", _county_box(act, box))
    return True


def put_for_county(act: Act, accusation: Accusation) -> bool:
    """Step for features above, of words that lie somewhere already and have to leave; as pass_to_county."""
    public = queries.county_public(act.actor.town_code)
    if public is not None:
        box = boxes.seal(accusation.content.packed(), [public])
        act.on("sealed.deliver", _county_box(act, box))
    return public is not None


def _county_box(act: Act, box: bytes) -> CountyBox:
    return CountyBox(unit_code=act.actor.town_code, created_at=half_day_of(act.now), box=box)


def give_to_county(actor: Actor, act: Act, content: Content) -> bool:
    """Step: what discipline hands up goes into such a box too, beside the paper."""
    public = queries.county_public(actor.town_code)
    if public is None:
        return False
    box = boxes.seal(content.packed(), [public])
    act.on("sealed.hand_up", _county_box(act, box))
    return True
