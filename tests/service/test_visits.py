"""Contact points and visits (联系点、走访): arranging, recording, correcting, reminding."""

from datetime import date, timedelta

import pytest
from factories import GROUP, OFFICE_2, TOWN, VILLAGE, VILLAGE_2, make_actor
from factories_visits import make_household, make_key_village, make_link, make_problem, make_visit

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.problems.models import Problem
from tracker.problems.rules import Status
from tracker.problems.service import Raised
from tracker.store.audit import AuditEntry
from tracker.visits import queries, service
from tracker.visits.models import Visit, VisitVersion
from tracker.visits.queries import VisitFilter
from tracker.visits.rules import Kind, Target
from tracker.visits.service import Arrangement, Entry, Place

YESTERDAY = timedelta(days=1)


def actions(db) -> list[str]:
    return [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.seq)]


# visits


def test_a_day_and_a_village_are_a_complete_record(db):
    cadre = make_actor(Role.CADRE)
    visit = service.add(cadre, Entry(clock.today(), Place(VILLAGE)))
    assert (visit.ref, visit.unit_code, visit.household_id) == ("石门-访-0001", VILLAGE, None)
    assert visit.assignee_id == visit.author_id == cadre.user_id and visit.words is None
    assert db.session.query(Problem).count() == 0


def test_saving_a_visit_registers_its_problems_and_leaves_a_trace_of_each(db):
    cadre, household = make_actor(Role.CADRE), make_household(group="一组")
    visit = make_visit(cadre, household, problems=(Raised("井水发浑"), Raised("灯不亮", settled="换了灯泡")))
    assert visit.unit_code == GROUP
    problems = db.session.query(Problem).order_by(Problem.id).all()
    assert [one.status for one in problems] == [Status.REGISTERED, Status.SETTLED]
    assert {(one.household_id, one.village_code) for one in problems} == {(household.id, VILLAGE)}
    assert actions(db)[-3:] == ["visit.add", "problem.add", "problem.add"]
    entry = db.session.query(AuditEntry).filter_by(action="visit.add").one()
    assert "words" not in entry.changes and entry.changes["ref"] == [None, visit.ref]


def test_a_visit_in_the_future_is_refused_and_nothing_of_it_stays(db):
    cadre = make_actor(Role.CADRE)
    with pytest.raises(RuleBroken):
        make_visit(cadre, on=clock.today() + YESTERDAY, problems=(Raised("井水发浑"),))
    assert db.session.query(Visit).count() == db.session.query(Problem).count() == 0
    assert make_visit(cadre).ref == "石门-访-0001"


def test_a_clerk_writes_down_the_visit_of_somebody_else_and_a_cadre_does_not(db):
    clerk, cadre, other = make_actor(Role.CLERK), make_actor(Role.CADRE), make_actor(Role.CADRE)
    visit = service.add(clerk, Entry(clock.today(), Place(VILLAGE)), visitor_id=cadre.user_id)
    assert (visit.assignee_id, visit.author_id) == (cadre.user_id, clerk.user_id)
    assert queries.visit(cadre, "visit.view", visit.ref) is not None
    with pytest.raises(NotFound):
        service.add(other, Entry(clock.today(), Place(VILLAGE)), visitor_id=cadre.user_id)


def test_a_village_agent_visits_in_the_own_village_only(db):
    agent = make_actor(Role.AGENT)
    make_visit(agent)
    with pytest.raises(NotFound):
        make_visit(agent, village=VILLAGE_2)


@pytest.mark.parametrize("role", [Role.COUNTY, Role.ORG, Role.SECADMIN, Role.DISCIPLINE])
def test_who_does_not_visit_cannot_record_one(db, role):
    with pytest.raises(NotFound):
        make_visit(make_actor(role))


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CLERK, True), (Role.DEPUTY, True), (Role.HEAD, True), (Role.COUNTY, True), (Role.CADRE, False),
     (Role.AGENT, False), (Role.UNIT_HEAD, False), (Role.ORG, False), (Role.AUDITOR, False)],
)
def test_what_residents_said_is_not_for_colleagues_and_not_for_their_village(db, role, sees):
    visit = make_visit(make_actor(Role.CADRE))
    found = queries.visits(make_actor(role), VisitFilter()).rows
    assert [one.id for one in found] == ([visit.id] if sees else [])


def test_a_correction_keeps_what_was_there_before(db):
    cadre = make_actor(Role.CADRE)
    visit = make_visit(cadre, words="井水发浑")
    better = Entry(visit.visited_on - YESTERDAY, Place(VILLAGE_2), Kind.MEETING, "是河水发浑")
    service.correct(cadre, visit, better, reason="")
    assert (visit.words, visit.kind, visit.unit_code) == ("是河水发浑", Kind.MEETING, VILLAGE_2)
    old = db.session.query(VisitVersion).one()
    assert (old.words, old.kind, old.unit_code) == ("井水发浑", Kind.HOME, VILLAGE)
    assert old.visited_on == clock.today()
    assert old.replaced_by == cadre.user_id
    assert actions(db)[-1] == "visit.correct"


def test_after_a_week_a_correction_tells_its_reason(db, monkeypatch):
    cadre = make_actor(Role.CADRE)
    visit = make_visit(cadre)
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    text = Entry(visit.visited_on, Place(VILLAGE), words="改过")
    with pytest.raises(RuleBroken) as broken:
        service.correct(cadre, visit, text, reason="")
    assert broken.value.field == "reason" and db.session.query(VisitVersion).count() == 0
    service.correct(cadre, visit, text, reason="写错了")
    assert db.session.query(VisitVersion).one().reason == "写错了"


def test_nobody_corrects_the_visit_of_somebody_else(db):
    visit = make_visit(make_actor(Role.CADRE))
    for stranger in (make_actor(Role.CADRE), make_actor(Role.HEAD)):
        with pytest.raises(NotFound):
            service.correct(stranger, visit, Entry(visit.visited_on, Place(VILLAGE)), reason="x")


def test_filters_narrow_the_visits_and_the_totals_alike(db):
    cadre = make_actor(Role.CADRE)
    here = make_visit(cadre, problems=(Raised("一"), Raised("二", settled="好")))
    there = make_visit(cadre, village=VILLAGE_2, on=clock.today() - YESTERDAY)
    assert [one.ref for one in queries.visits(cadre, VisitFilter()).rows] == [here.ref, there.ref]
    assert [one.ref for one in queries.visits(cadre, VisitFilter(village=VILLAGE)).rows] == [here.ref]
    assert [one.ref for one in queries.visits(cadre, VisitFilter(until=there.visited_on)).rows] == [there.ref]
    assert queries.visits(cadre, VisitFilter(kind="meeting")).rows == []
    found = queries.totals(cadre, VisitFilter())
    assert (found.visits, found.raised, found.solved) == (2, 2, 1)


def test_the_list_goes_on_behind_its_twentieth_row_by_day_and_number(db):
    cadre = make_actor(Role.CADRE)
    made = [make_visit(cadre, on=clock.today() - timedelta(days=number % 3)) for number in range(23)]
    wanted = [one.id for one in sorted(made, key=lambda one: (one.visited_on, one.id), reverse=True)]
    first = queries.visits(cadre, VisitFilter())
    rest = queries.visits(cadre, VisitFilter(), first.next_after)
    assert [one.id for one in (*first.rows, *rest.rows)] == wanted and rest.next_after is None


# contact points


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.ORG, True), (Role.CLERK, True), (Role.DEPUTY, True), (Role.CADRE, False), (Role.UNIT_HEAD, False),
     (Role.HEAD, False), (Role.COUNTY, False), (Role.AGENT, False)],
)
def test_three_roles_arrange_contact_points(db, role, may):
    cadre, actor = make_actor(Role.CADRE), make_actor(role)
    wanted = Arrangement(cadre_id=cadre.user_id, unit_code=VILLAGE)
    if not may:
        with pytest.raises(NotFound):
            service.add_contact(actor, wanted)
        return
    link = service.add_contact(actor, wanted)
    assert (link.assignee_id, link.since, link.until) == (cadre.user_id, clock.today(), None)
    assert actions(db)[-1] == "contact.add"


def test_a_household_has_one_linked_cadre_and_is_free_again_when_that_ends(db):
    first, second, org = make_actor(Role.CADRE), make_actor(Role.CADRE), make_actor(Role.ORG)
    household = make_household()
    link = make_link(first, household)
    assert household.assignee_id == first.user_id
    with pytest.raises(RuleBroken, match="已经有人联系"):
        make_link(second, household)
    service.end_contact(org, link, until=clock.today())
    assert household.assignee_id is None and link.until == clock.today()
    with pytest.raises(RuleBroken, match="已经结束"):
        service.end_contact(org, link, until=clock.today())
    make_link(second, household)
    assert household.assignee_id == second.user_id


def test_a_village_may_have_several_cadres_but_each_only_once(db):
    first, second = make_actor(Role.CADRE), make_actor(Role.CADRE)
    make_link(first)
    make_link(second)
    with pytest.raises(RuleBroken):
        make_link(first)


def test_both_numbers_of_a_contact_point_and_two_visits_of_a_day_are_one_day(db):
    cadre, household = make_actor(Role.CADRE), make_household(group="一组")
    make_link(cadre, household)
    make_link(cadre)
    for _twice in range(2):
        make_visit(cadre, household, problems=(Raised("井水发浑"),))
    make_visit(make_actor(Role.CADRE), on=date(2024, 2, 1))
    village, home = queries.my_contacts(cadre)
    assert (home.last_on, home.visit_days, home.open_problems) == (clock.today(), 1, 2)
    assert (village.last_on, village.visit_days, village.open_problems) == (clock.today(), 1, 2)
    assert home.name == "石门村 一组 001 户 欧阳**" and village.name == "石门村"


def test_the_backup_sees_the_contact_point_too(db):
    cadre, backup = make_actor(Role.CADRE), make_actor(Role.CADRE)
    make_link(cadre, backup_id=backup.user_id)
    assert [row.cadre for row in queries.my_contacts(backup)] == [cadre.name]
    assert queries.my_contacts(make_actor(Role.CADRE)) == []


def test_a_company_is_named_and_has_no_figures(db):
    cadre = make_actor(Role.CADRE)
    wanted = Arrangement(
        cadre_id=cadre.user_id, unit_code=VILLAGE, target=Target.COMPANY, target_name="石门竹器厂"
    )
    service.add_contact(make_actor(Role.ORG), wanted)
    make_visit(cadre)
    row = queries.my_contacts(cadre)[0]
    assert (row.name, row.last_on, row.visit_days) == ("石门村 石门竹器厂", None, 0)


def test_who_has_not_been_seen_this_quarter_is_reminded_of_the_unsolved_first(db):
    cadre = make_actor(Role.CADRE)
    never, long_ago, unsolved, seen = (make_household(name=name) for name in ("甲", "乙", "丙", "丁"))
    for household in (never, long_ago, unsolved, seen):
        make_link(cadre, household)
    make_visit(cadre, long_ago, on=date(2024, 5, 5))
    make_visit(cadre, unsolved, on=date(2025, 5, 5), problems=(Raised("还没办"),))
    make_visit(cadre, seen)
    waiting = [one.contact for one in queries.due(cadre)]
    assert [row.household.id for row in waiting] == [unsolved.id, never.id, long_ago.id]
    assert [row.open_problems for row in waiting] == [1, 0, 0]


def test_leaders_see_key_villages_that_lack_a_cadre_or_a_visit(db):
    make_key_village(VILLAGE)
    make_key_village(VILLAGE_2)
    cadre, head = make_actor(Role.CADRE), make_actor(Role.HEAD)
    gaps = queries.key_village_gaps(head)
    assert [(gap.code, gap.has_cadre) for gap in gaps] == [(VILLAGE, False), (VILLAGE_2, False)]
    make_link(cadre)
    make_visit(cadre)
    assert [gap.code for gap in queries.key_village_gaps(head)] == [VILLAGE_2]
    make_link(cadre, village=VILLAGE_2)
    gap = queries.key_village_gaps(head)[0]
    assert (gap.code, gap.has_cadre, gap.last_on) == (VILLAGE_2, True, None)
    assert queries.key_village_gaps(cadre) == []


def test_a_problem_of_the_office_belongs_to_no_visit(db):
    assert make_problem(make_actor(Role.CADRE, unit=OFFICE_2)).visit_id is None
    assert queries.visit_behind(make_actor(Role.CLERK, unit=TOWN), None) is None
