"""Pairs of characters: one spelling, none across a comma, a word found wherever it stands."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.bigrams import bigrams, grams, holds, joined, normal, runs, terms

TEXTS = st.text(alphabet="机井水路灯aＡ1，。 \n-", max_size=30)


def test_full_width_capitals_and_line_breaks_are_one_spelling():
    assert normal("ＡＢＣ 机\n井 ") == "abc机井"


def test_no_pair_crosses_a_comma():
    assert bigrams("机井，水浑。A1") == {"机井", "水浑", "a1"}
    assert runs("机井，水浑") == ["机井", "水浑"]


def test_a_single_character_has_no_pair():
    assert bigrams("水") == set() and bigrams("水，电") == set()


def test_longer_runs_are_cut_at_every_place():
    assert list(grams("机井水浑", 3)) == ["机井水", "井水浑"]


def test_what_is_typed_is_cut_at_spaces_and_asked_once():
    assert terms("机井　水浑 机井") == ["机井", "水浑"]
    assert terms("  ") == []


def test_no_word_crosses_two_texts_of_a_record():
    assert not holds(joined(["机", "井"]), ["机井"])


@given(TEXTS, TEXTS)
def test_whatever_holds_a_word_holds_its_pairs(text, word):
    if normal(word) in normal(text):
        assert bigrams(word) <= bigrams(text)
