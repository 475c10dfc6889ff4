"""Without a mouse: signing in, the account's menu, the way past the head, the first mistake (ux.md A7).

That the Tab key reaches everything on every page is measured in test_every_page.py, page by page.
"""

import pytest
from looks import PHONE

pytestmark = pytest.mark.browser


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def test_signing_in_needs_no_mouse(chromium, site):
    context = chromium.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("登录名").focus()
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(site.logins["clerk"]["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")
    context.close()


def test_the_keyboard_skips_the_head_opens_the_menus_and_lands_on_the_mistake(signed_in):
    page = signed_in("clerk")
    page.goto("/opinions/new")
    page.evaluate("document.activeElement.blur()")
    page.locator(".skip").focus()
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")

    page.locator(".who summary").focus()
    page.keyboard.press("Enter")
    reached = []
    for _press in range(3):
        page.keyboard.press("Tab")
        reached.append(focused(page).strip())
        assert page.evaluate("document.activeElement.getBoundingClientRect().bottom <= innerHeight")
    assert reached == ["后台任务", "改密码", "退出"]
    page.keyboard.press("Escape")
    assert page.locator(".who-panel").is_hidden()

    page.goto("/opinions/new")
    page.locator("main").get_by_role("button", name="登记", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert focused(page).startswith("还差一点")
    page.keyboard.press("Tab")
    with_mistake = page.locator("main [aria-invalid=true]").first
    page.keyboard.press("Enter")
    assert with_mistake.evaluate("one => one === document.activeElement")

    page.set_viewport_size(PHONE)
    page.locator(".menu-more a").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#menu-all') !== null")
