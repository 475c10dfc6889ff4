"""联系点安排表 and 村情一览: who reads which rows, what stays masked, what is counted how."""

from datetime import timedelta

import pytest
from factories import OTHER_TOWN, VILLAGE, VILLAGE_2, make_actor
from factories_contacts import hand_over, put_rows
from factories_visits import (
    make_checked,
    make_household,
    make_key_village,
    make_link,
    make_problem,
    make_visit,
)
from tables import lines_of, picked, titles_of

from tracker.domain import clock
from tracker.domain.policy import may_come
from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.problems.service import Raised
from tracker.visits.contact_reports import ARRANGEMENTS, VILLAGES
from tracker.visits.rules import Level, Target
from tracker.visits.service import ContactRow

TODAY = clock.today()


def test_the_arrangements_have_exactly_the_usual_columns():
    assert list(titles_of(ARRANGEMENTS)) == [
        "序号", "村（社区）", "重点村", "类型", "联系对象", "联系干部", "干部所在单位", "级别", "AB 岗",
        "从哪天起", "到哪天为止", "依据文件", "发卡日期",
    ]


def test_a_line_names_the_cadre_the_stand_in_and_the_masked_household(db):
    make_key_village()
    cadre, backup = make_actor(Role.CADRE, name="李雪梅"), make_actor(Role.CADRE, name="赵建国")
    make_link(cadre, make_household(group="一组"), backup_id=backup.user_id)
    make_link(cadre, level=Level.LEADER)
    lines = lines_of(ARRANGEMENTS, make_actor(Role.ORG))
    assert picked(lines, "重点村", "类型", "联系对象", "级别", "AB 岗", "到哪天为止") == [
        ("其他原因", "村（社区）", "石门村", "班子成员", "", ""),
        ("其他原因", "联系户", "一组 001 户 欧阳**", "一般干部", "赵建国", ""),
    ]
    assert picked(lines, "村（社区）", "联系干部") == [("石门村", "李雪梅")] * 2


def test_an_ended_arrangement_stands_in_the_periods_it_touches(db):
    giver, receiver = make_actor(Role.CADRE, name="李雪梅"), make_actor(Role.CADRE, name="赵建国")
    make_link(giver, since=TODAY - timedelta(days=40))
    hand_over(make_actor(Role.ORG), giver, receiver)
    clerk = make_actor(Role.CLERK)

    def cadres(period):
        found = lines_of(ARRANGEMENTS, clerk, period)
        assert ARRANGEMENTS.count(clerk, period) == len(found)
        return [line["联系干部"] for line in found]

    assert cadres(Period(start=TODAY)) == ["赵建国"]
    assert cadres(Period(end=TODAY - timedelta(days=20))) == ["李雪梅"]
    assert cadres(Period()) == ["李雪梅", "赵建国"]
    assert cadres(Period(unit=VILLAGE_2)) == [] and cadres(Period(unit="%")) == []


@pytest.mark.parametrize("report", [ARRANGEMENTS, VILLAGES], ids=lambda report: report.name)
def test_only_who_looks_after_the_town_has_the_sheets_and_of_the_own_town(db, report):
    make_link(make_actor(Role.CADRE))
    for role in (Role.CADRE, Role.HANDLER, Role.UNIT_HEAD, Role.AGENT, Role.SYSADMIN):
        assert not may_come(make_actor(role), report.action)
    neighbours = lines_of(report, make_actor(Role.HEAD, unit=OTHER_TOWN))
    assert "石门村" not in str(neighbours)
    assert "石门村" in str(lines_of(report, make_actor(Role.COUNTY)))


def test_a_village_is_told_by_the_towns_own_books(db):
    make_key_village()
    cadre = make_actor(Role.CADRE, name="李雪梅")
    cares = ["独居老人"] * 2 + ["困难户"] * 6
    homes = [make_household(name=f"王{number}", cares=care) for number, care in enumerate(cares)]
    make_link(cadre), make_link(cadre, homes[0])
    make_visit(cadre, homes[0], problems=(Raised("井水发浑"), Raised("灯不亮", settled="换了")))
    make_visit(cadre, homes[1])
    make_problem(cadre), make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER))
    rows = VILLAGES.rows(make_actor(Role.CLERK), Period())
    here = next(one for one in rows if one.code == VILLAGE)
    assert (here.key, here.cadres) == ("其他原因", "李雪梅")
    assert (here.households, here.people, here.linked) == (8, None, 1)
    assert (here.alone, here.hardship, here.days, here.visited) == (2, 6, 1, 2)
    assert (here.raised, here.solved, here.open) == (4, 1, 3)
    lines = lines_of(VILLAGES, make_actor(Role.CLERK))
    assert picked(lines, "困难户", "独居老人")[0] == ("6", "<5"), "a small count would point at a door"
    assert "排名" not in str(titles_of(VILLAGES))


def test_figures_of_another_period_do_not_mix_in(db):
    cadre, household = make_actor(Role.CADRE), make_household()
    make_visit(cadre, household, on=TODAY - timedelta(days=400))
    here = next(
        one for one in VILLAGES.rows(make_actor(Role.HEAD), Period(start=TODAY)) if one.code == VILLAGE
    )
    assert (here.households, here.days, here.visited) == (1, 0, 0)


def test_companies_stand_under_their_own_names(db):
    cadre = make_actor(Role.CADRE)
    put_rows(ContactRow(cadre.name, "石门村", target=Target.COMPANY, name="茶叶加工厂"))
    lines = lines_of(ARRANGEMENTS, make_actor(Role.CLERK))
    assert picked(lines, "类型", "联系对象") == [("企业", "茶叶加工厂")]
