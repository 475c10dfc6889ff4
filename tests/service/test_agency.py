"""代办 and working together: mandate, originals, steps at the county, hand-over; each leaves its entry."""

from datetime import date

import pytest
import time_machine
from factories import HALL, OFFICE_2, VILLAGE, make_actor, make_user
from factories_hall import actor_for, make_item, make_task
from factories_visits import make_problem

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.queries import together as queries
from tracker.hall.rules import Channel, HandoverState, MandateKind, Outcome, Status
from tracker.problems import service as problems
from tracker.problems.service import ToTask
from tracker.store.access import allows
from tracker.store.action import action
from tracker.store.audit import history_of

pytestmark = pytest.mark.usefixtures("db")


def at(text):
    return time_machine.travel(f"{text}:00+08:00", tick=False)


def clerk():
    return make_actor(Role.WINDOW, unit=HALL)


def last_deed(record):
    return history_of(record)[-1].action


def errand(**facts):
    """(agent, task): what an agent of the village brought to the hall, accepted there."""
    agent = make_user(Role.AGENT)
    task = make_task(make_item(**facts), by=agent)
    service.accept(clerk(), task, handed_in=["身份证", "户口簿"])
    return actor_for(agent), task


# --- where 代办 comes from


def test_what_an_agent_takes_in_is_his_errand():
    agent = make_user(Role.AGENT)
    task = make_task(by=agent)
    assert (task.channel, task.agency.agent_id, task.agency.fee) == (Channel.AGENT, agent.id, 0)
    assert task.agency.mandate_kind is MandateKind.SPOKEN
    assert make_task().agency is None


def test_at_the_counter_the_agent_is_named_with_the_mandate():
    task, agent, window = make_task(channel=Channel.AGENT), make_user(Role.AGENT), clerk()
    assert task.agency.agent_id is None
    day = clock.today()
    service.mandate(window, task, kind=MandateKind.SIGNED, mandate_on=day, agent_id=agent.id)
    assert (task.agency.agent_id, task.agency.mandate_on) == (agent.id, day)
    assert last_deed(task) == "task.mandate"


def test_what_a_visit_heard_becomes_an_errand_with_the_words_it_was_said_in():
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre, content="老母亲九十了，津贴还没领上")
    task = problems.to_task(cadre, problem, ToTask(make_item().code, applicant="周桂兰"))
    assert task.said == "老母亲九十了，津贴还没领上"
    assert task.agency.agent_id == task.first_asked_id == cadre.user_id
    assert not any("老母亲" in str(entry.changes) for entry in history_of(task))
    assert allows(cadre, "task.contact", task) and not allows(make_actor(Role.CADRE), "task.contact", task)


def test_words_that_name_a_leader_stay_away_from_the_window():
    make_user(Role.HEAD, name="司马德才")
    cadre = make_actor(Role.CADRE)
    problem = make_problem(cadre, content="津贴没领上")
    with action(cadre, "problem.to_task", problem):  # as it stood before a form asked what is meant
        problem.content = "司马德才收了包工头的钱，津贴没领上"
    task = problems.to_task(cadre, problem, ToTask(make_item().code, applicant="周桂兰"))
    assert task.said is None and task.agency is not None


def test_a_task_of_the_window_becomes_an_errand_by_its_mandate():
    task, agent = make_task(), make_user(Role.AGENT)
    service.mandate(clerk(), task, kind=MandateKind.SPOKEN, mandate_on=None, agent_id=agent.id)
    assert (task.channel, task.agency.agent_id) == (Channel.AGENT, agent.id)


@pytest.mark.parametrize(
    ("kind", "day", "field"),
    [(MandateKind.SIGNED, None, "mandate_on"), (MandateKind.SIGNED, date(2999, 1, 1), "mandate_on"),
     (MandateKind.SPOKEN, None, "agent_id")],
)
def test_a_mandate_needs_its_day_and_somebody_who_may(kind, day, field):
    stranger = make_user(Role.ORG) if field == "agent_id" else make_user(Role.AGENT)
    with pytest.raises(RuleBroken) as broken:
        service.mandate(clerk(), make_task(), kind=kind, mandate_on=day, agent_id=stranger.id)
    assert broken.value.field == field


def test_another_village_s_agent_may_do_nothing_here():
    _agent, task = errand()
    other = make_actor(Role.AGENT)
    with pytest.raises(NotFound):
        service.take_original(other, task, names=["存折"])
    with pytest.raises(NotFound):
        service.report_up(other, task, department="县民政局", what="审核")


# --- originals


def test_every_original_is_written_down_and_goes_back_before_the_result_does():
    agent, task = errand()
    service.take_original(agent, task, names=["户口簿", "存折"], copies=1)
    book, savings = task.agency.originals
    assert last_deed(task) == "task.take_original"
    service.finish(clerk(), task, outcome=Outcome.GRANTED)
    with pytest.raises(RuleBroken, match="请登记“结果交给本人”"):
        service.deliver(clerk(), task)
    service.return_original(agent, task, original_ids=[book.id])
    with pytest.raises(RuleBroken) as broken:
        service.hand_back(agent, task, returned_to="本人")
    assert (broken.value.field, broken.value.params["names"]) == ("original_ids", "存折")
    assert task.status is Status.DONE
    service.hand_back(agent, task, returned_to="儿子王强", original_ids=[savings.id])
    assert (task.status, task.agency.returned_to) == (Status.DELIVERED, "儿子王强")
    assert task.agency.originals_here == [] and savings.returned_by == agent.user_id
    assert last_deed(task) == "task.hand_back"


def test_nothing_chosen_is_nothing_taken_and_nothing_given():
    agent, task = errand()
    for deed in (service.take_original, service.return_original):
        with pytest.raises(RuleBroken):
            deed(agent, task, **({"names": []} if deed is service.take_original else {"original_ids": [99]}))


# --- at the county


@pytest.mark.parametrize(("stops", "due"), [(False, date(2024, 10, 10)), (True, date(2024, 10, 12))])
def test_the_days_at_the_county_count_unless_the_guide_says_they_do_not(stops, due):
    """Accepted Fri 27 Sep 2024, 5 workdays; at the county from Mon 30 Sep until Wed 9 Oct."""
    with at("2024-09-27T09:00"):
        agent, task = errand(county_stops=stops)
    assert task.due_on == date(2024, 10, 10)
    with at("2024-09-30T09:00"):
        service.report_up(agent, task, department="县民政局", what="审核", promised_workdays=3)
        assert (task.status, task.is_stopped) == (Status.REPORTED, stops)
        assert task.steps[0].due_on == date(2024, 10, 10)
        assert last_deed(task) == "task.report_up"
    with at("2024-10-09T09:00"):
        service.bring_back(agent, task, result="审核通过")
        assert (task.status, task.is_stopped, task.due_on) == (Status.ACCEPTED, False, due)
        assert task.steps[0].result == "审核通过"


def test_two_departments_have_it_at_once_and_the_last_one_brings_it_back():
    agent, task = errand()
    service.report_up(agent, task, department="县民政局", what="审核")
    service.report_up(agent, task, department="县医保局", what="核对参保")
    second = task.steps[1]
    service.bring_back(agent, task, result="参保了", step_id=second.id)
    assert task.status is Status.REPORTED and [one.department for one in task.open_steps] == ["县民政局"]
    service.bring_back(agent, task, result="通过")
    assert task.status is Status.ACCEPTED and task.open_steps == []


@pytest.mark.parametrize("stops", [False, True])
def test_the_day_it_was_sent_is_a_day_on_which_it_could_be(stops):
    with at("2026-03-02T09:00"):
        agent, task = errand(county_stops=stops)
    with at("2026-03-05T09:00"):
        for day in (date(2026, 3, 1), date(2026, 3, 6), *([date(2026, 3, 4)] if stops else [])):
            with pytest.raises(RuleBroken) as broken:
                service.report_up(agent, task, department="县民政局", what="审核", sent_on=day)
            assert broken.value.field == "sent_on"
        service.report_up(agent, task, department="县民政局", what="审核", sent_on=date(2026, 3, 5))
        with pytest.raises(RuleBroken, match="办回来的日子"):
            service.bring_back(agent, task, result="通过", back_on=date(2026, 3, 4))


def test_what_is_not_accepted_yet_does_not_go_up():
    agent = make_user(Role.AGENT)
    with pytest.raises(RuleBroken, match="当前状态不能“转报上级”"):
        service.report_up(actor_for(agent), make_task(by=agent), department="县民政局", what="审核")


# --- 移交


def accepted(by=None):
    return make_task(by=by or make_user(Role.WINDOW, unit=HALL), then="accept")


def test_an_offer_moves_nothing_until_it_is_taken():
    first, second = make_user(Role.WINDOW), make_user(Role.WINDOW)
    task = accepted(first)
    service.offer(actor_for(first), task, receiver=f"u{second.id}", reason="我明天不在")
    assert (task.assignee_id, task.first_asked_id) == (first.id, first.id)
    assert [row[0].ref for row in queries.offers_to(actor_for(second))] == [task.ref]
    assert [row[0].ref for row in queries.offers_by(actor_for(first))] == [task.ref]
    assert queries.offers_to(clerk()) == [] and queries.count_to(actor_for(second)) == 1
    service.take(actor_for(second), task)
    assert (task.assignee_id, task.first_asked_id) == (second.id, second.id)
    assert task.handovers[0].state is HandoverState.TAKEN
    assert last_deed(task) == "task.take"
    assert queries.offers_to(actor_for(second)) == []


def test_an_office_takes_what_was_offered_to_whoever_sits_there():
    task, handler = accepted(), make_actor(Role.HANDLER)
    assert not allows(handler, "task.view", task)
    service.offer(clerk(), task, receiver=f"o{OFFICE_2}", reason="要入户核实")
    with pytest.raises(NotFound):
        service.take(make_actor(Role.HANDLER, unit=VILLAGE), task)
    service.take(handler, task)
    assert allows(handler, "task.view", task) and allows(handler, "task.finish", task)
    service.finish(handler, task, outcome=Outcome.GRANTED)
    assert task.status is Status.DONE


def test_what_is_sent_back_stays_where_it_was_with_the_reason():
    first, second = make_user(Role.WINDOW), make_user(Role.WINDOW)
    task = accepted(first)
    service.offer(actor_for(first), task, receiver=f"u{second.id}", reason="我明天不在")
    service.return_offer(actor_for(second), task, answer="我后天也不在")
    assert (task.assignee_id, task.handovers[0].answer) == (first.id, "我后天也不在")
    with pytest.raises(NotFound):
        service.take(actor_for(second), task)


def test_an_offer_is_recalled_and_only_one_waits_at_a_time():
    first, second = make_user(Role.WINDOW), make_user(Role.WINDOW)
    task, giver = accepted(first), actor_for(first)
    service.offer(giver, task, receiver=f"u{second.id}", reason="我明天不在")
    with pytest.raises(RuleBroken, match="等对方接收"):
        service.offer(giver, task, receiver=f"u{second.id}", reason="再说一次")
    service.recall(giver, task)
    assert last_deed(task) == "task.recall"
    with pytest.raises(RuleBroken, match="不能收回"):
        service.recall(giver, task)
    with pytest.raises(NotFound):
        service.take(actor_for(second), task)


def test_before_acceptance_it_goes_to_no_office_and_after_the_end_to_nobody():
    make_user(Role.HANDLER)
    task, done = make_task(), make_task(then="spot")
    with pytest.raises(RuleBroken) as broken:
        service.offer(clerk(), task, receiver=f"o{OFFICE_2}", reason="要入户核实")
    assert broken.value.field == "receiver"
    with pytest.raises(RuleBroken, match="已经办完"):
        service.offer(clerk(), done, receiver=f"u{make_user(Role.WINDOW).id}", reason="我明天不在")
