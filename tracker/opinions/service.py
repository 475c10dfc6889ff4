"""Deeds on residents' matters (民意、诉求): intake by both doors, then one function per move."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain.errors import Repeated, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.opinions import queries, rules
from tracker.opinions.models import Call, Category, Note, Opinion, OpinionSubject, Rating, Reply, Supplement
from tracker.opinions.rules import Channel, ClockKind, Contact, Decline, Draft, Outcome, Satisfaction, Urgency
from tracker.sealed import service as sealed
from tracker.sealed.models import Sealed
from tracker.sealed.queries import heads_of
from tracker.sealed.queries import ref_of as sealed_ref_of
from tracker.sealed.rules import Finding, Way
from tracker.sealed.service import Accusation
from tracker.store import receipts
from tracker.store.action import Act, action
from tracker.store.audit import half_day_of
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
    try:
        with action(actor, "opinion.submit") as act:
            record = _take_in(act, draft, finding, "opinion.submit")
            receipts.issue(form_key, record.__tablename__, record.id)
    except Repeated:
        pass
    return sent_with(form_key) or Sent(Way.ORDINARY)


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
    """代录: a member of staff takes a matter in by telephone, visit or letter. A sealed one leaves no link."""
    rules.check_draft(draft)
    finding = _way_of(actor, draft)
    if finding.way is Way.COUNTY:
        return Sent(Way.COUNTY)
    try:
        with action(actor, "opinion.register") as act:
            record = _take_in(act, draft, finding, "opinion.register")
            if isinstance(record, Opinion):
                receipts.issue(form_key, "opinion", record.id)
    except Repeated as repeated:
        if repeated.kind == Sealed.__tablename__:
            return Sent(Way.SEALED)
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
    """Before anything is stored: which way? A tick, a named person or a roster hit seals (security.md 2.4)."""
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
    db.session.flush()
    return opinion


def _new(act: Act, draft: Draft) -> Opinion:
    town_code = act.actor.town_code
    town, category = unit_of(town_code), queries.category_by_id(town_code, draft.category_id)
    return Opinion(
        ref=random_number(Opinion.ref, f"{town.short_name if town else ''}-诉-"),
        town_code=town_code, unit_code=town_code, author_id=act.actor.user_id, status=rules.FLOW.initial,
        created_at=_kept_instant(act), submitted_on=act.today, channel=draft.channel, text=draft.text,
        title=draft.title, place=draft.place, village_code=draft.village_code, contact=draft.contact,
        name=draft.name, phone=draft.phone,
        phone_index=blind_index(queries.PHONE_PLACE, normal_phone(draft.phone)) if draft.phone else None,
        category_id=category.id if category else None, is_read_back=draft.is_read_back,
        urgency=draft.urgency or rules.usual_urgency(category.name if category else ""),
    )


def _kept_instant(act: Act) -> datetime:
    """Of a resident's own deed only the half-day is kept (security.md 2.3.3)."""
    return half_day_of(act.now) if act.actor.role is Role.PUBLIC else act.now


# what a resident does behind the receipt


def supplement(actor: Actor, opinion: Opinion, *, text: str) -> Way:
    """补充情况. An accusation in it goes the way of accusations and leaves no trace on the matter."""
    finding = sealed.way_of(opinion.town_code, (text,), is_accusation=False)
    if finding.way is Way.ORDINARY:
        with action(actor, "opinion.supplement", opinion) as act:
            db.session.add(Supplement(opinion_id=opinion.id, text=text, at=_kept_instant(act)))
    elif finding.way is Way.SEALED:
        with action(actor, "sealed.deliver") as act:
            about = _("{ref} 的补充：").format(ref=opinion.ref)
            sealed.take_in(act, Accusation(text=about + "\n" + text), finding.user_ids)
    return finding.way


def rate(actor: Actor, opinion: Opinion, *, satisfaction: Satisfaction, is_solved: bool, text: str = "") -> None:
    """评价, once: five degrees, solved or not, one free line that names nobody."""
    finding = sealed.way_of(opinion.town_code, (text,), is_accusation=False)
    if finding.way is not Way.ORDINARY:
        raise RuleBroken(_("这里请不写人名和职务。要反映干部的问题，请另写一件，会转有权机关"), field="text")
    with action(actor, "opinion.rate", opinion) as act:
        rules.check_rating(has_reply=bool(opinion.replied_on), has_rating=opinion.rating is not None)
        opinion.rating = Rating(
            satisfaction=satisfaction, is_solved=is_solved, text=text, at=_kept_instant(act)
        )


# the desk


def accept(
    actor: Actor, opinion: Opinion, *, title: str, category_id: int | None, clock_kind: ClockKind,
    urgency: Urgency, calendar: WorkCalendar, village_code: str | None = None, about_unit: str | None = None,
) -> None:
    """受理: the clock starts. `about_unit`: the unit complained about; it and its heads see nothing more."""
    category = queries.category_by_id(opinion.town_code, category_id)
    if category is not None and category.name == rules.SEALED_CATEGORY:
        raise RuleBroken(_("廉洁问题不在这里受理，请用密封移送"), field="category_id")
    with action(actor, "opinion.accept", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "accept")
        opinion.title, opinion.urgency = title, urgency
        opinion.category_id = category.id if category else None
        opinion.village_code = village_code or opinion.village_code
        opinion.accepted_on = act.today
        _start_clock(opinion, clock_kind, act.today, calendar)
        if about_unit:
            opinion.subjects = [*opinion.subjects, *_subjects(about_unit)]


def _start_clock(opinion: Opinion, kind: ClockKind, day: date, calendar: WorkCalendar) -> None:
    opinion.clock_kind, opinion.clock_from = kind, day
    opinion.due_on = rules.clock_of(kind, day).due_on(calendar)


def _subjects(unit_code: str) -> list[OpinionSubject]:
    """A named unit names its heads too (security.md 2.4, Subjects)."""
    people = [OpinionSubject(user_id=user_id) for user_id in heads_of(unit_code)]
    return [OpinionSubject(unit_code=unit_code), *people]


def route(actor: Actor, opinion: Opinion, *, office_code: str, assignee_id: int | None = None) -> None:
    """交办: an office holds it from now on; with a handler at once where the clerk knows whom."""
    if office_code not in dict(queries.office_choices(opinion)):
        raise RuleBroken(_("请从列出的部门里选一个"), field="office_code")
    with action(actor, "opinion.route", opinion):
        opinion.status = rules.FLOW.step(opinion.status, "route")
        opinion.office_code = opinion.unit_code = office_code
        opinion.assignee_id = None
        if assignee_id is not None:
            _give(opinion, assignee_id)


def assign(actor: Actor, opinion: Opinion, *, assignee_id: int) -> None:
    """指派承办人, by the head of the office; nobody who is barred can be chosen."""
    with action(actor, "opinion.assign", opinion):
        _give(opinion, assignee_id)


def _give(opinion: Opinion, assignee_id: int) -> None:
    if str(assignee_id) not in dict(queries.handler_choices(opinion, opinion.unit_code)):
        raise RuleBroken(_("请从列出的人里选一个"), field="assignee_id")
    opinion.status = rules.FLOW.step(opinion.status, "assign")
    opinion.assignee_id = assignee_id


def return_unit(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """退单: back to intake with a reason; the office stays responsible until another one has it."""
    with action(actor, "opinion.return_unit", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "return_unit")
        opinion.unit_code, opinion.assignee_id = opinion.town_code, None
        _note(act, opinion, "return_unit", reason)


def reply(actor: Actor, opinion: Opinion, *, outcome: Outcome, text: str, basis: str = "") -> None:
    """答复: what the resident will read."""
    rules.check_public_text(text, "text")
    rules.check_public_text(basis, "basis")
    with action(actor, "opinion.reply", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "reply")
        opinion.replied_on = act.today
        opinion.replies.append(
            Reply(outcome=outcome, text=text, basis=basis, replied_on=act.today, author_id=actor.user_id)
        )


def call_back(
    actor: Actor, opinion: Opinion, *, is_solved: bool | None, satisfaction: Satisfaction | None, text: str = ""
) -> None:
    """记回访: reached, and asked; by somebody who did not handle it."""
    rules.check_call(is_solved=is_solved, satisfaction=satisfaction)
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.call_back", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "call_back")
        opinion.calls.append(
            Call(
                user_id=actor.user_id, called_on=act.today, is_contacted=True, is_solved=is_solved,
                satisfaction=satisfaction, text=text,
            )
        )


def miss_call(actor: Actor, opinion: Opinion) -> None:
    """没联系上: one more try that reached nobody."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.miss_call", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "miss_call")
        opinion.calls.append(Call(user_id=actor.user_id, called_on=act.today, is_contacted=False))


def close(actor: Actor, opinion: Opinion) -> None:
    """办结: struck off after the call-back."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.close", opinion) as act:
        was_called = opinion.status is rules.Status.CALLED_BACK
        opinion.status = rules.FLOW.step(opinion.status, "close")
        missed = sum(not call.is_contacted for call in opinion.calls if call.is_current)
        rules.check_close(was_called=was_called, missed=missed, can_call=bool(opinion.phone))
        opinion.closed_on = act.today


def reopen(actor: Actor, opinion: Opinion, *, reason: str, calendar: WorkCalendar) -> None:
    """重办, once: not solved though it is ours; a new clock, the old reply stays."""
    rules.check_independent(actor.user_id, _handlers(opinion))
    with action(actor, "opinion.reopen", opinion) as act:
        rules.check_reopen(opinion.reopened)
        opinion.status = rules.FLOW.step(opinion.status, "reopen")
        opinion.reopened += 1
        opinion.replied_on = None
        _start_clock(opinion, opinion.clock_kind or ClockKind.HOTLINE, act.today, calendar)
        for call in opinion.calls:
            call.is_current = False
        _note(act, opinion, "reopen", reason)


def _handlers(opinion: Opinion) -> set[int | None]:
    return {opinion.assignee_id, *(one.author_id for one in opinion.replies)} - {None}


def decline(actor: Actor, opinion: Opinion, *, ground: Decline, text: str) -> None:
    """不予受理: with the reason and the right path, which the resident reads."""
    rules.check_public_text(text, "text")
    with action(actor, "opinion.decline", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "decline")
        opinion.declined_for = ground
        _note(act, opinion, "decline", text)


def withdraw(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """撤回: the resident asked for it and signed."""
    with action(actor, "opinion.withdraw", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "withdraw")
        _note(act, opinion, "withdraw", reason)


def seal(actor: Actor, opinion: Opinion, *, whom: str = "") -> None:
    """密封移送: an accusation after all. Discipline gets it; here an empty shell keeps the receipt alive."""
    texts = (opinion.text, whom, *(one.text for one in opinion.supplements))
    finding = sealed.way_of(opinion.town_code, texts, is_accusation=True)
    with action(actor, "opinion.seal", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "seal")
        accusation = Accusation(
            text="\n\n".join(one for one in (texts[0], *texts[2:])), whom=whom, place=opinion.place,
            village_code=opinion.village_code, contact=opinion.contact.value, name=opinion.name,
            phone=opinion.phone, origin=opinion.channel.value,
        )
        sealed.take_in(act, accusation, finding.user_ids)
        _empty(opinion)


def _empty(opinion: Opinion) -> None:
    opinion.text = opinion.place = opinion.name = opinion.phone = opinion.title = ""
    opinion.phone_index = opinion.due_on = opinion.clock_from = opinion.clock_kind = None
    opinion.assignee_id, opinion.unit_code = None, opinion.town_code
    for one in opinion.supplements:
        one.text = ""


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


def _note(act: Act, opinion: Opinion, move: str, text: str) -> None:
    opinion.notes.append(Note(move=move, text=text, user_id=act.actor.user_id, at=act.now))


# categories and matters from elsewhere


def create_default_categories(actor: Actor, town_code: str) -> None:
    """The tree a new town starts with; does nothing twice."""
    with action(actor, "category.import") as act:
        for name in rules.DEFAULT_CATEGORIES:
            put_category(act, (name,), town_code)


def put_category(act: Act, names: Sequence[str], town_code: str = "") -> str:
    """Step: make sure this path of names is in the town's tree; answers new or skipped."""
    town_code = town_code or act.actor.town_code
    names = [name.strip() for name in names if name and name.strip()]
    if not 1 <= len(names) <= 3:
        raise RuleBroken(_("类别应有一到三级"), field="name")
    parent_code, answer = "", "skipped"
    for level, name in enumerate(names, 1):
        node = queries.category_named(town_code, parent_code, name)
        if node is None:
            node = Category(
                unit_code=town_code, parent_code=parent_code, name=name, level=level,
                code=_next_code(town_code, parent_code),
            )
            act.on("category.import", node)
            db.session.flush()
            answer = "new"
        parent_code = node.code
    return answer


def _next_code(town_code: str, parent_code: str) -> str:
    last = queries.last_category_code(town_code, parent_code)
    return f"{parent_code}{int(last[-3:]) + 1 if last else 1:03d}"
