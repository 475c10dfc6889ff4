"""A known matter is taken in at the counter without the mouse, in at most twelve key actions (ux.md E4)."""

import re
import time

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST = 12
AT = "document.activeElement.name || document.activeElement.id"
GOOD, WRONG = "11010519491231002X", "110105194912310021"


class Keys:
    """The keyboard of a clerk, which counts; what is typed as data is not counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.count += 1

    def go(self, key: str) -> None:
        with self.page.expect_navigation():
            self.press(key)

    def data(self, text: str, field: str) -> None:
        assert self.page.evaluate(AT) == field, f"the focus stands on {self.page.evaluate(AT)}, not {field}"
        self.page.keyboard.insert_text(text)


def choose(keys: Keys, words: str) -> None:
    keys.press("/")
    keys.data(words, "q")
    keys.go("Enter")


def test_a_known_matter_comes_in_with_at_most_twelve_keys(signed_in):
    page, phone = signed_in("window"), f"199{time.time_ns() % 10**8:08d}"
    page.goto("/tasks/desk")
    keys = Keys(page)
    choose(keys, "临时救助")
    keys.data("贺春山", "applicant")
    keys.press("Enter")
    keys.data(phone, "phone")
    keys.press("Enter")
    keys.data(GOOD, "id_number")
    keys.press("Enter")
    assert page.evaluate(AT) == "village_code"
    page.keyboard.type("y")
    keys.press("Enter")
    assert page.evaluate(AT) == "all-papers"
    keys.press("Space")
    assert page.locator("[data-said]").inner_text() == "要的都齐了"
    keys.go("Control+Enter")
    shown = page.locator("main").inner_text()
    assert "受理凭证" in shown and re.search(r"(?:\d{4}\s){4}\d{4}", shown)
    assert page.locator("main img").count() >= 2, "no squares on the slip"
    assert keys.count <= MOST, f"{keys.count} key actions"

    # the same person comes for another matter some day: what was brought is there already
    page.goto("/tasks/desk")
    keys = Keys(page)
    choose(keys, "特困")
    keys.data("贺春山", "applicant")
    keys.press("Enter")
    keys.data(phone, "phone")
    keys.press("Enter")
    page.get_by_text("已有，不用再问").wait_for()
    assert page.locator("[name=id_number]").count() == 0
    assert page.locator("[name=handed_in]:checked").count() >= 1


def test_a_wrong_card_is_told_and_comes_in_at_the_second_press_and_a_reader_fills_the_field(signed_in):
    page = signed_in("window")
    page.goto("/tasks/desk")
    keys = Keys(page)
    choose(keys, "临时救助")
    keys.data("贺秋山", "applicant")
    page.evaluate("document.activeElement.blur()")
    keys.press("/")
    keys.data(WRONG, "q")
    keys.press("Enter")
    assert page.locator("[name=id_number]").input_value() == WRONG
    assert page.locator("[name=applicant]").input_value() == "贺秋山" and page.evaluate(AT) == "phone"
    page.locator("#all-papers").focus()
    keys.press("Space")
    keys.go("Control+Enter")
    assert "第 18 位对不上，请核对" in page.locator("main").inner_text()
    keys.go("Control+Enter")
    assert "下次来请带身份证" in page.locator("main").inner_text()


def test_arrows_walk_the_items_that_were_found(signed_in):
    page = signed_in("window")
    page.goto("/tasks/desk")
    keys = Keys(page)
    choose(keys, "申请")
    keys.press("/")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    wanted = page.evaluate("document.activeElement.querySelector('.day-title').textContent")
    keys.go("Enter")
    assert page.locator("main h2", has_text=wanted).count() == 1
