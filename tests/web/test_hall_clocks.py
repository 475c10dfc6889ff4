"""特别程序, 延期 and 不予受理 on their pages: the due day on page and slip, who sees which button."""

from datetime import date

import pytest
import time_machine
from factories import HALL, make_actor, make_user
from factories_hall import make_declining, make_extending, make_item, make_paused, make_pausing, make_task
from support import text_of

from tracker.catalogue.rules import GapRule, Material
from tracker.domain.roles import Role
from tracker.hall import service
from tracker.hall.rules import PauseKind, Status

pytestmark = pytest.mark.usefixtures("db")


def at(day):
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


@pytest.mark.parametrize(
    ("gap_rule", "due"),
    [(GapRule.NONE, "10-10"), (GapRule.PAUSE, "10-14"), (GapRule.RESTART, "10-15")],
)
def test_the_day_that_was_moved_by_late_papers_stands_on_page_and_slip(as_user, gap_rule, due):
    clerk, head = make_actor(Role.WINDOW, unit=HALL), make_actor(Role.WINDOW_HEAD, unit=HALL)
    with at("2024-09-27"):
        task = make_task(make_item(gap_rule=gap_rule), then="accept")
    if gap_rule is not GapRule.NONE:
        with at("2024-09-30"):
            service.ask_pause(
                clerk, task, kind=PauseKind.SUPPLEMENT, basis="办事指南", notice_no="石门补〔2024〕7号",
                expected_workdays=3,
            )
            service.pause(head, task)
        with at("2024-10-09"):
            service.resume(clerk, task, result="材料补来了")
    with at("2024-10-09"):
        visitor = as_user(make_user(Role.WINDOW))
        page = text_of(visitor.get(f"/tasks/{task.ref}"))
        slip = text_of(visitor.get(f"/tasks/{task.ref}/voucher"))
    assert f"2024-{due}" in page
    assert f"2024-{due}" in slip
    assert ("石门补〔2024〕7号" in page) is (gap_rule is not GapRule.NONE)


def test_while_it_stands_still_the_page_says_so_and_counts_no_day(as_user):
    page = text_of(as_user(make_user(Role.WINDOW)).get(f"/tasks/{make_paused().ref}"))
    assert "已暂停计时" in page
    assert "专家评审" in page
    assert "恢复办理" in page


@pytest.mark.parametrize(
    ("make", "move"),
    [(make_pausing, "pause"), (make_extending, "grant_extension"), (make_declining, "decline")],
)
def test_the_head_sees_what_waits_for_the_signature_and_the_window_does_not(as_user, make, move):
    page = f"/tasks/{make().ref}"
    address = f'/{move}"'
    assert address in as_user(make_user(Role.WINDOW_HEAD)).get(page).text
    assert address not in as_user(make_user(Role.WINDOW)).get(page).text


def test_the_head_reads_the_draft_and_a_refused_draft_leaves_nothing(as_user):
    task, visitor = make_declining(), as_user(make_user(Role.WINDOW_HEAD))
    draft = text_of(visitor.get(f"/tasks/{task.ref}/decline"))
    assert "不是本镇户籍" in draft
    assert "请到户籍地办" in draft
    refuse = f"/tasks/{task.ref}/refuse_decline"
    assert visitor.submit(refuse).status_code == 422
    assert visitor.submit(refuse, refusal="户籍上周迁来了").status_code == 303
    assert "户籍上周迁来了" in text_of(as_user(make_user(Role.WINDOW)).get(f"/tasks/{task.ref}"))
    assert (task.status, task.reason) == (Status.RECEIVED, "")


def test_a_pause_without_basis_is_refused_and_loses_nothing(as_user):
    task = make_task(then="accept")
    sent = as_user(make_user(Role.WINDOW)).submit(
        f"/tasks/{task.ref}/ask_pause", kind="experts", notice_no="石门特〔2026〕3号", expected_workdays="八"
    )
    assert sent.status_code == 422
    assert "请写下依据" in sent.text
    assert "石门特〔2026〕3号" in sent.text
    assert task.asked_pause is None


def test_papers_that_may_follow_are_offered_and_their_day_is_asked(as_user):
    item = make_item(materials=[Material("身份证", "复印件"), Material("照片", "", 2, may_follow=True)])
    task, visitor = make_task(item, handed_in=["身份证"]), as_user(make_user(Role.WINDOW))
    url = f"/tasks/{task.ref}/accept"
    missing = visitor.submit(url, handed_in=["身份证"], follow_names=["照片"])
    assert (missing.status_code, "答应后补的材料" in missing.text) == (422, True)
    sent = visitor.submit(url, handed_in=["身份证"], follow_names=["照片"], follow_by="2030-01-04")
    assert sent.status_code == 303
    assert (task.follow_names, task.follow_by) == (["照片"], date(2030, 1, 4))
    assert "容缺受理" in text_of(visitor.get(f"/tasks/{task.ref}"))
