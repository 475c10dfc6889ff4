"""A call on the telephone, from taking it in to striking it off, without one touch of the mouse."""

import re

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORDS = "三组的路灯一盏也不亮，放学的孩子摸黑走。"
FIRST, SECOND = "先换了两盏灯泡。", "线路重新接过，三组八盏灯都亮了。"
BASIS = "《信访工作条例》第三十二条"
FARTHEST = 120
AT = "selector => document.activeElement !== null && document.activeElement.matches(selector)"


def tab_to(page: Page, selector: str) -> None:
    """Tab by Tab until the focus stands on what the selector names."""
    for _press in range(FARTHEST):
        if page.evaluate(AT, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{page.url}: the Tab key never came to {selector}")


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def tick(page: Page, name: str, value: str = "") -> None:
    """A box by Space; a radio button by Space and arrows until it has the value."""
    selector = f"main input[name={name}]"
    tab_to(page, selector)
    if not page.evaluate("document.activeElement.checked"):
        page.keyboard.press("Space")
    for _press in range(FARTHEST):
        if not value or page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: no {name} is {value}")


def choose(page: Page, name: str, label: str) -> None:
    """An entry of a list: typed until it is the chosen one."""
    selector = f"main select[name={name}]"
    tab_to(page, selector)
    wanted = page.evaluate(
        "label => [...document.activeElement.options].findIndex(one => one.text.includes(label))", label
    )
    page.keyboard.press("Home")
    for _press in range(wanted):
        page.keyboard.press("ArrowDown")
    assert label in page.evaluate("document.activeElement.selectedOptions[0].text")


def press(page: Page, words: str) -> None:
    """The button with these words, by Enter."""
    for _press in range(FARTHEST):
        here = "document.activeElement.tagName + ':' + document.activeElement.textContent.trim()"
        if page.evaluate(here) == f"BUTTON:{words}":
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def taken_in(clerk: Page) -> str:
    """N on the list, the call, read back, taken in; answers the number."""
    clerk.goto("/opinions?all=1")
    with clerk.expect_navigation():
        clerk.keyboard.press("n")
    write(clerk, "[name=text]", WORDS)
    write(clerk, "[name=village_code]", "yx")
    write(clerk, "[name=name]", "周桂兰")
    write(clerk, "[name=phone]", "13812345678")
    press(clerk, "登记")
    press(clerk, "他说对，登记")
    clerk.wait_for_url("**/receipt")
    ref = re.search(r"石门-诉-\d+", clerk.locator("main").inner_text())
    assert ref
    return ref.group(0)


def answered(handler: Page, head: Page, ref: str, words: str) -> None:
    handler.goto(f"/opinions/{ref}/draft")
    tick(handler, "has_read")
    tick(handler, "outcome")
    write(handler, "[name=answer]", words)
    write(handler, "main [name=basis]", BASIS)
    press(handler, "交部门负责人签发")
    head.goto(f"/opinions/{ref}/sign")
    press(head, "签发")


def called(caller: Page, ref: str, *, solved: str, satisfaction: str) -> None:
    caller.goto(f"/opinions/{ref}/call_back")
    tick(caller, "solved", solved)
    tick(caller, "satisfaction", satisfaction)
    press(caller, "记下")


def test_a_call_is_taken_in_answered_done_again_and_struck_off_by_keyboard_alone(signed_in, site):
    clerk, head, deputy = signed_in("clerk"), signed_in("unithead"), signed_in("deputy")
    ref = taken_in(clerk)

    clerk.goto(f"/opinions/{ref}/accept")
    write(clerk, "[name=title]", "三组路灯不亮")
    choose(clerk, "category_id", "道路水利等基础设施")
    tick(clerk, "stream", "service")
    press(clerk, "受理")
    clerk.goto(f"/opinions/{ref}/route")
    office = clerk.get_by_label(site.logins["unithead"]["unit"]).get_attribute("value")
    tick(clerk, "office_code", office)
    press(clerk, "交办")

    first, second = site.logins["unithead"]["name"], site.logins["handler"]["name"]
    head.goto(f"/opinions/{ref}/assign")
    tick(head, "assignee_id", head.get_by_label(first).get_attribute("value"))
    press(head, "指派承办人")
    answered(head, deputy, ref, FIRST)

    caller = signed_in("callback")
    called(caller, ref, solved="no", satisfaction="bad")
    head.goto(f"/opinions/{ref}/assign")
    assert head.get_by_label(first).count() == 0, "whoever had it is offered again"
    tick(head, "assignee_id", head.get_by_label(second).get_attribute("value"))
    press(head, "指派承办人")
    answered(signed_in("handler"), head, ref, SECOND)

    called(caller, ref, solved="yes", satisfaction="good")
    caller.goto(f"/opinions/{ref}/close")
    press(caller, "办结")
    caller.goto(f"/opinions/{ref}")
    assert "已办结" in caller.locator("main").inner_text()
