"""Problems (问题): every move, its refusal, its trace."""

from datetime import timedelta

import pytest
from factories import OFFICE, OFFICE_2, OTHER_TOWN, TOWN, VILLAGE, VILLAGE_2, make_actor
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
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.problems import queries, service
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.queries import OVERDUE, THIS_WEEK, ProblemFilter
from tracker.problems.reports import FOUR_LISTS, PROBLEM_LIST
from tracker.problems.rules import Confirmer, Status, Urgency
from tracker.problems.service import Assignment, Confirmation, Raised, ToOpinion
from tracker.store.audit import AuditEntry


def last_entry(db) -> AuditEntry:
    return db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()


def moves_of(db, problem) -> list[str]:
    notes = db.session.query(ProblemNote).filter_by(problem_id=problem.id).order_by(ProblemNote.id)
    return [note.move for note in notes]


def test_a_problem_is_registered_with_the_town_and_a_number_people_can_say(db):
    cadre = make_actor(Role.CADRE)
    first, second = make_problem(cadre), make_problem(cadre)
    assert [first.ref, second.ref] == ["石门-问-0001", "石门-问-0002"]
    assert (first.status, first.unit_code, first.village_code) == (Status.REGISTERED, TOWN, VILLAGE)
    assert first.registered_on == clock.today() and first.assignee_id is None
    assert last_entry(db).action == "problem.add"
    assert "content" not in last_entry(db).changes


def test_the_whole_way_from_registration_to_being_struck_off(db):
    cadre, handler = make_actor(Role.CADRE), make_actor(Role.HANDLER)
    clerk, deputy = make_actor(Role.CLERK), make_actor(Role.DEPUTY)
    problem = make_problem(cadre)
    give(problem, handler, by=clerk)
    assert (problem.status, problem.unit_code) == (Status.ASSIGNED, OFFICE_2)
    assert problem.assignee_id == handler.user_id
    service.progress(handler, problem, text="已去井边看过，要换管子")
    assert problem.status is Status.HANDLING
    service.apply(handler, problem, result="换了新管子")
    assert (problem.status, problem.applied_on) == (Status.APPLIED, clock.today())
    service.check(clerk, problem, text="")
    assert (problem.status, problem.checked_by) == (Status.CHECKED, clerk.user_id)
    service.strike_off(deputy, problem, confirmation())
    assert (problem.status, problem.struck_off_on, problem.struck_off_by) == (
        Status.STRUCK_OFF, clock.today(), deputy.user_id
    )
    assert problem.confirmed_by is Confirmer.RESIDENT and problem.confirmed_words == "水清了，不用跑了"
    assert moves_of(db, problem) == ["assign", "progress", "apply", "check", "strike_off"]
    entry = last_entry(db)
    assert entry.action == "problem.strike_off" and entry.changes["status"] == ["checked", "struck_off"]
    assert "confirmed_words" not in entry.changes


@pytest.mark.parametrize("role", [Role.CLERK, Role.DEPUTY])
def test_the_handler_can_neither_check_nor_strike_off_nor_hang_up_again(db, role):
    """Even where the role could: the person who did the work is not the one who judges it."""
    handler = make_actor(role)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, handler, unit=handler.unit_code)
    service.apply(handler, problem, result="办好了")
    for judge in (
        lambda: service.check(handler, problem, text=""),
        lambda: service.rehang(handler, problem, reason="再看看"),
    ):
        with pytest.raises(RuleBroken, match="没有经手的人"):
            judge()
    service.check(make_actor(Role.HEAD), problem, text="")
    with pytest.raises(RuleBroken, match="没有经手的人"):
        service.strike_off(handler, problem, confirmation())
    assert problem.status is Status.CHECKED and problem.struck_off_on is None


def test_handing_it_on_does_not_make_the_former_handler_a_judge(db):
    clerk, handler = make_actor(Role.CLERK), make_actor(Role.HANDLER)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, clerk, unit=OFFICE)
    service.progress(clerk, problem, text="联系了水务站")
    give(problem, handler)
    service.apply(handler, problem, result="换了管子")
    with pytest.raises(RuleBroken, match="没有经手的人"):
        service.check(clerk, problem, text="")


def test_hanging_up_again_counts_and_asks_for_a_new_application(db):
    cadre, handler = make_actor(Role.CADRE), make_actor(Role.HANDLER)
    problem = make_checked(cadre, handler)
    deputy = make_actor(Role.DEPUTY)
    service.rehang(deputy, problem, reason="他说水又浑了")
    assert (problem.status, problem.rehung_count, problem.applied_on) == (Status.HANDLING, 1, None)
    assert last_entry(db).changes["rehung_count"] == [0, 1]
    with pytest.raises(RuleBroken):
        service.strike_off(deputy, problem, confirmation())
    service.apply(handler, problem, result="又换了一段")
    service.rehang(deputy, problem, reason="还是浑")
    assert problem.rehung_count == 2


def test_a_confirmation_from_before_the_application_is_no_confirmation(db):
    problem = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER))
    early = Confirmation(Confirmer.VILLAGE, clock.today() - timedelta(days=1))
    with pytest.raises(RuleBroken) as broken:
        service.strike_off(make_actor(Role.CLERK), problem, early)
    assert broken.value.field == "confirmed_on" and problem.status is Status.CHECKED


def test_what_was_solved_on_the_spot_ends_at_once_without_a_second_person(db):
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre, settled="当场接好了水管")
    assert (problem.status, problem.assignee_id) == (Status.SETTLED, cadre.user_id)
    assert problem.result == "当场接好了水管" and problem.struck_off_on is None


def test_on_the_spot_is_for_who_registered_it_and_for_the_same_day(db, monkeypatch):
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre)
    with pytest.raises(NotFound):
        service.settle(make_actor(Role.CADRE), problem, result="办了")
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    with pytest.raises(RuleBroken, match="走销号"):
        service.settle(cadre, problem, result="办了")
    monkeypatch.undo()
    service.settle(cadre, problem, result="办了")
    assert problem.status is Status.SETTLED


def test_a_problem_is_given_to_somebody_who_sits_in_that_office(db):
    handler, clerk = make_actor(Role.HANDLER), make_actor(Role.CLERK)
    problem = make_problem(make_actor(Role.CADRE))
    for assignee_id, unit in ((handler.user_id, OFFICE), (make_actor(Role.COMMITTEE).user_id, TOWN)):
        with pytest.raises(RuleBroken) as broken:
            service.assign(clerk, problem, Assignment(assignee_id, unit, clock.today()))
        assert broken.value.field == "assignee"
    assert problem.status is Status.REGISTERED


def test_a_head_of_office_assigns_within_the_office_only(db):
    handler, cadre = make_actor(Role.HANDLER), make_actor(Role.CADRE)
    chief = make_actor(Role.UNIT_HEAD)
    problem = make_problem(cadre)
    with pytest.raises(NotFound):
        give(problem, handler, by=chief)  # the town still holds it
    give(problem, handler)
    colleague = make_actor(Role.HANDLER)
    give(problem, colleague, by=chief)
    assert problem.assignee_id == colleague.user_id
    with pytest.raises(RuleBroken, match="本部门"):
        give(problem, cadre, unit=TOWN, by=chief)
    assert problem.assignee_id == colleague.user_id and problem.unit_code == OFFICE_2


@pytest.mark.parametrize("role", [Role.COUNTY, Role.ORG, Role.DISCIPLINE, Role.SYSADMIN, Role.COMMITTEE])
def test_who_only_looks_or_has_no_business_changes_nothing(db, role):
    problem = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER))
    actor = make_actor(role)
    with pytest.raises(NotFound):
        service.strike_off(actor, problem, confirmation())
    with pytest.raises(NotFound):
        service.rehang(actor, problem, reason="x")


def test_the_database_itself_refuses_a_handler_who_strikes_off(db):
    import sqlalchemy as sa

    problem = make_checked(make_actor(Role.CADRE), make_actor(Role.HANDLER))
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.update(Problem).where(Problem.id == problem.id).values(
            status="struck_off", struck_off_on=clock.today(), confirmed_by="resident",
            struck_off_by=problem.assignee_id,
        ))


def test_what_waits_for_me_comes_with_the_urgent_first(db):
    handler = make_actor(Role.HANDLER)
    usual = make_problem(make_actor(Role.CADRE), "路灯不亮")
    fast = make_problem(make_actor(Role.CADRE), "围墙要倒", urgency=Urgency.FAST)
    for problem in (usual, fast):
        give(problem, handler)
    assert [row.title for row in queries.my_problems(handler)] == ["围墙要倒", "路灯不亮"]
    service.apply(handler, fast, result="拆了")
    assert [row.title for row in queries.my_problems(handler)] == ["路灯不亮"]
    assert queries.my_problems(make_actor(Role.HANDLER)) == []


def test_the_list_to_hand_in_has_exactly_the_usual_columns():
    assert titles_of(PROBLEM_LIST) == (
        "序号 问题 来源 责任领导 责任部门 责任人 整改措施 完成时限 进展 是否完成 群众确认 销号时间".split()
    )


FOUR = {
    "problem-questions": "序号 编号 登记日期 村（社区） 问题 来源 类别 急不急 状态",
    "problem-duties": "序号 编号 问题 责任领导 责任部门 责任人 完成时限 状态",
    "problem-tasks": "序号 编号 问题 整改措施 责任部门 责任人 完成时限 进展",
    "problem-results": (
        "序号 编号 问题 整改结果 核查人 群众确认 怎么问的 谁去问的 确认日期 销号时间 重新挂账次数 班子会研究"
    ),
}


@pytest.mark.parametrize("report", FOUR_LISTS, ids=lambda report: report.name)
def test_the_four_lists_have_the_same_rows_and_other_columns(db, report):
    cadre, head = make_actor(Role.CADRE), make_actor(Role.HEAD, name="周镇长")
    problem = make_checked(cadre, make_actor(Role.HANDLER))
    service.strike_off(head, problem, confirmation())
    service.to_opinion(cadre, make_problem(cadre), ToOpinion())
    assert titles_of(report) == FOUR[report.name].split()
    (row,) = lines_of(report, make_actor(Role.CLERK))
    assert row["编号"] == problem.ref and row["问题"] == problem.content
    if report.name == "problem-results":
        told = picked([row], "整改结果", "群众确认", "怎么问的", "谁去问的", "重新挂账次数")
        assert told == [("换了新管子，水清了", "反映人本人", "打电话", "周镇长", "0")]
    assert lines_of(report, make_actor(Role.HANDLER)) == []


def test_what_waits_to_be_judged_never_shows_the_own_work(db):
    clerk, other = make_actor(Role.CLERK), make_actor(Role.CLERK)
    waiting = make_problem(make_actor(Role.CADRE), "等交办")
    mine = make_problem(make_actor(Role.CADRE), "我办的")
    give(mine, clerk, unit=OFFICE)
    service.apply(clerk, mine, result="办了")
    assert [row.ref for row in queries.problems_to_judge(clerk)] == [waiting.ref]
    assert [row.ref for row in queries.problems_to_judge(other)] == [waiting.ref, mine.ref]
    assert queries.problems_to_judge(make_actor(Role.HANDLER)) == []


def test_filters_narrow_the_list_and_the_totals_alike(db, monkeypatch):
    clerk, handler = make_actor(Role.CLERK), make_actor(Role.HANDLER)
    cadre = make_actor(Role.CADRE)
    late, done = make_problem(cadre, "晚了"), make_problem(cadre, "好了", settled="好")
    give(late, handler)
    assert [p.ref for p in queries.problems(clerk, ProblemFilter(due=THIS_WEEK)).rows] == [late.ref]
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert [p.ref for p in queries.problems(clerk, ProblemFilter(due=OVERDUE)).rows] == [late.ref]
    assert [p.ref for p in queries.problems(clerk, ProblemFilter(unit=OFFICE_2)).rows] == [late.ref]
    assert [p.ref for p in queries.problems(clerk, ProblemFilter(status="settled")).rows] == [done.ref]
    everything = queries.problems(clerk, ProblemFilter(status="nonsense")).rows
    assert [p.ref for p in everything] == [done.ref, late.ref]
    found = queries.totals(clerk, ProblemFilter())
    assert (found.count, found.done, found.overdue) == (2, 1, 1)
    assert queries.totals(clerk, ProblemFilter(village=OTHER_TOWN + "201")).count == 0


def test_the_list_goes_on_behind_its_twentieth_row(db):
    cadre = make_actor(Role.CADRE)
    refs = [make_problem(cadre).ref for _n in range(23)]
    first = queries.problems(cadre, ProblemFilter())
    rest = queries.problems(cadre, ProblemFilter(), first.next_after)
    assert [p.ref for p in (*first.rows, *rest.rows)] == refs[::-1] and rest.next_after is None


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CLERK, True), (Role.DEPUTY, True), (Role.COUNTY, True), (Role.CADRE, False), (Role.AGENT, False),
     (Role.HANDLER, False), (Role.UNIT_HEAD, False), (Role.SYSADMIN, False)],
)
def test_who_sees_a_problem_that_waits_in_the_town(db, role, sees):
    problem = make_problem(make_actor(Role.CADRE))
    found = queries.problems(make_actor(role), ProblemFilter()).rows
    assert [one.id for one in found] == ([problem.id] if sees else [])


def test_another_town_sees_nothing(db):
    make_problem(make_actor(Role.CADRE))
    stranger = make_actor(Role.CLERK, unit=OTHER_TOWN)
    assert queries.problems(stranger, ProblemFilter()).rows == []
    assert lines_of(PROBLEM_LIST, stranger) == []


def test_the_list_to_hand_in_names_staff_and_masks_residents(db):
    cadre, handler = make_actor(Role.CADRE), make_actor(Role.HANDLER, name="赵建国")
    household = make_household(phone="13812345678")
    make_link(cadre, household)
    visit = make_visit(cadre, household, problems=(Raised("水浑，打 13812345678 找我"),))
    problem = db.session.query(Problem).filter_by(visit_id=visit.id).one()
    give(problem, handler)
    service.progress(handler, problem, text="管子买好了")
    (row,) = lines_of(PROBLEM_LIST, make_actor(Role.CLERK), Period(year=clock.today().year))
    assert row["问题"] == "水浑，打 138****5678 找我" and row["进展"] == "管子买好了"
    assert picked([row], "来源", "责任部门", "责任人") == [("走访", "农业农村办公室", "赵建国")]
    assert picked([row], "是否完成", "群众确认", "销号时间") == [("否", "", "")]
    give(problem, handler)
    (row,) = lines_of(PROBLEM_LIST, make_actor(Role.CLERK))
    assert row["进展"] == "管子买好了", "to whom it was given is no progress"
    assert lines_of(PROBLEM_LIST, make_actor(Role.CLERK), Period(year=2000)) == []


def test_the_list_of_one_village_or_office_keeps_to_it(db):
    cadre, handler = make_actor(Role.CADRE), make_actor(Role.HANDLER)
    given, waiting = make_problem(cadre, "井水发浑"), make_problem(cadre, "桥面裂了")
    give(given, handler)

    def texts(actor, unit):
        return [row["问题"] for row in lines_of(PROBLEM_LIST, actor, Period(unit=unit))]

    clerk = make_actor(Role.CLERK)
    assert texts(clerk, VILLAGE) == [given.content, waiting.content]
    assert texts(clerk, OFFICE_2) == texts(make_actor(Role.UNIT_HEAD), VILLAGE) == [given.content]
    assert texts(clerk, VILLAGE_2) == texts(make_actor(Role.CADRE), VILLAGE) == []
    assert [PROBLEM_LIST.splits[0].of(row)[1] for row in PROBLEM_LIST.rows(clerk, Period())] == [
        "农业农村办公室", "石门镇"
    ]
