"""Fingerprints of pairs: one for each pair under a key, none shared, none readable without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.bigrams import bigrams, is_pair, normal
from tracker.store import secrets
from tracker.store.fingerprints import _permuted, fingerprints
from tracker.store.secrets import KEY_NAMES, KeyRing, use_ring

TEXTS = st.text(alphabet="机井水路灯aＡ1𠮷𠮶𣎷，。 \n-", max_size=30)


def ring_of(letter):
    return KeyRing(dict.fromkeys(KEY_NAMES, letter * 32))


@pytest.fixture(autouse=True)
def key():
    before = secrets._ring
    use_ring(ring_of(b"a"))
    yield
    use_ring(before)


def test_all_second_units_beside_one_first_get_fingerprints_of_their_own():
    second = b"".join(number.to_bytes(2, "little") for number in range(2**16))
    made = _permuted("机".encode("utf-16-le") * 2**16, second)
    assert len({made[at : at + 4] for at in range(0, len(made), 4)}) == 2**16


def test_all_first_units_beside_one_second_get_fingerprints_of_their_own():
    first = b"".join(number.to_bytes(2, "little") for number in range(2**16))
    made = _permuted(first, "井".encode("utf-16-le") * 2**16)
    assert len({made[at : at + 4] for at in range(0, len(made), 4)}) == 2**16


def test_fingerprints_stay_as_they_are_for_an_index_outlives_a_version():
    assert fingerprints("机井水") == ["9b442881", "05679e94"]


def test_another_key_makes_others():
    mine = set(fingerprints("二组的机井水发浑"))
    use_ring(ring_of(b"b"))
    assert not mine & set(fingerprints("二组的机井水发浑"))


def test_a_pair_has_the_same_one_wherever_it_stands_and_none_crosses_a_comma():
    first, second, again = fingerprints("机井，水机井")[0], *fingerprints("水机井")
    assert first == again != second
    assert fingerprints("机，井") == [] == fingerprints("")


def test_which_words_are_one_pair():
    assert is_pair("机井") and is_pair("a1") and is_pair("𠮷")
    assert not any(map(is_pair, ("井", "机井水", "机,", "𠮷野", "")))


@given(TEXTS, TEXTS)
def test_whatever_holds_a_word_holds_its_fingerprints(text, word):
    if normal(word) in normal(text):
        assert set(fingerprints(word)) <= set(fingerprints(text))


@given(st.text(alphabet="机井水路灯a1，", max_size=30))
def test_there_is_one_for_each_pair_of_usual_characters(text):
    assert len(set(fingerprints(text))) == len(bigrams(text))
