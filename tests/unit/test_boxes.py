"""Sealed boxes and keys on paper: what fits opens, what does not says so, nothing is told by its length."""

import base64
import json

import pytest
from factories_sealed import PASSPHRASE

from tracker.sealed import county_tool
from tracker.sealed.rules import Content
from tracker.store import boxes


def test_each_holder_opens_it_alone_and_nobody_else():
    pairs = [boxes.new_pair() for _n in range(3)]
    box = boxes.seal("修路的钱".encode(), [public for public, _private in pairs[:2]])
    for _public, private in pairs[:2]:
        assert boxes.open_box(box, [private]).decode() == "修路的钱"
    with pytest.raises(boxes.CannotOpen):
        boxes.open_box(box, [pairs[2][1]])
    with pytest.raises(ValueError, match="somebody"):
        boxes.seal(b"x", [])


def test_a_changed_byte_opens_nothing():
    public, private = boxes.new_pair()
    box = bytearray(boxes.seal(b"text", [public]))
    for at in (0, 1, 30, len(box) - 1):
        broken = bytearray(box)
        broken[at] ^= 1
        with pytest.raises(boxes.CannotOpen):
            boxes.open_box(bytes(broken), [private])


def test_short_and_long_texts_make_boxes_of_one_length():
    public, _private = boxes.new_pair()
    assert len({len(boxes.seal("字".encode() * n, [public])) for n in (0, 1, 50, 169)}) == 1


def test_the_same_text_never_makes_the_same_box():
    public, _private = boxes.new_pair()
    assert boxes.seal(b"text", [public]) != boxes.seal(b"text", [public])


def test_a_passphrase_is_the_same_in_any_width():
    _public, private = boxes.new_pair()
    locked = boxes.lock(private, "Ｆine cloud ")
    assert boxes.unlock(locked, "Fine cloud") == private and boxes.unlock(locked, "fine cloud") is None


def test_the_real_cost_is_what_the_decision_says(monkeypatch):
    monkeypatch.setattr(boxes, "_cost", {"time_cost": 4, "memory_cost": 64 * 1024})
    locked = boxes.lock(boxes.new_pair()[1], PASSPHRASE)
    assert (locked[1], int.from_bytes(locked[2:6], "big")) == (4, 65536)


def test_the_sheet_is_read_as_people_write_it():
    _public, private = boxes.new_pair()
    sheet = boxes.written(private)
    assert len(sheet.split(" ")) == 14 and all(len(group) == 4 for group in sheet.split(" "))
    ways = (sheet.lower(), sheet.replace(" ", ""), sheet.replace(" ", "－"), sheet.replace("O", "0"))
    for said in (sheet, *ways):
        assert boxes.read_written(said) == private
    other = "A" if sheet[5] != "A" else "B"
    for wrong in ("", "你好", sheet[:-1], sheet + "A", sheet[:5] + other + sheet[6:]):
        assert boxes.read_written(wrong) is None


@pytest.mark.parametrize("line", ["", "abc", "ä", base64.b64encode(bytes(32)).decode(), "A" * 400])
def test_what_is_no_public_key_is_refused(line):
    assert boxes.read_public(line) is None


def test_token_and_held_key_open_nothing_alone():
    _public, private = boxes.new_pair()
    token, held = boxes.hold(private)
    assert boxes.let_go(token, held) == private and private not in held
    assert boxes.let_go(bytes(32), held) is None and boxes.let_go(b"short", held) is None


def test_the_county_makes_its_key_and_opens_what_it_took(tmp_path):
    said = county_tool.make(tmp_path / "key", PASSPHRASE)
    public = boxes.read_public(said.split("：")[1].split("\n")[0])
    box = boxes.seal(Content(text="书记收了钱").packed(), [public])
    (tmp_path / "taken").write_text(json.dumps({"boxes": [base64.b64encode(box).decode()]}))
    assert county_tool.opened(tmp_path / "key", PASSPHRASE, tmp_path / "taken")[0].text == "书记收了钱"
    with pytest.raises(boxes.CannotOpen):
        county_tool.opened(tmp_path / "key", "another one", tmp_path / "taken")
    assert county_tool.main([]) == 2 and (tmp_path / "key").stat().st_mode & 0o077 == 0
