"""Deeds on visits (走访): record, correct, with photos or without."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.people.queries import staff_choices
from tracker.pictures import service as pictures
from tracker.problems.service import Raised, spoken_ref
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.visits import rules
from tracker.visits.models import Visit, VisitCompanion, VisitVersion
from tracker.visits.rules import Kind, Purpose
from tracker.visits.service import phone
from tracker.visits.service.matters import put_matters
from tracker.visits.service.named import check_named
from tracker.visits.service.phone import Sent
from tracker.visits.service.places import Place


@dataclass(frozen=True)
class Entry:
    """What a visit form says; only the day and the place are needed.

    participants: who else was there, in words; companion_ids: colleagues, for whom it is a visit too.
    present_count: how many came to a 座谈会. is_mention: whoever of the staff is named in the words is not
    accused, somebody has looked.
    """

    visited_on: date
    place: Place
    kind: Kind = Kind.HOME
    words: str = ""
    participants: str = ""
    purposes: tuple[Purpose, ...] = ()
    present_count: int | None = None
    companion_ids: tuple[int, ...] = ()
    is_mention: bool = False


def add(
    actor: Actor, entry: Entry, matters: Sequence[Raised] = (), visitor_id: int | None = None, *,
    photos: Sequence[bytes] = (),
) -> Visit:
    """记走访: what was heard goes its way with it; `visitor_id` is who went, when a clerk writes it down."""
    rebuilt = pictures.rebuild_all(photos)
    with action(actor, _deed(actor, visitor_id)) as act:
        visit = put_visit(act, entry, matters, visitor_id)
        pictures.keep(act, Visit.__tablename__, visit.id, rebuilt, with_original=False)
    return visit


def put_visit(
    act: Act, entry: Entry, matters: Sequence[Raised] = (), visitor_id: int | None = None,
    sent: Sent | None = None,
) -> Visit:
    """Step: one visit with what was heard on it; `Named` when it may accuse somebody and was not asked."""
    actor, name = act.actor, _deed(act.actor, visitor_id)
    check_entry(actor, entry, matters, visitor_id)
    visit = Visit(
        ref=spoken_ref(entry.place.unit_code, _("访")), author_id=actor.user_id,
        assignee_id=visitor_id or actor.user_id,
    )
    _fill(visit, entry, act.today)
    phone.stamp(visit, sent)
    visit.companions = _companions(actor, visit, entry)
    act.on(name, visit)
    db.session.flush()
    put_matters(act, visit, matters)
    return visit


def check_entry(
    actor: Actor, entry: Entry, matters: Sequence[Raised], visitor_id: int | None = None
) -> None:
    """Before a visit is kept anywhere: `Named` at what may accuse somebody."""
    present = {actor.user_id or 0, visitor_id or 0, *entry.companion_ids}
    words = (entry.words, entry.participants)
    check_named(actor, words, matters, present, is_mention=entry.is_mention)


def _check_changed(actor: Actor, visit: Visit, entry: Entry, reason: str, matters: Sequence[Raised]) -> None:
    """Of a correction only what is new: the rest was asked about when it was written."""
    words = "" if entry.words == (visit.words or "") else entry.words
    participants = "" if entry.participants == (visit.participants or "") else entry.participants
    present = {actor.user_id or 0, visit.assignee_id or 0, *entry.companion_ids}
    check_named(
        actor, (f"{words}\n{reason}", participants), matters, present, is_mention=entry.is_mention,
        is_correction=True,
    )


def _deed(actor: Actor, visitor_id: int | None) -> str:
    return "visit.add" if visitor_id in (None, actor.user_id) else "visit.proxy"


def correct(
    actor: Actor, visit: Visit, entry: Entry, *, reason: str, matters: Sequence[Raised] = (),
    photos: Sequence[bytes] = (), without: Collection[str] = (),
) -> None:
    """更正: the old text stays as a version; within seven days without, later with a reason.

    `without`: names of the photos that are taken away; of these nothing is kept.
    """
    rebuilt = pictures.rebuild_all(photos)
    with action(actor, "visit.correct", visit) as act:
        put_correction(act, visit, entry, reason=reason, matters=matters)
        if without:
            pictures.drop(act, Visit.__tablename__, visit.id, without)
        pictures.keep(act, Visit.__tablename__, visit.id, rebuilt, with_original=False)


def put_correction(
    act: Act, visit: Visit, entry: Entry, *, reason: str, matters: Sequence[Raised] = (),
    sent: Sent | None = None,
) -> None:
    """Step: what was written before becomes a version; `matters` come in addition to those it has.

    A desk that saves the same text again makes no version; a phone does, for its hash.
    """
    act.on("visit.correct", visit)
    rules.check_correction(clock.local(visit.created_at).date(), act.today, reason)
    _check_changed(act.actor, visit, entry, reason, matters)
    old, told = _version(act, visit, reason), _told(visit)
    _fill(visit, entry, act.today)
    phone.stamp(visit, sent)
    kept = {one.user_id: one for one in visit.companions}
    visit.companions = [kept.get(one.user_id, one) for one in _companions(act.actor, visit, entry)]
    if sent is not None or _told(visit) != told:
        db.session.add(old)
    put_matters(act, visit, matters)


def _told(visit: Visit) -> tuple[object, ...]:
    return (
        visit.visited_on, visit.kind, visit.unit_code, visit.household_id, visit.words, visit.participants,
        visit.purpose_codes, visit.present_count, tuple(sorted(visit.companion_ids)),
    )


def _version(act: Act, visit: Visit, reason: str) -> VisitVersion:
    return VisitVersion(
        visit_id=visit.id, visited_on=visit.visited_on, kind=visit.kind, unit_code=visit.unit_code,
        household_id=visit.household_id, words=visit.words, participants=visit.participants,
        purpose_codes=visit.purpose_codes, present_count=visit.present_count,
        companion_codes=_codes(visit.companion_ids), reason=reason, replaced_at=act.now,
        replaced_by=act.actor.user_id, client_sha256=visit.client_sha256,
    )


def _fill(visit: Visit, entry: Entry, today: date) -> None:
    rules.check_visited_on(entry.visited_on, today)
    rules.check_present(entry.present_count)
    visit.visited_on, visit.kind = entry.visited_on, entry.kind
    visit.unit_code, visit.household_id = entry.place.unit_code, entry.place.household_id
    visit.words, visit.participants = entry.words or None, entry.participants or None
    visit.purpose_codes = _codes(one.value for one in Purpose if one in entry.purposes)
    visit.present_count = entry.present_count


def _companions(actor: Actor, visit: Visit, entry: Entry) -> list[VisitCompanion]:
    """Colleagues of the own town; whoever went alone is no companion of themselves."""
    wanted = sorted({*entry.companion_ids} - {visit.assignee_id})
    if not wanted:
        return []
    rules.check_companions(len(wanted))
    known = {int(user_id) for user_id, _name in staff_choices(actor.town_code)}
    left = {one.user_id for one in visit.companions} if visit.id else set()
    if not known.union(left).issuperset(wanted):
        raise RuleBroken(_("一起去的同事里有人不在本镇，请重新选"), field="companion_ids")
    return [VisitCompanion(user_id=user_id) for user_id in wanted]


def _codes(values: Iterable[object]) -> str:
    return " ".join(str(value) for value in values)
