"""Every page a demo account can reach, in a real Chromium: no axe violation, nothing too wide."""

from collections import Counter
from urllib.parse import unquote, urlsplit

import pytest
from looks import DESKTOP, PHONE, axe_violations
from playwright.sync_api import Error

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
ENOUGH = 2  # so many accounts look at a page of one shape; the others only see that it answers
LOOKED: Counter[str] = Counter()


def shape_of(path: str) -> str:
    """/opinions/石门-诉-0412/accept → /opinions/*/accept: pages of one shape look alike."""
    parts = unquote(urlsplit(path).path).split("/")
    if parts[1] in ("reports", "imports", "blanks") and len(parts) > 2:
        parts[2] = "*"  # one report, one kind of sheet, one form is like another
    return "/".join("*" if any(c.isdigit() or ord(c) > 127 for c in part) else part for part in parts)


def reachable(page, start: str, most: int = 40) -> list[str]:
    """Follow links of this site, one page of each shape; answers the paths in the order they were met."""
    waiting, seen, found = [start], set(), []
    while waiting and len(found) < most:
        path = waiting.pop(0)
        shape = shape_of(path)
        if shape in seen:
            continue
        seen.add(shape)
        try:
            response = page.goto(path)
        except Error as file:
            if "Download is starting" not in str(file):
                raise
            continue  # a file is no page to look at
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        assert response.status == 200, f"{path} → {response.status}"
        found.append(path)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in links if link.startswith("/") and not link.startswith("//")]
    return found


def look_closely(page, path: str) -> list[str]:
    """What is wrong with one page, at both sizes; nothing for a shape that was looked at often enough."""
    wrong: list[str] = []
    LOOKED[shape_of(path)] += 1
    if LOOKED[shape_of(path)] > ENOUGH:
        return wrong
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        page.goto(path)
        width = viewport["width"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{path} is {wide} px wide on a screen of {width}")
        wrong += [f"{path} at {width}: {one}" for one in axe_violations(page)]
    return wrong


@pytest.mark.parametrize("login", LOGINS)
def test_pages_of_an_account_are_accessible_and_fit(signed_in, login):
    page = signed_in(login)
    refused = []
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    paths = reachable(page, "/me")
    assert len(paths) >= 2
    wrong = [one for path in paths for one in look_closely(page, path)]
    assert not wrong, "\n".join(wrong[:20])
    assert not refused, refused[:3]


def test_pages_of_residents_are_accessible_and_fit(chromium, site):
    context = chromium.new_context(viewport=PHONE, base_url=site.url, locale="zh-CN")
    page = context.new_page()
    paths = reachable(page, "/")
    assert {"/say", "/progress", "/services"} <= {urlsplit(path).path for path in paths}
    wrong = [one for path in paths for one in look_closely(page, path)]
    assert not wrong, "\n".join(wrong[:20])
    context.close()


def test_residents_pages_are_light(chromium, site):
    """ux.md B1: at most 30 KB and 5 requests on first view."""
    for path in ("/", "/say", "/progress", "/services", "/help", "/privacy"):
        context = chromium.new_context(viewport=PHONE, base_url=site.url)
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on(
            "Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"])
        )
        page.goto(path, wait_until="networkidle")
        assert len(sizes) <= 5 and sum(sizes) <= 30 * 1024, (
            f"{path}: {len(sizes)} requests, {sum(sizes)} bytes"
        )
        context.close()
