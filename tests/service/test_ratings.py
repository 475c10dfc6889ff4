"""好差评: rated once, a bad word dealt with by others, the mistake taken out, and what stands for whom."""

from datetime import date

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, VILLAGE, make_actor, make_user
from factories_hall import actor_for, make_item, make_task
from factories_ratings import call, holder, make_case, make_done, rate

from tracker.catalogue.rules import Kind
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.excel.period import Period
from tracker.excel.report import cell_values
from tracker.exports.offered import REPORTS
from tracker.hall import queries, service
from tracker.hall.models import RatingCase, RatingCode, TaskAgency, TaskRating
from tracker.hall.rules import CaseStatus, Channel, Level, MandateKind, Outcome, RatingChannel
from tracker.hall.service.ratings import CODE_TRIES
from tracker.store.access import allows
from tracker.store.action import action
from tracker.store.audit import history_of
from tracker.store.db import writing
from tracker.store.throttle import Throttle

pytestmark = pytest.mark.usefixtures("db")


def at(text):
    return time_machine.travel(f"{text}:00+08:00", tick=False)


def case_of(rating, db):
    return db.session.query(RatingCase).filter_by(rating_id=rating.id).one_or_none()


# --- the rating itself


@pytest.mark.parametrize(
    ("level", "is_bad"),
    [(Level.VERY_GOOD, False), (Level.FAIR, False), (Level.BAD, True), (Level.VERY_BAD, True)],
)
def test_only_the_last_two_words_open_a_case(db, level, is_bad):
    rating = rate(make_done(), level)
    assert (case_of(rating, db) is not None) is is_bad


def test_a_bad_rating_starts_its_days_at_once(db):
    with at("2024-09-27T10:00"):  # a Friday; the holiday of October lies between
        rating = rate(make_done(), phone="13800001234")
    case = case_of(rating, db)
    assert (case.contact_by, case.mend_by) == (date(2024, 9, 29), date(2024, 10, 23))
    assert history_of(case) == []  # a resident's deed waits for the night, with the half-day only


def test_without_a_telephone_nobody_has_to_be_contacted(db):
    case = case_of(rate(make_done()), db)
    assert case.contact_by is None and case.phone is None


def test_a_good_rating_keeps_no_telephone(db):
    rate(make_done(), Level.GOOD, phone="13800001234")
    assert db.session.query(RatingCase).count() == 0


def test_one_task_is_rated_once(db):
    task = make_done()
    rate(task, Level.GOOD)
    with pytest.raises(RuleBroken, match="评价过了"):
        rate(task, Level.BAD)
    assert db.session.query(TaskRating).count() == 1


# --- the code of the device


def test_a_code_opens_its_task_for_ten_minutes(db):
    clerk, task = make_actor(Role.WINDOW), make_done()
    with at("2026-11-24T09:00"):
        code = service.ask_rating(clerk, task)
    assert len(code) == 6 and code.isdecimal()
    assert code not in str(db.session.execute(sa.select(RatingCode.code_hash)).scalar())
    with at("2026-11-24T09:09"):
        assert service.open_code(holder(task), code).id == task.id
    with at("2026-11-24T09:10"), pytest.raises(RuleBroken, match="10 分钟"):
        service.open_code(holder(task), code)


def test_a_new_code_ends_the_old_one_and_a_rating_ends_both(db):
    clerk, task = make_actor(Role.WINDOW), make_done()
    old, new = service.ask_rating(clerk, task), service.ask_rating(clerk, task)
    if old != new:
        with pytest.raises(RuleBroken):
            service.open_code(holder(task), old)
    opened = service.open_code(holder(task), new)
    service.rate(holder(task), opened, level=Level.GOOD, channel=RatingChannel.DEVICE)
    with pytest.raises(RuleBroken):
        service.open_code(holder(task), new)
    assert db.session.query(RatingCode).count() == 0
    assert db.session.query(TaskRating).one().channel is RatingChannel.DEVICE
    with pytest.raises(RuleBroken, match="评价过了"):
        service.ask_rating(clerk, task)


def wrong(code):
    return "000000" if code != "000000" else "000001"


def test_nobody_tries_out_the_codes(db):
    task = make_done()
    code = service.ask_rating(make_actor(Role.WINDOW), task)
    for tries in (0, CODE_TRIES - 1):
        with writing(db.session()):
            db.session.execute(sa.update(Throttle).values(tries=tries))
            db.session.commit()
        with pytest.raises(RuleBroken, match="没有这个评价码"):
            service.open_code(holder(task), wrong(code))
    with pytest.raises(RuleBroken, match="试的次数太多"):
        service.open_code(holder(task), code)


def test_tries_while_no_code_is_open_close_no_device(db):
    clerk, task = make_actor(Role.WINDOW), make_done()
    with at("2026-11-24T09:00"):
        service.ask_rating(clerk, task)
    with at("2026-11-24T09:11"):
        with pytest.raises(RuleBroken, match="没有这个评价码"):
            service.open_code(holder(task), "000000")
        assert db.session.query(Throttle).count() == 0
        with pytest.raises(RuleBroken):
            service.open_code(holder(task), wrong(service.ask_rating(clerk, task)))
        assert db.session.query(Throttle).one().tries == 1


def test_a_code_needs_a_finished_task_and_a_window(db):
    with pytest.raises(RuleBroken, match="办结以后"):
        service.ask_rating(make_actor(Role.WINDOW), make_task())
    with pytest.raises(NotFound):
        service.ask_rating(make_actor(Role.AGENT), make_done())


# --- asking once more


def test_each_is_asked_after_a_day_and_once_more_after_three(db):
    clerk = make_actor(Role.WINDOW)
    with at("2026-11-20T10:00"):
        task = make_done()
        assert queries.to_invite(clerk) == []
        with pytest.raises(RuleBroken, match="还不到"):
            service.invite(clerk, task)
    with at("2026-11-21T10:00"):
        assert [one.task.id for one in queries.to_invite(clerk)] == [task.id]
        service.invite(clerk, task)
        assert queries.to_invite(clerk) == []
        with pytest.raises(RuleBroken, match="还不到"):
            service.invite(clerk, task)
    with at("2026-11-23T10:00"):
        assert [one.days for one in queries.to_invite(clerk)] == [3]
        service.invite(clerk, task)
        assert queries.to_invite(clerk) == []
        with pytest.raises(RuleBroken, match="不再打扰"):
            service.invite(clerk, task)
    assert history_of(task)[-1].action == "task.invite"


def test_who_was_first_asked_late_is_asked_once(db):
    clerk = make_actor(Role.WINDOW)
    with at("2026-11-10T10:00"):
        task = make_done()
    with at("2026-11-20T10:00"):
        service.invite(clerk, task)
        assert queries.to_invite(clerk) == []


def test_nobody_is_asked_who_has_rated_or_after_a_month(db):
    clerk = make_actor(Role.WINDOW)
    with at("2026-09-01T10:00"):
        make_done()
        rate(make_done(), Level.GOOD)
    with at("2026-09-02T10:00"):
        assert len(queries.to_invite(clerk)) == 1
    with at("2026-10-02T10:00"):
        assert queries.to_invite(clerk) == []


# --- 差评办理


def test_a_bad_rating_goes_all_the_way_and_is_published_without_names(db):
    case = make_case(phone="13911112222")
    head, caller = make_actor(Role.WINDOW_HEAD), make_actor(Role.CALLBACK)
    service.contact(head, case, words="听他说了半小时")
    service.verify(head, case, finding="少告诉了一样材料")
    service.mend(head, case, mended="补上了材料清单")
    service.call_back(caller, case, call_words="这回清楚了")
    assert (case.is_settled, case.called_by) == (True, caller.user_id)
    with pytest.raises(RuleBroken, match="人名或者电话"):
        service.publish(head, case, public_words="王秀英说清单不全，已经补上")
    db.session.refresh(case)
    service.publish(head, case, public_words="清单不全，已经补上")
    assert (case.status, case.phone) == (CaseStatus.CLOSED, None)
    [told] = queries.published_cases(Actor(user_id=None, role=Role.PUBLIC, unit_code=HALL[:9]))
    assert told.words == "清单不全，已经补上" and told.month.day == 1
    deeds = [entry.action.partition(".")[2] for entry in history_of(case)]
    assert deeds == ["contact", "verify", "mend", "call_back", "publish"]


def test_the_rated_clerk_does_nothing_about_the_own_rating_and_does_not_see_it(db):
    head = make_user(Role.WINDOW_HEAD, unit=HALL)
    case, other = make_case(by=head), make_actor(Role.DEPUTY)
    rated = actor_for(head)
    for name in ("view", "list", "contact", "verify", "explain", "appeal", "publish"):
        assert not allows(rated, f"rating_case.{name}", case) and allows(other, f"rating_case.{name}", case)
    assert queries.cases(rated) == [] and len(queries.cases(other)) == 1
    with pytest.raises(NotFound):
        service.verify(rated, case, finding="没有的事")
    service.verify(other, case, finding="查过了")
    assert case.is_justified is True


def test_the_agent_who_was_rated_is_barred_too(db):
    agent = make_user(Role.AGENT)
    task = make_task(by=agent)
    service.accept(make_actor(Role.WINDOW), task, handed_in=["身份证", "户口簿"])
    service.finish(make_actor(Role.WINDOW), task, outcome=Outcome.GRANTED)
    case = case_of(rate(task), db)
    assert case.agent_id == agent.id
    assert not allows(Actor(agent.id, Role.CALLBACK, HALL[:9]), "rating_case.call_back", case)


def test_who_mended_does_not_call_back(db):
    case = make_case(CaseStatus.MENDED)
    same = Actor(case.assignee_id, Role.CALLBACK, HALL[:9])
    with pytest.raises(RuleBroken, match="换一个人"):
        service.call_back(same, case, call_words="好")
    with pytest.raises(NotFound):
        service.call_back(make_actor(Role.WINDOW_HEAD), case, call_words="好")


def test_what_is_not_settled_is_mended_once_more(db):
    case = make_case(CaseStatus.MENDED)
    service.redo(make_actor(Role.CALLBACK), case, call_words="还是那样")
    assert (case.status, case.is_settled) == (CaseStatus.VERIFIED, False)
    service.mend(make_actor(Role.WINDOW_HEAD), case, mended="换了人办")
    call(case)
    assert case.is_settled is True


def test_three_calls_on_three_days_before_it_goes_on_without_an_answer(db):
    caller = make_actor(Role.CALLBACK)
    with at("2026-11-16T10:00"):
        case = make_case(CaseStatus.MENDED)
    for day in (17, 18, 19):
        with at(f"2026-11-{day}T10:00"):
            with pytest.raises(RuleBroken, match="三次"):
                service.give_up(caller, case)
            service.miss_call(caller, case)
            with pytest.raises(RuleBroken, match="换一天"):
                service.miss_call(caller, case)
    with at("2026-11-20T10:00"):
        service.give_up(caller, case)
    assert (case.status, case.is_settled, case.tries) == (CaseStatus.CALLED, None, 3)


def test_what_was_nobodys_fault_is_explained_and_called_back_all_the_same(db):
    case = make_case()
    service.explain(make_actor(Role.WINDOW_HEAD), case, finding="县里的系统停了一天")
    assert (case.status, case.is_justified) == (CaseStatus.MENDED, False)
    call(case)
    assert case.status is CaseStatus.CALLED


def test_a_mistake_is_taken_out_by_another_and_only_then(db):
    case, head = make_case(CaseStatus.APPEALED), make_actor(Role.DEPUTY)
    assert queries.ratings(head).count == 1
    asked = Actor(case.appealed_by, Role.DEPUTY, HALL[:9])
    with pytest.raises(RuleBroken, match="换一位领导"):
        service.grant_appeal(asked, case, appeal_words="是误评")
    service.grant_appeal(head, case, appeal_words="评的是隔壁窗口")
    assert queries.ratings(head).count == 0
    assert case.rating.level is Level.BAD and case.rating.is_excluded


def test_a_refused_review_is_mended_and_not_asked_again(db):
    case = make_case(CaseStatus.APPEALED)
    service.refuse_appeal(make_actor(Role.HEAD), case, appeal_words="查过，属实")
    assert (case.status, case.is_justified) == (CaseStatus.VERIFIED, True)
    with pytest.raises(RuleBroken, match="不再复核"):
        service.appeal(make_actor(Role.WINDOW_HEAD), case, appeal="再看看")


def test_contact_is_noted_once(db):
    case, head = make_case(phone="13911112222"), make_actor(Role.WINDOW_HEAD)
    service.contact(head, case, words="说清楚了")
    with pytest.raises(RuleBroken, match="联系过"):
        service.contact(head, case, words="又打了一次")


def test_a_head_who_was_rated_cannot_read_it_off_the_sums(db):
    rated = make_user(Role.WINDOW_HEAD, unit=HALL)
    with at("2026-10-20T10:00"):
        for _n in range(5):
            rate(make_done(), Level.GOOD)
    with at("2026-11-20T10:00"):
        before = queries.ratings(actor_for(rated)).levels
        rate(make_done(by=rated), Level.BAD)
        assert queries.ratings(actor_for(rated)).levels == before
        assert queries.ratings(make_actor(Role.DEPUTY)).count == 6
        assert list(REPORTS["rating-cases"].rows(actor_for(rated), Period())) == []
        assert len(list(REPORTS["rating-cases"].rows(make_actor(Role.DEPUTY), Period()))) == 1


def test_the_ledger_of_ratings_names_each_task_and_no_level(db):
    task = make_done()
    rate(task, Level.VERY_BAD)
    report = REPORTS["rating-ledger"]
    [row] = [cell_values(report, one, 1) for one in report.rows(make_actor(Role.HEAD), Period())]
    assert task.ref in row and not any("满意" in str(cell) for cell in row)


# --- what stands for whom


def entrusted(agent, *, level=None):
    """A 代办 of this agent, finished at the window; rated when a level is given."""
    task = make_task(by=agent)
    service.accept(make_actor(Role.WINDOW), task, handed_in=["身份证", "户口簿"])
    service.finish(make_actor(Role.WINDOW), task, outcome=Outcome.GRANTED)
    if level:
        rate(task, level)
    return task


def test_the_rating_of_a_代办_counts_for_its_agent(db):
    agent = make_user(Role.AGENT)
    task = entrusted(agent, level=Level.GOOD)
    rating = db.session.query(TaskRating).one()
    assert rating.agent_id == agent.id and rating.handler_id == task.assignee_id
    found = queries.evidence(actor_for(agent), agent.id, date(2020, 1, 1), date(2099, 1, 1))
    assert (found.finished_count, found.agency_count, found.rated_count) == (1, 1, 1)
    [row] = found.rows
    assert (row.ref, row.is_rated, row.is_agency, row.may_view) == (task.ref, True, True, True)
    window = queries.evidence(actor_for(agent), task.assignee_id, date(2020, 1, 1), date(2099, 1, 1))
    assert (window.finished_count, window.agency_count) == (1, 0)


def test_whom_the_mandate_names_is_the_agent_whoever_took_it_in(db):
    cadre, task = make_user(Role.CADRE, unit=VILLAGE), make_task(make_item())
    clerk = make_actor(Role.WINDOW)
    with action(clerk, "task.contact", task):
        db.session.add(TaskAgency(task_id=task.id, agent_id=cadre.id, mandate_kind=MandateKind.SPOKEN))
    service.accept(clerk, task, handed_in=["身份证", "户口簿"])
    service.finish(clerk, task, outcome=Outcome.GRANTED)
    rate(task, Level.GOOD)
    assert db.session.query(TaskRating).one().agent_id == cadre.id
    assert queries.evidence(clerk, cadre.id, date(2020, 1, 1), date(2099, 1, 1)).agency_count == 1


def test_the_window_that_took_a_代办_in_is_not_its_agent_while_nobody_is_named(db):
    clerk = make_user(Role.WINDOW)
    task = make_task(by=clerk, then="spot", channel=Channel.AGENT)
    assert task.agency.agent_id is None and queries.agent_of_task(task) is None
    found = queries.evidence(actor_for(clerk), clerk.id, date(2020, 1, 1), date(2099, 1, 1))
    assert (found.finished_count, found.agency_count) == (1, 0)


def test_levels_are_told_from_five_on_and_only_up_to_the_end_of_last_month(db):
    agent = make_user(Role.AGENT)
    span = (date(2020, 1, 1), date(2099, 1, 1))
    with at("2026-10-20T10:00"):
        for _n in range(4):
            entrusted(agent, level=Level.GOOD)
    with at("2026-11-20T10:00"):
        entrusted(agent, level=Level.BAD)
        found = queries.evidence(actor_for(agent), agent.id, *span)
        assert found.rated_count == 5 and found.levels == []
    with at("2026-12-01T10:00"):
        found = queries.evidence(actor_for(agent), agent.id, *span)
        assert (found.levels_count, found.good_count) == (5, 4)


def test_a_single_rating_never_moves_the_sum_of_its_person(db):
    agent, told, spans = make_user(Role.AGENT), [], []
    for month in range(1, 12):
        with at(f"2026-{month:02}-20T10:00"):
            entrusted(agent, level=Level.BAD if month == 6 else Level.GOOD)
        with at(f"2026-{month + 1:02}-01T10:00"):
            today = date(2026, month + 1, 1)
            months = queries.evidence(actor_for(agent), agent.id, date(2026, month, 1), today)
            year = queries.evidence(actor_for(agent), agent.id, date(2026, 1, 1), date(2026, 12, 31))
            told.append(year.levels_count)
            spans.append(months.levels == year.levels)
            sums = queries.public_ratings(make_actor(Role.PUBLIC)), queries.ratings(make_actor(Role.DEPUTY))
            assert [one.told_count for one in sums] == [year.levels_count] * 2
    assert told == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]
    assert all(spans)  # what two pages show of two spans tells nothing of what lies between
    assert year.good_count == 9


def test_taking_a_mistake_out_moves_no_other_rating_up(db):
    agent = make_user(Role.AGENT)
    with at("2026-10-20T10:00"):
        wrong_one = rate(entrusted(agent), Level.BAD)
        for _n in range(10):
            entrusted(agent, level=Level.GOOD)
        rating_case = case_of(wrong_one, db)
        service.appeal(make_actor(Role.WINDOW_HEAD), rating_case, appeal="评错了窗口")
        service.grant_appeal(make_actor(Role.DEPUTY), rating_case, appeal_words="是隔壁窗口的事")
    with at("2026-11-02T10:00"):
        found = queries.evidence(actor_for(agent), agent.id, date(2026, 1, 1), date(2026, 12, 31))
        assert (found.levels_count, found.good_count) == (9, 9)


def test_words_tell_neither_the_day_nor_the_order_nor_a_rare_item(db):
    head, clerk = make_actor(Role.WINDOW_HEAD), make_user(Role.WINDOW, unit=HALL)
    often = make_item(kind=Kind.INSTANT, promised_workdays=0)
    said = ["丙", "甲", "戊", "乙", "丁"]
    for number, words in enumerate(said):
        with at(f"2026-10-1{number}T10:00"):
            rate(make_done(item=often, by=clerk), Level.GOOD, words=words)
    with at("2026-10-20T10:00"):
        rate(make_done(by=clerk), Level.BAD, words="少见")
        assert queries.rating_words(head) == []
    with at("2026-11-01T10:00"):
        told = queries.rating_words(head)
        newest_first = [row.ref for row in queries.rated_tasks(head)]
    assert ("", "少见", Level.BAD) in told and {item for item, _words, _level in told} == {"", often.name}
    assert [words for _item, words, _level in told] == ["少见", *sorted(said)]
    assert len(newest_first) == 6 and sorted(said) != said


def test_a_case_is_addressed_by_the_number_of_its_task(db):
    case = make_case()
    found, task = queries.case_of(make_actor(Role.DEPUTY), "rating_case.view", case.ref)
    assert (found.id, task.ref) == (case.id, case.ref)
    with pytest.raises(NotFound):
        queries.case_of(make_actor(Role.DEPUTY), "rating_case.view", make_done().ref)


def test_what_was_not_rated_is_no_praise(db):
    agent = make_user(Role.AGENT)
    for _n in range(6):
        entrusted(agent)
    found = queries.evidence(actor_for(agent), agent.id, date(2020, 1, 1), date(2099, 1, 1))
    assert (found.finished_count, found.rated_count, found.good_count, found.levels) == (6, 0, 0, [])
