"""What residents' phones load (ux.md B2, B8, A14), and the contrast of their colours (A2)."""

import gzip
import re
from pathlib import Path

import pytest
from colours import TEXTS, contrast, tokens

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


USUAL = tokens((STATIC / "css/base.css").read_text(), ":root")
LARGE = {**USUAL, **tokens((STATIC / "css/public.css").read_text(), ".zi-da, .zi-teda")}


@pytest.mark.parametrize(("words", "ground"), TEXTS)
@pytest.mark.parametrize(("colours", "least"), [(USUAL, 4.5), (LARGE, 7.0)], ids=["usual", "large"])
def test_words_stand_out_from_their_ground(colours, least, words, ground):
    assert contrast(colours[words], colours[ground]) >= least, f"{words} on {ground}"


@pytest.mark.parametrize("colours", [USUAL, LARGE], ids=["usual", "large"])
def test_frames_of_fields_can_be_seen(colours):
    assert contrast(colours["control"], colours["surface"]) >= 3
