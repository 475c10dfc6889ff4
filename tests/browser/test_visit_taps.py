"""记走访 on a phone: three taps (ux.md E3), one button for the thumb (F1), one box after the other."""

import pytest
from looks import PHONE

pytestmark = pytest.mark.browser

BUTTON_PX = 52


def at_the_form(signed_in):
    """A cadre who has tapped 记走访."""
    page = signed_in("cadre", PHONE)
    page.goto("/visits")
    page.get_by_role("link", name="记走访", exact=True).first.click()
    page.wait_for_url("**/visits/new")
    return page


def test_a_visit_without_anything_to_solve_takes_three_taps(signed_in):
    page = at_the_form(signed_in)  # the first tap
    home = page.locator("a[data-place]").first
    home.click()
    assert home.get_attribute("aria-current") == "true"
    assert page.url.endswith("/visits/new"), "no page between"
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("走访了，没有要解决的事").wait_for()


def test_the_one_button_is_wide_and_high_enough_for_a_thumb(signed_in):
    page = at_the_form(signed_in)
    box = page.locator("main").get_by_role("button", name="保存", exact=True).bounding_box()
    form = page.locator("form[data-guard]").bounding_box()
    assert box["height"] >= BUTTON_PX - 0.5 and box["width"] > form["width"] * 0.85
    assert box["y"] + box["height"] <= PHONE["height"], "it is there without scrolling"


def test_one_thing_is_asked_after_the_other(signed_in):
    page = at_the_form(signed_in)
    page.get_by_text("有，写下是什么事").click()
    boxes = page.get_by_label("什么事", exact=False).filter(visible=True)
    assert boxes.count() == 1, "three empty boxes at once look like work"
    for number in range(1, 5):
        page.get_by_role("button", name="再加一件").click()
        assert boxes.count() == number + 1
    assert not page.get_by_label("怎么解决的").filter(visible=True).count()
    page.locator("label[for^=matters-4-turn]", has_text="当场解决了").click()
    assert page.get_by_label("怎么解决的").filter(visible=True).count() == 1
    page.locator("#matters-4-content").fill("灯不亮")
    page.locator("a[data-place]").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("灯不亮").wait_for()
    assert page.get_by_text("当场解决").first.is_visible()
