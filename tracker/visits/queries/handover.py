"""岗位交接: what one person has in hand that this actor may give to somebody else."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.hall.models import Task
from tracker.hall.rules import OPEN as TASK_OPEN
from tracker.hall.rules import STATUS_LABELS as TASK_LABELS
from tracker.opinions.models import Opinion
from tracker.opinions.rules import LABELS as OPINION_LABELS
from tracker.opinions.rules import OPEN as OPINION_OPEN
from tracker.opinions.rules import Tray
from tracker.people.models import User
from tracker.problems.models import Problem
from tracker.problems.queries import title_of as problem_title
from tracker.problems.rules import LABELS as PROBLEM_LABELS
from tracker.problems.rules import OPEN as PROBLEM_OPEN
from tracker.problems.rules import title_of
from tracker.store import phones, typed
from tracker.store.access import fetch, may_see, visible
from tracker.store.db import db
from tracker.visits.models import ContactLink
from tracker.visits.queries.contacts import contact_rows
from tracker.visits.rules import TARGET_LABELS, Thing

OWN_PAGES = ("/visits/", "/problems/")
"""Half-written forms on these are counted: nobody is barred from what they are about."""


@dataclass(frozen=True)
class Held:
    """One thing in somebody's hands; `about`: ref or kind, `state`: how it stands, `due_on`: by when."""

    thing: Thing
    record_id: int
    about: str
    title: str
    state: str = ""
    due_on: date | None = None
    ref: str = ""

    @property
    def key(self) -> str:
        """Its name in the form."""
        return f"{self.thing.value}-{self.record_id}"


def held_by(actor: Actor, user_id: int) -> list[Held]:
    """What this person has in hand, as far as this actor may see it and may give it to somebody else."""
    return [
        *_links(actor, user_id), *_problems(actor, user_id), *_opinions(actor, user_id),
        *_tasks(actor, user_id),
    ]


def _links(actor: Actor, user_id: int) -> list[Held]:
    open_links = visible(actor, "contact.hand_over", ContactLink).where(ContactLink.until.is_(None))
    own = contact_rows(open_links.where(ContactLink.assignee_id == user_id))
    backs = contact_rows(open_links.where(ContactLink.backup_id == user_id))
    return [
        Held(thing, row.link.id, TARGET_LABELS[row.link.target], row.name)
        for thing, rows in ((Thing.LINK, own), (Thing.BACKUP, backs)) for row in rows
    ]


def _problems(actor: Actor, user_id: int) -> list[Held]:
    rows = db.session.scalars(
        visible(actor, "problem.view", Problem)
        .where(
            may_see(actor, "problem.assign", Problem), Problem.assignee_id == user_id,
            Problem.status.in_(PROBLEM_OPEN),
        )
        .order_by(Problem.promised_on, Problem.id)
    )
    return [held_problem(row) for row in rows]


def held_problem(row: Problem) -> Held:
    """As a line of the list."""
    return Held(
        Thing.PROBLEM, row.id, row.ref, problem_title(row), PROBLEM_LABELS[row.status], row.promised_on,
        row.ref,
    )


def _opinions(actor: Actor, user_id: int) -> list[Held]:
    rows = db.session.scalars(
        visible(actor, "opinion.view", Opinion)
        .where(
            may_see(actor, "opinion.assign", Opinion), Opinion.assignee_id == user_id,
            Opinion.status.in_(OPINION_OPEN), Opinion.tray == Tray.ORDINARY,
        )
        .order_by(Opinion.due_on, Opinion.id)
    )
    return [held_opinion(row) for row in rows]


def held_opinion(row: Opinion) -> Held:
    """As a line of the list."""
    title = row.title or title_of(row.text)
    return Held(Thing.OPINION, row.id, row.ref, title, OPINION_LABELS[row.status], row.due_on, row.ref)


def _tasks(actor: Actor, user_id: int) -> list[Held]:
    rows = db.session.scalars(
        visible(actor, "task.view", Task)
        .where(
            may_see(actor, "task.hand_over", Task), Task.assignee_id == user_id,
            Task.status.in_(TASK_OPEN),
        )
        .order_by(Task.due_on, Task.id)
    )
    return [held_task(row) for row in rows]


def held_task(row: Task) -> Held:
    """As a line of the list; before it is accepted the day by which it has to be told."""
    state, due_on = TASK_LABELS[row.status], row.due_on or row.tell_by
    return Held(Thing.TASK, row.id, row.ref, row.item.name, state, due_on, row.ref)


def drafts_of(user_id: int) -> int:
    """Half-written forms about visits and problems; what they say is that person's own."""
    return typed.pages_under(user_id, *OWN_PAGES)


def waiting_on_phone(user_id: int) -> int:
    """Records that waited on this person's phone when it was heard of last."""
    _day, waiting = phones.last_heard([user_id]).get(user_id, (None, 0))
    return waiting


def givers(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of everybody whose things this actor may hand over: colleagues, and who left with some."""
    holds = sa.exists().where(ContactLink.assignee_id == User.id, ContactLink.until.is_(None))
    rows = db.session.scalars(
        visible(actor, "handover.make", User).where(sa.or_(User.is_active, holds))
        .order_by(User.unit_code, User.id)
    )
    return [(str(row.id), row.name) for row in rows]


def unit_of_person(user_id: int) -> str:
    """Where this person belongs."""
    return db.session.scalar(sa.select(User.unit_code).where(User.id == user_id)) or ""


def link_of_target(actor_town: str, link: ContactLink, user_id: int) -> ContactLink | None:
    """The open link of this person to the very same village, company or project."""
    return db.session.scalar(
        sa.select(ContactLink).where(
            ContactLink.until.is_(None), ContactLink.target == link.target, ContactLink.id != link.id,
            ContactLink.unit_code == link.unit_code, ContactLink.target_name == link.target_name,
            ContactLink.household_id.is_(None), ContactLink.assignee_id == user_id,
            ContactLink.unit_code.startswith(actor_town),
        ).limit(1)
    )


def problem_to_give(actor: Actor, problem_id: int) -> Problem:
    return fetch(actor, "problem.assign", Problem, problem_id)


def opinion_to_give(actor: Actor, opinion_id: int) -> Opinion:
    return fetch(actor, "opinion.assign", Opinion, opinion_id)


def link_to_give(actor: Actor, link_id: int) -> ContactLink:
    return fetch(actor, "contact.hand_over", ContactLink, link_id)


def task_to_give(actor: Actor, task_id: int) -> Task:
    return fetch(actor, "task.hand_over", Task, task_id)
