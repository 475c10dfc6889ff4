"""What a page in the browser is measured by: measures.js and axe, put in once, asked at every size."""

from pathlib import Path
from typing import Any

NARROW = {"width": 320, "height": 640}
HERE = Path(__file__).parent / "browser"
SOURCE = (HERE / "axe.min.js").read_text() + "\n" + (HERE / "measures.js").read_text()
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# what another width can break in a page that was found good
BY_WIDTH = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
ASK_AXE = """only => axe.run(document, {
    runOnly: only, resultTypes: ['violations'], preload: false, selectors: false,
}).then(found => found.violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)))"""

# ux.md A3–A5: letters of the body, smallest anywhere, leading, least side of a target, gap between targets
RESIDENTS = {
    "biaozhun": {"letters": 18, "smallest": 16, "leading": 1.5, "target": 44, "gap": 8},
    "da": {"letters": 22, "smallest": 20, "leading": 1.5, "target": 60, "gap": 8},
    "teda": {"letters": 30, "smallest": 20, "leading": 1.5, "target": 60, "gap": 8},
}
DESK = {"letters": 14, "smallest": 14, "leading": 1.5, "target": 24, "gap": 0, "sentences": True}
FIELD = {**DESK, "target": 44}


def prepare(page: Any) -> None:
    """Before the first page is loaded; beside the page, so that its own CSP stays on."""
    page.add_init_script(SOURCE)


def axe(page: Any, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe-core finds by WCAG 2.0–2.2 A and AA."""
    return list(page.evaluate(ASK_AXE, rules))


def open_folds(page: Any) -> None:
    """Every fold of the page's own part, so that what is in it is measured and reached too."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def by_tab(page: Any) -> list[str]:
    """A7: the Tab key reaches everything, the focus is seen, and no bar lies over it (WCAG 2.4.11)."""
    keys = page.context.new_cdp_session(page)
    stops = page.evaluate("measures.setOut()")
    found: dict[str, list[str]] = {"missing": ["all"], "wrong": []}
    for _turn in range(4):  # a field for a date is three stops and more
        for _press in range(stops + 2):
            keys.send("Input.dispatchKeyEvent", TAB)
        found = page.evaluate("measures.comeBack()")
        if not found["missing"]:
            break
        stops = 20
    keys.detach()
    return found["wrong"] + [f"never reached: {one} (A7)" for one in found["missing"]]


def in_size(page: Any, limits: dict[str, Any]) -> list[str]:
    """What depends on the size of the screen or the letters (A3–A6)."""
    return list(page.evaluate("limits => measures.size(limits)", limits))


def of_page(page: Any) -> list[str]:
    """What is the same at every size (A8–A10)."""
    return list(page.evaluate("measures.page()"))
