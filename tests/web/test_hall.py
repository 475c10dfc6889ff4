"""The desk pages of the hall: who may come, what they show, what a person can do there."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, VILLAGE, make_user
from factories_hall import GOOD_ID, SIX, actor_for, make_item, make_task
from support import PageReader, text_of

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import Kind
from tracker.catalogue.rules import Status as ItemStatus
from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.hall import service
from tracker.hall.models import Task
from tracker.hall.rules import Level, Outcome, Status

EVERYBODY = [role for role in Role if role not in (Role.PUBLIC, Role.SYSTEM)]


def hidden_of(response):
    """The hidden fields of the last form of a page."""
    fields = PageReader(response.text).forms[-1]["fields"]
    return {name: value for name, value, kind in fields if kind == "hidden"}


def by_role(**allowed):
    """Every role of the staff with the status it gets: 200 for those named, 403 for the rest."""
    welcome = {Role[name] for name in allowed["may"].split()}
    return pytest.mark.parametrize(
        ("role", "status"), [(role, 200 if role in welcome else 403) for role in EVERYBODY]
    )


@by_role(may="WINDOW WINDOW_HEAD AGENT")
def test_desk_by_role(as_user, role, status):
    assert as_user(make_user(role)).get("/tasks/desk").status_code == status


@by_role(may="WINDOW WINDOW_HEAD AGENT HANDLER UNIT_HEAD DEPUTY HEAD COUNTY")
def test_list_by_role(as_user, role, status):
    make_task()
    assert as_user(make_user(role)).get("/tasks").status_code == status


@by_role(may="WINDOW WINDOW_HEAD AGENT DEPUTY HEAD COUNTY")
def test_catalogue_by_role(as_user, role, status):
    make_item()
    assert as_user(make_user(role)).get("/admin/services").status_code == status


@by_role(may="WINDOW_HEAD")
def test_new_item_by_role(as_user, role, status):
    assert as_user(make_user(role)).get("/admin/services/new").status_code == status


@by_role(may="WINDOW_HEAD DEPUTY HEAD COUNTY")
def test_ratings_by_role(as_user, role, status):
    assert as_user(make_user(role)).get("/tasks/ratings").status_code == status


@by_role(may="WINDOW WINDOW_HEAD")
def test_accept_page_by_role(as_user, role, status):
    assert as_user(make_user(role)).get(f"/tasks/{make_task().ref}/accept").status_code == status


@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [
        (Role.WINDOW, None, 200), (Role.DEPUTY, None, 200), (Role.COUNTY, None, 200),
        (Role.WINDOW, "990101002", 404), (Role.HEAD, "990101002", 404), (Role.AGENT, None, 404),
    ],
)
def test_a_task_that_may_not_be_seen_looks_absent(as_user, role, unit, status):
    task = make_task()
    visitor = as_user(make_user(role, unit=unit))
    assert visitor.get(f"/tasks/{task.ref}").status_code == status
    assert visitor.get("/tasks/石门-办-9999").status_code == 404


def test_an_agent_sees_the_tasks_of_his_own_taking_in_only(as_user):
    agent = make_user(Role.AGENT)
    mine, other = make_task(by=agent), make_task()
    page = text_of(as_user(agent).get("/tasks"))
    assert mine.ref in page
    assert other.ref not in page


# --- taking in


FIELDS = {"applicant": "王秀英", "phone": "13800001234", "village_code": VILLAGE, "channel": "window"}


def test_a_known_matter_is_accepted_in_one_form_and_the_voucher_shows_the_receipt(as_user, db):
    item = make_item()
    visitor = as_user(make_user(Role.WINDOW))
    response = visitor.submit(
        f"/tasks/desk?item={item.id}", **FIELDS, id_number=GOOD_ID, handed_in=["身份证", "户口簿"]
    )
    assert response.status_code == 303
    task = db.session.scalar(sa.select(Task))
    assert task.status is Status.ACCEPTED
    voucher = visitor.get(response.location)
    assert "受理凭证" in voucher.text
    digits = "".join(text_of(voucher).split("查进度的号码")[1].split()[:5])
    assert len(digits) == 20
    assert service.open_progress(digits) == task.id


def test_another_clerk_and_a_later_taking_in_see_no_receipt(as_user):
    item = make_item()
    first, second = as_user(make_user(Role.WINDOW)), as_user(make_user(Role.WINDOW))
    form = {**FIELDS, "id_number": GOOD_ID, "handed_in": ["身份证", "户口簿"]}
    voucher = first.submit(f"/tasks/desk?item={item.id}", **form).location
    assert "系统里没有" in text_of(second.get(voucher))
    first.submit(f"/tasks/desk?item={item.id}", **form)
    assert "系统里没有" in text_of(first.get(voucher))


def test_first_only_taken_in(as_user, db):
    item = make_item()
    as_user(make_user(Role.WINDOW)).submit(
        f"/tasks/desk?item={item.id}", **FIELDS, id_number=GOOD_ID, later="1"
    )
    task = db.session.scalar(sa.select(Task))
    assert (task.status, task.handed_in) == (Status.RECEIVED, [])


def test_an_instant_item_is_done_on_the_spot(as_user, db):
    item = make_item(kind=Kind.INSTANT, promised_workdays=0, asks_id=False)
    visitor = as_user(make_user(Role.WINDOW))
    page = visitor.get(f"/tasks/desk?item={item.id}")
    assert "当场办结" in text_of(page)
    assert 'name="id_number"' not in page.text
    visitor.submit(f"/tasks/desk?item={item.id}", **FIELDS, handed_in=["身份证", "户口簿"])
    assert db.session.scalar(sa.select(Task)).outcome is Outcome.GRANTED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"applicant": ""}, "请写下申请人的姓名"),
        ({"id_number": "110105194912310021"}, "第 18 位对不上，请核对"),
        ({"id_number": ""}, "没带证件就勾选“证件暂缺”"),
        ({"phone": "1380000123"}, "手机号应是 11 位，您填了 10 位"),
        ({"handed_in": ["身份证"]}, "还缺：户口簿"),
        ({"channel": "pigeon"}, "请从列出的选项里选一个"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_user, db, change, sentence):
    item = make_item()
    sent = {**FIELDS, "id_number": GOOD_ID, "handed_in": ["身份证", "户口簿"], **change}
    response = as_user(make_user(Role.WINDOW)).submit(f"/tasks/desk?item={item.id}", **sent)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert sent["phone"] in response.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Task)) == 0


def test_the_same_form_sent_twice_makes_one_task(as_user, db):
    item = make_item(asks_id=False)
    visitor = as_user(make_user(Role.WINDOW))
    path = f"/tasks/desk?item={item.id}"
    sent = {**hidden_of(visitor.get(path)), **FIELDS, "later": "1"}
    first, second = visitor.post(path, data=sent), visitor.post(path, data=sent)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Task)) == 1


def test_an_agent_takes_in_from_the_village(as_user, db):
    item = make_item(asks_id=False)
    visitor = as_user(make_user(Role.AGENT))
    page = visitor.get(f"/tasks/desk?item={item.id}")
    assert "先收件" not in text_of(page)
    assert f'selected value="{VILLAGE}"' in page.text
    visitor.submit(f"/tasks/desk?item={item.id}", applicant="马腾", channel="agent", village_code=VILLAGE)
    assert db.session.scalar(sa.select(Task.status)) is Status.RECEIVED


def test_the_desk_finds_an_item_by_words_and_opens_the_only_one(as_user):
    make_item(name="高龄津贴申领")
    make_item(name="临时救助申请", content="一时过不下去的人家", conditions="")
    make_item(name="草稿救助", is_public=False)
    visitor = as_user(make_user(Role.WINDOW))
    assert "申请人姓名" in text_of(visitor.get("/tasks/desk?q=高龄 津贴"))
    assert "申请人姓名" in text_of(visitor.get("/tasks/desk?q=救助"))
    assert "没有找到这样的事项" in text_of(visitor.get("/tasks/desk?q=没有的事"))


# --- moves


def test_each_move_has_its_page_and_leads_back(as_user):
    visitor = as_user(make_user(Role.WINDOW))
    task = make_task(handed_in=["身份证"])
    base = f"/tasks/{task.ref}"
    notice = visitor.get(f"{base}/notify").text
    assert "1. 户口簿" in notice
    assert visitor.submit(f"{base}/notify", notice="1. 户口簿", correct_by="2030-01-04").status_code == 303
    assert "要补的材料" in text_of(visitor.get(f"{base}/voucher"))
    refused = visitor.submit(f"{base}/accept", handed_in=["身份证"])
    assert (refused.status_code, "还缺：户口簿" in text_of(refused)) == (422, True)
    assert visitor.submit(f"{base}/accept", handed_in=["身份证", "户口簿"]).status_code == 303
    refused = visitor.submit(f"{base}/finish", outcome="refused", reason="超过标准")
    assert (refused.status_code, "超过标准" in refused.text) == (422, True)
    assert visitor.submit(f"{base}/finish", outcome="granted").status_code == 303
    assert visitor.submit(f"{base}/deliver").status_code == 303
    assert task.status is Status.DELIVERED
    page = text_of(visitor.get(base))
    assert "登记送达" in page
    assert "补正告知" in page


def test_decline_and_withdraw_ask_for_words(as_user):
    visitor, first, second = as_user(make_user(Role.WINDOW_HEAD)), make_task(), make_task()
    assert visitor.submit(f"/tasks/{first.ref}/decline", reason="不归本镇").status_code == 422
    url = f"/tasks/{first.ref}/decline"
    said = {**hidden_of(visitor.get(url)), "reason": "不归本镇", "path": "去县医保局"}
    assert visitor.post(url, data=said).status_code == 303
    assert visitor.submit(f"/tasks/{second.ref}/withdraw").status_code == 422
    assert visitor.submit(f"/tasks/{second.ref}/withdraw", reason="本人不办了").status_code == 303
    assert "不予受理通知书" in text_of(visitor.get(f"/tasks/{first.ref}/voucher"))


def test_two_clerks_at_once_see_the_conflict(as_user):
    one, two, task = as_user(make_user(Role.WINDOW)), as_user(make_user(Role.WINDOW)), make_task()
    path = f"/tasks/{task.ref}/withdraw"
    hidden = hidden_of(one.get(path))
    two.submit(f"/tasks/{task.ref}/accept", handed_in=["身份证", "户口簿"])
    response = one.post(path, data={**hidden, "reason": "本人不办了"})
    assert response.status_code == 409
    assert task.status is Status.ACCEPTED


def test_deemed_acceptance_and_a_second_notice_are_visible(as_user):
    with time_machine.travel("2026-09-28T09:00:00+08:00", tick=False):
        task, window = make_task(), actor_for(make_user(Role.WINDOW))
        for reason in ("", "换了样式"):
            service.notify(window, task, notice="补", correct_by=task.tell_by, again_reason=reason)
        deemed = make_task()
    with time_machine.travel("2026-10-12T09:00:00+08:00", tick=False):
        service.deem_accepted(SYSTEM)
        client = as_user(make_user(Role.WINDOW))
        assert "告知了 2 次" in text_of(client.get(f"/tasks/{task.ref}"))
        assert "视为受理" in text_of(client.get(f"/tasks/{deemed.ref}"))


def test_the_leaders_read_masked_names_only(as_user):
    task = make_task(applicant="欧阳建国", phone="13800001234")
    clerk_page = as_user(make_user(Role.WINDOW)).get(f"/tasks/{task.ref}").text
    leader_page = as_user(make_user(Role.DEPUTY)).get(f"/tasks/{task.ref}").text
    assert "欧阳建国" in clerk_page
    assert "13800001234" in clerk_page
    assert GOOD_ID not in clerk_page
    assert "欧阳建国" not in leader_page
    assert "138****1234" in leader_page


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", 3), ("?status=received", 2), ("?status=accepted", 1), ("?due=late", 0),
     ("?village=990101001202", 1), ("?q=欧阳建国", 1), ("?status=nonsense&item=x&after=junk", 3)],
)
def test_the_list_filters_by_its_address(as_user, query, shown):
    item = make_item()
    make_task(item, village_code="990101001202", applicant="欧阳建国")
    make_task(item)
    make_task(item, then="accept")
    page = text_of(as_user(make_user(Role.WINDOW)).get(f"/tasks{query}"))
    assert f"筛选出 {shown} 件" in page
    assert "欧阳建国" not in page


def test_the_list_costs_the_same_however_long_it_is(as_user, db):
    def statements():
        seen = []
        listener = lambda *args: seen.append(args[2])  # noqa: E731
        sa.event.listen(db.engine, "before_cursor_execute", listener)
        visitor.get("/tasks")
        sa.event.remove(db.engine, "before_cursor_execute", listener)
        return len([one for one in seen if one.lstrip().upper().startswith("SELECT")])

    item, visitor = make_item(), as_user(make_user(Role.WINDOW))
    make_task(item)
    few = statements()
    for _n in range(6):
        make_task(item)
    assert statements() == few


# --- the catalogue


ITEM = {
    "code": "SM-77", "name": "临时救助申请", "type": "benefit", "topic": "relief", "department_code": "",
    "kind": "promised", "legal_workdays": "20", "promised_workdays": "10", **SIX,
}


def test_an_item_is_added_mended_and_published(as_user, db):
    visitor = as_user(make_user(Role.WINDOW_HEAD))
    draft = {**ITEM, "place": "", "materials_text": "身份证｜复印件｜1"}
    assert visitor.submit("/admin/services/new", **draft).status_code == 303
    item = db.session.scalar(sa.select(ServiceItem))
    refused = visitor.submit(f"/admin/services/{item.id}/publish", **{**SIX, "place": ""})
    assert refused.status_code == 422
    assert "缺少办理地点" in text_of(refused)
    assert 'href="#place"' in refused.text
    assert visitor.submit(f"/admin/services/{item.id}/publish", **SIX).status_code == 303
    assert (item.status, item.place) == (ItemStatus.PUBLISHED, SIX["place"])
    assert visitor.submit(f"/admin/services/{item.id}/take_down").status_code == 303
    assert item.status is ItemStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"materials_text": "身份证\n其他材料"}, "第 2 行：不能写“其他材料”"),
        ({"promised_workdays": "21"}, "不能超过法定的 20 个工作日"),
        ({"promised_workdays": "很快"}, "请填一个整数"),
        ({"name": ""}, "请写下事项名称"),
    ],
)
def test_a_wrong_item_is_shown_again_with_its_text(as_user, change, sentence):
    response = as_user(make_user(Role.WINDOW_HEAD)).submit("/admin/services/new", **{**ITEM, **change})
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert SIX["procedure"] in response.text


def test_the_ratings_page_shows_counts_and_keeps_the_few_hidden(as_user):
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        task = make_task(then="spot")
        actor = Actor(user_id=None, role=Role.PUBLIC, unit_code=HALL, task_id=task.id)
        service.rate(actor, task, level=Level.GOOD, words="办得快")
    page = text_of(as_user(make_user(Role.DEPUTY)).get("/tasks/ratings"))
    assert "评价还不到 5 件" in page
    assert "办得快" not in page
    assert "办得快" in text_of(as_user(make_user(Role.WINDOW_HEAD)).get("/tasks/ratings"))


@pytest.mark.parametrize("path", ["accept", "finish", "notify"])
def test_the_conflict_page_knows_every_form_of_a_task(as_user, path):
    then = "accept" if path == "finish" else ""
    one, two, task = as_user(make_user(Role.WINDOW)), as_user(make_user(Role.WINDOW)), make_task(then=then)
    hidden = hidden_of(one.get(f"/tasks/{task.ref}/{path}"))
    two.submit(f"/tasks/{task.ref}/withdraw", reason="本人不办了")
    said = {"handed_in": ["身份证", "户口簿"], "outcome": "granted", "notice": "补"}
    said["correct_by"] = "2030-01-04"
    assert one.post(f"/tasks/{task.ref}/{path}", data={**hidden, **said}).status_code == 409


def test_two_heads_editing_one_item_see_both_texts(as_user):
    one, two, item = as_user(make_user(Role.WINDOW_HEAD)), as_user(make_user(Role.WINDOW_HEAD)), make_item()
    url = f"/admin/services/{item.id}/edit"
    hidden = hidden_of(one.get(url))
    two.submit(url, **{**ITEM, "code": item.code, "place": "二楼 6 号窗口"})
    response = one.post(url, data={**hidden, **ITEM, "code": item.code, "place": "三楼"})
    assert response.status_code == 409
    assert "二楼 6 号窗口" in response.text
    assert "三楼" in response.text
    assert item.place == "二楼 6 号窗口"
