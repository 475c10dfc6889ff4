"""Intake of residents' matters (反映、代录、补充、评价), before anything is stored sorted by its way."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.errors import Repeated, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, OpinionSubject, Supplement
from tracker.opinions.rules import Channel, Contact, Draft
from tracker.opinions.service import clocks
from tracker.opinions.service.aftercare import kept_instant
from tracker.sealed import service as sealed
from tracker.sealed.models import Sealed
from tracker.sealed.queries import ref_of as sealed_ref_of
from tracker.sealed.rules import Finding, Way
from tracker.sealed.service import Accusation
from tracker.store import receipts, throttle
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


def submit(actor: Actor, draft: Draft, form_key: str) -> Sent:
    """A resident speaks up. The same form again shows the same receipt; COUNTY means nothing was stored."""
    rules.check_draft(draft)
    finding = _way_of(actor, draft)
    if finding.way is Way.COUNTY:
        return Sent(Way.COUNTY)
    sheet = receipts.blank(form_key)
    sent: Sent | None = None
    with suppress(Repeated), action(actor, "opinion.submit") as act:
        record = _take_in(act, draft, finding, "opinion.submit")
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
    """代录: staff take a matter in by telephone, visit or letter. A sealed one leaves no link."""
    rules.check_draft(draft)
    finding = _way_of(actor, draft)
    if finding.way is Way.COUNTY:
        return Sent(Way.COUNTY)
    sheet = receipts.blank(form_key)
    with suppress(Repeated), action(actor, "opinion.register") as act:
        record = _take_in(act, draft, finding, "opinion.register")
        if isinstance(record, Opinion):
            receipts.issue(sheet, record.__tablename__, record.id)
    return sent_with(form_key) or Sent(Way.SEALED)


def hand_in(act: Act, draft: Draft) -> Opinion | None:
    """Step for features above: a visit brings a matter back. None when it went to the sealed stream."""
    rules.check_draft(draft)
    finding = _way_of(act.actor, draft)
    if finding.way is Way.COUNTY:
        raise RuleBroken(TO_THE_COUNTY, field="text")
    record = _take_in(act, draft, finding, "opinion.register")
    return record if isinstance(record, Opinion) else None


def _way_of(actor: Actor, draft: Draft) -> Finding:
    """Before anything is stored: a tick, a named person, a roster hit seal it (security.md 2.4)."""
    category = queries.category_by_id(actor.town_code, draft.category_id)
    ticked = draft.is_about_cadre or bool(draft.whom) or (
        category is not None and category.name == rules.SEALED_CATEGORY
    )
    texts = (draft.text, draft.title, draft.whom, draft.place)
    return sealed.way_of(actor.town_code, texts, is_accusation=ticked)


def _take_in(act: Act, draft: Draft, finding: Finding, name: str) -> Opinion | Sealed:
    if draft.contact is Contact.ANONYMOUS:
        draft = replace(draft, name="", phone="")
    if finding.way is Way.SEALED:
        accusation = Accusation(
            text=draft.text, whom=draft.whom, place=draft.place, village_code=draft.village_code,
            contact=draft.contact.value, name=draft.name, phone=draft.phone, origin=draft.channel.value,
        )
        return sealed.take_in(act, accusation, finding.user_ids)
    opinion = _new(act, draft)
    act.on(name, opinion)
    for kind in rules.intake_clocks(opinion.channel, opinion.urgency):
        clocks.start(act, opinion, kind)
    db.session.flush()
    return opinion


def _new(act: Act, draft: Draft) -> Opinion:
    town_code = act.actor.town_code
    town, category = unit_of(town_code), queries.category_by_id(town_code, draft.category_id)
    return Opinion(
        ref=random_number(Opinion.ref, f"{town.short_name if town else ''}-诉-"),
        town_code=town_code, unit_code=town_code, author_id=act.actor.user_id, status=rules.FLOW.initial,
        created_at=kept_instant(act), submitted_on=act.today, channel=draft.channel, text=draft.text,
        title=draft.title, place=draft.place, village_code=draft.village_code, contact=draft.contact,
        name=draft.name, phone=draft.phone,
        phone_index=blind_index(queries.PHONE_PLACE, normal_phone(draft.phone)) if draft.phone else None,
        category_id=category.id if category else None, is_read_back=draft.is_read_back,
        urgency=draft.urgency or rules.usual_urgency(category.name if category else ""),
        behalf=draft.behalf, behalf_name=draft.behalf_name, people_count=draft.people_count,
        may_publish=draft.may_publish, tray=draft.tray,
    )


def supplement(actor: Actor, opinion: Opinion, *, text: str) -> Way:
    """补充情况. An accusation in it goes the way of accusations and leaves no trace on the matter."""
    finding = sealed.way_of(opinion.town_code, (text,), is_accusation=False)
    if finding.way is Way.ORDINARY:
        with action(actor, "opinion.supplement", opinion) as act:
            db.session.add(Supplement(opinion_id=opinion.id, text=text, at=kept_instant(act)))
    elif finding.way is Way.SEALED:
        about = _("{ref} 的补充：").format(ref=opinion.ref)
        with suppress(Repeated), action(actor, "sealed.deliver") as act:
            sealed.take_in(act, Accusation(text=about + "\n" + text), finding.user_ids)
    return finding.way


def release(actor: Actor, record: Sealed, *, reason: str) -> None:
    """移出密封: no accusation; it becomes an ordinary matter that keeps its subjects and its receipt."""
    with action(actor, "sealed.release", record) as act:
        draft = Draft(
            text=record.text, channel=Channel(record.origin), village_code=record.village_code,
            place=record.place, contact=Contact(record.contact), name=record.name, phone=record.phone,
        )
        opinion = _new(act, draft)
        opinion.author_id, opinion.created_at = None, record.created_at
        opinion.submitted_on = record.delivered_on
        act.on("opinion.release", opinion)
        opinion.subjects = [
            OpinionSubject(user_id=one.user_id, unit_code=one.unit_code) for one in record.subjects
        ]
        db.session.flush()
        sealed.release(act, record, opinion.id, reason)


TRIES, WINDOW = 5, timedelta(minutes=15)  # security.md 2.3.2: 5 tries per handle per 15 min


def enter(text: str) -> dict[str, int | bool]:
    """What a receipt opens, to be remembered in the resident's session: {"opinion": id} or {"sealed": True}.

    Wrong, unknown and expired look alike and cost one argon2 run each.
    """
    handle = receipts.normal_code(text)[: receipts.HANDLE]
    wait = throttle.wait_for("receipt", handle, TRIES)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来"), field="code", n=minutes)
    receipt = receipts.open_receipt(text)
    if receipt is None or receipt.kind not in (Opinion.__tablename__, Sealed.__tablename__):
        throttle.count_try("receipt", handle, WINDOW)
        raise RuleBroken(_("没有找到。请看看凭证上的 20 位数字"), field="code")
    opinion_id = queries.what_receipt_opens(receipt.kind, receipt.record_id)
    return {"opinion": opinion_id} if opinion_id is not None else {"sealed": True}
