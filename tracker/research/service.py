"""Deeds on research (调查研究): begin, write on, tie to the problems it found."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.people.queries import staff_choices
from tracker.problems.models import Problem
from tracker.problems.rules import Source
from tracker.problems.service import Origin, Raised, check_named, put_problem, spoken_ref
from tracker.research import queries, rules
from tracker.research.models import Research, ResearchProblem
from tracker.research.rules import Method
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.township.queries import village_choices


@dataclass(frozen=True)
class Told:
    """What a form says of one research; only topic, leader and beginning are needed."""

    topic: str
    leader_id: int
    started_on: date
    ended_on: date | None = None
    villages: tuple[str, ...] = ()
    methods: tuple[Method, ...] = ()
    findings: str = ""
    measures: str = ""
    effect: str = ""


def add(actor: Actor, told: Told) -> Research:
    """登记调研."""
    with action(actor, "research.add") as act:
        one = Research(
            ref=spoken_ref(actor.town_code, _("研")), unit_code=actor.town_code, author_id=actor.user_id
        )
        _write(act, one, told)
        act.on("research.add", one)
    return one


def edit(actor: Actor, one: Research, told: Told) -> None:
    with action(actor, "research.edit", one) as act:
        _write(act, one, told)


def _write(act: Act, one: Research, told: Told) -> None:
    rules.check_span(told.started_on, told.ended_on, act.today)
    town = act.actor.town_code
    if str(told.leader_id) not in dict(staff_choices(town)) and told.leader_id != one.assignee_id:
        raise RuleBroken(_("请选是谁带队"), field="leader_id")
    known = dict(village_choices(town))
    one.village_codes = " ".join(code for code in told.villages if code in known)
    one.method_codes = " ".join(told.methods)
    one.topic, one.assignee_id = told.topic, told.leader_id
    one.started_on, one.ended_on = told.started_on, told.ended_on
    one.findings, one.measures, one.effect = told.findings, told.measures, told.effect


def find(actor: Actor, one: Research, raised: Raised, village_code: str) -> Problem:
    """登记发现的问题: on the books like any other, and tied to the research that found it.

    RuleBroken on `meant` when its words may accuse somebody and nobody said yet what is meant.
    """
    check_named(actor, raised)
    with action(actor, "research.find", one) as act:
        if village_code not in dict(village_choices(actor.town_code)):
            raise RuleBroken(_("请选是哪个村的事"), field="village")
        problem = put_problem(act, raised, Origin(village_code, source=Source.RESEARCH))
        db.session.add(ResearchProblem(research_id=one.id, problem_id=problem.id))
    return problem


def tie(actor: Actor, one: Research, problem: Problem) -> None:
    """关联已有的问题: registered before, looked into now."""
    with action(actor, "research.find", one):
        if queries.is_linked(one, problem):
            raise RuleBroken(_("这个问题已经关联了"), field="ref")
        db.session.add(ResearchProblem(research_id=one.id, problem_id=problem.id))
