"""Every page that can be reached, as every account, by the budgets of ux.md A1, A3, A5, A6 and A8–A10.

Each page is fetched; whatever is made of something that no page before was made of is opened in a real
Chromium and measured at every size. So a role's own button, a state's own notice are looked at, none twice.
"""

import shutil
from collections import Counter

import pytest
from crawl import reachable, shape_of
from looks import DESKTOP, PHONE
from measures import BY_WIDTH, DESK, FIELD, NARROW, axe, by_tab, in_size, of_page, open_folds, prepare

pytestmark = pytest.mark.browser

LOGINS = (
    "clerk",
    "cadre",
    "handler",
    "unithead",
    "callback",
    "window",
    "windowhead",
    "agent",
    "deputy",
    "head",
    "org",
    "committee",
    "discipline",
    "sysadmin",
    "secadmin",
    "auditor",
    "county",
)
TABLET = {"width": 768, "height": 1024}
OUTDOORS = ("/me", "/visits", "/contacts", "/problems")  # read on a phone, standing in a yard
SEEN: set[object] = set()


def is_new(path, source):
    """Whether something of this page has not been looked at yet: its shape, or one of its parts."""
    kinds = source.kinds | {shape_of(path)}
    new = kinds - SEEN
    SEEN.update(kinds)
    return new


def look_closely(page, path, *, walk):
    """What is wrong with one page of the desk, at each size; `walk`: with the Tab key from end to end."""
    page.set_viewport_size(DESKTOP)
    page.goto(path)
    open_folds(page)
    found = {DESKTOP["width"]: of_page(page) + in_size(page, DESK) + axe(page)}
    found[DESKTOP["width"]] += by_tab(page) if walk else []
    page.set_viewport_size(TABLET)
    found[TABLET["width"]] = in_size(page, DESK) + axe(page, BY_WIDTH)
    page.set_viewport_size(PHONE)
    limits = FIELD if path.startswith(OUTDOORS) else DESK
    found[PHONE["width"]] = of_page(page) + in_size(page, limits) + axe(page)
    page.set_viewport_size(NARROW)
    found[NARROW["width"]] = page.evaluate("measures.room()")
    return [f"{path} at {width}: {one}" for width, wrong in found.items() for one in wrong]


@pytest.mark.parametrize("login", LOGINS)
def test_pages_of_an_account_are_accessible_and_fit(signed_in, login):
    page, refused, wrong, titles = signed_in(login), [], [], Counter()
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    paths = {}
    prepare(page)
    for path, source in reachable(page.request, "/me"):
        titles[source.title] += shape_of(path) not in paths.values()
        paths[path] = shape_of(path)
        new = is_new(path, source)
        wrong += look_closely(page, path, walk=shape_of(path) in new) if new else []
    assert len(paths) >= 2
    assert not wrong, "\n".join(wrong[:20])
    assert not refused, refused[:3]
    same = [title for title, pages in titles.items() if pages > 1]
    assert not same, f"two pages with one title (A8): {same}"


TWICE = ("--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=32")
OFTEN_USED = ("/me", "/opinions", "/opinions/new", "/opinions/figures", "/imports", "/assessments", "/visits")


def test_the_desk_fits_when_the_browser_s_letters_are_twice_as_large(chromium, site):
    """A6, WCAG 1.4.4: by the setting of the browser, which moves the widths of the style sheet too."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    browser = chromium.browser_type.launch(executable_path=path, args=list(TWICE))
    page, wrong = browser.new_context(viewport=DESKTOP, base_url=site.url, locale="zh-CN").new_page(), []
    prepare(page)
    page.goto("/login")
    page.get_by_label("登录名").fill("clerk")
    page.get_by_label("密码").fill(site.logins["clerk"]["password"])
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/me")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    page.goto("/opinions?status=submitted")
    first = page.locator("td.key a").first.get_attribute("href")
    for path in (*OFTEN_USED, first, f"{first}/accept"):
        page.goto(path)
        wrong += [f"{path} {one}" for one in page.evaluate("measures.room()")]
    browser.close()
    assert not wrong, "\n".join(wrong[:20])
