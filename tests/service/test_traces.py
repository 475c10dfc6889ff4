"""What stays of a resident's deed: no instant, nothing to try out, nothing beside what was sealed."""

import hashlib
import io
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import OFFICE_2, make_actor
from factories_handling import make_returned
from factories_opinions import (
    TEXT,
    make_accepted,
    make_draft,
    make_opinion,
    make_replied,
    opinion_of,
    resident,
    submit,
)

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Ticket
from tracker.opinions import service
from tracker.opinions.models import Opinion
from tracker.opinions.queries.merging import family_of
from tracker.opinions.rules import Signs, Status, Stream, Urgency
from tracker.opinions.service.requests import open_moves
from tracker.pictures.rules import LARGEST_FILE, MOST_AT_ONCE
from tracker.sealed.models import Sealed
from tracker.store import sessions, typed, work
from tracker.store.base import Base, UtcDateTime
from tracker.store.throttle import Throttle
from tracker.web.uploads import KEPT_OF_ONE, ROOM, in_memory

MOMENT = "2026-11-23T10:17:43+08:00"
KEYS = iter(f"{number:032x}" for number in range(900_000, 900_100))


def instants(db):
    """Every instant in every table, with where it stands; the throttle of wrong receipts is not asked."""
    for table in Base.metadata.sorted_tables:
        for column in (one for one in table.columns if isinstance(one.type, UtcDateTime)):
            for value in db.session.scalars(sa.select(column).where(column.is_not(None))):
                yield f"{table.name}.{column.name}", value


def tells(db, moment):
    """Where an instant says to the minute when something came."""
    seconds = moment.astimezone(UTC)
    return {
        place for place, value in instants(db)
        if (value.second, value.minute % 10) == (seconds.second, seconds.minute % 10)
    }


def test_no_row_tells_the_minute_in_which_a_resident_wrote(db):
    with time_machine.travel(MOMENT, tick=False):
        resident()
        before = tells(db, clock.now())
        key = next(KEYS)
        actor = replace(resident(), ticket=Ticket(key=key * 2, body_digest="0" * 64))
        sent = service.submit(actor, make_draft(), key, Signs(proof=work.stamp(key), seconds=30))
        assert service.submit(actor, make_draft(), key, Signs(seconds=30)).code == sent.code
        assert tells(db, clock.now()) <= before
    tables = {place for place, _value in instants(db)}
    assert {"throttle.until", "spent_work.expires_at", "used_ticket.expires_at"} <= tables


def test_no_clock_tells_the_minute_of_a_withdrawal(db):
    with time_machine.travel("2026-11-23T10:02:00+08:00", tick=False):
        opinion = make_returned()
    with time_machine.travel(MOMENT, tick=False):
        before = tells(db, clock.now())
        service.withdraw(resident(opinion.id), opinion, reason="不想说了")
        assert opinion.status is Status.WITHDRAWN and tells(db, clock.now()) <= before
    stopped = [one for one in opinion.clocks if one.stopped_at is not None]
    assert stopped and all(one.stopped_at >= one.started_at for one in stopped)
    assert all(one.decided_at is not None for one in opinion.requests)


def test_whose_receipt_was_mistyped_cannot_be_tried_out_from_the_counters(db):
    sent = submit()
    with pytest.raises(RuleBroken):
        service.enter(sent.code[:8] + "0" * 12)
    kinds = ("receipt-typed", "receipt-opened")
    tried = {hashlib.sha256(f"{kind}:{sent.code[:8]}".encode()).hexdigest() for kind in kinds}
    assert not tried & {row.key for row in db.session.query(Throttle)}
    assert db.session.query(Throttle).count() == 2


def test_what_a_resident_read_and_when_is_forgotten_with_the_session(db):
    resident()
    sessions.start("public", None, {"opinion": 1}, 15)
    desk = sessions.start("desk", make_actor().user_id, {}, 120)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        sessions.start("public", None, {"opinion": 2}, 15)
        rows = [row.data for row in db.session.query(sessions.SessionRow)]
        assert {"opinion": 1} not in rows and {"opinion": 2} in rows
        assert sessions.find(desk, "desk") is None or len(rows) == 2
    with time_machine.travel(clock.now() + timedelta(hours=4)):
        assert sessions.sweep() == 1
        db.session.commit()


# sealed after all


def words_in_shell(db, opinion_id):
    """Every text column of every row that belongs to the matter."""
    found = set()
    for table in Base.metadata.sorted_tables:
        if "opinion_id" not in table.columns:
            continue
        for row in db.session.execute(sa.select(table).where(table.c.opinion_id == opinion_id)):
            found |= {value for value in row if type(value) is str and len(value) > 6}
    return found


def test_what_was_written_on_a_matter_goes_along_when_it_is_sealed(db):
    opinion = make_replied()
    opinion_id = opinion.id
    reply = opinion.reply.text
    assert any(reply in one for one in words_in_shell(db, opinion_id))
    clerk = make_actor()
    typed.keep(clerk.user_id, f"/opinions/{opinion.ref}/draft", {"answer": ["经查，情况属实"]})
    typed.keep(clerk.user_id, "/opinions/templates/new", {"text": ["别的"]})
    service.seal(clerk, opinion)
    record = db.session.scalars(sa.select(Sealed)).one()
    assert TEXT in record.text and reply in record.text
    db.session.expire_all()
    assert not words_in_shell(db, opinion_id)
    assert [row.page for row in db.session.query(typed.Typed)] == ["/opinions/templates/new"]


def test_nothing_beside_a_sealed_matter_shows_that_there_was_one(db):
    clerk, main, child = make_actor(), make_accepted(), make_accepted()
    alone = {move.name for move in open_moves(child, clock.today())}
    service.merge(clerk, child, into=main.ref)
    service.seal(clerk, main)
    assert child.merged_into_id is None and family_of(clerk, child).main is None
    assert {move.name for move in open_moves(child, clock.today())} == alone


def test_a_sealed_matter_under_another_one_leaves_no_family_behind(db):
    clerk, main, child, other = make_actor(), make_accepted(), make_accepted(), make_accepted()
    service.merge(clerk, child, into=main.ref)
    service.seal(clerk, child)
    service.merge(clerk, main, into=other.ref)  # nothing says that something lies under it
    assert main.merged_into_id == other.id


def test_a_unit_is_not_told_of_a_hidden_matter_by_what_was_merged_with_it(db):
    clerk, main, child = make_actor(), make_opinion(), make_opinion()
    service.merge(clerk, child, into=main.ref)
    facts = {"title": "态度不好", "category_id": None, "stream": Stream.SERVICE, "urgency": Urgency.ACT}
    with pytest.raises(RuleBroken, match="先拆开") as broken:
        service.accept(clerk, main, about_unit=OFFICE_2, **facts)
    assert broken.value.field == "about_unit"
    service.unmerge(clerk, child)
    service.accept(clerk, main, about_unit=OFFICE_2, **facts)
    assert OFFICE_2 in {one.unit_code for one in main.subjects} and not child.subjects


# photographs on their way in


def test_photographs_are_never_laid_on_the_disk_as_they_were_sent(app, db):
    head = b'--a\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n\xff\xd8'
    body, kind = head + b"x" * 2_000_000 + b"\r\n--a--\r\n", "multipart/form-data; boundary=a"
    with app.test_request_context("/say", method="POST", data=body, content_type=kind) as context:
        app.preprocess_request()
        sent = context.request.files["photos"]
        assert isinstance(sent.stream, io.BytesIO) and len(sent.stream.getvalue()) == 2_000_002


def test_of_what_is_too_large_no_more_is_kept_than_says_so(db):
    open_one = in_memory()
    files = [open_one() for _number in range(6)]
    for file in files:
        for _part in itertools.repeat(None, 20):
            assert file.write(b"x" * 2**20) == 2**20
    assert [len(one.getvalue()) for one in files] == [KEPT_OF_ONE] * 3 + [0] * 3
    assert KEPT_OF_ONE > LARGEST_FILE and ROOM >= MOST_AT_ONCE * LARGEST_FILE  # no good one is cut


def test_rounding_up_says_only_the_step(db):
    noon = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    step = timedelta(minutes=10)
    assert clock.rounded_up(noon, step) == noon
    assert clock.rounded_up(noon + timedelta(seconds=1), step) == noon + step
    assert opinion_of(submit()).created_at.minute == 0 and db.session.query(Opinion).count() == 1
