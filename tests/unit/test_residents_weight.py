"""What residents' phones load (ux.md B2, B8, A14), and the contrast of their colours (A2)."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "tracker" / "static"
SCRIPTS = ("js/page.js", "js/say.js", "js/photos.js")
SHEETS = ("css/base.css", "css/public.css")


def packed(names):
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in names)


def test_scripts_of_residents_weigh_at_most_six_kilobytes():
    assert packed(SCRIPTS) <= 6 * 1024


def test_sheets_of_residents_weigh_at_most_ten_kilobytes():
    assert packed(SHEETS) <= 10 * 1024


def test_nothing_comes_from_elsewhere():
    for name in SCRIPTS + SHEETS:
        text = (STATIC / name).read_text()
        links = re.findall(r"https?://[^\s\"')]+", text)
        assert all(one.startswith("http://www.w3.org/") for one in links), name


def test_movements_are_short_and_asked_for_only():
    css = "".join((STATIC / name).read_text() for name in SHEETS)
    for seconds in re.findall(r"(?:transition|animation)[^;]*?(\d*\.\d+)s", css):
        assert float(seconds) <= 0.2
    outside = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}", "", css, flags=re.DOTALL)
    assert "transition:" not in outside and "animation:" not in outside


def tokens(css, selector):
    block = re.search(re.escape(selector) + r"\s*\{(.*?)\}", css, re.DOTALL)
    assert block, selector
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block[1]))


def light_of(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((light_of(one), light_of(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


USUAL = tokens((STATIC / "css/base.css").read_text(), ":root")
LARGE = {**USUAL, **tokens((STATIC / "css/public.css").read_text(), ".zi-da, .zi-teda")}
TEXTS = [("text", "surface"), ("text", "page"), ("muted", "surface"), ("muted", "page"), ("link", "surface"),
         ("link", "page"), ("danger", "surface"), ("danger", "danger-soft"), ("success", "success-soft"),
         ("warning", "warning-soft"), ("link", "info-soft"), ("on-primary", "primary")]


@pytest.mark.parametrize(("words", "ground"), TEXTS)
@pytest.mark.parametrize(("colours", "least"), [(USUAL, 4.5), (LARGE, 7.0)], ids=["usual", "large"])
def test_words_stand_out_from_their_ground(colours, least, words, ground):
    assert contrast(colours[words], colours[ground]) >= least, f"{words} on {ground}"


@pytest.mark.parametrize("colours", [USUAL, LARGE], ids=["usual", "large"])
def test_frames_of_fields_can_be_seen(colours):
    assert contrast(colours["control"], colours["surface"]) >= 3
