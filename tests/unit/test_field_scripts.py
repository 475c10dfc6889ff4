"""The scripts of a phone (没有信号): what Chromium 86 knows, no markup from text, one place for sentences."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "tracker" / "static" / "js"
SCRIPTS = sorted((FOLDER / "field").glob("*.js"))
TOO_NEW = (
    r"structuredClone", r"randomUUID", r"\.at\(", r"Object\.hasOwn", r"AbortSignal\.(timeout|any)",
    r"^await ", r"\.toSorted|\.toReversed|\.findLast", r"\bstatic \{", r"#\w+ in ",
)
"""ux.md 2.4: what came after the oldest browser we serve."""
MARKUP = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
BANNED = ("！", "请及时", "予以", "操作失败", "务必", "相关", "非法")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_runs_in_the_oldest_browser_and_writes_no_markup(path):
    text = path.read_text(encoding="utf-8")
    found = [one for one in (*TOO_NEW, MARKUP) if re.search(one, text, re.MULTILINE)]
    assert not found
    named = set(re.findall(r'from "\./(\w+\.js)"', text))
    assert named <= {one.name for one in SCRIPTS}
    assert len(text.splitlines()) <= 350


def test_no_text_runs_over_two_lines_because_indents_do_not_travel():
    lines = [(path.name, line) for path in SCRIPTS for line in path.read_text(encoding="utf-8").splitlines()]
    assert not [one for one in lines if one[1].count("`") % 2]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_the_other_scripts_of_the_house_run_in_the_oldest_browser_too(path):
    assert not [one for one in TOO_NEW if re.search(one, path.read_text(encoding="utf-8"), re.MULTILINE)]


def test_every_sentence_stands_in_one_module_and_is_said_by_some_other():
    words = next(path for path in SCRIPTS if path.name == "words.js").read_text(encoding="utf-8")
    others = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS if path.name != "words.js")
    said = set(re.findall(r"WORDS\.(\w+)", others))
    known = set(re.findall(r"^  (\w+):", words, re.MULTILINE))
    assert said <= known, f"without a sentence: {said - known}"
    assert known <= said, f"never said: {known - said}"
    assert not [one for one in BANNED if one in words]
    code = re.sub(r"//.*", "", others)
    assert not re.findall(r"[\"'`][^\"'`\n]*[\u4e00-\u9fff][^\"'`\n]*[\"'`]", code)
