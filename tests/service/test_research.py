"""调查研究: three answers are enough, problems found are on the books, only who does it writes on it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from factories import OTHER_TOWN, VILLAGE, VILLAGE_2, make_actor
from factories_research import BEGAN, make_research, told
from factories_visits import make_problem

from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.problems.rules import Source, Status
from tracker.problems.service import Raised
from tracker.research import queries, service
from tracker.research.models import Research, ResearchProblem
from tracker.research.rules import Method
from tracker.store.audit import AuditEntry


def test_topic_leader_and_beginning_are_enough(db):
    cadre = make_actor(Role.CADRE)
    one = make_research(cadre, villages=())
    assert one.ref.startswith("石门-研-") and one.ended_on is None and one.findings == ""
    assert one.assignee_id == cadre.user_id
    assert db.session.scalar(sa.select(AuditEntry.action).order_by(AuditEntry.seq.desc())) == "research.add"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"started_on": date(2999, 1, 1)}, "started_on"),
        ({"ended_on": BEGAN - timedelta(days=1)}, "ended_on"),
        ({"ended_on": date(2999, 1, 1)}, "ended_on"),
        ({"leader_id": 999_999}, "leader_id"),
    ],
)
def test_a_wrong_day_or_leader_is_told_at_its_field_and_nothing_is_kept(db, said, field):
    with pytest.raises(RuleBroken) as refused:
        make_research(**said)
    assert refused.value.field == field
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Research)) == 0


def test_villages_of_another_town_are_left_out(db):
    one = make_research(villages=(VILLAGE, OTHER_TOWN + "201"), methods=(Method.HOMES, Method.UNANNOUNCED))
    assert one.villages == (VILLAGE,) and one.methods == (Method.HOMES, Method.UNANNOUNCED)


def test_a_problem_found_is_on_the_books_and_tied_to_the_research(db):
    cadre = make_actor(Role.CADRE)
    one = make_research(cadre)
    problem = service.find(cadre, one, Raised("三组的水塔漏水"), VILLAGE_2)
    assert (problem.source, problem.status, problem.village_code) == (
        Source.RESEARCH, Status.REGISTERED, VILLAGE_2
    )
    assert [row.id for row in queries.problems_of(cadre, one)] == [problem.id]
    assert [row.id for row in queries.behind(cadre, problem.id)] == [one.id]


def test_a_problem_is_tied_once(db):
    cadre = make_actor(Role.CADRE)
    one, problem = make_research(cadre), make_problem(cadre)
    service.tie(cadre, one, problem)
    with pytest.raises(RuleBroken, match="已经关联"):
        service.tie(cadre, one, problem)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ResearchProblem)) == 1


def test_whoever_leads_or_wrote_it_and_the_clerk_may_write_on_nobody_else(db):
    author, leader, other = (make_actor(Role.CADRE) for _n in range(3))
    one = service.add(author, told(leader))
    for actor in (author, leader, make_actor(Role.CLERK)):
        service.edit(actor, one, told(leader, effect=f"{actor.name}看过"))
        assert one.effect == f"{actor.name}看过"
    with pytest.raises((Forbidden, NotFound)):
        service.edit(other, one, told(other))
    with pytest.raises((Forbidden, NotFound)):
        service.find(make_actor(Role.CALLBACK), one, Raised("水塔漏水"), VILLAGE)


def test_the_ledger_tells_what_was_found_beside_what_was_solved(db):
    cadre = make_actor(Role.CADRE)
    one = make_research(cadre, findings="电话 13800001234 的人说水浑")
    service.find(cadre, one, Raised("水塔漏水"), VILLAGE)
    service.find(cadre, one, Raised("井盖坏了", settled="当场换了"), VILLAGE)
    head = make_actor(Role.HEAD)
    (row,) = queries.ledger_rows(head, Period())
    assert (row.found, row.solved, row.villages, row.leader) == (2, 1, "石门村", cadre.name)
    assert queries.ledger_count(head, Period(start=clock.today())) == 0
