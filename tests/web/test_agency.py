"""代办, 移交 and 办不成事 as pages: who may come, what they show, where they lead."""

import pytest
import sqlalchemy as sa
from factories import HALL, make_actor, make_user
from factories_agency import make_done_errand, make_errand, make_laden_errand, make_offered, make_reported
from factories_hall import actor_for, make_item, make_task
from saying import press
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import NOT_STAFF, Role
from tracker.hall import service
from tracker.hall.rules import MandateKind, Status
from tracker.hall.service import Application
from tracker.opinions.models import Opinion
from tracker.store import sessions
from tracker.store.access import allows
from tracker.store.action import action

STAFF = [role for role in Role if role not in NOT_STAFF]
TAKERS = (Role.WINDOW, Role.WINDOW_HEAD, Role.HANDLER, Role.UNIT_HEAD, Role.AGENT)


@pytest.mark.parametrize(("role", "status"), [(role, 200 if role in TAKERS else 403) for role in STAFF])
def test_what_waits_for_me_by_role(as_user, role, status):
    assert as_user(make_user(role)).get("/tasks/offers").status_code == status


@pytest.mark.parametrize("page", ["mandate", "take_original", "return_original", "hand_back"])
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.WINDOW, 200), (Role.WINDOW_HEAD, 200), (Role.AGENT, 404), (Role.CADRE, 404), (Role.DEPUTY, 403)],
)
def test_deeds_of_an_errand_by_role(as_user, page, role, status):
    assert as_user(make_user(role)).get(f"/tasks/{make_laden_errand().ref}/{page}").status_code == status


def test_the_agent_runs_the_errand_from_his_own_pages(as_user, db):
    agent = make_user(Role.AGENT)
    task, client = make_errand(agent), as_user(agent)
    base = f"/tasks/{task.ref}"
    assert client.submit(f"{base}/mandate", kind="signed", mandate_on="2026-01-05",
                         agent_id=str(agent.id)).status_code == 303
    papers = {"names": ["户口簿"], "more": "存折", "copies": "1"}
    assert client.submit(f"{base}/take_original", **papers).status_code == 303
    assert client.submit(
        f"{base}/report_up", department="县民政局", what="审核", taken_by="老周", promised_workdays="3",
        sent_on=clock.today().isoformat(),
    ).status_code == 303
    page = text_of(client.get(base))
    for words in ("签了委托书", "0 元", "户口簿 1 份", "存折 1 份", "县民政局：审核", "老周收", "时限照走"):
        assert words in page
    step = str(task.steps[0].id)
    today = clock.today().isoformat()
    assert client.submit(f"{base}/bring_back", step_id=step, result="通过", back_on=today).status_code == 303
    assert task.status is Status.ACCEPTED
    sheet = text_of(client.get(f"{base}/originals-sheet"))
    assert "存折" in sheet and "还的时候本人签名" in sheet
    mandate = text_of(client.get(f"{base}/mandate-sheet"))
    assert task.applicant in mandate and agent.name in mandate and "代办不收费" in mandate


def test_the_result_is_handed_over_with_every_original(as_user):
    task, client = make_done_errand(), as_user(make_user(Role.WINDOW))
    page = client.get(f"/tasks/{task.ref}")
    assert "/hand_back" in page.text and "/deliver" not in page.text
    assert "还有原件没有交还" in text_of(page)
    refused = client.submit(f"/tasks/{task.ref}/hand_back", returned_to="本人")
    assert (refused.status_code, "还有原件没有交还：存折" in text_of(refused)) == (422, True)
    assert 'value="本人"' in refused.text
    original = str(task.agency.originals[0].id)
    done = client.submit(f"/tasks/{task.ref}/hand_back", returned_to="本人", original_ids=[original])
    assert done.status_code == 303 and task.status is Status.DELIVERED
    assert "本人签收" in text_of(client.get(f"/tasks/{task.ref}"))


@pytest.mark.parametrize(
    ("page", "sent", "sentence"),
    [
        ("report_up", {"department": ""}, "请写送到哪个部门"),
        ("report_up", {"department": "县民政局", "what": "审核", "sent_on": "2999-01-01"}, "不能晚于今天"),
        ("mandate", {"kind": "signed", "mandate_on": ""}, "请写哪天签的委托书"),
        ("take_original", {"copies": "1"}, "请勾选或者写下收了哪些原件"),
        ("offer", {"receiver": "u999", "reason": "我不在"}, "请从列出的选项里选"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_user, page, sent, sentence):
    task, clerk = make_errand(), make_user(Role.WINDOW)
    if page == "mandate":
        sent = {**sent, "agent_id": str(task.author_id)}
    answer = as_user(clerk).submit(f"/tasks/{task.ref}/{page}", **sent)
    assert answer.status_code == 422 and sentence in text_of(answer)


def test_a_task_of_the_window_has_no_papers_of_an_errand(as_user):
    task, client = make_task(), as_user(make_user(Role.WINDOW))
    assert client.get(f"/tasks/{task.ref}/mandate-sheet").status_code == 303
    assert "转成代办" in text_of(client.get(f"/tasks/{task.ref}"))


@pytest.mark.parametrize(
    ("role", "is_whole"), [(Role.WINDOW, True), (Role.DEPUTY, False), (Role.COUNTY, False)]
)
def test_the_slip_names_the_applicant_only_to_who_may_call_him(as_user, role, is_whole):
    page = text_of(as_user(make_user(role)).get(f"/tasks/{make_task().ref}/voucher"))
    assert ("王秀英" in page, "申请人" in page) == (is_whole, True)


# --- 移交


def test_an_offer_is_taken_from_the_list(as_user):
    giver, receiver = make_user(Role.WINDOW), make_user(Role.WINDOW)
    task = make_offered(receiver, giver)
    client = as_user(receiver)
    assert "等我接收（1）" in text_of(client.get("/tasks"))
    page = text_of(client.get("/tasks/offers"))
    assert task.ref in page and "我明天不在" in page and giver.name in page and "王秀英" not in page
    assert task.ref in text_of(as_user(giver).get("/tasks/offers"))
    assert task.ref not in text_of(as_user(make_user(Role.WINDOW)).get("/tasks/offers"))
    assert client.submit(f"/tasks/{task.ref}/take", page="/tasks/offers").status_code == 303
    assert task.assignee_id == receiver.id
    assert f"首问负责：{receiver.name}" in text_of(client.get(f"/tasks/{task.ref}"))


def test_nobody_else_takes_it(as_user):
    task, other = make_offered(), as_user(make_user(Role.WINDOW))
    waiting = make_offered(make_user(Role.WINDOW))
    assert waiting.ref != task.ref
    assert other.post(f"/tasks/{task.ref}/take").status_code == 404
    assert other.post("/tasks/石门-办-9999/take").status_code == 404


def test_what_is_not_mine_goes_back_with_a_reason(as_user):
    giver, receiver = make_user(Role.WINDOW), make_user(Role.HANDLER)
    task = make_offered(receiver, giver)
    client, path = as_user(receiver), f"/tasks/{task.ref}/return_offer"
    assert client.submit(path, answer="").status_code == 422
    assert client.submit(path, answer="不归我们办").location == "/tasks/offers"
    assert client.get(path).location == "/tasks/offers"
    assert "不归我们办" in text_of(as_user(giver).get(f"/tasks/{task.ref}"))


def test_the_handler_of_an_office_sees_what_he_has_taken(as_user):
    handler = make_user(Role.HANDLER)
    task = make_task(then="accept")
    client = as_user(handler)
    assert client.get(f"/tasks/{task.ref}").status_code == 404
    service.offer(make_actor(Role.WINDOW, unit=HALL), task, receiver=f"u{handler.id}", reason="要入户核实")
    service.take(actor_for(handler), task)
    assert client.get(f"/tasks/{task.ref}").status_code == 200
    assert task.ref in text_of(client.get("/tasks"))


# --- what the resident reads


def opened(app, task):
    client = app.test_client()
    client.set_cookie("tracker_public", sessions.start("public", None, {"task": task.id}, 15))
    return client


def test_the_resident_reads_where_it_is_and_who_runs(app, db):
    page = text_of(opened(app, make_reported()).get("/task"))
    assert "县民政局：审核" in page and "免费代办" in page
    assert "老周" not in page


# --- 办不成事


def test_every_guide_and_slip_leads_past_the_window(app, as_user, visitor):
    task = make_task()
    link = f"/say/about/{task.item.code}"
    assert link in visitor.get(f"/services/{task.item.code}").text
    assert link in opened(app, task).get("/task").text
    slip = as_user(make_user(Role.WINDOW)).get(f"/tasks/{task.ref}/voucher")
    assert "不经过窗口" in text_of(slip)
    assert "高龄津贴申领" in text_of(visitor.get(link))
    hidden = make_item(is_public=False)
    assert visitor.get(f"/say/about/{hidden.code}").status_code == 404


def complain(client, code):
    """Through the four pages of /say, as somebody without a script."""
    shown = press(client, client.get(f"/say/about/{code}"), "next", text="跑了三趟都说系统坏了")
    shown = press(client, shown, "next")
    return press(client, press(client, shown, "next", contact="anonymous"), "next")


def test_a_complaint_names_the_service_and_is_hidden_from_whoever_has_the_task(app, db):
    clerk = make_user(Role.WINDOW)
    task = make_task(by=clerk, then="accept")
    assert complain(opened(app, task), task.item.code).status_code == 303
    opinion = db.session.scalar(sa.select(Opinion))
    assert opinion.title == "办不成事：高龄津贴申领"
    assert [one.user_id for one in opinion.subjects] == [clerk.id]
    assert not allows(actor_for(clerk), "opinion.list", opinion)
    assert allows(make_actor(Role.CLERK), "opinion.view", opinion)


def test_a_complaint_is_hidden_from_everybody_who_had_the_task_and_from_the_agent(app, db):
    bringer, giver, receiver = make_user(Role.AGENT), make_user(Role.WINDOW), make_user(Role.WINDOW)
    runner = make_user(Role.AGENT)
    task = make_task(by=bringer)
    service.accept(actor_for(giver), task, handed_in=["身份证", "户口簿"])
    service.mandate(
        actor_for(giver), task, kind=MandateKind.SPOKEN, mandate_on=None, agent_id=runner.id
    )
    service.offer(actor_for(giver), task, receiver=f"u{receiver.id}", reason="我明天不在")
    service.take(actor_for(receiver), task)
    assert complain(opened(app, task), task.item.code).status_code == 303
    barred = {one.user_id for one in db.session.scalar(sa.select(Opinion)).subjects}
    assert barred == {bringer.id, giver.id, receiver.id, runner.id}


def test_a_clerk_who_brought_it_back_from_a_visit_sees_no_complaint_about_it(app, db):
    item, clerk, window = make_item(), make_user(Role.CLERK), make_user(Role.WINDOW, unit=HALL)
    with action(actor_for(clerk), "task.hand_in") as act:
        task = service.hand_in(act, Application(item=item, applicant="王秀英", is_id_missing=True))
    service.accept(actor_for(window), task, handed_in=["身份证", "户口簿"])
    assert complain(opened(app, task), task.item.code).status_code == 303
    opinion = db.session.scalar(sa.select(Opinion))
    assert not allows(actor_for(clerk), "opinion.list", opinion)
    assert allows(make_actor(Role.CLERK), "opinion.list", opinion)


def test_a_complaint_without_a_receipt_names_the_service_only(app, db):
    task = make_task()
    assert complain(app.test_client(), task.item.code).status_code == 303
    opinion = db.session.scalar(sa.select(Opinion))
    assert (opinion.title, opinion.subjects) == ("办不成事：高龄津贴申领", [])


def test_another_task_of_the_session_bars_nobody(app, db):
    task, other = make_task(), make_item(name="临时救助申请")
    assert complain(opened(app, task), other.code).status_code == 303
    assert db.session.scalar(sa.select(Opinion)).subjects == []
