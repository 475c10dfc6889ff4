"""The deeds of the hall: each move succeeds, is refused, and leaves its entry in the log."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, OFFICE_2, TOWN, VILLAGE, make_actor, make_town, make_user
from factories_hall import GOOD_ID, SIX, actor_for, item_facts, make_item, make_task

from tracker.catalogue import service as catalogue
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Kind
from tracker.catalogue.rules import Status as ItemStatus
from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.hall import queries, service
from tracker.hall.models import Task, TaskRating
from tracker.hall.rules import Channel, Level, Outcome, Status
from tracker.store.action import action
from tracker.store.audit import history_of
from tracker.store.receipts import issued
from tracker.township.queries import work_calendar

pytestmark = pytest.mark.usefixtures("db")


def at(text):
    """The program's clock stands at this hour of Shanghai."""
    return time_machine.travel(f"{text}:00+08:00", tick=False)


def clerk():
    return make_actor(Role.WINDOW, unit=HALL)


def window_head():
    return make_actor(Role.WINDOW_HEAD, unit=HALL)


def resident(task):
    return Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN, task_id=task.id)


def last_entry(record):
    return history_of(record)[-1]


# --- the catalogue


@pytest.mark.parametrize("lacking", SIX)
def test_an_item_lacking_a_fact_is_not_published(lacking):
    item = make_item(is_public=False)
    with pytest.raises(RuleBroken) as broken:
        catalogue.publish(make_actor(Role.WINDOW_HEAD), item, {**SIX, lacking: ""})
    assert broken.value.field == lacking
    assert item.status is ItemStatus.DRAFT


def test_publishing_dates_the_item_and_is_audited():
    with at("2026-09-30T10:00"):
        item = make_item()
    assert (item.status, item.published_on) == (ItemStatus.PUBLISHED, date(2026, 9, 30))
    entry = last_entry(item)
    assert entry.action == "service.publish"
    assert entry.changes["status"] == ["draft", "published"]


def test_the_database_itself_keeps_incomplete_items_private(db):
    item = make_item()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(ServiceItem).where(ServiceItem.id == item.id).values(place=""))
    db.session.rollback()


def test_a_public_item_stays_complete_when_it_is_edited():
    item = make_item()
    with pytest.raises(RuleBroken, match="缺少办理地点"):
        catalogue.edit_item(make_actor(Role.WINDOW_HEAD), item, item_facts(code=item.code, place=""))
    catalogue.edit_item(make_actor(Role.WINDOW_HEAD), item, item_facts(code=item.code, place="二楼"))
    assert item.place == "二楼"


def test_a_code_stands_once_in_a_town():
    item = make_item()
    with pytest.raises(RuleBroken) as broken:
        catalogue.add_item(make_actor(Role.WINDOW_HEAD), item_facts(code=item.code))
    assert broken.value.field == "code"


def test_what_is_taken_down_is_taken_in_no_more_and_may_come_back():
    item, head = make_item(), make_actor(Role.WINDOW_HEAD)
    catalogue.take_down(head, item)
    with pytest.raises(RuleBroken, match="不能收件"):
        make_task(item)
    catalogue.publish(head, item, item.facts)
    assert make_task(item).status is Status.RECEIVED


def test_a_clerk_of_the_window_does_not_publish():
    item = make_item(is_public=False)
    with pytest.raises(NotFound):
        catalogue.publish(clerk(), item, item.facts)


CELLS = {
    "code": "SM-900", "name": "临时救助申请", "type": "行政给付", "topic": "困难救助",
    "department": "农业农村办公室", "kind": "承诺件", **SIX, "legal_workdays": "20",
    "promised_workdays": "10", "asks_id": "是",
    "materials_text": "身份证｜复印件｜1", "is_published": "是",
}


def put(cells):
    with action(SYSTEM, "service.import") as act:
        return catalogue.put_item(act, TOWN, cells)


def test_an_import_adds_then_skips_then_updates():
    make_town()
    assert [put(CELLS), put(CELLS), put({**CELLS, "promised_workdays": "8"})] == ["new", "skipped", "updated"]


def test_an_imported_item_is_public_when_the_sheet_says_so(db):
    make_town()
    put(CELLS)
    item = db.session.scalar(sa.select(ServiceItem))
    assert (item.status, item.department_code, item.promised_workdays) == (ItemStatus.PUBLISHED, OFFICE_2, 10)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"people": ""}, "people"), ({"department": "外星办"}, "department"),
        ({"promised_workdays": "30"}, "promised_workdays"),
    ],
)
def test_a_wrong_row_of_the_import_names_its_column(change, field):
    make_town()
    with pytest.raises(RuleBroken) as broken:
        put({**CELLS, **change})
    assert broken.value.field == field


# --- taking in


def test_taking_in_gives_number_receipt_and_the_days_to_tell(db):
    item = make_item()
    with at("2026-09-28T09:00"):
        task = make_task(item)
        other = make_task(item)
    assert (task.ref, other.ref) == ("石门-办-0001", "石门-办-0002")
    assert (task.status, task.unit_code, task.village_code) == (Status.RECEIVED, HALL, VILLAGE)
    assert (task.received_on, task.tell_by, task.accepted_on) == (date(2026, 9, 28), date(2026, 10, 10), None)


def test_the_receipt_opens_its_task_and_no_other_number_does():
    make_town()
    item, actor = make_item(), clerk()
    task = service.receive(
        actor, service.Application(item=item, applicant="王秀英", id_number=GOOD_ID), form_key="one-form"
    )
    code = issued("one-form")
    assert code is not None
    assert service.open_progress(code) == task.id
    assert service.open_progress(f"{code[:8]} {code[8:]}") == task.id
    with pytest.raises(RuleBroken, match="没有找到"):
        service.open_progress(code[:8] + "0" * 12)


def test_five_wrong_tries_at_one_receipt_have_to_wait():
    task = make_task()
    assert task.id
    for _n in range(5):
        with pytest.raises(RuleBroken, match="没有找到"):
            service.open_progress("1" * 20)
    with pytest.raises(RuleBroken, match="试的次数太多"):
        service.open_progress("1" * 20)
    with pytest.raises(RuleBroken, match="没有找到"):
        service.open_progress("2" * 20)


def test_what_is_personal_lies_encrypted_and_stays_out_of_the_log(db):
    task = make_task(applicant="欧阳建国", phone="13800001234")
    stored = db.session.execute(sa.text("select applicant, phone, id_number from task")).one()
    assert "欧阳建国".encode() not in bytes(stored.applicant)
    assert GOOD_ID.encode() not in bytes(stored.id_number)
    changes = history_of(task)[0].changes
    secret = {"applicant", "phone", "id_number", "phone_index", "applicant_index", "rate_hash"}
    assert not secret & set(changes)
    assert "欧阳建国" not in str(changes)


def test_an_identity_number_is_not_kept_where_the_item_does_not_ask():
    assert make_task(make_item(asks_id=False), id_number=GOOD_ID).id_number is None


def test_a_missing_card_is_taken_in_all_the_same():
    assert make_task(id_number="", is_id_missing=True).id_number is None
    with pytest.raises(RuleBroken, match="第 18 位对不上"):
        make_task(id_number="110105194912310021")


def test_an_agent_takes_in_for_the_village_and_a_window_goes_on():
    item, window = make_item(), clerk()
    agent = make_user(Role.AGENT)
    task = make_task(item, by=agent, channel=Channel.WINDOW)
    assert (task.channel, task.unit_code, task.assignee_id, task.author_id) == (
        Channel.AGENT, HALL, None, agent.id,
    )
    service.accept(window, task, handed_in=["身份证", "户口簿"])
    assert task.assignee_id == window.user_id


def test_an_agent_does_not_accept():
    item = make_item()
    agent = make_user(Role.AGENT)
    with pytest.raises(NotFound):
        make_task(item, by=agent, then="accept")
    task = make_task(item, by=agent)
    with pytest.raises(NotFound):
        service.accept(actor_for(agent), task, handed_in=[])


def test_a_refused_taking_in_leaves_no_gap_in_the_numbers(db):
    item = make_item()
    with pytest.raises(RuleBroken):
        make_task(item, then="accept", handed_in=[])
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Task)) == 0
    assert make_task(item).ref == "石门-办-0001"


# --- moves


def test_accept_starts_the_promised_workdays():
    item = make_item(promised_workdays=5)
    with at("2026-09-28T09:00"):
        task = make_task(item)
    with at("2026-09-30T16:00"):
        service.accept(clerk(), task, handed_in=["身份证", "户口簿"])
    assert (task.status, task.accepted_on, task.due_on) == (
        Status.ACCEPTED, date(2026, 9, 30), date(2026, 10, 13),
    )
    entry = last_entry(task)
    assert entry.action == "task.accept"
    assert entry.changes["status"] == ["received", "accepted"]


def test_the_promise_told_at_acceptance_outlives_a_change_of_the_item():
    item = make_item(promised_workdays=5)
    task = make_task(item, then="accept")
    due = task.due_on
    catalogue.edit_item(make_actor(Role.WINDOW_HEAD), item, item_facts(code=item.code, promised_workdays=15))
    assert (task.promised_workdays, task.due_on) == (5, due)


def test_accept_waits_for_what_is_required():
    task = make_task(handed_in=["身份证"])
    with pytest.raises(RuleBroken, match="还缺：户口簿") as broken:
        service.accept(clerk(), task, handed_in=["身份证"])
    assert broken.value.field == "handed_in"
    assert task.status is Status.RECEIVED


def test_notify_tells_once_and_a_second_time_stays_visible():
    with at("2026-09-28T09:00"):
        task, window = make_task(handed_in=[]), clerk()
        service.notify(window, task, notice="1. 身份证", correct_by=date(2026, 10, 15))
    assert (task.status, task.told_on, task.told_count) == (Status.TOLD, date(2026, 9, 28), 1)
    with at("2026-09-29T09:00"):
        with pytest.raises(RuleBroken, match="已经告知过一次"):
            service.notify(window, task, notice="2. 照片", correct_by=date(2026, 10, 15))
        service.notify(
            window, task, notice="2. 照片", correct_by=date(2026, 10, 15), again_reason="原照片不合规格"
        )
    assert (task.told_count, task.told_on) == (2, date(2026, 9, 28))


def test_a_notice_looks_ahead():
    task = make_task()
    with pytest.raises(RuleBroken) as broken:
        service.notify(clerk(), task, notice="补", correct_by=task.received_on)
    assert broken.value.field == "correct_by"


def test_who_was_told_nothing_counts_as_accepted_from_receipt():
    with at("2026-09-28T09:00"):
        item = make_item(promised_workdays=5)
        task, told = make_task(item, handed_in=[]), make_task(item, handed_in=[])
        service.notify(clerk(), told, notice="1. 户口簿", correct_by=date(2026, 10, 15))
    with at("2026-10-10T23:00"):
        assert service.deem_accepted(SYSTEM) == 0
    with at("2026-10-11T01:00"):
        assert service.deem_accepted(SYSTEM) == 1
        assert service.deem_accepted(SYSTEM) == 0
    assert (task.status, task.is_deemed, task.accepted_on, task.due_on) == (
        Status.ACCEPTED, True, date(2026, 9, 28), date(2026, 10, 10),
    )
    assert told.status is Status.TOLD
    assert last_entry(task).role == "system"


@pytest.mark.parametrize("move", ["notify", "decline"])
def test_after_the_days_to_tell_nothing_is_asked_and_nothing_turned_away(move):
    with at("2026-09-28T09:00"):
        task, window = make_task(), clerk()
    deeds = {
        "notify": lambda: service.notify(window, task, notice="补", correct_by=date(2026, 10, 30)),
        "decline": lambda: service.decline(window_head(), task, reason="不符合", path="去县里"),
    }
    with at("2026-10-12T09:00"), pytest.raises(RuleBroken, match="已视为受理"):
        deeds[move]()
    with at("2026-10-12T09:00"):
        service.accept(window, task, handed_in=[])
    assert (task.is_deemed, task.accepted_on) == (True, date(2026, 9, 28))


def test_only_the_nightly_deed_deems():
    with at("2026-09-28T09:00"):
        task = make_task()
    with at("2026-10-12T09:00"):
        assert service.deem_accepted(clerk()) == 0
    assert task.status is Status.RECEIVED


def test_decline_ends_the_task_with_reason_and_path():
    task = make_task()
    path = "请到户籍地办理；不服可以向县政府申请复议"
    service.decline(window_head(), task, reason="不是本镇户籍", path=path)
    assert (task.status, task.outcome, task.accepted_on) == (Status.DECLINED, None, None)
    assert task.done_on is not None
    with pytest.raises(RuleBroken, match="当前状态不能“受理”"):
        service.accept(clerk(), task, handed_in=["身份证", "户口簿"])


def test_spot_accepts_and_finishes_while_the_resident_waits():
    task = make_task(make_item(kind=Kind.INSTANT, promised_workdays=0), then="spot")
    assert (task.status, task.outcome) == (Status.DONE, Outcome.GRANTED)
    assert task.accepted_on == task.due_on == task.done_on
    assert not task.is_overdue


def test_finish_in_time_and_deliver():
    task, window = make_task(then="accept"), clerk()
    service.finish(window, task, outcome=Outcome.GRANTED)
    assert (task.status, task.is_overdue) == (Status.DONE, False)
    service.deliver(window, task)
    assert (task.status, task.delivered_on) == (Status.DELIVERED, task.done_on)
    with pytest.raises(RuleBroken, match="当前状态不能“登记送达”"):
        service.deliver(window, task)


def test_a_late_finish_needs_its_reason_and_the_flag_stays():
    with at("2026-09-30T09:00"):
        task, window = make_task(then="accept"), clerk()
    with at("2026-10-14T09:00"):
        with pytest.raises(RuleBroken, match="应在 10 月 13 日办结"):
            service.finish(window, task, outcome=Outcome.GRANTED)
        service.finish(window, task, outcome=Outcome.GRANTED, late_reason="县里系统停机两天")
        service.deliver(window, task)
    assert task.is_overdue


def test_a_refusal_needs_reason_and_path():
    task, window = make_task(then="accept"), clerk()
    with pytest.raises(RuleBroken) as broken:
        service.finish(window, task, outcome=Outcome.REFUSED, reason="收入超过标准")
    assert broken.value.field == "path"
    service.finish(window, task, outcome=Outcome.REFUSED, reason="收入超标", path="六十日内可申请复议")
    assert (task.outcome, task.path) == (Outcome.REFUSED, "六十日内可申请复议")


def test_withdraw_from_any_open_state_and_not_after():
    window = clerk()
    for then in ("", "accept"):
        task = make_task(then=then)
        service.withdraw(window, task, reason="本人不想办了")
        assert task.status is Status.WITHDRAWN
    done = make_task(then="spot")
    with pytest.raises(RuleBroken, match="当前状态不能“申请人撤回”"):
        service.withdraw(window, done, reason="晚了")


def test_a_window_of_another_town_does_not_touch_the_task():
    task = make_task()
    stranger = make_actor(Role.WINDOW, unit="990101002")
    with pytest.raises(NotFound):
        service.accept(stranger, task, handed_in=["身份证", "户口簿"])


# --- ratings


def test_a_rating_is_given_once_by_whoever_holds_the_task(db):
    task, other = make_task(then="spot"), make_task()
    with pytest.raises(NotFound):
        service.rate(resident(other), task, level=Level.GOOD)
    service.rate(resident(task), task, level=Level.VERY_BAD, words="等了两个钟头")
    row = db.session.scalar(sa.select(TaskRating))
    assert (row.level, row.words, task.rated_on) == (Level.VERY_BAD, "等了两个钟头", row.rated_on)
    with pytest.raises(RuleBroken, match="已经评价过"):
        service.rate(resident(task), task, level=Level.GOOD)


def test_the_log_does_not_tell_what_the_rating_was(db):
    from tracker.store.audit import AuditPending

    task = make_task(then="spot")
    service.rate(resident(task), task, level=Level.BAD, words="没人理")
    payloads = str([row.payload for row in db.session.scalars(sa.select(AuditPending))])
    assert "task.rate" in payloads
    assert "bad" not in payloads
    assert "没人理" not in payloads


def test_no_clerk_rates():
    task = make_task(then="spot")
    with pytest.raises(NotFound):
        service.rate(clerk(), task, level=Level.GOOD)


def test_the_token_of_the_voucher_finds_its_task_and_is_stored_as_a_hash_only(db):
    actor = clerk()
    task = service.receive(
        actor, service.Application(item=make_item(asks_id=False), applicant="王秀英"), form_key="k1"
    )
    token = service.rate_token("k1")
    assert len(token) == 32
    assert queries.task_of_token(token).id == task.id
    assert queries.task_of_token(service.rate_token("k2")) is None
    assert token not in str(db.session.execute(sa.text("select * from task")).all())


def last_month():
    return time_machine.travel(clock.now() - timedelta(days=40), tick=False)


def said_of(task, words, level=Level.GOOD):
    service.rate(resident(task), task, level=level, words=words)


def test_ratings_hide_while_they_are_few_and_words_go_to_the_head_only():
    head, deputy = make_actor(Role.WINDOW_HEAD), make_actor(Role.DEPUTY)
    item = make_item(kind=Kind.INSTANT, promised_workdays=0)
    with last_month():
        for _n in range(4):
            said_of(make_task(item, then="spot"), "办得快")
    assert queries.ratings(head).levels == []
    with last_month():
        said_of(make_task(item, then="spot"), "办得快")
    found = queries.ratings(deputy)
    assert (found.count, dict(found.levels)[Level.GOOD], dict(found.levels)[Level.BAD]) == (5, 5, 0)
    assert len(queries.rating_words(head)) == 5
    assert queries.rating_words(deputy) == []
    assert queries.rating_words(clerk()) == []


def test_nobody_reads_the_words_about_his_own_work():
    head = make_user(Role.WINDOW_HEAD)
    with last_month():
        said_of(make_task(by=head, then="spot"), "态度差", Level.BAD)
    assert queries.rating_words(actor_for(head)) == []
    assert len(queries.rating_words(make_actor(Role.WINDOW_HEAD))) == 1


# --- reading


def test_my_day_shows_my_open_tasks_and_what_runs_out():
    mine = make_user(Role.WINDOW)
    with at("2026-09-30T09:00"):
        task = make_task(by=mine, then="accept")
        make_task(then="accept")
        assert [row.ref for row in queries.my_tasks(actor_for(mine))] == [task.ref]
        assert queries.due_soon(make_actor(Role.WINDOW_HEAD)) == []
    with at("2026-10-12T09:00"):
        soon = queries.due_soon(make_actor(Role.WINDOW_HEAD))
        assert [(row.words, row.light) for row in soon] == [("还剩 1 个工作日", "warning")] * 2


def test_tasks_are_found_by_number_name_and_telephone():
    task = make_task(applicant="欧阳建国", phone="13900005678")
    make_task()
    viewer = make_actor(Role.DEPUTY)
    for text in (task.ref, "欧阳建国", "139 0000 5678"):
        found = queries.tasks(viewer, queries.Wanted(text=text), 20, work_calendar())
        assert [row.ref for row in found.rows] == [task.ref]
    assert queries.tasks(viewer, queries.Wanted(text="欧阳"), 20, work_calendar()).rows == []


def test_the_list_goes_on_where_the_page_before_ended():
    item = make_item()
    refs = [make_task(item).ref for _n in range(5)]
    viewer, seen, after = make_actor(Role.DEPUTY), [], ""
    for _page in range(3):
        found = queries.tasks(viewer, queries.Wanted(after=after), 2, work_calendar())
        seen += [row.ref for row in found.rows]
        after = found.next_after or ""
    assert seen == refs[::-1]
    assert (found.next_after, found.count) == (None, 5)
