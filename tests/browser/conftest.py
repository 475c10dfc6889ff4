"""A real Chromium against the real program, started on a fresh instance with its demo town."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from looks import DESKTOP, PHONE

ROOT = Path(__file__).resolve().parents[2]
NO_BROWSER = "这台机器上没有 Chromium，浏览器测试没有做"
NOT_WANTED = (
    # the address bar's suggestions: two pages that Chromium builds for every window, half of a window's price
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    # Playwright's own list, since of two lists the last one counts
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(NOT_WANTED)}",
)


class Site:
    """The running program: its address, who may sign in, where its database lies."""

    def __init__(self, url: str, logins: list[dict[str, str]], instance: Path) -> None:
        self.url = url
        self.instance = instance
        self.logins = {row["login"]: row for row in logins}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    instance = tmp_path_factory.mktemp("site") / "instance"
    env = {**os.environ, "TRACKER_INSTANCE": str(instance), "CI": "true", "PYTHONPATH": str(ROOT)}
    program = subprocess.Popen(
        [sys.executable, "-m", "tracker", "start"], env=env, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert program.stdout is not None
        url = next(found.group(0) for line in program.stdout if (found := re.match(r"http://127\S+", line)))
        yield Site(url, json.loads((instance / "demo-logins.json").read_text()), instance)
    finally:
        program.terminate()
        program.wait(timeout=20)
        if program.stdout is not None:
            program.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def resident(chromium: Any, site: Site) -> Iterator[Any]:
    """A resident's phone without scripts."""
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=False, base_url=site.url, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def signed_in(chromium: Any, site: Site) -> Iterator[Callable[..., Any]]:
    """signed_in("clerk") → a page on which this demo account has signed in, as a person would."""
    contexts = []

    def sign_in(login: str, viewport: dict[str, int] = DESKTOP) -> Any:
        context = chromium.new_context(viewport=viewport, base_url=site.url, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.goto("/login")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(site.logins[login]["password"])
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/me")
        return page

    yield sign_in
    for context in contexts:
        context.close()
