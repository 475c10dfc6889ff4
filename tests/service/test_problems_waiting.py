"""Problems (问题) that wait (暂缓、吹哨、班子会) or go on elsewhere (转出): every move, refusal, trace."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from factories import OFFICE_2, VILLAGE, make_actor, make_user
from factories_hall import make_item
from factories_opinions import plant_categories
from factories_sealed import put_key
from factories_visits import (
    PHONE,
    give,
    make_asked_off,
    make_checked,
    make_household,
    make_link,
    make_problem,
)

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.hall.models import Task
from tracker.hall.rules import Channel as TaskChannel
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel, Contact
from tracker.overview.service import nightly
from tracker.problems import queries, service
from tracker.problems.models import Problem, ProblemNote
from tracker.problems.queries import LONG, ProblemFilter
from tracker.problems.rules import Confirmer, Status, Turned, Urgency
from tracker.problems.service import Assignment, Origin, Raised, ToOpinion, ToTask
from tracker.sealed.models import CountyBox, Sealed
from tracker.sealed.rules import Holder
from tracker.store.action import action
from tracker.store.audit import AuditEntry


def entries_of(db, action_name):
    return db.session.query(AuditEntry).filter_by(action=action_name).all()


def moves_of(db, problem):
    notes = db.session.query(ProblemNote).filter_by(problem_id=problem.id).order_by(ProblemNote.id)
    return [note.move for note in notes]


def days_on(monkeypatch, days):
    later = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: later)


# 暂缓


def test_the_handler_asks_a_leader_agrees_and_the_day_brings_it_back(db, monkeypatch):
    handler, deputy = make_actor(Role.HANDLER), make_actor(Role.DEPUTY)
    problem = make_asked_off(handler)
    assert problem.status is Status.ASSIGNED and service.waiting_deferral(problem).until == (
        clock.today() + timedelta(days=10)
    )
    service.defer(deputy, problem)
    assert problem.status is Status.DEFERRED
    assert problem.deferred_until == clock.today() + timedelta(days=10)
    assert entries_of(db, "problem.defer")[0].changes["status"] == ["assigned", "deferred"]
    assert service.end_defer_due() == 0
    days_on(monkeypatch, 10)
    assert service.end_defer_due() == 1
    assert (problem.status, problem.deferred_until) == (Status.HANDLING, None)
    assert problem.deferrals[0].ended_on == clock.today()
    assert moves_of(db, problem) == ["assign", "ask_defer", "defer", "end_defer"]


def test_neither_the_handler_nor_who_asked_agrees_to_it(db):
    deputy = make_actor(Role.DEPUTY)
    problem = make_asked_off(deputy)
    for decide in (
        lambda: service.defer(deputy, problem), lambda: service.refuse_defer(deputy, problem, answer="不批")
    ):
        with pytest.raises(RuleBroken, match="不能自己批"):
            decide()
    assert problem.status is Status.ASSIGNED and service.waiting_deferral(problem) is not None
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.execute(sa.text(
            "UPDATE problem_deferral SET is_agreed = true, decided_by = asked_by, decided_at = asked_at"
        ))


def test_a_refusal_leaves_it_where_it_is_and_it_may_be_asked_for_again(db):
    handler, head = make_actor(Role.HANDLER), make_actor(Role.HEAD)
    problem = make_asked_off(handler)
    with pytest.raises(RuleBroken, match="正等着批"):
        service.ask_defer(
            handler, problem, until=clock.today() + timedelta(days=3), reason="再缓", told="说过"
        )
    service.refuse_defer(head, problem, answer="雨已经停了，今天就动工")
    assert problem.status is Status.ASSIGNED and problem.deferrals[0].answer == "雨已经停了，今天就动工"
    assert "answer" not in str(entries_of(db, "problem.refuse_defer")[0].changes)
    service.ask_defer(handler, problem, until=clock.today() + timedelta(days=3), reason="再缓", told="说过")
    assert service.waiting_deferral(problem) is problem.deferrals[1]


def test_twice_is_enough(db):
    handler, deputy = make_actor(Role.HANDLER), make_actor(Role.DEPUTY)
    problem = make_asked_off(handler)
    for _time in range(2):
        if not service.waiting_deferral(problem):
            service.ask_defer(
                handler, problem, until=clock.today() + timedelta(days=5), reason="还在下雨", told="说过"
            )
        service.defer(deputy, problem)
        service.end_defer(handler, problem)
    with pytest.raises(RuleBroken, match="已经缓过 2 次"):
        service.ask_defer(
            handler, problem, until=clock.today() + timedelta(days=5), reason="还在下雨", told="说过"
        )


def test_what_is_urgent_and_what_passes_the_promise_is_never_put_off(db):
    handler = make_actor(Role.HANDLER)
    fast = make_problem(make_actor(Role.CADRE), "围墙要倒", urgency=Urgency.FAST)
    usual = make_problem(make_actor(Role.CADRE))
    give(fast, handler), give(usual, handler)
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(RuleBroken, match="不能缓"):
        service.ask_defer(handler, fast, until=tomorrow, reason="等等", told="说过")
    with pytest.raises(RuleBroken, match="不能缓过完成时限") as broken:
        service.ask_defer(handler, usual, until=tomorrow, reason="等等", told="说过")
    assert broken.value.field == "until" and fast.deferrals == usual.deferrals == []


def test_a_request_is_void_once_the_problem_moves_on(db):
    handler = make_actor(Role.HANDLER)
    problem = make_asked_off(handler)
    service.apply(handler, problem, result="今天挖好了")
    assert problem.deferrals[0].is_agreed is False and problem.deferrals[0].answer == "申请销号了，申请作废"
    with pytest.raises(RuleBroken):
        service.defer(make_actor(Role.DEPUTY), problem)
    assert problem.status is Status.APPLIED


@pytest.mark.parametrize("role", [Role.CLERK, Role.UNIT_HEAD, Role.CADRE, Role.HANDLER, Role.COUNTY])
def test_only_leaders_agree_to_putting_off(db, role):
    problem = make_asked_off(make_actor(Role.HANDLER))
    with pytest.raises(NotFound):
        service.defer(make_actor(role), problem)


# 吹哨


def test_each_department_that_is_called_comes_and_ends_by_itself(db):
    handler, deputy = make_actor(Role.HANDLER), make_actor(Role.DEPUTY)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, handler)
    service.whistle(deputy, problem, departments=["县水利局", " ", "县水利局", "县交通局"], text="来看看沟")
    water, roads = problem.whistles
    assert [water.department, roads.department] == ["县水利局", "县交通局"]
    service.arrive(handler, problem, whistle_id=water.id, arrived_on=clock.today())
    with pytest.raises(RuleBroken, match="已经记了到场"):
        service.arrive(handler, problem, whistle_id=water.id, arrived_on=clock.today())
    with pytest.raises(RuleBroken, match="吹哨以后"):
        service.arrive(
            handler, problem, whistle_id=roads.id, arrived_on=clock.today() - timedelta(days=1)
        )
    service.end_whistle(make_actor(Role.CLERK), problem, whistle_id=roads.id, result="没有人来")
    assert (water.arrived_on, water.ended_on) == (clock.today(), None)
    assert (roads.arrived_on, roads.result, roads.ended_on) == (None, "没有人来", clock.today())
    with pytest.raises(RuleBroken, match="请从列出的部门里选一个"):
        service.end_whistle(handler, problem, whistle_id=roads.id, result="又没来")
    assert problem.status is Status.ASSIGNED and len(entries_of(db, "problem.whistle")) == 1


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([" "], "请写叫哪个部门来"), ([f"{n}局" for n in range(6)], "一次最多叫"),
        (["县" * 61], "部门名称最多"),
    ],
)
def test_a_whistle_names_one_to_five_departments(db, lines, told):
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, make_actor(Role.HANDLER))
    with pytest.raises(RuleBroken, match=told) as broken:
        service.whistle(make_actor(Role.DEPUTY), problem, departments=lines, text="来")
    assert broken.value.field == "departments" and problem.whistles == []


def test_a_handler_does_not_whistle_and_nobody_arrives_uncalled(db):
    handler = make_actor(Role.HANDLER)
    problem = make_problem(make_actor(Role.CADRE))
    give(problem, handler)
    with pytest.raises(NotFound):
        service.whistle(handler, problem, departments=["县水利局"], text="来")
    with pytest.raises(RuleBroken, match="没有等着到场的部门"):
        service.arrive(handler, problem, whistle_id=1, arrived_on=clock.today())


# 长期未解决


def test_after_ninety_days_it_waits_for_the_leaders_until_they_have_met(db, monkeypatch):
    clerk, head, cadre = make_actor(Role.CLERK), make_actor(Role.HEAD), make_actor(Role.CADRE)
    problem = make_problem(cadre)
    give(problem, make_actor(Role.HANDLER))
    solved = make_problem(cadre, "灯不亮", settled="换了")
    days_on(monkeypatch, 90)
    assert queries.problems(clerk, ProblemFilter(due=LONG)).rows == []
    assert queries.problems_to_judge(head) == []
    days_on(monkeypatch, 1)
    assert [one.ref for one in queries.problems(clerk, ProblemFilter(due=LONG)).rows] == [problem.ref]
    assert queries.totals(clerk, ProblemFilter()).long == 1 and solved.status is Status.SETTLED
    for reader in (clerk, head):
        (row,) = queries.problems_to_judge(reader)
        assert (row.ref, row.standing) == (problem.ref, "登记 91 天还没解决，请上班子会")
    assert queries.problems_to_judge(make_actor(Role.DEPUTY)) == []
    service.to_meeting(head, problem, met_on=clock.today(), decision="镇里出三万元，月底做完")
    assert (problem.met_on, problem.meetings[0].decision) == (clock.today(), "镇里出三万元，月底做完")
    assert "decision" not in str(entries_of(db, "problem.to_meeting")[0].changes)
    assert queries.problems_to_judge(head) == []
    assert [one.ref for one in queries.problems(clerk, ProblemFilter(due=LONG)).rows] == [problem.ref]
    days_on(monkeypatch, 91)
    again = [row.ref for row in queries.problems_to_judge(head)]
    assert again == [problem.ref], "it was spoken of too long ago"


def test_a_meeting_is_recorded_by_the_office_or_the_head_and_lies_in_the_past(db):
    problem = make_problem(make_actor(Role.CADRE))
    for role in (Role.DEPUTY, Role.UNIT_HEAD, Role.CADRE, Role.COUNTY):
        with pytest.raises(NotFound):
            service.to_meeting(make_actor(role), problem, met_on=clock.today(), decision="定了")
    with pytest.raises(RuleBroken) as broken:
        service.to_meeting(
            make_actor(Role.CLERK), problem, met_on=clock.today() + timedelta(days=1), decision="定了"
        )
    assert broken.value.field == "met_on" and problem.meetings == []
    done = make_problem(make_actor(Role.CADRE), settled="好了")
    with pytest.raises(RuleBroken, match="当前状态不能"):
        service.to_meeting(make_actor(Role.CLERK), done, met_on=clock.today(), decision="定了")


# 转出


def test_a_problem_becomes_a_matter_in_the_name_of_the_household(db):
    cadre, household = make_actor(Role.CADRE), make_household(phone=PHONE)
    make_link(cadre, household)
    problem = service.add(cadre, Raised("井水发浑"), Origin(VILLAGE, household_id=household.id))
    opinion = service.to_opinion(cadre, problem, ToOpinion(title="井水")).opinion
    assert (opinion.text, opinion.title, opinion.channel) == ("井水发浑", "井水", Channel.FIELD)
    assert (opinion.name, opinion.phone, opinion.contact) == ("欧阳修文", PHONE, Contact.OPEN)
    assert (problem.status, problem.content) == (Status.TURNED, "")
    assert (problem.turned_to, problem.turned_by) == (Turned.OPINION, cadre.user_id)
    entry = entries_of(db, "problem.to_opinion")[0]
    assert "turned_id" not in entry.changes and "content" not in entry.changes
    assert queries.went_to(cadre, problem.id) == (Turned.OPINION, opinion.ref)
    assert queries.turned_into(make_actor(Role.CLERK), Turned.OPINION, opinion.id) == problem.ref
    assert queries.turned_into(make_actor(Role.HANDLER), Turned.OPINION, opinion.id) is None


def test_an_accusation_leaves_the_same_problem_behind_as_any_other_matter(db):
    """Who reads the list of problems cannot tell which one went to the discipline office."""
    plant_categories()
    make_user(Role.HANDLER, name="司马德才")
    cadre, clerk = make_actor(Role.CADRE), make_actor(Role.CLERK)
    plain, sealed = make_problem(cadre, "路灯不亮"), make_problem(cadre, "司马德才收了包工头的钱")
    service.to_opinion(cadre, plain, ToOpinion())
    assert service.to_opinion(cadre, sealed, ToOpinion()).opinion is None
    assert db.session.query(Opinion).count() == db.session.query(Sealed).count() == 1
    both = [db.session.get(Problem, one.id) for one in (plain, sealed)]
    seen = [
        (one.status, one.content, one.turned_to, one.turned_by, one.turned_on, one.category, one.urgency)
        for one in both
    ]
    assert seen[0] == seen[1]
    for reader in (clerk, make_actor(Role.DEPUTY), make_actor(Role.HEAD)):
        assert [queries.went_to(reader, one.id) for one in both] == [None, None]
    changes = [entry.changes for entry in entries_of(db, "problem.to_opinion")]
    assert changes[0] == changes[1]
    texts = db.session.scalars(sa.select(ProblemNote.text)).all()
    assert set(texts) == {""}


@pytest.mark.parametrize("has_county", [False, True])
def test_words_that_name_a_head_leave_the_problem_which_the_head_reads(db, has_county):
    plant_categories()
    head, cadre = make_actor(Role.HEAD, name="郑明远"), make_actor(Role.CADRE)
    if has_county:
        put_key(Holder.COUNTY)
    plain, about = make_problem(cadre, "路灯不亮"), make_problem(cadre, "郑明远收了包工头的钱")
    service.to_opinion(cadre, plain, ToOpinion())
    turned = service.to_opinion(cadre, about, ToOpinion())
    assert (turned.opinion, turned.is_kept) == (None, has_county)
    assert db.session.query(CountyBox).count() == has_county and db.session.query(Sealed).count() == 0
    one, other = (queries.problem(head, "problem.view", each.ref) for each in (plain, about))
    assert (one.status, one.content, one.turned_to) == (other.status, other.content, other.turned_to)
    assert "郑明远" not in str(db.session.execute(sa.text("SELECT * FROM problem")).all())


def test_who_wants_to_stay_unknown_leaves_no_link(db):
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre)
    given = ToOpinion(contact=Contact.CONFIDENTIAL, name="周桂兰", phone=PHONE)
    opinion = service.to_opinion(cadre, problem, given).opinion
    assert opinion.contact is Contact.CONFIDENTIAL and problem.turned_id is None
    assert queries.turned_into(make_actor(Role.CLERK), Turned.OPINION, opinion.id) is None


def test_who_leaves_a_telephone_is_named(db):
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre)
    with pytest.raises(RuleBroken) as broken:
        service.to_opinion(cadre, problem, ToOpinion(contact=Contact.OPEN))
    assert broken.value.field == "phone" and problem.status is Status.REGISTERED
    assert service.to_opinion(cadre, problem, ToOpinion()).opinion.contact is Contact.ANONYMOUS


def test_a_word_on_the_discipline_office_itself_is_kept_nowhere(db):
    make_user(Role.DISCIPLINE, name="上官明镜")
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre, "上官明镜收了人家的烟酒")
    assert not service.to_opinion(cadre, problem, ToOpinion()).is_kept
    assert (problem.status, problem.content) == (Status.TURNED, "") and db.session.query(Opinion).count() == 0


def test_a_problem_becomes_a_task_that_waits_for_the_window(db):
    item, cadre, household = make_item(), make_actor(Role.CADRE), make_household(phone=PHONE)
    problem = service.add(cadre, Raised("想给老人办证"), Origin(VILLAGE, household_id=household.id))
    task = service.to_task(cadre, problem, ToTask(item.code))
    assert (task.item_id, task.applicant, task.phone) == (item.id, "欧阳修文", PHONE)
    assert (task.channel, task.assignee_id, task.village_code) == (TaskChannel.AGENT, None, VILLAGE)
    assert (problem.status, problem.turned_to, problem.content) == (Status.TURNED, Turned.TASK, "")
    assert queries.went_to(cadre, problem.id) == (Turned.TASK, task.ref)
    assert queries.went_to(make_actor(Role.HEAD), problem.id) == (Turned.TASK, task.ref)
    assert queries.turned_into(make_actor(Role.CLERK), Turned.TASK, task.id) == problem.ref
    assert [entry.action for entry in entries_of(db, "task.hand_in")] == ["task.hand_in"]


@pytest.mark.parametrize(
    ("given", "field"), [(ToTask("没有这个"), "item_code"), (ToTask("there", applicant=""), "applicant")]
)
def test_a_task_needs_an_item_and_somebody_who_wants_it(db, given, field):
    item, cadre = make_item(), make_actor(Role.CADRE)
    problem = make_problem(cadre)
    code = item.code if field == "applicant" else given.item_code
    with pytest.raises(RuleBroken) as broken:
        service.to_task(cadre, problem, ToTask(code, applicant=given.applicant))
    assert broken.value.field == field
    assert problem.status is Status.REGISTERED and db.session.query(Task).count() == 0


def test_only_who_registered_it_or_the_office_turns_it_and_only_before_it_is_assigned(db):
    cadre, handler = make_actor(Role.CADRE), make_actor(Role.HANDLER)
    problem = make_problem(cadre)
    for stranger in (make_actor(Role.CADRE), handler, make_actor(Role.DEPUTY), make_actor(Role.COUNTY)):
        with pytest.raises(NotFound):
            service.to_opinion(stranger, problem, ToOpinion())
    give(problem, handler)
    with pytest.raises(RuleBroken, match="当前状态不能“转成群众诉求”"):
        service.to_opinion(make_actor(Role.CLERK), problem, ToOpinion())
    assert problem.unit_code == OFFICE_2 and problem.content


def test_what_is_raised_may_go_on_at_once_as_a_step_of_the_same_deed(db):
    cadre, item = make_actor(Role.CADRE), make_item()
    with action(cadre, "problem.add") as act:
        onward = ToTask(item.code, applicant="周桂兰")
        problem = service.put_problem(act, Raised("想办证", onward=onward), Origin(VILLAGE))
    assert problem.status is Status.TURNED and db.session.query(Task).count() == 1
    handler = make_actor(Role.HANDLER)
    with pytest.raises(NotFound), action(handler, "problem.add") as act:
        service.put_problem(act, Raised("想办证", onward=onward), Origin(VILLAGE))
    assert db.session.query(Problem).count() == db.session.query(Task).count() == 1


def test_what_was_turned_is_in_no_list_until_it_is_asked_for(db):
    cadre, clerk = make_actor(Role.CADRE), make_actor(Role.CLERK)
    problem = make_problem(cadre)
    service.to_opinion(cadre, problem, ToOpinion())
    assert queries.problems(clerk, ProblemFilter()).rows == []
    (row,) = queries.rows_of(queries.problems(clerk, ProblemFilter(status="turned")).rows)
    assert (row.ref, row.title, row.standing) == (problem.ref, "（原话已随事转出）", "")
    assert queries.problems_to_judge(clerk) == []


# 群众确认


def test_whoever_handled_it_does_not_ask_the_resident(db):
    handler, clerk = make_actor(Role.HANDLER), make_actor(Role.CLERK)
    problem = make_checked(make_actor(Role.CADRE), handler)
    confirmation = service.Confirmation(
        by=Confirmer.FAMILY, on=clock.today(), asked_by=handler.user_id
    )
    with pytest.raises(RuleBroken, match="没有经手的人去问") as broken:
        service.strike_off(clerk, problem, confirmation)
    assert broken.value.field == "asked_by" and problem.asked_by is None
    service.strike_off(clerk, problem, service.Confirmation(by=Confirmer.FAMILY, on=clock.today()))
    assert problem.asked_by == clerk.user_id and problem.confirmed_how == "phone"


# 动


def test_what_needs_action_on_principle_is_not_solved_without_a_record_of_it(db):
    handler = make_actor(Role.HANDLER)
    problem = make_problem(make_actor(Role.CADRE))
    service.assign(make_actor(Role.CLERK), problem, Assignment(
        handler.user_id, OFFICE_2, clock.today(), urgency=Urgency.ACT
    ))
    with pytest.raises(RuleBroken, match="先记处置"):
        service.apply(handler, problem, result="拆了")
    assert problem.status is Status.ASSIGNED


def test_the_night_takes_up_what_was_put_off(db, monkeypatch):
    handler = make_actor(Role.HANDLER)
    problem = make_asked_off(handler, days=3)
    service.defer(make_actor(Role.DEPUTY), problem)
    assert "暂缓到期、接着办的问题 0 件" in nightly()
    days_on(monkeypatch, 3)
    assert "暂缓到期、接着办的问题 1 件" in nightly()
    assert problem.status is Status.HANDLING
    assert [row.ref for row in queries.my_problems(handler)] == [problem.ref]
