"""The rows of the 问题（销号）清单: columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.people.queries import all_names as people_names
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.rules import CONFIRMER_LABELS, DONE, LABELS, SOURCE_LABELS
from tracker.store.access import visible
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names


class ListRow(NamedTuple):
    """One problem with the latest word on it; texts as they were written, the columns mask numbers."""

    content: str
    source: str
    leader: str
    unit_code: str
    unit: str
    handler: str
    measure: str
    promised_on: date | None
    progress: str
    is_done: bool
    confirmed: str
    struck_off_on: date | None


def list_rows(actor: Actor, period: Period) -> Iterator[ListRow]:
    """Problems registered in the period, oldest first."""
    units, people = unit_names(actor.town_code), people_names()
    for one in stream(_list(actor, period)):
        yield ListRow(
            one.content, SOURCE_LABELS[one.source], people.get(one.leader_id, ""), one.unit_code,
            units.get(one.unit_code, ""), people.get(one.assignee_id, ""), one.measure or "",
            one.promised_on, one.said or LABELS[one.status], one.status in DONE,
            CONFIRMER_LABELS[one.confirmed_by] if one.confirmed_by else "", one.struck_off_on,
        )


def list_count(actor: Actor, period: Period) -> int:
    """How many rows `list_rows` gives."""
    return how_many(_list(actor, period))


def _list(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    """To whom a problem was given is no word on it; the office and the person have columns of their own."""
    said = (
        sa.select(ProblemNote.text)
        .where(ProblemNote.problem_id == Problem.id, ProblemNote.move != "assign")
        .order_by(ProblemNote.id.desc()).limit(1).scalar_subquery()
    )
    return (
        visible(actor, "problem.report", Problem)
        .where(*period.narrows(Problem.registered_on, Problem.village_code, Problem.unit_code))
        .with_only_columns(
            Problem.content, Problem.source, Problem.leader_id, Problem.unit_code, Problem.assignee_id,
            Problem.measure, Problem.promised_on, said.label("said"), Problem.status, Problem.confirmed_by,
            Problem.struck_off_on,
        )
        .order_by(Problem.registered_on, Problem.id)
    )
