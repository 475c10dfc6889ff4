"""What a phone sends comes in (接收): once, whole, judged now; what disagrees is parked for a person.

A unique index decides who was first (practice.md 1.1): whoever finds the key taken is told what became of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain import clock
from tracker.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.field import queries, rules
from tracker.field.rules import Envelope, Facts, Outcome, Record, Standing
from tracker.field.service.parking import dropped_words, park
from tracker.field.service.reading import account_key, entry_of, matters_of, sent_of
from tracker.households import queries as households
from tracker.households import service as household_service
from tracker.households.models import Household
from tracker.households.rules import FACT_LABELS, told
from tracker.store.access import allows
from tracker.store.action import Act, action
from tracker.visits import queries as visits
from tracker.visits.models import Visit
from tracker.visits.service import phone, put_correction, put_visit

NOT_NOW = _("您现在的岗位不能存这一条，可能岗位或联系的户变了。东西还在手机上，请找党政办帮忙存")
OTHER_ACCOUNT = _("这一条是另一个账号记的，请用那个账号登录后再传")
PARKED = _("和已经存的不一样，两份都留着，请在“要看一看的”里选一份")
NOT_YOURS = _("这一户不归您改，留给能定的人定")
ASK_THE_PHONE = _("里面有一件事没有存成，请记的人自己在手机上传，看手机上怎么说")
MASKED = _("别人改成了别的")
ON_THE_PHONE = _("在手机上改过")


@dataclass(frozen=True)
class Answer:
    """What one item is told; `message` in Chinese, `field` the input it is about, ref of the visit.

    conflicts: facts of the household where somebody wrote something else meanwhile, kept and sent.
    is_absent: nothing lies here under its key: the phone may let its writer change every word of it.
    """

    outcome: Outcome
    message: str = ""
    field: str | None = None
    ref: str = ""
    photos_missing: Sequence[str] = ()
    waiting_for: Sequence[str] = ()
    conflicts: Sequence[dict[str, Any]] = ()
    is_absent: bool = False


def take(actor: Actor, envelope: Envelope) -> Answer:
    """One item from the phone of whoever is signed in."""
    if envelope.user and envelope.user != account_key(actor):
        return Answer(Outcome.OTHER_ACCOUNT, OTHER_ACCOUNT)
    return take_for(actor, envelope, None)


def take_for(actor: Actor, envelope: Envelope, visitor_id: int | None) -> Answer:
    """The same, of a saved file too; `visitor_id` is whose visit it is when a clerk loads it."""
    actor = actor.without_ticket
    try:
        rules.check_hash(envelope)
        known = visits.sent_as(envelope.client_id)
        if known is not None and _is_here(actor, envelope, known, visitor_id):
            return replace(_held(actor, known, Outcome.REPLAY), conflicts=_still_open(actor, envelope))
        if not may_come(actor, "visit.add"):
            raise Forbidden("visit.add")
        return _take(actor, envelope, rules.record_of(envelope.record), visitor_id)
    except RuleBroken as broken:
        answer = _refused(broken, is_own=visitor_id in (None, actor.user_id))
        return replace(answer, is_absent=visits.sent_as(envelope.client_id) is None)
    except (NotFound, Forbidden):
        return Answer(Outcome.FORBIDDEN, NOT_NOW)


def _refused(broken: RuleBroken, *, is_own: bool) -> Answer:
    """Who loads for somebody else hears of no words why: the sentence would tell what was said."""
    if not is_own and (broken.field or "").startswith(("matters", "mention")):
        return Answer(Outcome.REFUSED, ASK_THE_PHONE, "matters")
    return Answer(Outcome.REFUSED, str(broken), broken.field)


def _is_here(actor: Actor, envelope: Envelope, visit: Visit, visitor_id: int | None) -> bool:
    """One's own, just as it was sent: said also to who could not send it any more."""
    is_mine = visit.assignee_id == (visitor_id or actor.user_id)
    return is_mine and visits.was_sent(visit, envelope.sha256)


def _take(actor: Actor, envelope: Envelope, record: Record, visitor_id: int | None) -> Answer:
    known = visits.sent_as(envelope.client_id)
    if known is None:
        try:
            return _store(actor, envelope, record, visitor_id)
        except RuleBroken:
            known = visits.sent_as(envelope.client_id)
            if known is None:
                raise
    if _is_here(actor, envelope, known, visitor_id):  # by another sending, a moment ago
        return replace(_held(actor, known, Outcome.REPLAY), conflicts=_still_open(actor, envelope))
    return _again(actor, envelope, record, known, visitor_id)


def _store(actor: Actor, envelope: Envelope, record: Record, visitor_id: int | None) -> Answer:
    entry = entry_of(actor, record)
    sent = sent_of(envelope, clock.now())
    deed = "visit.add" if visitor_id in (None, actor.user_id) else "visit.proxy"
    with action(actor, deed) as act:
        visit = put_visit(act, entry, matters_of(record.matters), visitor_id, sent)
        conflicts = _go_along(act, visit, envelope, record)
        phone.join(visit)
    return replace(_held(actor, visit, Outcome.STORED), conflicts=conflicts)


def _go_along(
    act: Act, visit: Visit, envelope: Envelope, record: Record, *, is_again: bool = False
) -> list[dict[str, Any]]:
    """What comes with the visit: photographs to wait for, visits it follows, facts of the household."""
    phone.expect_photos(visit, record.photos)
    phone.follow(act, visit, envelope.depends_on)
    return _put_facts(act, record.household, is_again=is_again and visit.assignee_id == act.actor.user_id)


def _put_facts(act: Act, facts: Facts | None, *, is_again: bool) -> list[dict[str, Any]]:
    """What may not be changed waits for a person like what somebody else changed: it stops no visit."""
    if facts is None:
        return []
    household = households.household(act.actor, "household.view", facts.household_id)
    told = (facts.base_version, facts.changed, facts.added)
    if allows(act.actor, "household.edit", household):
        conflicts = household_service.sync_facts(act, household, *told, is_again=is_again).conflicts
    else:
        conflicts = household_service.suggest_facts(act, household, *told)
    return [
        {
            "field": one.field, "label": one.label, "kept": _kept(act.actor, household, one.kept),
            "sent": one.sent,
        }
        for one in conflicts
    ]


def _kept(actor: Actor, household: Household, value: str) -> str:
    """What stands here, in full for those alone who look after the household."""
    if not allows(actor, "household.edit", household):
        return NOT_YOURS
    return value if allows(actor, "household.unmask", household) else MASKED


def _still_open(actor: Actor, envelope: Envelope) -> list[dict[str, Any]]:
    """What the first answer said of the household, as far as nobody has decided it since."""
    facts = rules.record_of(envelope.record).household
    household = households.by_id([facts.household_id]).get(facts.household_id) if facts else None
    if household is None:
        return []
    return [
        {
            "field": one.field, "label": FACT_LABELS[one.field],
            "kept": _kept(actor, household, told(one.field, getattr(household, one.field))),
            "sent": told(one.field, households.sent_of(one)),
        }
        for one in households.conflicts_of(household.id)
        if one.author_id == actor.user_id
    ]


def _again(
    actor: Actor, envelope: Envelope, record: Record, visit: Visit, visitor_id: int | None
) -> Answer:
    """Its key is taken by another content: a newer revision of one's own, or two that disagree."""
    mine = visit.assignee_id == (visitor_id or actor.user_id)
    if mine and _is_next(envelope, visit):
        try:
            return _correct(actor, envelope, record, visit)
        except Conflict:
            pass
    return _parked(actor, envelope, record, visit if mine else None, visitor_id)


def _is_next(envelope: Envelope, visit: Visit) -> bool:
    """Does the phone know what stands here? Nothing of the phone stands here once the desk corrected it."""
    if visit.client_sha256 is None or envelope.rev <= visit.client_rev:
        return False
    return visit.client_sha256 in envelope.tried or envelope.base_rev == visit.client_rev


def _correct(actor: Actor, envelope: Envelope, record: Record, visit: Visit) -> Answer:
    entry, stood_at = entry_of(actor, record), visit.client_sha256
    with action(actor, "visit.correct", visit) as act:
        if visit.client_sha256 != stood_at:  # another sending was faster
            raise Conflict(visit)
        more = matters_of(rules.new_matters(record.matters, visit.client_rev))
        put_correction(
            act, visit, entry, reason=_(ON_THE_PHONE), matters=more, sent=sent_of(envelope, act.now)
        )
        facts = replace(record.household, added={}) if record.household else None  # they were counted once
        conflicts = _go_along(act, visit, envelope, replace(record, household=facts), is_again=True)
    return replace(_held(actor, visit, Outcome.NEWER), conflicts=conflicts)


def _parked(
    actor: Actor, envelope: Envelope, record: Record, visit: Visit | None, visitor_id: int | None
) -> Answer:
    known = queries.parked_as(actor, envelope.client_id, envelope.sha256)
    if known is None:
        known = park(actor, envelope, entry_of(actor, record).place, visit, visitor_id)
    became = queries.visit_of(known.became_id)
    if became is not None:
        return _held(actor, became, Outcome.REPLAY)
    message = dropped_words(known) if known.standing is Standing.DROPPED else PARKED
    missing = [sha256 for sha256, _size in record.photos] if known.standing is Standing.OPEN else []
    return Answer(Outcome.CONFLICT, message, photos_missing=missing)


def _held(actor: Actor, visit: Visit, outcome: Outcome) -> Answer:
    """Photographs are asked for from a phone that may bring them: one refused would block all that follow."""
    waiting = [one.parent_client_id for one in visits.follows_of(visit.id) if one.waits]
    is_barred = visit.assignee_id == actor.user_id and not allows(actor, "sync.photo", visit)
    missing = [] if is_barred else visits.photos_missing(visit.id)
    return Answer(outcome, ref=visit.ref, photos_missing=missing, waiting_for=waiting)
