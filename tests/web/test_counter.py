"""The counter (窗口工作台): one person with several matters, a reader, papers that may follow, two clerks."""

import re
from datetime import date
from urllib.parse import quote, unquote

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, OTHER_TOWN, VILLAGE, make_user
from factories_hall import GOOD_ID, actor_for, make_item, make_task
from factories_line import make_served_now, make_window, take_number
from support import PageReader, text_of

from tracker.catalogue.rules import Kind, Material
from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.models import Task
from tracker.hall.rules import Channel, Status
from tracker.line.service import call
from tracker.store.audit import history_of

FIELDS = {"applicant": "王秀英", "phone": "13800001234", "village_code": VILLAGE, "channel": "window"}
PAPERS = ["身份证", "户口簿"]
WRONG_ID = "110105194912310021"
LATER = [Material("身份证"), Material("户口簿", may_follow=True)]


@pytest.fixture
def window(as_user):
    return as_user(make_user(Role.WINDOW, unit=HALL))


def tasks(db):
    return db.session.scalars(sa.select(Task).order_by(Task.id)).all()


def ticked(response):
    """Values of the boxes that stand ticked on a page."""
    return set(re.findall(r'<input[^>]*checked[^>]*name="handed_in"[^>]*value="([^"]+)"', response.text))


def look(window, text, *, page="/tasks/desk"):
    shown = PageReader(window.get(page).text).forms
    form = next(one for one in shown if "/tasks/desk/look" in one["action"])
    hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
    return window.post(form["action"], data={**hidden, "q": text})


# --- one person, several matters


def test_the_second_matter_of_a_person_asks_for_nothing_again(window, db):
    first, second = make_item(), make_item(name="临时救助申请")
    slip = window.submit(f"/tasks/desk?item={first.id}", **FIELDS, id_number=GOOD_ID, handed_in=PAPERS)
    ref = tasks(db)[0].ref
    assert f"/tasks/desk?with={quote(ref)}" in window.get(slip.location).text
    path = f"/tasks/desk?item={second.id}&with={ref}"
    page = window.get(path)
    assert "王秀英" in page.text and 'value="13800001234"' in page.text
    assert 'name="id_number"' not in page.text and "1101" in text_of(page) and GOOD_ID not in page.text
    assert ticked(page) == set(PAPERS)
    assert window.submit(path, **FIELDS, handed_in=PAPERS).status_code == 303
    assert [one.id_number for one in tasks(db)] == [GOOD_ID, GOOD_ID]
    assert tasks(db)[1].status is Status.ACCEPTED


def test_another_person_is_not_taken_for_the_one_before(window, db):
    item, before = make_item(), make_task()
    path = f"/tasks/desk?item={item.id}&with={before.ref}"
    refused = window.submit(path, **{**FIELDS, "applicant": "马腾"}, handed_in=PAPERS)
    assert refused.status_code == 422 and "请写下身份证号" in text_of(refused)
    assert len(tasks(db)) == 1


def test_papers_of_a_year_are_known_by_name_and_telephone(as_user, db):
    clerk = make_user(Role.WINDOW, unit=HALL)
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        make_task()
        item = make_item(name="临时救助申请")
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        window = as_user(clerk)
        page = window.submit(f"/tasks/desk?item={item.id}", **FIELDS, known="1")
        assert page.status_code == 200 and len(tasks(db)) == 1
        assert "已有，3 月 2 日交过" in text_of(page) and ticked(page) == set(PAPERS)
        other = window.submit(f"/tasks/desk?item={item.id}", **{**FIELDS, "phone": "13900001234"}, known="1")
        assert "已有" not in text_of(other) and ticked(other) == set()
    with time_machine.travel("2027-03-08T09:00:00+08:00", tick=False):
        page = as_user(clerk).submit(f"/tasks/desk?item={item.id}", **FIELDS, known="1")
        assert "已有" not in text_of(page)


def test_another_hall_and_an_agent_learn_nothing_of_who_was_here(as_user):
    before, item = make_task(), make_item(name="临时救助申请")
    agent = as_user(make_user(Role.AGENT))
    assert "王秀英" not in agent.get(f"/tasks/desk?item={item.id}&with={before.ref}").text
    assert "已有" not in text_of(agent.submit(f"/tasks/desk?item={item.id}", **FIELDS, known="1"))
    stranger = as_user(make_user(Role.WINDOW, unit=OTHER_TOWN))
    assert "王秀英" not in stranger.get(f"/tasks/desk?with={before.ref}").text


def test_all_matters_of_one_coming_belong_to_it_and_stand_on_the_slip(as_user, db):
    clerk = make_user(Role.WINDOW, unit=HALL)
    coming, window = make_served_now(clerk), as_user(clerk)
    first, second = make_item(), make_item(name="临时救助申请")
    window.submit(f"/tasks/desk?item={first.id}", **FIELDS, id_number=GOOD_ID, handed_in=PAPERS)
    page = window.get(f"/tasks/desk?item={second.id}")
    assert "还是 王秀英" in text_of(page) and ticked(page) == set(PAPERS)
    slip = window.submit(f"/tasks/desk?item={second.id}", **FIELDS, handed_in=PAPERS).location
    assert [one.coming_id for one in tasks(db)] == [coming.id, coming.id]
    assert tasks(db)[0].ref in text_of(window.get(slip))


def test_what_the_number_was_taken_for_is_on_the_screen(as_user):
    clerk, item = make_user(Role.WINDOW, unit=HALL), make_item(name="临时救助申请")
    make_window(clerk=actor_for(clerk))
    take_number(by=actor_for(clerk), name="周桂兰", item_id=item.id)
    call(actor_for(clerk))
    page = as_user(clerk).get("/tasks/desk")
    assert 'value="周桂兰"' in page.text and "办事指南" in text_of(page) and "受理条件" in text_of(page)


# --- the reader


def test_a_receipt_and_a_number_of_a_task_lead_to_it(window, db):
    item = make_item()
    slip = window.submit(f"/tasks/desk?item={item.id}", **FIELDS, id_number=GOOD_ID, handed_in=PAPERS)
    code = "".join(text_of(window.get(slip.location)).split("查进度的号码")[1].split()[:5])
    ref = tasks(db)[0].ref
    for scan in (code, f"{code[:4]} {code[4:]}", ref):
        answer = look(window, scan)
        assert answer.status_code == 303 and code not in answer.location
        assert ref in text_of(window.get(answer.location))
    wrong = look(window, code[:8] + "0" * 12)
    assert "没有找到" in text_of(window.get(wrong.location))
    assert "没有找到" in text_of(window.get(look(window, "石门-办-9999").location))


def test_a_receipt_of_another_hall_opens_nothing(as_user):
    task = make_task()
    stranger = as_user(make_user(Role.WINDOW, unit=OTHER_TOWN))
    answer = look(stranger, task.ref)
    assert answer.location == "/tasks/desk" and "没有找到" in text_of(stranger.get(answer.location))


def test_a_card_that_is_read_fills_in_the_form_and_stands_in_no_address(window, db):
    item = make_item()
    answer = look(window, GOOD_ID)
    assert GOOD_ID not in answer.location
    page = window.get(answer.location)
    assert GOOD_ID not in page.text and "1101" in text_of(page)
    path = f"/tasks/desk?item={item.id}&scan=1"
    assert f'value="{GOOD_ID}"' in window.get(path).text
    kept = db.session.execute(sa.text("select fields from typed")).scalar_one()
    assert GOOD_ID.encode() not in bytes(kept)
    window.submit(path, **FIELDS, id_number=GOOD_ID, handed_in=PAPERS)
    assert tasks(db)[0].id_number == GOOD_ID
    assert db.session.execute(sa.text("select count(*) from typed")).scalar_one() == 0


def test_words_lead_to_the_item(window):
    make_item(name="临时救助申请", content="一时过不下去的人家", conditions="")
    answer = look(window, "救助")
    assert "申请人姓名" in text_of(window.get(answer.location))


# --- what is not quite right


def test_a_card_that_does_not_fit_is_told_and_comes_in_at_the_second_press(window, db):
    item = make_item()
    path = f"/tasks/desk?item={item.id}"
    sent = {**FIELDS, "id_number": WRONG_ID, "handed_in": PAPERS}
    first = window.submit(path, **sent)
    assert first.status_code == 422 and "第 18 位对不上，请核对" in text_of(first)
    fields = PageReader(first.text).forms[-1]["fields"]
    hidden = {name: value for name, value, kind in fields if kind == "hidden"}
    assert ("is_id_missing", "y", "checkbox") in fields and "“证件暂缺”已经勾上" in text_of(first)
    second = window.post(path, data={**hidden, **sent, "is_id_missing": "y"})
    assert second.status_code == 303
    assert (tasks(db)[0].id_number, tasks(db)[0].status) == (None, Status.ACCEPTED)
    assert "下次来请带身份证" in text_of(window.get(second.location))


def test_a_good_number_is_kept_though_the_card_is_not_here(window, db):
    item = make_item()
    window.submit(
        f"/tasks/desk?item={item.id}", **FIELDS, id_number=GOOD_ID, is_id_missing="y", handed_in=PAPERS
    )
    assert tasks(db)[0].id_number == GOOD_ID


def test_the_card_that_was_not_here_is_put_in_later_by_a_window_once(as_user):
    task = make_task(id_number="", is_id_missing=True)
    path = f"/tasks/{task.ref}/put_card"
    for role, status in ((Role.AGENT, 403), (Role.DEPUTY, 403), (Role.WINDOW_HEAD, 200)):
        assert as_user(make_user(role)).get(path).status_code == status, role
    window = as_user(make_user(Role.WINDOW))
    assert "证件暂缺" in text_of(window.get(f"/tasks/{task.ref}"))
    refused = window.submit(path, id_number=WRONG_ID)
    assert (refused.status_code, "第 18 位对不上" in text_of(refused)) == (422, True)
    assert window.submit(path, id_number=GOOD_ID).status_code == 303
    assert task.id_number == GOOD_ID and history_of(task)[-1].action == "task.put_card"
    assert GOOD_ID not in str(history_of(task)[-1].changes)
    page = window.get(f"/tasks/{task.ref}")
    assert "补登身份证号" in text_of(page) and "/put_card" not in page.text
    assert "不用补登" in text_of(window.submit(path, id_number=GOOD_ID))


# --- 容缺


def test_a_paper_the_guide_lets_follow_is_promised_and_stands_on_the_slip(window, db):
    item = make_item(materials=LATER, asks_id=False)
    path = f"/tasks/desk?item={item.id}"
    missing = window.submit(path, **FIELDS, handed_in=["身份证"])
    assert missing.status_code == 422 and "还缺：户口簿" in text_of(missing)
    promise = {**FIELDS, "handed_in": ["身份证"], "follow_names": ["户口簿"]}
    undated = window.submit(path, **promise, follow_by="2020-01-01")
    assert undated.status_code == 422 and "请选今天以后的日子" in text_of(undated)
    slip = window.submit(path, **promise, follow_by="2030-01-04")
    task = tasks(db)[0]
    assert (task.follow_names, task.follow_by) == (["户口簿"], date(2030, 1, 4))
    assert "申请人答应在" in text_of(window.get(slip.location))


def test_a_paper_the_guide_does_not_name_cannot_be_promised(window, db):
    item = make_item(asks_id=False)
    path = f"/tasks/desk?item={item.id}"
    assert 'name="follow_names"' not in window.get(path).text
    promise = {**FIELDS, "handed_in": ["身份证"], "follow_names": ["户口簿"]}
    refused = window.submit(path, **promise, follow_by="2030-01-04")
    assert refused.status_code == 422 and not tasks(db)


# --- the other buttons


def test_what_is_missing_is_told_at_once_from_the_counter(window, db):
    item = make_item(asks_id=False)
    answer = window.submit(f"/tasks/desk?item={item.id}", **FIELDS, handed_in=["身份证"], next="notify")
    task = tasks(db)[0]
    assert (task.status, unquote(answer.location)) == (Status.RECEIVED, f"/tasks/{task.ref}/notify")
    assert "1. 户口簿" in window.get(answer.location).text


def test_an_errand_is_handed_on_from_the_counter(window, db):
    item = make_item(asks_id=False)
    answer = window.submit(f"/tasks/desk?item={item.id}", **FIELDS, handed_in=PAPERS, next="mandate")
    task = tasks(db)[0]
    assert (task.channel, task.agency is not None) == (Channel.AGENT, True)
    assert window.get(answer.location).status_code == 200


def test_an_agent_is_not_offered_what_only_a_window_does(as_user):
    item = make_item(materials=LATER, asks_id=False)
    page = as_user(make_user(Role.AGENT)).get(f"/tasks/desk?item={item.id}")
    assert 'name="next"' not in page.text and 'name="follow_names"' not in page.text


# --- two clerks


def here(client, task):
    fields = PageReader(client.get(f"/tasks/{task.ref}").text).forms[0]["fields"]
    hidden = {name: value for name, value, _kind in fields if name in ("form_key", "token")}
    assert client.post(f"/tasks/{task.ref}/here", data=hidden).status_code == 200


def test_the_second_clerk_reads_until_he_takes_it_up(as_user):
    task = make_task()
    first, second = as_user(make_user(Role.WINDOW)), as_user(make_user(Role.WINDOW))
    page = f"/tasks/{task.ref}"
    with time_machine.travel("2026-11-20T09:00:00+08:00", tick=False):
        here(first, task)
        assert "您先只看" not in text_of(first.get(page))
    with time_machine.travel("2026-11-20T09:01:30+08:00", tick=False):
        shown = second.get(page)
        assert "1 分钟前打开了这件办件" in text_of(shown) and f"{page}/accept" not in shown.text
        assert f'action="{page}/accept"' not in second.get(f"{page}/accept").text
        assert "handed_in" not in second.get(f"{page}/accept").text
        assert "handed_in" in second.get(f"{page}/accept?over=1").text
        here(second, task)
        assert "您先只看" in text_of(second.get(page)) and "您先只看" not in text_of(first.get(page))
    with time_machine.travel("2026-11-20T09:04:30+08:00", tick=False):
        assert "您先只看" not in text_of(second.get(page))


def test_a_head_decides_while_the_clerk_has_it_open_and_leaders_lock_nobody_out(as_user):
    task = make_task()
    clerk, head = as_user(make_user(Role.WINDOW)), as_user(make_user(Role.WINDOW_HEAD))
    here(clerk, task)
    assert "理由" in text_of(head.get(f"/tasks/{task.ref}/decline"))
    leader = as_user(make_user(Role.DEPUTY))
    assert "data-presence" not in leader.get(f"/tasks/{task.ref}").text
    assert "您先只看" not in text_of(leader.get(f"/tasks/{task.ref}"))


# --- the slip


def test_the_slip_tells_what_moved_the_day(as_user, db):
    item = make_item(asks_id=False)
    clerk, head = make_user(Role.WINDOW), make_user(Role.WINDOW_HEAD)
    with time_machine.travel("2026-11-16T09:00:00+08:00", tick=False):
        task = make_task(item, by=clerk, then="accept")
        service.ask_extension(actor_for(clerk), task, workdays=3, reason="要到县里核对")
        service.grant_extension(actor_for(head), task)
        page = text_of(as_user(clerk).get(f"/tasks/{task.ref}/voucher"))
    assert "3 个工作日" in page and "要到县里核对" in page and "怎么算的" in page


def test_a_refusal_that_waits_for_a_signature_stands_on_no_slip(as_user):
    task = make_task()
    clerk = make_user(Role.WINDOW)
    service.ask_decline(actor_for(clerk), task, reason="不归本镇办", path="去县医保局")
    assert "不归本镇办" not in text_of(as_user(clerk).get(f"/tasks/{task.ref}/voucher"))


def test_an_instant_item_knows_no_promise(window, db):
    item = make_item(kind=Kind.INSTANT, promised_workdays=0, asks_id=False, materials=LATER)
    assert 'name="follow_names"' not in window.get(f"/tasks/desk?item={item.id}").text
