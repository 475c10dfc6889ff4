"""走访记录台账 and 联系点工作统计表: who reads which rows, what stays masked, what is counted how."""

from datetime import date, timedelta

from books import totals_of
from factories import OFFICE_2, VILLAGE, VILLAGE_2, make_actor
from factories_opinions import name_subjects
from factories_visits import (
    confirmation,
    give,
    make_checked,
    make_household,
    make_link,
    make_problem,
    make_visit,
)
from tables import lines_of, picked, titles_of

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.problems import service as problems
from tracker.problems.models import Problem
from tracker.problems.service import Raised, ToOpinion
from tracker.visits import service
from tracker.visits.reports import CONTACT_STATISTICS, VISIT_LEDGER
from tracker.visits.rules import Kind, Purpose, Turn
from tracker.visits.service import Entry, Matter, Place

FIGURES = (
    "次数", "走访户数", "联系户总数", "走访到的联系户", "走访到的比例",
    "登记", "现场解决", "已销号", "在办", "超期在办",
)


def test_the_ledger_has_exactly_the_usual_columns():
    assert titles_of(VISIT_LEDGER) == (
        "序号 走访日期 联系干部 村/组 走访对象 走访形式 反映事项 现场解决 转办编号 销号时间".split()
    )


def test_the_ledger_has_a_line_for_each_matter_with_the_resident_masked(db):
    cadre, household = make_actor(Role.CADRE, name="李雪"), make_household(group="一组")
    make_visit(cadre, household, problems=(Raised("井水发浑"), Raised("灯不亮", settled="换了灯泡")))
    make_visit(cadre, words="都好")
    rows = lines_of(VISIT_LEDGER, make_actor(Role.CLERK))
    assert picked(rows, "反映事项", "现场解决", "转办编号") == [
        ("井水发浑", "否", "石门-问-0001"), ("灯不亮", "是", ""), ("都好", "", "")
    ]
    assert picked(rows[:1], "联系干部", "村/组", "走访形式") == [("李雪", "石门村 第一组", "入户")]
    assert [row["走访对象"] for row in rows] == ["欧阳**", "欧阳**", ""]
    assert lines_of(VISIT_LEDGER, make_actor(Role.CADRE)) == []


def test_the_ledger_tells_who_went_along_what_for_and_what_became_an_opinion(db):
    cadre, colleague = make_actor(Role.CADRE, name="李雪"), make_actor(Role.CADRE, name="王强")
    meeting = Entry(
        clock.today(), Place(VILLAGE), Kind.MEETING, "都说路坏了", purposes=(Purpose.NEEDS, Purpose.POLICY),
        present_count=23, companion_ids=(colleague.user_id,),
    )
    service.add(cadre, meeting, (Raised("灯不亮"), Matter("路坏了", turn=Turn.OPINION)))
    clerk, opinion = make_actor(Role.CLERK), db.session.query(Opinion).one()
    rows = lines_of(VISIT_LEDGER, clerk)
    assert picked(rows, "反映事项", "现场解决", "转办编号") == [
        ("灯不亮", "否", "石门-问-0001"), ("路坏了", "否", opinion.ref),
    ]
    assert picked(rows[:1], "联系干部", "走访形式") == [("李雪、王强", "座谈（23 人）：政策宣传、了解困难")]
    assert VISIT_LEDGER.count(clerk, Period()) == 2


def test_what_was_turned_into_something_a_reader_may_not_see_is_not_in_the_ledger(db):
    cadre, clerk = make_actor(Role.CADRE), make_actor(Role.CLERK)
    make_visit(cadre, words="都好")
    before = lines_of(VISIT_LEDGER, clerk)
    said = Entry(clock.today(), Place(VILLAGE), words="都好")
    visit = service.add(cadre, said, (Matter("路坏了", turn=Turn.OPINION),))
    name_subjects(db.session.query(Opinion).one(), OpinionSubject(user_id=clerk.user_id))
    rows = lines_of(VISIT_LEDGER, clerk)
    assert picked(rows, "反映事项", "转办编号") == picked([*before, *before], "反映事项", "转办编号")
    assert VISIT_LEDGER.count(clerk, Period()) == 2 and visit.ref
    problem = make_visit(cadre, problems=(Raised("想转出去的事"),)) and db.session.query(Problem).one()
    problems.to_opinion(cadre, problem, ToOpinion())
    assert lines_of(VISIT_LEDGER, clerk)[-1]["反映事项"] == "已转出"


def test_numbers_in_what_residents_said_stay_masked_in_every_file(db):
    cadre = make_actor(Role.CADRE)
    make_visit(cadre, words="打 13812345678 找我")
    make_visit(cadre, problems=(Raised("找 13812345678"),))
    for unmasked in (False, True):
        rows = lines_of(VISIT_LEDGER, make_actor(Role.CLERK), unmasked=unmasked)
        assert [row["反映事项"] for row in rows] == ["打 138****5678 找我", "找 138****5678"]


def test_a_file_without_masks_names_the_households_its_maker_may_know(db):
    cadre, other = make_actor(Role.CADRE), make_actor(Role.CADRE)
    mine, anothers = make_household(name="欧阳修文"), make_household(name="王秀英")
    make_link(cadre, mine), make_link(other, anothers)
    make_visit(cadre, mine), make_visit(cadre, anothers), make_visit(cadre)

    def people(actor, *, unmasked):
        return [row["走访对象"] for row in lines_of(VISIT_LEDGER, actor, unmasked=unmasked)]

    assert people(cadre, unmasked=False) == ["欧阳**", "王**", ""]
    assert people(cadre, unmasked=True) == ["欧阳修文", "王**", ""], "of another one's household no more"
    assert people(make_actor(Role.CLERK), unmasked=True) == ["欧阳修文", "王秀英", ""]
    assert people(make_actor(Role.COUNTY), unmasked=True) == ["欧阳**", "王**", ""]


def test_the_ledger_of_one_village_keeps_to_it_and_to_ones_own(db):
    cadre = make_actor(Role.CADRE)
    make_visit(cadre, make_household(group="一组")), make_visit(cadre, village=VILLAGE_2)

    def places(actor, unit):
        return [row["村/组"] for row in lines_of(VISIT_LEDGER, actor, Period(unit=unit))]

    assert places(cadre, VILLAGE) == ["石门村 第一组"]
    assert places(make_actor(Role.CLERK), VILLAGE_2) == ["桃源村"]
    assert places(make_actor(Role.CADRE), VILLAGE) == []
    assert places(cadre, "%") == places(cadre, OFFICE_2) == []


def test_the_ledger_splits_by_village(db):
    make_visit(make_actor(Role.CADRE), make_household(group="一组"))
    (row,) = VISIT_LEDGER.rows(make_actor(Role.CLERK), Period())
    assert VISIT_LEDGER.splits[0].of(row) == (VILLAGE, "石门村")


# 联系点工作统计表


def test_the_statistics_count_days_and_people_not_forms(db):
    cadre, other = make_actor(Role.CADRE, name="李雪"), make_actor(Role.CADRE, name="王强")
    seen, unseen, others = make_household(), make_household(name="王秀英"), make_household(name="周桂兰")
    make_link(cadre, seen), make_link(cadre, unseen), make_link(cadre), make_link(other)
    make_visit(cadre, seen), make_visit(cadre, seen), make_visit(other, others)
    make_visit(cadre, seen, on=clock.today() - timedelta(days=1))
    rows = lines_of(CONTACT_STATISTICS, make_actor(Role.CLERK))
    assert [row["村（社区）"] for row in rows] == ["石门村", "桃源村"]
    assert picked(rows, *FIGURES[:5]) == [("2", "2", "2", "1", "50.00%"), ("0", "0", "0", "0", "—")]
    assert [row["联系干部"] for row in rows] == ["李雪、王强", ""]


def test_the_statistics_show_beside_the_visits_what_came_of_them(db):
    cadre, handler = make_actor(Role.CADRE), make_actor(Role.HANDLER)
    texts = ("井水发浑", "桥面裂了", "路灯不亮")
    make_visit(cadre, problems=(*map(Raised, texts), Raised("灯泡坏了", settled="换了灯泡")))
    solved, late, waiting = db.session.query(Problem).filter_by(status="registered").order_by(Problem.id)
    for problem in (solved, late, waiting):
        give(problem, handler)
    for problem in (solved, waiting):
        problems.apply(handler, problem, result="好了")
    problems.check(make_actor(Role.DEPUTY), solved, text="看过")
    problems.strike_off(make_actor(Role.CLERK), solved, confirmation())
    make_checked(cadre, handler), make_problem(cadre)  # these two came from no visit
    (row, _other) = lines_of(CONTACT_STATISTICS, make_actor(Role.HEAD))
    assert picked([row], *FIGURES[5:]) == [("4", "1", "1", "2", "0")]
    db.session.query(Problem).update({"promised_on": clock.today() - timedelta(days=2)})
    db.session.commit()
    (row, _other) = lines_of(CONTACT_STATISTICS, make_actor(Role.HEAD))
    assert row["超期在办"] == "1", "whoever has applied for striking off waits for others"


def test_the_statistics_stand_as_of_the_last_day_of_the_period(db):
    cadre, household = make_actor(Role.CADRE), make_household()
    link = make_link(cadre, household, since=date(2026, 1, 10))
    service.end_contact(make_actor(Role.CLERK), link, until=date(2026, 3, 1))
    make_visit(cadre, household, on=date(2026, 2, 1))

    def reached(*days):
        (row, _other) = lines_of(CONTACT_STATISTICS, make_actor(Role.CLERK), Period(*days))
        return row["走访户数"], row["联系户总数"], row["走访到的比例"]

    assert reached(date(2026, 1, 1), date(2026, 2, 28)) == ("1", "1", "100.00%")
    assert reached(date(2026, 1, 1), date(2026, 3, 31)) == ("1", "0", "—")
    assert reached(date(2025, 1, 1), date(2025, 12, 31)) == ("0", "0", "—")
    notes = CONTACT_STATISTICS.notes_of(cadre, Period(date(2026, 1, 1), date(2026, 2, 28)))
    assert "2026-02-28" in notes[0]


def test_who_reports_on_the_own_visits_has_the_own_villages_only(db):
    cadre, other = make_actor(Role.CADRE, name="李雪"), make_actor(Role.CADRE, name="王强")
    make_link(cadre, make_household()), make_link(other, make_household(name="王秀英"))
    make_visit(cadre), make_visit(other), make_visit(other, village=VILLAGE_2)
    (row,) = lines_of(CONTACT_STATISTICS, cadre)
    assert picked([row], "村（社区）", "次数", "联系户总数") == [("石门村", "1", "1")]
    assert lines_of(CONTACT_STATISTICS, make_actor(Role.CADRE)) == []
    assert len(lines_of(CONTACT_STATISTICS, make_actor(Role.COUNTY))) == 3, "the county has another town"
    (row,) = lines_of(CONTACT_STATISTICS, make_actor(Role.CLERK), Period(unit=VILLAGE_2))
    assert picked([row], "村（社区）", "次数") == [("桃源村", "1")]


def test_the_share_reached_in_the_whole_town_is_of_all_households(db):
    cadre, seen = make_actor(Role.CADRE), make_household()
    make_link(cadre, seen), make_visit(cadre, seen)
    for number in range(3):
        make_link(cadre, make_household(VILLAGE_2, name=f"王{number}"))
    totals = totals_of(CONTACT_STATISTICS, CONTACT_STATISTICS.rows(make_actor(Role.CLERK), Period()))
    line = dict(zip(titles_of(CONTACT_STATISTICS), totals.texts(), strict=True))
    assert (line["联系户总数"], line["走访到的比例"]) == ("4", "25.00%")
