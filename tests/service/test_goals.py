"""Goals, leave, the leaders' page and closing a month (走访目标、请假、走访情况、结账)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from books import as_calamine_sees, written
from factories import OTHER_TOWN, TOWN, VILLAGE, VILLAGE_2, make_actor, make_user
from factories_visits import make_goal, make_household, make_leave, make_link, make_visit

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.excel.report import Period, cell_values
from tracker.households.rules import Care
from tracker.people import service as people
from tracker.people.models import Leave
from tracker.people.queries import leaves_of
from tracker.people.rules import LeaveKind
from tracker.problems.service import Raised
from tracker.store import phones
from tracker.store.audit import AuditEntry
from tracker.store.db import db as house
from tracker.visits import queries, service
from tracker.visits.models import MonthClosing, VisitGoal
from tracker.visits.overview_report import VISIT_GOALS
from tracker.visits.rules import Cycle, Level, News, State, Target

NOON = "2026-11-23T12:00:00+08:00"
NOVEMBER = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))
OCTOBER = Period(start=date(2026, 10, 1), end=date(2026, 10, 31))


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False):
        yield


def day(number, month=11):
    return date(2026, month, number)


def row_of(cadre, period=NOVEMBER, reader=Role.DEPUTY):
    return next(
        row for row in queries.cadre_rows(make_actor(reader), period) if row.user_id == cadre.user_id
    )


def linked(since=date(2026, 1, 1), **facts):
    cadre, home = make_actor(Role.CADRE), make_household(**facts)
    return cadre, home, make_link(cadre, home, since=since)


# goals and leave


def test_by_default_there_is_no_goal_and_only_the_quarter_reminds(db):
    cadre, home, _link = linked()
    assert queries.goals(cadre) == [] and row_of(cadre).need is None
    assert [(one.contact.household, one.standing) for one in queries.due(cadre)] == [(home, None)]
    make_visit(cadre, home, on=day(2))
    assert queries.due(cadre) == []


def test_the_goal_asks_and_one_day_is_one_visit(db):
    cadre, home, _link = linked()
    make_goal(cycle=Cycle.MONTH, times=2)
    for _form in range(3):
        make_visit(cadre, home, on=day(3))
    row = row_of(cadre)
    assert (row.need, row.reached, row.counts.days, row.counts.homes, row.counts.visits) == (2, 1, 1, 1, 3)
    (due,) = queries.due(cadre)
    assert (due.standing.state, due.standing.missing) == (State.DUE, 1)


def test_on_leave_all_month_nothing_is_needed(db):
    cadre, _home, _link = linked()
    make_goal(cycle=Cycle.MONTH, times=2)
    make_leave(cadre, day(1), day(30))
    row = row_of(cadre)
    assert (row.need, row.reached) == (0, 0) and "请假 23 天" in row.words
    assert queries.due(cadre) == []


def test_whoever_takes_over_on_the_20th_needs_one(db):
    cadre, _home, _link = linked(since=day(20))
    make_goal(cycle=Cycle.MONTH, times=2)
    assert row_of(cadre).need == 1


def test_the_visit_of_the_backup_and_of_a_companion_counts(db):
    cadre, friend = make_actor(Role.CADRE), make_actor(Role.CADRE)
    home, other = make_household(), make_household(name="周桂兰")
    make_link(cadre, home, since=date(2026, 1, 1), backup_id=friend.user_id)
    make_link(cadre, other, since=date(2026, 1, 1))
    make_goal(cycle=Cycle.MONTH, times=1)
    make_visit(friend, home, on=day(3))
    service.add(friend, service.Entry(
        day(4), service.Place(other.unit_code, other.id), companion_ids=(cadre.user_id,)
    ))
    row = row_of(cadre)
    assert (row.need, row.reached, row.counts.days) == (2, 2, 1)
    assert row_of(friend).counts.days == 2 and queries.due(cadre) == []


def test_a_goal_is_meant_for_its_class_and_level_alone(db):
    cadre, hard, of_hard = linked(cares="困难户、独居老人")
    make_link(cadre, make_household(name="李四"), since=date(2026, 1, 1))
    village = make_link(cadre, since=date(2026, 1, 1), level=Level.LEADER)
    make_goal(target=Target.VILLAGE, cycle=Cycle.MONTH, times=4, level=Level.LEADER)
    make_goal(target=Target.VILLAGE, cycle=Cycle.MONTH, times=9, level=Level.MIDDLE)
    make_goal(care=Care.HARDSHIP, cycle=Cycle.MONTH, times=3)
    make_visit(cadre, hard, on=day(5))
    standing = queries.own_standings(cadre, queries.my_contacts(cadre))
    assert {link_id: (one.need, one.done) for link_id, one in standing.items()} == {
        of_hard.id: (3, 1), village.id: (4, 1)
    }


def test_days_before_the_window_tell_how_long_the_gap_is(db):
    """A visit of the last day of October is no long gap on the second of November."""
    cadre, home, _link = linked()
    make_goal(cycle=Cycle.MONTH, times=2, since=day(1))
    make_visit(cadre, home, on=day(31, 10))
    (due,) = queries.due(cadre)
    assert (due.standing.gap, due.standing.state) == (23, State.DUE)


def test_goals_are_set_and_ended_by_those_who_lead(db):
    wanted = service.Wanted(Target.HOUSEHOLD, Cycle.QUARTER, 1, "石党办〔2026〕18号")
    for role in (Role.ORG, Role.DEPUTY, Role.HEAD):
        goal = service.add_goal(make_actor(role), wanted)
        service.end_goal(make_actor(role), goal, until=day(23))
        assert goal.until == day(23)
    with pytest.raises(NotFound):
        service.add_goal(make_actor(Role.CADRE), wanted)
    with pytest.raises(NotFound):
        service.end_goal(make_actor(Role.HEAD, unit=OTHER_TOWN), goal, until=day(24))
    with pytest.raises(RuleBroken):
        service.add_goal(make_actor(Role.ORG), service.Wanted(Target.HOUSEHOLD, Cycle.QUARTER, 0, "x"))
    with pytest.raises(RuleBroken):
        service.end_goal(make_actor(Role.ORG), goal, until=day(22))
    assert house.session.scalar(sa.select(sa.func.count()).select_from(VisitGoal)) == 3
    actions = house.session.scalars(sa.select(AuditEntry.action)).all()
    assert (actions.count("goal.add"), actions.count("goal.end")) == (3, 3)


def test_the_same_goal_is_not_set_twice_and_none_starts_years_ahead(db):
    wanted = service.Wanted(Target.HOUSEHOLD, Cycle.QUARTER, 1, "石党办〔2026〕18号")
    org = make_actor(Role.ORG)
    service.add_goal(org, wanted)
    for other, field in ((replace(wanted, times=2), "times"), (replace(wanted, since=day(1, 12)), "times"),
                         (replace(wanted, cycle=Cycle.MONTH, since=date(2028, 1, 1)), "since")):
        with pytest.raises(RuleBroken) as broken:
            service.add_goal(org, other)
        assert broken.value.field == field
    service.add_goal(org, replace(wanted, care=Care.HARDSHIP))
    assert len(queries.goals(org)) == 2


def test_several_goals_for_one_household_ask_for_the_most_of_them_not_for_their_sum(db):
    cadre, home, _link = linked(cares="困难户")
    make_goal(cycle=Cycle.MONTH, since=day(1))
    make_goal(cycle=Cycle.MONTH, since=day(1), care=Care.HARDSHIP, times=2)
    make_visit(cadre, home, on=day(2))
    row = row_of(cadre)
    assert (row.need, row.reached) == (2, 1)


def test_leave_is_kept_by_the_org_and_ends_with_the_return(db):
    org, user = make_actor(Role.ORG), make_user(Role.CADRE)
    leave = people.add_leave(org, user, since=day(2), until=day(27), kind=LeaveKind.SICK)
    people.end_leave(org, leave, back_on=day(20))
    assert leaves_of([user.id], day(1), day(30)) == {user.id: [(day(2), day(19))]}
    people.end_leave(org, leave, back_on=day(2))
    assert leave.cancelled_on == day(23) and leaves_of([user.id], day(1), day(30)) == {}
    with pytest.raises(RuleBroken):
        people.end_leave(org, leave, back_on=day(2))
    with pytest.raises(RuleBroken):
        people.add_leave(org, user, since=day(3), until=day(2), kind=LeaveKind.ANNUAL)
    with pytest.raises(NotFound):
        people.add_leave(make_actor(Role.CLERK), user, since=day(2), until=day(3), kind=LeaveKind.ANNUAL)
    with pytest.raises(NotFound):
        people.end_leave(make_actor(Role.ORG, unit=OTHER_TOWN), leave, back_on=day(2))
    assert house.session.scalar(sa.select(sa.func.count()).select_from(Leave)) == 1


# the leaders' page


def test_unsynced_for_nine_days_is_not_nought(db):
    cadre, _home, _link = linked()
    phones.heard(cadre.user_id, day(14), 3)
    row = row_of(cadre)
    assert row.news is News.UNSYNCED and row.told(row.counts.days) == "未同步"
    assert row.words == "未同步：手机上还有 3 条，最后一次有消息是 11 月 14 日（9 天前）"


def test_three_kinds_of_nothing_are_told_apart(db):
    waits, silent, none, fresh = (linked(name=name)[0] for name in ("王秀英", "周桂兰", "李四", "赵六"))
    phones.heard(waits.user_id, day(23), 1)
    phones.heard(silent.user_id, day(10), 0)
    phones.heard(fresh.user_id, day(22), 0)
    told = [row_of(one).told(0) for one in (waits, silent, none, fresh)]
    assert told == ["未同步", "没有听到消息", 0, 0]
    assert [row_of(one).words for one in (none, fresh)] == ["没有走访", "没有走访"]


def test_the_workbook_says_what_the_rows_say(db):
    cadre, home, _link = linked()
    away = linked(name="李四")[0]
    make_goal(cycle=Cycle.MONTH, times=2)
    phones.heard(away.user_id, day(14), 2)
    make_visit(cadre, home, on=day(3), problems=(Raised("井水发浑"), Raised("灯不亮", settled="换了灯泡")))
    rows = queries.cadre_rows(make_actor(Role.HEAD), NOVEMBER)
    values = {one[1]: one[2:] for one in (cell_values(VISIT_GOALS, row, 1) for row in rows)}
    assert values[cadre.name][1:8] == (1, 1, 2, 1, 2, 1, None)
    assert values[away.name][1:8] == (*["未同步"] * 4, 2, "未同步", None)
    sheet = as_calamine_sees(written(VISIT_GOALS, rows))
    assert any("未同步" in str(cell) for line in sheet for cell in line)


def test_people_stand_in_the_order_of_their_names(db):
    for name in ("赵六", "安心", "单田"):
        make_link(make_actor(Role.CADRE, name=name), make_household(name=f"{name}户"))
    names = [row.name for row in queries.cadre_rows(make_actor(Role.CLERK), NOVEMBER)]
    assert names == ["安心", "单田", "赵六"]


def test_counts_stand_beside_outcomes_in_the_villages(db):
    cadre, other = make_actor(Role.CADRE), make_actor(Role.CADRE)
    home = make_household()
    make_visit(cadre, home, on=day(3), problems=(Raised("井水发浑"),))
    make_visit(other, home, on=day(3))
    make_visit(cadre, on=day(4), village=VILLAGE_2)
    found = queries.overview(make_actor(Role.HEAD), NOVEMBER)
    facts = {one.code: (one.counts.days, one.counts.homes, one.counts.raised) for one in found.villages}
    assert facts == {VILLAGE: (1, 1, 1), VILLAGE_2: (1, 0, 0)}
    assert (found.totals.visits, found.totals.empty, found.has_goals) == (3, 2, False)


def test_questions_are_asked_about_empty_and_repeated_visits(db):
    cadre, home, _link = linked()
    for number in range(5):
        make_visit(cadre, home, on=day(3 + number), words="家里都好，没有什么事")
    rows = queries.cadre_rows(make_actor(Role.HEAD), NOVEMBER)
    (habit,) = [
        one for one in queries.habits(make_actor(Role.HEAD), NOVEMBER, rows) if one.name == cadre.name
    ]
    assert (habit.visits, habit.empty, habit.same) == (5, 5, 5)


def test_the_neighbours_are_not_in_the_rows(db):
    cadre, home, _link = linked()
    make_visit(cadre, home, on=day(3))
    assert queries.cadre_rows(make_actor(Role.HEAD, unit=OTHER_TOWN), NOVEMBER) == []
    assert [row.user_id for row in queries.cadre_rows(make_actor(Role.COUNTY), NOVEMBER)] == [cadre.user_id]


# closing a month


def test_what_comes_after_the_closing_is_told_apart(db):
    cadre, home, _link = linked()
    with time_machine.travel("2026-10-20T12:00:00+08:00", tick=False):
        make_visit(cadre, home, on=day(12, 10))
    clerk = make_actor(Role.CLERK)
    closing = service.close_month(clerk, day(1, 10))
    assert (closing.month, closing.unit_code) == (day(1, 10), TOWN)
    with time_machine.travel("2026-11-24T12:00:00+08:00", tick=False):
        make_visit(cadre, home, on=day(13, 10))
        make_visit(cadre, home, on=day(14, 10), problems=(Raised("井水发浑"),))
        late, new = row_of(cadre, OCTOBER), row_of(cadre, NOVEMBER)
    assert (late.counts.days, late.counts.homes, late.counts.late, late.counts.raised) == (1, 1, 2, 1)
    assert new.counts.late is None
    found = queries.overview(make_actor(Role.HEAD), OCTOBER)
    assert found.closed_on == clock.today()
    assert [(one.counts.days, one.counts.late) for one in found.villages] == [(1, 2)]


def test_a_month_is_closed_once_and_only_when_it_is_over(db):
    clerk = make_actor(Role.CLERK)
    with pytest.raises(RuleBroken):
        service.close_month(clerk, day(1))
    service.close_month(clerk, day(1, 10))
    with pytest.raises(RuleBroken):
        service.close_month(make_actor(Role.DEPUTY), day(1, 10))
    with pytest.raises(NotFound):
        service.close_month(make_actor(Role.CADRE), day(1, 9))
    assert house.session.scalars(sa.select(MonthClosing.month)).all() == [day(1, 10)]
    assert "visit.close_month" in house.session.scalars(sa.select(AuditEntry.action)).all()


def test_a_span_of_any_days_can_be_asked_for(db):
    cadre, home, _link = linked()
    make_goal(cycle=Cycle.WEEK, times=1)
    make_visit(cadre, home, on=day(3))
    reader = make_actor(Role.HEAD)
    for period in (
        Period(), Period(year=2026), Period(end=date(1, 1, 1)), Period(start=date(9999, 12, 1)),
        Period(start=day(3), end=day(3) + timedelta(days=1), unit=VILLAGE),
    ):
        assert len(queries.cadre_rows(reader, period)) in (0, 1), period
