"""收件: the proof works once, budgets fill, accusations never reach the tray, a person sorts what waits."""

from datetime import timedelta

import pytest
import time_machine
from factories import make_actor, make_town
from factories_opinions import TEXT, make_draft, make_opinion, opinion_of, resident, submit

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.opinions import queries, service
from tracker.opinions.models import Opinion
from tracker.opinions.queries import tray as waiting
from tracker.opinions.rules import Decline, Signs, Status, TooMany, Tray, tray
from tracker.sealed.models import Sealed
from tracker.store import work
from tracker.store.audit import AuditEntry
from tracker.store.throttle import Throttle

KEYS = iter(f"{number:032x}" for number in range(500_000, 900_000))
SLOW = Signs(seconds=60)


def send(signs: Signs = SLOW, text: str = "", key: str = "") -> service.Sent:
    key = key or next(KEYS)
    return service.submit(resident(), make_draft(text=text or f"{TEXT}{key}"), key, signs)


def proved(key: str) -> Signs:
    return Signs(proof=work.stamp(key), seconds=30)


def suspect() -> Opinion:
    return opinion_of(send(Signs(seconds=60, is_trapped=True)))


# the arithmetic


def test_a_stamp_is_good_for_its_form_for_eight_hours_and_no_other(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        stamp = work.stamp("a" * 32)
        nonce = work.solve(stamp)
        assert work.is_done("a" * 32, stamp, nonce)
        assert not work.is_done("b" * 32, stamp, nonce)
        assert work.age("a" * 32, stamp) == timedelta(0)
    with time_machine.travel("2026-11-23T18:00:00+08:00", tick=False):
        assert work.is_done("a" * 32, stamp, nonce)
    with time_machine.travel("2026-11-23T18:00:01+08:00", tick=False):
        assert not work.is_done("a" * 32, stamp, nonce)


@pytest.mark.parametrize("forged", ["", "1.2", "x.y", ".", "99999999999999.aa", "１.二", "9" * 400])
def test_a_forged_stamp_is_none(db, forged):
    assert work.age("a" * 32, forged) is None


@pytest.mark.parametrize("nonce", ["", "-1", "x", "１", "9" * 11, "0"])
def test_a_wrong_answer_is_none(db, nonce):
    stamp = work.stamp("a" * 32)
    while work.leads(stamp, "0"):
        stamp = work.stamp("a" * 32)
    assert not work.is_done("a" * 32, stamp, nonce)


def test_a_proof_works_once(db):
    make_town()
    key = next(KEYS)
    signs = proved(key)
    assert opinion_of(send(signs)).tray is Tray.ORDINARY
    for _number in range(tray.UNPROVED.ordinary):
        send()
    assert opinion_of(send(proved(next(KEYS)))).tray is Tray.ORDINARY
    assert opinion_of(send(signs)).tray is Tray.SUSPECT  # spent: it counts among those without


# budgets


def test_without_proof_thirty_in_ten_minutes_are_ordinary_the_next_wait_apart(db):
    trays = [opinion_of(send()).tray for _number in range(tray.UNPROVED.ordinary + 1)]
    assert set(trays[:-1]) == {Tray.ORDINARY} and trays[-1] is Tray.SUSPECT


def test_a_full_window_takes_in_no_more_and_says_how_long(db, monkeypatch):
    monkeypatch.setattr(tray, "UNPROVED", tray.Budget(ordinary=1, most=2, same_text=1))
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        first, _second = send(key="f" * 32), send()
        with pytest.raises(TooMany, match=r"过 1[01] 分钟"):
            send()
        assert send(key="f" * 32).code == first.code  # a double press still shows its receipt
        assert opinion_of(send(proved(next(KEYS)))).tray is Tray.ORDINARY
        assert db.session.query(Opinion).count() == 3
    with time_machine.travel("2026-11-23T10:10:01+08:00", tick=False):
        assert send().code


def test_the_same_text_again_waits_apart(db):
    assert opinion_of(send(text=TEXT)).tray is Tray.ORDINARY
    assert opinion_of(send(text=f" {TEXT}\n")).tray is Tray.SUSPECT
    assert opinion_of(send(proved(next(KEYS)), text=TEXT)).tray is Tray.ORDINARY


def test_an_accusation_goes_its_way_before_the_tray_is_asked(db):
    draft = make_draft(text="http://a.example", is_about_cadre=True)
    sent = service.submit(resident(), draft, next(KEYS), Signs(is_trapped=True))
    assert db.session.query(Sealed).filter_by(ref=sent.ref).one().text == "http://a.example"
    assert db.session.query(Opinion).count() == 0


def test_what_the_counters_keep_names_nobody_and_goes(db):
    send(text=TEXT)
    kept = " ".join(one.key for one in db.session.query(Throttle))
    assert TEXT not in kept and len(kept.split()) == 2
    with time_machine.travel(clock.now() + timedelta(days=4)):
        send(text="另一件事，路灯不亮")
        assert db.session.query(Throttle).count() == 2


# a person looks


def test_the_list_and_its_figures_leave_out_what_waits(db):
    clerk, ordinary, hidden = make_actor(), make_opinion(), suspect()
    rows, _more = queries.inbox(clerk, queries.Filters())
    assert [one.ref for one in rows] == [ordinary.ref]
    assert queries.totals(clerk, queries.Filters()).found == 1
    assert [one.ref for one in waiting.suspects(clerk)] == [hidden.ref]
    assert waiting.count_suspects(clerk) == 1


def test_put_back_it_is_like_any_other_and_the_log_says_who(db):
    clerk, opinion = make_actor(), suspect()
    due = opinion.due_on
    service.clear_suspect(clerk, opinion)
    assert opinion.tray is Tray.ORDINARY and opinion.due_on == due
    entry = db.session.query(AuditEntry).filter_by(action="opinion.clear_suspect").one()
    assert entry.user_id == clerk.user_id and entry.changes["tray"] == ["suspect", "ordinary"]
    with pytest.raises(RuleBroken, match="放回"):
        service.clear_suspect(clerk, opinion)


def test_nobody_but_the_clerk_puts_back(db):
    opinion = suspect()
    with pytest.raises(NotFound):
        service.clear_suspect(make_actor(Role.HANDLER), opinion)
    db.session.refresh(opinion)
    assert opinion.tray is Tray.SUSPECT
    assert waiting.count_suspects(make_actor(Role.HANDLER)) == 0


def test_many_are_sorted_each_by_itself(db):
    clerk, first, second = make_actor(), suspect(), suspect()
    service.clear_suspect(clerk, second)
    assert service.sort_many(clerk, [first, second], is_junk=False) == (1, [second.ref])
    third = suspect()
    assert service.sort_many(clerk, [third], is_junk=True) == (1, [])
    assert third.status is Status.DECLINED and third.declined_for is Decline.JUNK


def test_the_receipt_of_what_was_put_away_still_answers(db):
    sent = send(Signs(is_trapped=True))
    service.sort_many(make_actor(), [opinion_of(sent)], is_junk=True)
    assert service.enter(sent.code) == {"opinion": opinion_of(sent).id}


def test_a_factory_without_signs_counts_nothing(db):
    submit()
    assert db.session.query(Throttle).count() == 0
