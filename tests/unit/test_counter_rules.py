"""What a reader sends to the counter, and what is kept of a card."""

import pytest

from tracker.domain.errors import RuleBroken
from tracker.hall.rules import Scan, check_card_owed, kept_id_number, scanned

GOOD, WRONG = "11010519491231002X", "110105194912310021"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1234 5678 9012 3456 7890", Scan.RECEIPT, "12345678901234567890"),
        ("１２３４５６７８９０１２３４５６７８９０", Scan.RECEIPT, "12345678901234567890"),
        (" 11010519491231002x\n", Scan.ID_CARD, GOOD),
        (WRONG, Scan.ID_CARD, WRONG),
        ("石门-办-0123", Scan.REF, "石门-办-0123"),
        ("低保", Scan.WORDS, "低保"),
        ("13800001234", Scan.WORDS, "13800001234"),
        ("", Scan.WORDS, ""),
    ],
)
def test_what_comes_into_the_box_is_told_by_its_shape(text, kind, value):
    assert scanned(text) == (kind, value)


def test_without_the_card_a_sound_number_is_kept_and_a_wrong_one_is_let_go():
    assert kept_id_number(GOOD, is_asked=True, is_missing=True) == GOOD
    assert kept_id_number(WRONG, is_asked=True, is_missing=True) is None
    assert kept_id_number("", is_asked=True, is_missing=True) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"is_asked": False, "is_kept": False, "is_over": False},
        {"is_asked": True, "is_kept": True, "is_over": False},
        {"is_asked": True, "is_kept": False, "is_over": True},
    ],
)
def test_a_card_is_put_in_only_where_it_is_owed(facts):
    with pytest.raises(RuleBroken, match="不用补登"):
        check_card_owed(**facts)
    check_card_owed(is_asked=True, is_kept=False, is_over=False)
