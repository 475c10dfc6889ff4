"""没有名字的一件事，走完全程: no name, no scripts, 360 px wide, until it is solved."""

import re

import pytest
from looks import PHONE, press
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORDS = "二组机耕路塌了一段，拖拉机过不去，地里的红薯拉不出来。"
FIRST, SECOND = "先填了碎石，能走人。", "路基重新打过，拖拉机能过了。"
BASIS = "《信访工作条例》第三十二条"


def read(page: Page) -> str:
    return str(page.locator("main").inner_text())


def speak_up(resident: Page) -> tuple[str, str]:
    """Nameless, every optional step skipped; answers (number, receipt)."""
    resident.goto("/say")
    resident.get_by_label("发生了什么事").fill(WORDS)
    for _step in range(3):
        press(resident, "继续")
    assert WORDS in read(resident)
    press(resident, "提交")
    ref = re.search(r"\S+-诉-\d+", resident.locator("h1").inner_text())
    receipt = "".join(re.findall(r"\d", resident.locator(".receipt-number").inner_text()))
    assert ref and len(receipt) == 20
    return ref.group(0), receipt


def look(resident: Page, receipt: str) -> str:
    """What stands behind the receipt now."""
    resident.context.clear_cookies(name="tracker_public")
    resident.goto("/progress")
    resident.get_by_label("20 位查询码").fill(receipt)
    press(resident, "查看")
    return read(resident)


def sort_and_route(clerk: Page, ref: str, office: str) -> None:
    clerk.goto(f"/opinions/{ref}/accept")
    clerk.get_by_label("事由").fill("二组机耕路塌了一段")
    clerk.get_by_label("类别").select_option(label="道路水利等基础设施")
    clerk.locator("main input[name=stream]").first.check()
    press(clerk, "受理")
    clerk.goto(f"/opinions/{ref}/route")
    clerk.get_by_label(office).check()
    press(clerk, "交办")


def draft(handler: Page, ref: str, words: str) -> None:
    handler.goto(f"/opinions/{ref}/draft")
    handler.locator("main input[name=has_read]").check()
    handler.locator("main input[name=outcome]").first.check()
    handler.locator("main textarea[name=answer]").fill(words)
    handler.locator("main [name=basis]").fill(BASIS)
    press(handler, "交部门负责人签发")


def rate(resident: Page, *, solved: str, satisfaction: str, agrees: str, feeling: str) -> None:
    press(resident, "评价")
    assert resident.locator("main input:checked").count() == 0
    for label in (solved, satisfaction, agrees):
        resident.get_by_label(label, exact=True).check()
    resident.get_by_label("高兴不高兴").fill(feeling)
    press(resident, "提交评价")


def assign(head: Page, ref: str, name: str) -> None:
    head.goto(f"/opinions/{ref}/assign")
    head.get_by_label(name).check()
    press(head, "指派承办人")


def sign(page: Page, ref: str) -> None:
    page.goto(f"/opinions/{ref}/sign")
    press(page, "签发")


def test_a_nameless_matter_is_answered_badly_done_again_by_another_and_solved(resident, signed_in, site):
    assert resident.viewport_size == PHONE
    ref, receipt = speak_up(resident)
    assert "前定下来" in look(resident, receipt)
    office, first = site.logins["unithead"]["unit"], site.logins["unithead"]["name"]

    sort_and_route(signed_in("clerk"), ref, office)
    assert f"{office}正在安排人办" in look(resident, receipt)

    head, deputy = signed_in("unithead"), signed_in("deputy")
    assign(head, ref, first)  # the first time the head of the office takes it up himself
    draft(head, ref, FIRST)
    assert FIRST not in look(resident, receipt)  # a draft is nobody's business yet
    sign(deputy, ref)

    assert FIRST in look(resident, receipt)
    rate(resident, solved="没有解决", satisfaction="不满意", agrees="不答应", feeling="拖拉机还是过不去")
    assert "换一个人办" in read(resident)

    head.goto("/me")
    assert "第 1 次重办，等您指派" in read(head)
    head.goto(f"/opinions/{ref}/assign")
    assert head.get_by_label(first).count() == 0  # whoever had it is not offered again
    assign(head, ref, site.logins["handler"]["name"])
    draft(signed_in("handler"), ref, SECOND)
    sign(head, ref)

    told = look(resident, receipt)
    assert FIRST in told and SECOND in told
    for login in ("unithead", "handler", "deputy"):
        assert site.logins[login]["name"] not in told, "a private name"
    rate(resident, solved="解决了", satisfaction="满意", agrees="答应", feeling="赶上收红薯了")
    assert "赶上收红薯了" in read(resident) and "拖拉机还是过不去" in read(resident)

    caller = signed_in("callback")
    caller.goto(f"/opinions/{ref}/close")  # no telephone was left, so the own rating counts
    press(caller, "办结")
    assert "已办结" in look(resident, receipt)
