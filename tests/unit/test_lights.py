"""状态要有字: colours only help (ux.md A10), and can be read by night too (A2)."""

import re
from pathlib import Path

import pytest
from colours import TEXTS, contrast, tokens

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "tracker" / "static" / "css"
ON_PAPER = ("print.css", "posters.css")
MEASURES = ROOT / "tests" / "browser" / "measures.js"
BY_MEANING = re.compile(r"var\(--(?:danger|success|warning)(?:-soft)?\)")


def classes(text):
    return set(re.findall(r"\.([a-z][a-z-]*)", text))


def watched():
    """The classes whose words are looked for on every page of the browser test."""
    constants = re.search(r"const LIGHTS = .*?RED_FIELDS = [^;]*;", MEASURES.read_text(), re.DOTALL)
    assert constants
    return classes(constants[0])


def painted():
    """(sheet, selector) of every rule that colours by meaning."""
    for sheet in sorted(CSS.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            if sheet.name not in ON_PAPER and BY_MEANING.search(body):
                yield from ((sheet.name, one.strip()) for one in selectors.split(","))


def test_whatever_is_painted_by_its_meaning_is_asked_for_its_words():
    found = list(painted())
    assert len(found) > 20
    dumb = [
        (sheet, selector)
        for sheet, selector in found
        if not any(one in watched() or one.split("-")[0] in watched() for one in classes(selector))
        and "aria-invalid" not in selector
    ]
    assert not dumb, f"a colour that nobody asks for a word: {dumb}"


BASE, DESK = (CSS / "base.css").read_text(), (CSS / "desk.css").read_text()
NIGHT = {**tokens(BASE, ":root"), **tokens(DESK.split("prefers-color-scheme: dark", 1)[1], ":root")}


@pytest.mark.parametrize(("words", "ground"), TEXTS)
def test_words_of_the_desk_stand_out_by_night(words, ground):
    assert contrast(NIGHT[words], NIGHT[ground]) >= 4.5, f"{words} on {ground}"


def test_frames_of_fields_can_be_seen_by_night():
    assert contrast(NIGHT["control"], NIGHT["surface"]) >= 3
