"""What the browser tests share beside their fixtures: screen sizes, pressing, the accessibility check."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "browser" / "axe.min.js"
DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 640}


def axe_violations(page: Any) -> list[str]:
    """What axe-core finds by WCAG 2.0–2.2 A and AA; run by evaluate, so the page's own CSP stays on."""
    page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
    return [
        f"{found['id']}: {node['html'][:120]}" for found in result["violations"] for node in found["nodes"]
    ]


def follow(place: Any) -> None:
    """Clicks what leads to another page, and waits until that page has come."""
    with place.page.expect_navigation():
        place.click()


def press(page: Any, name: str) -> None:
    """The button with exactly these words, in the page's own part; waits for the page that answers."""
    follow(page.locator("main").get_by_role("button", name=name, exact=True).first)


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """For what happens in another process; fails when it does not happen."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
