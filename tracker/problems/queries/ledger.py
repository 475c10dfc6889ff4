"""The rows of the lists to hand in (问题清单): columns only, one after the other, however many there are."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.people.queries import all_names as people_names
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.rules import (
    CONFIRMER_LABELS,
    DONE,
    HOW_LABELS,
    LABELS,
    SOURCE_LABELS,
    URGENCY_LABELS,
    Status,
)
from tracker.store.access import visible
from tracker.store.stream import how_many, stream
from tracker.township.queries import all_names as unit_names


class ListRow(NamedTuple):
    """One problem with the latest word on it; texts as they were written, the columns mask numbers."""

    ref: str
    registered_on: date
    village: str
    content: str
    source: str
    category: str
    urgency: str
    status: str
    leader: str
    unit_code: str
    unit: str
    handler: str
    measure: str
    promised_on: date | None
    progress: str
    is_done: bool
    result: str
    checker: str
    confirmed: str
    how: str
    asker: str
    confirmed_on: date | None
    struck_off_on: date | None
    rehung_count: int
    met_on: date | None


def list_rows(actor: Actor, period: Period) -> Iterator[ListRow]:
    """Problems registered in the period, oldest first; what was turned (转出) is listed where it went."""
    units, people = unit_names(actor.town_code), people_names()
    for one in stream(_list(actor, period)):
        yield ListRow(
            one.ref, one.registered_on, units.get(one.village_code, ""), one.content,
            SOURCE_LABELS[one.source], one.category, URGENCY_LABELS[one.urgency], LABELS[one.status],
            people.get(one.leader_id, ""), one.unit_code, units.get(one.unit_code, ""),
            people.get(one.assignee_id, ""), one.measure or "", one.promised_on,
            one.said or LABELS[one.status], one.status in DONE, one.result or "",
            people.get(one.checked_by, ""), CONFIRMER_LABELS[one.confirmed_by] if one.confirmed_by else "",
            HOW_LABELS[one.confirmed_how] if one.confirmed_how else "", people.get(one.asked_by, ""),
            one.confirmed_on, one.struck_off_on, one.rehung_count, one.met_on,
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
        .where(
            Problem.status != Status.TURNED,
            *period.narrows(Problem.registered_on, Problem.village_code, Problem.unit_code),
        )
        .with_only_columns(
            Problem.ref, Problem.registered_on, Problem.village_code, Problem.content, Problem.source,
            Problem.category, Problem.urgency, Problem.leader_id, Problem.unit_code, Problem.assignee_id,
            Problem.measure, Problem.promised_on, said.label("said"), Problem.status, Problem.result,
            Problem.checked_by, Problem.confirmed_by, Problem.confirmed_how, Problem.asked_by,
            Problem.confirmed_on, Problem.struck_off_on, Problem.rehung_count, Problem.met_on,
        )
        .order_by(Problem.registered_on, Problem.id)
    )
