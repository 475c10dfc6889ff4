"""找一户 on the form of a visit: typed, chosen by one key, saved; away from the server the list remains."""

import pytest
from looks import PHONE

pytestmark = pytest.mark.browser


def at_the_box(signed_in):
    page = signed_in("clerk", PHONE)
    page.goto("/visits/new")
    return page, page.get_by_label("找一户")


def test_a_household_is_found_while_typing_and_chosen_by_one_key(signed_in):
    page, box = at_the_box(signed_in)
    box.fill("1")
    first = page.locator("#find ~ ul button").first
    first.wait_for()
    label = first.inner_text()
    assert " 001 户 " in label and label.endswith("**")
    box.press("Enter")
    assert page.locator("[name=place] option:checked").inner_text() == label
    assert page.url.endswith("/visits/new"), "the key sent nothing"
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("走访了，没有要解决的事").wait_for()


def test_without_a_signal_the_list_below_is_named(signed_in):
    page, box = at_the_box(signed_in)
    page.route("**/contacts/find*", lambda route: route.abort())
    box.fill("zhang")
    page.get_by_text("现在连不上，请从下面的名单里选").wait_for()
