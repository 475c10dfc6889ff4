"""Registering by keyboard alone: how many keys a known matter takes, and what Enter does where."""

import re

import pytest

pytestmark = pytest.mark.browser

MOST_KEYS = 12
"""ux.md E4: key actions beside the typed text."""
WORDS = "二组的机井水发浑，晾一夜底下一层沙。"
TOLD = {"text": WORDS, "village_code": "yx", "place": "二组井边", "name": "周桂兰", "phone": "13812345678"}


class Keys:
    """A keyboard that counts what is pressed beside the text."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def fill_in(page, keys: Keys) -> None:
    """As a caller tells it: what, which village, where exactly, who, which telephone."""
    for number, (name, text) in enumerate(TOLD.items()):
        if number:
            keys.press("Tab" if number == 1 else "Enter")
        assert focused(page) == name
        keys.type(text)


def test_a_known_matter_is_registered_in_twelve_keys_or_fewer(signed_in):
    page = signed_in("clerk")
    page.goto("/opinions/new")
    keys = Keys(page)
    fill_in(page, keys)
    keys.press("Enter")
    assert focused(page) == "contact"
    keys.press("Enter")
    assert focused(page) == "登记"
    keys.press("Enter")
    page.wait_for_selector(".read-out")
    said = page.locator(".read-out").inner_text()
    assert WORDS in said and "云溪村二组井边" in said and focused(page) == "go"
    keys.press("Enter")
    page.wait_for_url("**/receipt")
    assert len(re.findall(r"\d", page.locator(".receipt-number").inner_text())) == 20
    assert keys.pressed <= MOST_KEYS, f"{keys.pressed} keys"
    keys.press("n")
    page.wait_for_url("**/opinions/new*")
    assert keys.pressed <= MOST_KEYS


def test_enter_writes_a_new_line_in_the_words_and_sends_nothing_from_a_field(signed_in):
    page = signed_in("clerk")
    page.goto("/opinions/new")
    keys = Keys(page)
    keys.type("第一行")
    keys.press("Enter")
    keys.type("第二行")
    assert page.locator("#text").input_value() == "第一行\n第二行"
    keys.press("Tab")
    keys.press("Enter")
    assert focused(page) == "place" and page.url.endswith("/opinions/new")


def test_enter_that_ends_a_composition_stays_in_its_field(signed_in):
    """The input method takes Enter for itself (ux.md K6)."""
    page = signed_in("clerk")
    page.goto("/opinions/new")
    page.locator("#village_code").focus()
    page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent(
            'keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert focused(page) == "village_code"
    page.keyboard.press("Enter")
    assert focused(page) == "place"


def test_fields_that_are_folded_away_are_passed_over_and_open_ones_are_not(signed_in):
    page = signed_in("clerk")
    page.goto("/opinions/new")
    page.locator("#channel").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    page.locator("#channel").focus()
    page.locator("#channel").select_option("hotline")  # as the arrow keys do; the order's fields unfold
    order = []
    for _press in range(4):
        page.keyboard.press("Enter")
        order.append(focused(page))
    assert order == ["outside_no", "received_on", "slip_no", "text"]
