"""Every select() about research (调查研究)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.people.queries import all_names as all_people
from tracker.people.queries import names_of as people_names
from tracker.problems.models import Problem
from tracker.problems.queries import Found, newest_first, sum_of
from tracker.problems.rules import DONE
from tracker.research.models import Research, ResearchProblem
from tracker.research.rules import METHOD_LABELS, Method
from tracker.store.access import fetch_where, visible
from tracker.store.db import db
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as all_units
from tracker.township.queries import names_of as unit_names


@dataclass(frozen=True)
class ResearchRow:
    """One line of the list: what was found stands beside what was solved."""

    ref: str
    topic: str
    leader: str
    villages: str
    started_on: date
    ended_on: date | None
    found: int
    solved: int


def research(actor: Actor, action: str, ref: str) -> Research:
    return fetch_where(actor, action, Research, Research.ref == ref)


def ref_of(research_id: int) -> str:
    return db.session.scalar(sa.select(Research.ref).where(Research.id == research_id)) or ""


def page(actor: Actor, *, village: str = "", state: str = "", after: str = "") -> Found[Research]:
    """Newest first; `state`: open, ended, or anything else for all."""
    query = visible(actor, "research.list", Research)
    if village:
        query = query.where(Research.village_codes.contains(village, autoescape=True))
    if state in ("open", "ended"):
        is_over = Research.ended_on.is_not(None)
        query = query.where(~is_over if state == "open" else is_over)
    return newest_first(query, Research, Research.started_on, after)


def rows_of(actor: Actor, found: Sequence[Research]) -> list[ResearchRow]:
    people = people_names(one.assignee_id for one in found)
    units = unit_names({code for one in found for code in one.villages})
    counts = _counts(actor, [one.id for one in found])
    return [
        ResearchRow(
            one.ref, one.topic, people.get(one.assignee_id, ""),
            "、".join(units.get(code, "") for code in one.villages), one.started_on, one.ended_on,
            *counts.get(one.id, (0, 0)),
        )
        for one in found
    ]


def _counts(actor: Actor, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """{research id: (problems found, of these solved)}, of the problems this person may read."""
    rows = db.session.execute(
        visible(actor, "problem.list", Problem)
        .join(ResearchProblem, ResearchProblem.problem_id == Problem.id)
        .where(ResearchProblem.research_id.in_(ids))
        .with_only_columns(ResearchProblem.research_id, sa.func.count(), sum_of(Problem.status.in_(DONE)))
        .group_by(ResearchProblem.research_id)
    )
    return {research_id: (found, solved) for research_id, found, solved in rows}


def problems_of(actor: Actor, one: Research) -> Sequence[Problem]:
    return db.session.scalars(
        visible(actor, "problem.list", Problem)
        .join(ResearchProblem, ResearchProblem.problem_id == Problem.id)
        .where(ResearchProblem.research_id == one.id).order_by(Problem.id)
    ).all()


def is_linked(one: Research, problem: Problem) -> bool:
    return db.session.get(ResearchProblem, (one.id, problem.id)) is not None


def behind(actor: Actor, problem_id: int) -> Sequence[Research]:
    """The research that found a problem, as far as this person may read it."""
    return db.session.scalars(
        visible(actor, "research.view", Research)
        .join(ResearchProblem, ResearchProblem.research_id == Research.id)
        .where(ResearchProblem.problem_id == problem_id).order_by(Research.id)
    ).all()


class LedgerRow(NamedTuple):
    """One research in the ledger, texts as they were written."""

    ref: str
    topic: str
    leader: str
    villages: str
    methods: str
    started_on: date
    ended_on: date | None
    findings: str
    found: int
    solved: int
    measures: str
    effect: str


def ledger_rows(actor: Actor, period: Period) -> Iterator[LedgerRow]:
    """Research begun in the period, oldest first."""
    people, units = all_people(), all_units(actor.town_code)
    wanted = _ledger(actor, period)
    counts = _counts(actor, list(db.session.scalars(wanted.with_only_columns(Research.id))))
    for one in stream(wanted.with_only_columns(*Research.__table__.columns)):
        yield LedgerRow(
            one.ref, one.topic, people.get(one.assignee_id, ""),
            "、".join(units.get(code, "") for code in one.village_codes.split()),
            "、".join(METHOD_LABELS[Method(code)] for code in one.method_codes.split()),
            one.started_on, one.ended_on, one.findings, *counts.get(one.id, (0, 0)), one.measures, one.effect,
        )


def ledger_count(actor: Actor, period: Period) -> int:
    return how_many(_ledger(actor, period))


def _ledger(actor: Actor, period: Period) -> sa.Select[Research]:
    return (
        visible(actor, "research.report", Research)
        .where(*period.narrows(Research.started_on, Research.unit_code))
        .order_by(Research.started_on, Research.id)
    )
