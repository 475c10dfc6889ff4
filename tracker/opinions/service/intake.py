"""Intake of residents' matters (反映、代录、补充、评价), before anything is stored sorted by its way."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain import clock
from tracker.domain.errors import Repeated, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.queries import desk
from tracker.opinions.rules import Behalf, Channel, Contact, Draft, Signs, TooMany
from tracker.opinions.service import clocks, indexing, slips, tray
from tracker.opinions.service.notes import kept_instant
from tracker.pictures import service as pictures
from tracker.pictures.service import Rebuilt
from tracker.sealed import service as sealed
from tracker.sealed.models import Sealed
from tracker.sealed.queries import ref_of as sealed_ref_of
from tracker.sealed.rules import Finding, Way
from tracker.sealed.service import Accusation
from tracker.store import receipts
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import random_number
from tracker.store.secrets import blind_index, normal_phone
from tracker.township.queries import unit_of

TO_THE_COUNTY = _("写到了镇领导或纪检人员。这里不保存，请告诉本人拨打 12388，或找县纪委监委信访窗口")


@dataclass(frozen=True)
class Sent:
    """What became of a matter that was handed in; `code` is the receipt, for a resident's own sending."""

    way: Way
    ref: str = ""
    code: str = ""
    submitted_on: date | None = None


def submit(actor: Actor, draft: Draft, form_key: str, signs: Signs | None = None) -> Sent:
    """A resident speaks up. The same form again shows the same receipt; COUNTY means nothing was stored.

    `signs`: how it came over the web; with them it is counted and may wait in the tray, and TooMany is
    raised when the ten minutes are full. What it says comes first: the tray never sees an accusation.
    """
    rules.check_draft(draft)
    try:
        if signs is not None:
            tray.check_room(actor.town_code, signs)
    except TooMany:
        if known := sent_with(form_key):
            return known
        raise
    finding = way_of(actor, draft)
    if finding.way is Way.COUNTY:
        return Sent(Way.COUNTY)
    photos, sheet = pictures.rebuild_all(draft.photos), receipts.blank(form_key)
    sent: Sent | None = None
    with suppress(Repeated), action(actor, "opinion.submit") as act:
        if signs is not None:
            draft = tray.count_in(act, draft, signs)
        record = take_in(act, draft, finding, "opinion.submit", photos)
        code = receipts.issue(sheet, record.__tablename__, record.id)
        sent = Sent(finding.way, record.ref, code, None if finding.way is Way.SEALED else act.today)
    return sent or sent_with(form_key) or Sent(Way.ORDINARY)


def sent_with(form_key: str) -> Sent | None:
    """What the form with this key led to, to show its receipt (again); None when it led to nothing."""
    code = receipts.issued(form_key)
    receipt = receipts.open_receipt(code) if code else None
    if code is None or receipt is None:
        return None
    if receipt.kind == Sealed.__tablename__:
        return Sent(Way.SEALED, sealed_ref_of(receipt.record_id) or "", code)
    ref, day = queries.ref_of(receipt.record_id), queries.submitted_on(receipt.record_id)
    return Sent(Way.ORDINARY, ref or "", code, day)


def register(actor: Actor, draft: Draft, form_key: str) -> Sent:
    """代录: staff take a matter in by telephone, visit or letter. A sealed one leaves no link.

    With a slip's number the receipt is the one in the resident's hand: then the answer holds no code.
    """
    rules.check_draft(draft)
    rules.check_received(draft.received_on, clock.today())
    slip = slips.waiting(actor, draft.slip_no)
    finding = way_of(actor, draft)
    if finding.way is Way.COUNTY:
        return Sent(Way.COUNTY)
    sheet, sent = receipts.blank(form_key), None
    with suppress(Repeated), action(actor, "opinion.register") as act:
        check_number(actor, draft.outside_no)
        record = take_in(act, draft, finding, "opinion.register")
        if slip is not None:
            slips.use(act, slip, record)
            sent = Sent(finding.way, "" if finding.way is Way.SEALED else record.ref)
        elif isinstance(record, Opinion):
            receipts.issue(sheet, record.__tablename__, record.id)
    return sent or sent_with(form_key) or Sent(Way.SEALED)


def check_number(actor: Actor, outside_no: str) -> None:
    """One order, one matter, among those this actor may see; a hidden one never answers."""
    known = desk.seen_with_number(actor, outside_no) if outside_no else None
    if known is not None:
        raise RuleBroken(
            _("单号 {no} 已经登记过，编号 {ref}"), field="outside_no", no=outside_no, ref=known.ref
        )


def hand_in(act: Act, draft: Draft) -> Opinion | None:
    """Step for features above: a visit brings a matter back. None when it went to the sealed stream."""
    rules.check_draft(draft)
    finding = way_of(act.actor, draft)
    if finding.way is Way.COUNTY:
        raise RuleBroken(TO_THE_COUNTY, field="text")
    record = take_in(act, draft, finding, "opinion.register")
    return record if isinstance(record, Opinion) else None


def way_of(actor: Actor, draft: Draft) -> Finding:
    """Before anything is stored: a tick, a named person, a roster hit seal it (security.md 2.4)."""
    category = queries.category_by_id(actor.town_code, draft.category_id)
    ticked = draft.is_about_cadre or bool(draft.whom) or (
        category is not None and category.name == rules.SEALED_CATEGORY
    )
    texts = (draft.text, draft.title, draft.whom, draft.place)
    return sealed.way_of(actor.town_code, texts, is_accusation=ticked)


def take_in(
    act: Act, draft: Draft, finding: Finding, name: str, photos: Sequence[Rebuilt] = ()
) -> Opinion | Sealed:
    record = _sorted_in(act, draft, finding, name)
    if photos:
        pictures.keep(act, record.__tablename__, record.id, photos)
    return record


def _sorted_in(act: Act, draft: Draft, finding: Finding, name: str) -> Opinion | Sealed:
    if draft.contact is Contact.ANONYMOUS:
        draft = replace(draft, name="", phone="")
    if finding.way is Way.SEALED:
        accusation = Accusation(
            text=_with_people(draft), whom=draft.whom, place=draft.place, village_code=draft.village_code,
            contact=draft.contact.value, name=draft.name, phone=draft.phone, origin=draft.channel.value,
        )
        return sealed.take_in(act, accusation, finding.user_ids)
    opinion = _new(act, draft)
    act.on(name, opinion)
    for kind in rules.intake_clocks(opinion.channel, opinion.urgency):
        clocks.start(act, opinion, kind, started_on=opinion.submitted_on)
    indexing.index(act, opinion)
    db.session.flush()
    return opinion


def _with_people(draft: Draft) -> str:
    """An accusation has one text: for whom, and how many speak, stand below it."""
    said = [draft.text]
    if draft.behalf is not Behalf.ONESELF:
        said.append(" ".join(filter(None, (rules.BEHALF_LABELS[draft.behalf], draft.behalf_name))))
    if draft.people_count > 1:
        said.append(_("一共 {n} 个人").format(n=draft.people_count))
    return "\n".join(said)


def _new(act: Act, draft: Draft) -> Opinion:
    town_code = act.actor.town_code
    town, category = unit_of(town_code), queries.category_by_id(town_code, draft.category_id)
    return Opinion(
        ref=random_number(Opinion.ref, f"{town.short_name if town else ''}-诉-"),
        town_code=town_code, unit_code=town_code, author_id=act.actor.user_id, status=rules.FLOW.initial,
        created_at=kept_instant(act), submitted_on=draft.received_on or act.today,
        channel=draft.channel, outside_no=draft.outside_no or None, text=draft.text,
        title=draft.title, place=draft.place, village_code=draft.village_code, contact=draft.contact,
        name=draft.name, phone=draft.phone,
        phone_index=(
            blind_index(queries.search.PHONE_PLACE, normal_phone(draft.phone)) if draft.phone else None
        ),
        category_id=category.id if category else None, is_read_back=draft.is_read_back,
        urgency=draft.urgency or rules.usual_urgency(category.name if category else ""),
        behalf=draft.behalf, behalf_name=draft.behalf_name, people_count=draft.people_count,
        may_publish=draft.may_publish, tray=draft.tray,
        subjects=[OpinionSubject(user_id=one) for one in draft.barred_ids],
    )


def release(actor: Actor, record: Sealed, *, reason: str, keys: sealed.Keys = ()) -> None:
    """移出密封: no accusation; it becomes an ordinary matter that keeps its subjects and its receipt.

    `keys`: what the discipline office has opened; RuleBroken on the field password while its box is locked.
    """
    said = sealed.opened(record, keys)
    with action(actor, "sealed.release", record) as act:
        draft = Draft(
            text=said.text, channel=_channel_of(record), village_code=said.village_code,
            place=said.place, contact=Contact(said.contact), name=said.name, phone=said.phone,
        )
        opinion = _new(act, draft)
        opinion.author_id, opinion.created_at = None, record.created_at
        opinion.submitted_on = record.delivered_on
        act.on("opinion.release", opinion)
        opinion.subjects = [
            OpinionSubject(user_id=one.user_id, unit_code=one.unit_code) for one in record.subjects
        ]
        indexing.index(act, opinion)
        db.session.flush()
        pictures.move(act, record.__tablename__, record.id, opinion.__tablename__, opinion.id)
        sealed.release(act, record, opinion.id, reason)


def _channel_of(record: Sealed) -> Channel:
    """By which channel it came in; a report of retaliation came by the web."""
    return Channel(record.origin) if record.origin in set(Channel) else Channel.WEB
