"""收件: a task comes in, with number, receipt and the days to tell."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import check_taken_in
from tracker.domain.errors import NotFound, Repeated, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.hall import queries, rules
from tracker.hall.models import Task
from tracker.hall.rules import FINISHED, NOTHING, Channel, Promise, Status
from tracker.hall.service.accepting import at_once, begin
from tracker.hall.service.agency import put_agency
from tracker.store import receipts
from tracker.store.access import allows
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import next_number
from tracker.store.secrets import ring
from tracker.township.queries import work_calendar


@dataclass(frozen=True)
class Application:
    """What somebody hands in at the window: checked for shape by the form."""

    item: ServiceItem
    applicant: str
    phone: str = ""
    village_code: str = ""
    channel: Channel = Channel.WINDOW
    id_number: str = ""
    is_id_missing: bool = False
    handed_in: Sequence[str] = ()
    said: str = ""
    """What the person said at a visit, in their own words."""
    coming_id: int | None = None
    """The coming (来访) it is taken in at; None: there is no line."""
    promise: Promise = NOTHING
    """容缺: what is promised in writing for later, should it be accepted at once."""


def receive(actor: Actor, application: Application, *, form_key: str, then: str = "") -> Task:
    """收件: number, receipt, the days to tell; `then` goes on at once: accept (受理) or spot (当场办结).

    What a 代办员 takes in is 代办, whatever the form says, and waits for a window.
    """
    sheet = receipts.blank(form_key)
    with action(actor, "task.receive") as act:
        return put_received(act, application, sheet, then)


def put_received(act: Act, application: Application, sheet: receipts.Blank, then: str = "") -> Task:
    """Step of 收件: the receipt was hashed before the door."""
    actor, calendar = act.actor, work_calendar()
    task = _new_task(act, application, calendar)
    task.ref = _next_ref(actor.town_code)
    task.rate_hash = queries.token_hash(rate_token(sheet.form_key))
    act.on("task.receive", task)
    if not allows(actor, "task.accept", task):
        task.channel, task.assignee_id = Channel.AGENT, None
        put_agency(task, actor.user_id)
    elif task.channel is Channel.AGENT:
        put_agency(task, None)  # who runs the errand is said with the mandate
    db.session.flush()
    receipts.issue(sheet, "task", task.id)
    if then == "accept":
        _judge(actor, "task.accept", task)
        begin(act, task, "accept", calendar, application.promise)
    elif then == "spot":
        _judge(actor, "task.spot", task)
        at_once(act, task, calendar)
    return task


def hand_in(act: Act, application: Application) -> Task:
    """Step for features above: a visit brings it back as 代办; it waits for a window, which tells in time."""
    task = _new_task(act, application, work_calendar())
    task.ref, task.channel, task.assignee_id = _next_ref(act.actor.town_code), Channel.AGENT, None
    task.said = application.said or None
    put_agency(task, act.actor.user_id)
    act.on("task.hand_in", task)
    db.session.flush()
    return task


def give_code(actor: Actor, task: Task, form_key: str) -> None:
    """给本人查询码: a task that came from a visit gets its receipt once; it looks alike when sent again.

    RuleBroken when it has one: it was shown once and nobody can show it again (security.md 2.3.2); and from
    whoever did the work, once it is done: with the code one could rate oneself.
    """
    sheet = receipts.blank(form_key)
    with suppress(Repeated), action(actor, "task.give_code", task) as act:
        agent_id = task.agency.agent_id if task.agency else None
        if task.status in FINISHED and actor.user_id in (task.assignee_id, task.author_id, agent_id):
            raise RuleBroken(_("办结以后查询码不能经您的手，请别的窗口给本人"))
        put_code(act, task, sheet)


def put_card(actor: Actor, task: Task, *, id_number: str) -> None:
    """补登身份证号: the card that was not here when the task came in (证件暂缺)."""
    with action(actor, "task.put_card", task):
        rules.check_card_owed(
            is_asked=task.item.asks_id, is_kept=bool(task.id_number), is_over=task.done_on is not None
        )
        task.id_number = rules.id_number(id_number)


def put_code(act: Act, task: Task, sheet: receipts.Blank) -> None:
    """Step: receipt and rating of the form that was hashed before the door are this task's from now on."""
    if receipts.given(Task.__tablename__, [task.id]):
        raise RuleBroken(_("查询码给过了，只能显示一次"))
    task.rate_hash = queries.token_hash(rate_token(sheet.form_key))
    receipts.issue(sheet, Task.__tablename__, task.id)


def _new_task(act: Act, application: Application, calendar: WorkCalendar) -> Task:
    item, actor = application.item, act.actor
    check_taken_in(item.status)
    number = rules.phone(application.phone)
    return Task(
        unit_code=queries.hall_code(actor), author_id=actor.user_id, assignee_id=actor.user_id,
        first_asked_id=actor.user_id,
        item_id=item.id, status=Status.RECEIVED, channel=application.channel,
        applicant=application.applicant, applicant_index=queries.name_index(application.applicant),
        phone=number or None, phone_index=queries.phone_index(number) if number else None,
        id_number=rules.kept_id_number(
            application.id_number, is_asked=item.asks_id, is_missing=application.is_id_missing
        ),
        village_code=application.village_code, handed_in=list(application.handed_in),
        received_on=act.today, tell_by=rules.tell_by(act.today, calendar), coming_id=application.coming_id,
    )


def _next_ref(town_code: str) -> str:
    """石门-办-0123"""
    return f"{queries.town_short_name(town_code)}-办-{next_number(f'task:{town_code}'):04d}"


def _judge(actor: Actor, name: str, task: Task) -> None:
    """A deed that goes on with the next move needs the right to that one too."""
    if not allows(actor, name, task):
        raise NotFound(name)


def rate_token(form_key: str) -> str:
    """128 bits on the voucher that open the rating, derived so that the voucher can be shown again."""
    return ring().mac("receipt", f"rate:{form_key}")[:16].hex()
