"""The door: permission, transaction, ticket, version and audit, on the real database."""

import threading
from datetime import date

import pytest
import sqlalchemy as sa
from factories import TOWN, make_actor, make_town

from tracker.domain.errors import Conflict, NotFound, Repeated, RuleBroken
from tracker.domain.roles import SYSTEM, Actor, Role, Ticket
from tracker.store import audit
from tracker.store.action import action, note
from tracker.store.audit import AuditEntry, AuditPending
from tracker.store.db import FairLock
from tracker.store.numbers import next_number
from tracker.township.models import WorkdayOverride
from tracker.township.queries import overrides
from tracker.township.service import change_workday

DAY = date(2026, 5, 9)


def with_ticket(actor: Actor, key: str, body: str = "b", seen: int | None = None) -> Actor:
    return Actor(**{**actor.__dict__, "ticket": Ticket(key, body, seen)})


def last_entry(db) -> AuditEntry:
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc())).first()


def test_a_deed_is_written_with_its_entry_in_one_transaction(db):
    actor = make_actor(Role.SYSADMIN)
    row = change_workday(actor, on_date=DAY, is_workday=True, name="调休上班")
    entry = last_entry(db)
    assert (entry.action, entry.user_id, entry.record_id) == ("workday.change", actor.user_id, row.id)
    assert entry.changes["is_workday"] == [None, True] and entry.changes["name"] == [None, "调休上班"]
    change_workday(actor, on_date=DAY, is_workday=False, name="调休上班")
    assert last_entry(db).changes == {"is_workday": [True, False]}


def test_a_refused_deed_leaves_nothing(db):
    clerk = make_actor(Role.CLERK)
    count = len(db.session.scalars(sa.select(AuditEntry)).all())
    with pytest.raises(NotFound):
        change_workday(clerk, on_date=DAY, is_workday=True, name="")
    assert overrides() == [] and len(db.session.scalars(sa.select(AuditEntry)).all()) == count


def test_a_broken_rule_rolls_everything_back(db):
    actor = make_actor(Role.SYSADMIN)
    row = WorkdayOverride(on_date=DAY, unit_code=TOWN, is_workday=True, name="")

    def half_a_deed() -> None:
        with action(actor, "workday.change", row):
            next_number("probe")
            raise RuleBroken("不行")

    with pytest.raises(RuleBroken):
        half_a_deed()
    assert overrides() == []
    with action(actor, "workday.change"):
        assert next_number("probe") == 1


def test_the_same_ticket_has_its_effect_once(db):
    actor = with_ticket(make_actor(Role.SYSADMIN), "k1")
    row = change_workday(actor, on_date=DAY, is_workday=True, name="")
    with pytest.raises(Repeated) as again:
        change_workday(actor, on_date=DAY, is_workday=True, name="")
    assert (again.value.kind, again.value.record_id) == ("workday_override", row.id)
    with pytest.raises(RuleBroken, match="已经交过一次"):
        change_workday(with_ticket(actor, "k1", body="other"), on_date=DAY, is_workday=True, name="")


def test_an_older_version_is_a_conflict(db):
    actor = make_actor(Role.SYSADMIN)
    row = change_workday(actor, on_date=DAY, is_workday=True, name="a")
    seen = row.version
    change_workday(actor, on_date=DAY, is_workday=True, name="b")
    with pytest.raises(Conflict):
        change_workday(with_ticket(actor, "k2", seen=seen), on_date=DAY, is_workday=True, name="c")
    assert overrides()[0].name == "b"


def test_a_record_changed_outside_its_act_stops_everything(db):
    actor = make_actor(Role.SYSADMIN)
    row = change_workday(actor, on_date=DAY, is_workday=True, name="a")
    row.name = "behind the back"
    with pytest.raises(RuntimeError, match="outside its act"):
        db.session.flush()


def test_actions_do_not_nest(db):
    actor = make_actor(Role.SYSADMIN)
    with pytest.raises(RuntimeError, match="do not nest"), action(actor, "workday.change"):
        change_workday(actor, on_date=DAY, is_workday=True, name="")


def test_the_chain_tells_an_edit_a_deletion_and_a_cut_tail(db):
    actor = make_actor(Role.SYSADMIN)
    for name in "abc":
        change_workday(actor, on_date=DAY, is_workday=True, name=name)
    whole = audit.verify()
    assert whole.first_bad is None and whole.count >= 3
    table = AuditEntry.__table__
    checkpoint = {whole.count: whole.last_hash}
    db.session.execute(sa.delete(table).where(table.c.seq == whole.count))
    assert audit.verify().first_bad is None and audit.verify(checkpoint).missed == whole.count
    db.session.rollback()
    db.session.execute(sa.update(table).where(table.c.seq == 2).values(role="head"))
    assert audit.verify().first_bad == 2
    db.session.rollback()
    db.session.execute(sa.delete(table).where(table.c.seq == 2))
    assert audit.verify().first_bad == 3


def test_a_residents_deed_waits_for_the_night_with_half_a_day(db):
    make_town()
    resident = Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN)
    with action(SYSTEM, "workday.change"):
        audit.write(resident, [audit.payload_of(resident, "opinion.submit", None, {}, audit.clock.now())])
    waiting = db.session.scalars(sa.select(AuditPending)).one()
    assert waiting.payload["at"].endswith(("T00:00:00+08:00", "T12:00:00+08:00"))
    with action(SYSTEM, "workday.change"):
        assert audit.chain_pending() == 1
    assert audit.verify().first_bad is None and last_entry(db).action == "opinion.submit"


def test_a_denied_deed_is_noted(db):
    actor = make_actor(Role.CLERK)
    note(actor, "workday.change", None, "denied")
    assert (last_entry(db).result, last_entry(db).user_id) == ("denied", actor.user_id)


def test_numbers_have_no_gap_and_no_double_under_eight_threads(app, db):
    make_town()
    found: list[int] = []

    def draw() -> None:
        with app.app_context():
            for _turn in range(10):
                with action(SYSTEM, "workday.change"):
                    found.append(next_number("queue"))
            db.session.remove()

    threads = [threading.Thread(target=draw) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 81))


def test_the_fair_lock_serves_in_the_order_of_arrival():
    lock, order = FairLock(), []
    lock.acquire()
    started = [threading.Event() for _n in range(5)]

    def wait(number: int) -> None:
        started[number].set()
        lock.acquire()
        order.append(number)
        lock.release()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        started[number].wait()
        while len(lock._waiting) <= number:
            pass
    lock.release()
    for thread in threads:
        thread.join()
    assert order == list(range(5))
