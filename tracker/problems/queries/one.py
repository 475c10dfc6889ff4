"""One problem (问题): its steps, through whose hands it went, where it came from and where it went on."""

from collections.abc import Sequence

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.policy import POLICY
from tracker.domain.roles import Actor
from tracker.hall.models import Task
from tracker.opinions.models import Opinion
from tracker.people.models import Post, User
from tracker.problems import rules
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.queries.lists import PER_PAGE
from tracker.problems.rules import Facts, Status, Turned, Urgency
from tracker.rulings import queries as rulings
from tracker.store.access import fetch_where, visible
from tracker.store.db import db
from tracker.township.models import Unit


def problem(actor: Actor, action: str, ref: str) -> Problem:
    return fetch_where(actor, action, Problem, Problem.ref == ref)


def ref_of(problem_id: int) -> str:
    return db.session.scalar(sa.select(Problem.ref).where(Problem.id == problem_id)) or ""


def raised_by(actor: Actor, visit_id: int) -> Sequence[Problem]:
    """The problems of one visit that this person may read."""
    return db.session.scalars(
        visible(actor, "problem.list", Problem).where(Problem.visit_id == visit_id).order_by(Problem.id)
    ).all()


def of_household(actor: Actor, household_id: int) -> Sequence[Problem]:
    return db.session.scalars(
        visible(actor, "problem.list", Problem).where(Problem.household_id == household_id)
        .order_by(Problem.id.desc()).limit(PER_PAGE)
    ).all()


def notes_of(problem: Problem) -> Sequence[ProblemNote]:
    """Every step, oldest first."""
    return db.session.scalars(
        sa.select(ProblemNote).where(ProblemNote.problem_id == problem.id).order_by(ProblemNote.id)
    ).all()


def handler_ids(problem: Problem) -> set[int | None]:
    """Everybody through whose hands the problem went: who holds it, who wrote progress or applied."""
    rows = db.session.scalars(
        sa.select(ProblemNote.author_id)
        .where(ProblemNote.problem_id == problem.id, ProblemNote.move.in_(rules.HANDLING))
    )
    return {*rows, *({problem.assignee_id} - {None})}


def handler_posts(town_code: str) -> Sequence[sa.Row[int, str, str, str]]:
    """(user id, name, unit code, unit name) of everybody a problem can be given to, by unit."""
    living = sa.or_(Post.until_on.is_(None), Post.until_on >= clock.today())
    return db.session.execute(
        sa.select(User.id, User.name, Post.unit_code, Unit.name)
        .join(Post, Post.user_id == User.id)
        .join(Unit, Unit.unit_code == Post.unit_code)
        .where(User.is_active, living, Post.unit_code.startswith(town_code))
        .where(Post.role.in_(list(POLICY["problem.progress"])))
        .distinct()
        .order_by(Post.unit_code, User.id)
    ).all()


def facts_of(actor: Actor, problem: Problem) -> Facts:
    """What the moves of this problem depend on beside its status, for this person."""
    out = [one for one in problem.whistles if one.ended_on is None]
    return Facts(
        is_fast=problem.urgency is Urgency.FAST, is_handler=actor.user_id in handler_ids(problem),
        is_unruled=problem.urgency is Urgency.ACT and not rulings.of(problem),
        is_asked=any(one.is_agreed is None for one in problem.deferrals),
        deferrals=sum(one.is_agreed is True for one in problem.deferrals),
        whistles_out=len(out), whistles_on_the_way=sum(one.arrived_on is None for one in out),
    )


def deferred_until_today() -> Sequence[Problem]:
    """暂缓 whose day to look again has come, for the nightly round; for nobody's eyes."""
    return db.session.scalars(
        sa.select(Problem)
        .where(Problem.status == Status.DEFERRED, Problem.deferred_until <= clock.today())
        .order_by(Problem.id)
    ).all()


def turned_into(actor: Actor, kind: Turned, record_id: int) -> str | None:
    """The ref of the problem that this matter or task was, if this person may read it."""
    return db.session.scalar(
        visible(actor, "problem.view", Problem)
        .where(Problem.turned_to == kind, Problem.turned_id == record_id)
        .with_only_columns(Problem.ref)
    )


def went_to(actor: Actor, problem_id: int) -> tuple[Turned, str] | None:
    """What a problem went on as, and its ref, as far as this person may read it.

    A matter is named to who turned it only: to everybody else one that nobody at the desk may see, and one
    that bars this person, look exactly like any other.
    """
    problem = db.session.scalar(visible(actor, "problem.view", Problem).where(Problem.id == problem_id))
    if problem is None or problem.turned_to is None or problem.turned_id is None:
        return None
    if problem.turned_to is Turned.OPINION and problem.turned_by != actor.user_id:
        return None
    ref = _ref_of_target(actor, problem.turned_to, problem.turned_id)
    return (problem.turned_to, ref) if ref else None


def _ref_of_target(actor: Actor, kind: Turned, record_id: int) -> str | None:
    if kind is Turned.OPINION:
        query = visible(actor, "opinion.view", Opinion).where(Opinion.id == record_id)
        return db.session.scalar(query.with_only_columns(Opinion.ref))
    query_task = visible(actor, "task.view", Task).where(Task.id == record_id)
    return db.session.scalar(query_task.with_only_columns(Task.ref))
