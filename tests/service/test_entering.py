"""A receipt is typed in: wrong and unknown cost the same; guessing is slow, the owner is never locked out."""

from datetime import timedelta

import pytest
import time_machine
from factories_opinions import opinion_of, submit

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.opinions import service
from tracker.opinions.rules import entering as rules
from tracker.store import receipts
from tracker.store.throttle import Throttle


def wrong_codes(handle):
    return (f"{handle}{number:012d}" for number in range(10**6))


def guess(handle, times, marks=()):
    """So many wrong tries; answers the sentences."""
    said = []
    for code, _time in zip(wrong_codes(handle), range(times), strict=False):
        with pytest.raises(RuleBroken) as broken:
            service.enter(code, marks)
        said.append(broken.value.message)
    return said


def test_wrong_unknown_and_malformed_cost_one_hash_each_and_say_the_same(db, monkeypatch):
    sent, runs = submit(), []
    real = receipts.check_secret
    monkeypatch.setattr(receipts, "check_secret", lambda *given: runs.append(1) or real(*given))
    said = set()
    for code in (sent.code[:8] + "0" * 12, "9" * 20, "12", ""):
        runs.clear()
        with pytest.raises(RuleBroken) as broken:
            service.enter(code)
        assert len(runs) == 1, code
        said.add((broken.value.message, broken.value.field))
    assert len(said) == 1


@pytest.mark.parametrize("is_real", [True, False])
def test_after_five_wrong_tries_strangers_wait_whether_or_not_it_exists(db, is_real):
    sent = submit()
    handle = sent.code[:8] if is_real else "99999999"
    assert {one[:4] for one in guess(handle, 5)} == {"没有找到"}
    with pytest.raises(RuleBroken) as broken:
        service.enter(sent.code if is_real else handle + "0" * 12)
    assert "试的次数太多" in broken.value.message and broken.value.params == {"n": 1}
    with time_machine.travel(clock.now() + timedelta(minutes=1, seconds=1), tick=False):
        guess(handle, 1)
        with pytest.raises(RuleBroken) as broken:
            service.enter(handle + "1" * 12)
        assert broken.value.params == {"n": 2}  # twice as long as before
    assert not db.session.query(Throttle).filter(Throttle.until > clock.now() + timedelta(days=1)).count()


def test_a_browser_that_opened_it_before_is_not_locked_out_by_strangers(db):
    sent = submit()
    mark = service.mark_of(sent.code)
    guess(sent.code[:8], 5)
    with pytest.raises(RuleBroken):
        service.enter(sent.code)
    assert service.enter(sent.code, [mark]) == {"opinion": opinion_of(sent).id}


def test_the_owners_browser_has_a_slate_of_its_own(db):
    sent = submit()
    mine, other = service.mark_of(sent.code), service.mark_of(sent.code)
    guess(sent.code[:8], 5, [mine])
    with pytest.raises(RuleBroken) as broken:
        service.enter(sent.code, [mine])
    assert "试的次数太多" in broken.value.message
    assert service.enter(sent.code, [other]) and service.enter(sent.code)


def test_a_mark_fits_its_own_receipt_only_and_cannot_be_made_up(db):
    mine, other = submit(), submit()
    guess(other.code[:8], 5)
    for forged in (service.mark_of(mine.code), "0" * 40, "", "x"):
        with pytest.raises(RuleBroken):
            service.enter(other.code, [forged])


def test_a_mark_says_neither_the_receipt_nor_the_matter(db):
    sent = submit()
    mark = service.mark_of(sent.code)
    assert sent.code[:8] not in mark and mark != service.mark_of(sent.code)


def test_the_town_has_a_budget_for_strangers_and_owners_pass_it(db, monkeypatch):
    monkeypatch.setattr(rules, "TOWN_TRIES", 3)
    sent = submit()
    for handle in ("11111111", "22222222", "33333333"):
        guess(handle, 1)
    with pytest.raises(RuleBroken) as broken:
        service.enter(sent.code)
    assert "试的次数太多" in broken.value.message
    assert service.enter(sent.code, [service.mark_of(sent.code)])


def test_the_right_code_wipes_the_slate(db):
    sent = submit()
    guess(sent.code[:8], 4)
    assert service.enter(sent.code)
    assert {one[:4] for one in guess(sent.code[:8], 4)} == {"没有找到"}


def test_no_address_and_no_receipt_stands_in_the_slates(db):
    sent = submit()
    guess(sent.code[:8], 2)
    assert all(sent.code[:8] not in row.key for row in db.session.query(Throttle))
