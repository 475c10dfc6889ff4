"""How much was visited and what came of it (走访的数), by person and by village."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.excel.period import Period
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Status as OpinionStatus
from tracker.problems.models import Problem
from tracker.problems.queries import sum_of
from tracker.problems.rules import DONE, Status
from tracker.store.access import may_see, visible
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.visits import rules
from tracker.visits.models import Visit, VisitOpinion
from tracker.visits.queries.goals import went
from tracker.visits.queries.together import one_visit
from tracker.visits.rules import VILLAGE_DIGITS

ACTION = "visit.overview"
TEXTS_COMPARED = 3000


@dataclass(frozen=True)
class Counts:
    """`days` with a visit, `homes` a household on one day; what was raised and solved; forms in all.

    `late`: forms recorded after the month was closed, None when it is not; then days and homes are those
    of the closing.
    """

    days: int = 0
    homes: int = 0
    raised: int = 0
    solved: int = 0
    visits: int = 0
    empty: int = 0
    late: int | None = None
    recorded_at: datetime | None = None


def counted(
    actor: Actor, period: Period, closed_at: Mapping[str, datetime]
) -> tuple[dict[int, Counts], dict[str, Counts], dict[str, str]]:
    """By person and by village, and the names of the villages, in one statement.

    `closed_at`: town → when it closed the month. A visit of two people counts for both of them, and once in
    its village.
    """
    base = (
        sa.select(
            Visit.id, Visit.visited_on, Visit.created_at, one_visit().label("one"),
            sa.case((Visit.household_id.is_not(None), one_visit())).label("home"),
            sa.func.substr(Visit.unit_code, 1, VILLAGE_DIGITS).label("village"),
        ).where(may_see(actor, ACTION, Visit), *period.narrows(Visit.visited_on, Visit.unit_code))
    ).cte("counted")
    heard, there = _heard(actor, base), went()
    is_late = sa.or_(sa.false(), *(
        sa.and_(base.c.village.startswith(town), base.c.created_at > at) for town, at in closed_at.items()
    ))
    figures = (
        sa.func.count(base.c.visited_on.distinct()), sa.func.count(base.c.home.distinct()),
        sa.func.coalesce(sa.func.sum(heard.c.raised), 0), sa.func.coalesce(sa.func.sum(heard.c.solved), 0),
        sa.func.count(), sum_of(heard.c.visit_id.is_(None)), sum_of(is_late), sa.func.max(base.c.created_at),
    )
    nobody = sa.cast(sa.null(), sa.String)
    of_people = (
        sa.select(there.c.user_id, nobody, nobody, *figures).select_from(base)
        .join(there, there.c.visit_id == base.c.id).outerjoin(heard, heard.c.visit_id == base.c.id)
        .where(there.c.user_id.is_not(None)).group_by(there.c.user_id)
    )
    of_places = (
        sa.select(sa.cast(sa.null(), sa.Integer), base.c.village, Unit.name, *figures).select_from(base)
        .outerjoin(Unit, Unit.unit_code == base.c.village)
        .outerjoin(heard, heard.c.visit_id == base.c.id).group_by(base.c.village, Unit.name)
    )
    people: dict[int, Counts] = {}
    places: dict[str, Counts] = {}
    rows: Iterable[Any] = db.session.execute(sa.union_all(of_people, of_places))
    names: dict[str, str] = {}
    for user_id, code, name, *values in rows:
        if user_id is not None:
            people[user_id] = Counts(*values)
        else:
            places[code], names[code] = Counts(*values), name or ""
    return people, places, names


def _heard(actor: Actor, base: sa.CTE) -> sa.Subquery:
    """(visit, matters raised, of them solved); turned into something else a matter counts neither way."""
    problems = sa.select(
        Problem.visit_id.label("visit_id"),
        sa.case((Problem.status == Status.TURNED, 0), else_=1).label("raised"),
        sa.case((Problem.status.in_(DONE), 1), else_=0).label("solved"),
    ).join(base, base.c.id == Problem.visit_id)
    opinions = (
        sa.select(
            VisitOpinion.visit_id, sa.literal(1),
            sa.case((Opinion.status == OpinionStatus.CLOSED, 1), else_=0),
        )
        .join(base, base.c.id == VisitOpinion.visit_id)
        .join(Opinion, Opinion.id == VisitOpinion.opinion_id)
        .where(may_see(actor, "opinion.view", Opinion))
    )
    both = sa.union_all(problems, opinions).subquery()
    return (
        sa.select(both.c.visit_id, sa.func.sum(both.c.raised).label("raised"),
                  sa.func.sum(both.c.solved).label("solved"))
        .group_by(both.c.visit_id).subquery()
    )


def same_texts(actor: Actor, period: Period) -> dict[int, int]:
    """{user: how often the most frequent words were written}; the texts are compared and not kept."""
    texts: dict[int, Counter[str]] = {}
    found = db.session.execute(
        visible(actor, ACTION, Visit)
        .where(*period.narrows(Visit.visited_on, Visit.unit_code), Visit.words.is_not(None))
        .with_only_columns(Visit.assignee_id, Visit.words)
        .order_by(Visit.visited_on.desc(), Visit.id.desc()).limit(TEXTS_COMPARED)
    )
    for user_id, words in found:
        text = "".join((words or "").split())
        if user_id is not None and len(text) >= rules.SHORTEST_SAME:
            texts.setdefault(user_id, Counter())[text] += 1
    return {user_id: max(some.values()) for user_id, some in texts.items()}
