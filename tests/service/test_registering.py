"""Registering at the desk: order numbers, days received, villages by pinyin, slips, sheets of slips."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from factories import OTHER_TOWN, TOWN, VILLAGE, VILLAGE_2, make_actor, make_user
from factories_imports import upload
from factories_opinions import (
    KEYS,
    make_draft,
    make_opinion,
    make_registered,
    name_subjects,
    opinion_of,
)
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Role, Ticket
from tracker.imports import service as imports
from tracker.imports.rules import Status as Stage
from tracker.opinions import service
from tracker.opinions.models import Opinion, OpinionSubject, Slip
from tracker.opinions.queries import desk
from tracker.opinions.rules import Channel, ClockKind, Contact, Stream, Urgency
from tracker.opinions.rules.slips import normal_slip, with_check
from tracker.opinions.service import slips
from tracker.people.queries import actor_of
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Way
from tracker.store import receipts
from tracker.store.action import action
from tracker.store.audit import AuditEntry, AuditPending
from tracker.store.files import INCOMING, path_of

SHEET = ("日期", "村", "内容", "称呼", "电话", "箱子", "纸条号")


def register(actor=None, **facts):
    draft = make_draft(**{"channel": Channel.LETTER, **facts})
    return service.register(actor or make_actor(), draft, next(KEYS))


def count(db, model):
    return db.session.scalar(select(func.count()).select_from(model))


# orders and papers from above


def test_an_order_is_known_again_by_its_number(db):
    sent = register(channel=Channel.HOTLINE, outside_no="20261123001")
    assert opinion_of(sent).outside_no == "20261123001"
    with pytest.raises(RuleBroken) as broken:
        register(channel=Channel.HOTLINE, outside_no="20261123001")
    assert broken.value.field == "outside_no" and broken.value.params["ref"] == sent.ref
    assert count(db, Opinion) == 1


def test_the_same_number_in_another_town_is_another_order(db):
    register(channel=Channel.HOTLINE, outside_no="20261123001")
    neighbour = make_actor(Role.CLERK, unit=OTHER_TOWN)
    assert register(neighbour, channel=Channel.HOTLINE, outside_no="20261123001", village_code=None).ref


def test_a_hidden_matter_does_not_answer_to_its_order_number(db):
    """Whom it bars registers the order as if there were none."""
    accused = make_actor()
    hidden = opinion_of(register(channel=Channel.HOTLINE, outside_no="77"))
    name_subjects(hidden, OpinionSubject(user_id=accused.user_id))
    sent = register(accused, channel=Channel.HOTLINE, outside_no="77")
    assert sent.way is Way.ORDINARY and opinion_of(sent).outside_no == "77"
    with pytest.raises(RuleBroken):
        register(channel=Channel.HOTLINE, outside_no="77")


def test_what_was_sent_down_counts_from_the_day_it_was_received(db):
    with time_machine.travel("2026-11-23T09:00:00+08:00", tick=False):
        opinion = opinion_of(register(channel=Channel.HOTLINE, received_on=date(2026, 11, 18)))
        service.accept(
            make_actor(), opinion, title="井水", category_id=None, stream=Stream.SERVICE, urgency=Urgency.ACT
        )
    days = {one.kind: (one.started_on, one.due_on) for one in opinion.clocks}
    received = date(2026, 11, 18)
    assert opinion.submitted_on == received
    assert days[ClockKind.OBJECTION] == (received, date(2026, 11, 25))
    assert days[ClockKind.NOTICE] == (received, date(2026, 12, 3))
    assert days[ClockKind.HOTLINE] == (received, date(2026, 11, 25)) and opinion.due_on == date(2026, 11, 25)


def test_what_residents_bring_themselves_counts_from_acceptance(db):
    with time_machine.travel("2026-11-23T09:00:00+08:00", tick=False):
        opinion = opinion_of(register(received_on=date(2026, 11, 18)))
        service.accept(
            make_actor(), opinion, title="井水", category_id=None, stream=Stream.CLAIM, urgency=Urgency.ACT
        )
    petition = next(one for one in opinion.clocks if one.kind is ClockKind.PETITION)
    assert petition.started_on == date(2026, 11, 23) and opinion.submitted_on == date(2026, 11, 18)


@pytest.mark.parametrize("days", [-1, 31])
def test_received_tomorrow_or_more_than_thirty_days_ago_is_refused(db, days):
    with pytest.raises(RuleBroken) as broken:
        register(received_on=clock.today() - timedelta(days=days))
    assert broken.value.field == "received_on" and count(db, Opinion) == 0


def test_a_joint_visit_keeps_how_many_came(db):
    opinion = opinion_of(register(channel=Channel.VISIT, is_read_back=True, people_count=12))
    assert opinion.people_count == 12 and opinion.is_read_back


# villages as people type them


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("石门村", [VILLAGE]),
        ("石门", [VILLAGE]),
        ("shimen", [VILLAGE]),
        ("smc", [VILLAGE]),
        ("SM", [VILLAGE]),
        ("shi men", [VILLAGE]),
        ("taoyuan", [VILLAGE_2]),
        ("ty", [VILLAGE_2]),
        (VILLAGE_2, [VILLAGE_2]),
        ("cun", [VILLAGE, VILLAGE_2]),
        ("没有", []),
        ("", []),
        ("青石村", []),
    ],
)
def test_a_village_is_found_by_characters_pinyin_and_initials(db, text, codes):
    make_user()
    assert [code for code, _name in desk.villages_like(TOWN, text)] == codes


# slips with a receipt that waits


def printed(actor=None, pages=1):
    actor, key = actor or make_actor(), next(KEYS)
    slips.print_slips(actor, key, pages)
    return slips.printed(actor, key)


def test_ten_slips_a_page_each_with_its_number_and_its_receipt(db):
    made = printed(pages=2)
    assert len(made) == 20 and len({number for number, _c in made}) == len({code for _n, code in made}) == 20
    assert all(len(code) == 20 and normal_slip(number) == number for number, code in made)
    stored = str(
        [
            {c.name: getattr(one, c.name) for c in Slip.__table__.columns}
            for one in db.session.scalars(select(Slip))
        ]
    )
    assert not any(code in stored for _number, code in made)


def test_the_receipt_of_a_slip_opens_the_matter_it_was_typed_into(db):
    number, code = printed()[0]
    with pytest.raises(RuleBroken, match="没有开箱"):
        service.enter(code)
    sent = register(channel=Channel.SLIP, slip_no=f"{number[:3]} {number[3:]}")
    opinion = opinion_of(sent)
    assert sent.code == "" and service.enter(code)["opinion"] == opinion.id
    slip = db.session.scalar(select(Slip).where(Slip.slip_no == number))
    assert slip.handle == "" and slip.used_on == clock.today()


def test_an_accusation_on_a_slip_is_handed_on_and_its_receipt_says_no_more(db):
    make_user(Role.HANDLER, name="钱大勇")
    number, code = printed()[0]
    sent = register(channel=Channel.SLIP, slip_no=number, text="钱大勇收了我家的钱")
    assert sent.way is Way.SEALED and sent.ref == "" and count(db, Opinion) == 0
    assert service.enter(code).get("sealed") is True
    slip = db.session.scalar(select(Slip).where(Slip.slip_no == number))
    assert slip.handle == ""  # nothing leads from the slip to the accusation


def test_a_slip_is_used_once_and_a_mistyped_number_finds_none(db):
    (number, _code), *_rest = printed()
    register(channel=Channel.SLIP, slip_no=number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for text in (number, wrong, "123", "abc", with_check("00000") if number != with_check("00000") else "1"):
        with pytest.raises(RuleBroken) as broken:
            register(channel=Channel.SLIP, slip_no=text)
        assert broken.value.field == "slip_no"
    assert count(db, Opinion) == 1


def test_of_two_who_type_in_one_slip_at_once_the_second_is_refused(db):
    clerk, ((number, _code), *_rest), opinion = make_actor(), printed(), make_opinion()
    held = slips.waiting(clerk, number)
    used = update(Slip).where(Slip.id == held.id).values(handle="", used_on=clock.today())
    db.session.execute(used, execution_options={"synchronize_session": False})
    db.session.commit()
    with pytest.raises(RuleBroken) as broken, action(clerk, "opinion.register") as act:
        slips.use(act, held, opinion)
    assert broken.value.field == "slip_no"


def test_printing_leaves_neither_number_of_the_receipt_in_the_log(db):
    made = printed()
    logged = str([one.changes for one in db.session.scalars(select(AuditEntry))])
    logged += str([one.payload for one in db.session.scalars(select(AuditPending))])
    assert len(made) == 10 and not any(code[:8] in logged for _number, code in made)


def test_only_the_desk_prints_slips_and_no_more_than_five_pages(db):
    with pytest.raises(NotFound):
        printed(make_actor(Role.HANDLER))
    with pytest.raises(RuleBroken) as broken:
        printed(pages=6)
    assert broken.value.field == "pages" and count(db, Slip) == 0


def test_the_same_form_prints_the_same_slips(db):
    key = next(KEYS)
    ticketed = replace(make_actor(), ticket=Ticket("k", "d"))
    slips.print_slips(ticketed, key, 1)
    slips.print_slips(ticketed, key, 1)
    assert count(db, Slip) == 10 and count(db, receipts.Receipt) == 10


@given(st.integers(0, 99999), st.integers(0, 5), st.integers(1, 9))
def test_the_check_digit_notices_every_single_wrong_digit(number, place, change):
    good = with_check(f"{number:05d}")
    bad = good[:place] + str((int(good[place]) + change) % 10) + good[place + 1 :]
    with pytest.raises(RuleBroken):
        normal_slip(bad)


# sheets of slips


def test_a_sheet_of_slips_comes_in_row_by_row(db):
    clerk = make_actor()
    number, code = printed(clerk)[0]
    today = clock.today()
    batch = upload(
        clerk,
        SHEET,
        (today.isoformat(), "石门村", "村口路灯不亮。", "周桂兰", "13812345678", "村委会门口", ""),
        ("", "shimen", "井水发浑。", "", "", "", number),
        ("", "没有的村", "x", "", "", "", ""),
        ("", "", "", "", "", "", ""),
        ("2099-01-01", "", "晚来的", "", "", "", ""),
        kind="slips",
    )
    assert (batch.new_count, batch.wrong_count) == (2, 2)
    imports.take(clerk, batch)
    found = list(db.session.scalars(select(Opinion).order_by(Opinion.id)))
    assert [(one.channel, one.contact, one.village_code) for one in found] == [
        (Channel.SLIP, Contact.OPEN, VILLAGE),
        (Channel.SLIP, Contact.ANONYMOUS, VILLAGE),
    ]
    assert found[0].place == "意见箱：村委会门口" and service.enter(code)["opinion"] == found[1].id


def sheets_of(clerk, third):
    batch = upload(
        clerk,
        SHEET,
        ("", "石门村", "路灯不亮。", "", "", "", ""),
        ("", "石门村", "井水浑。", "", "", "", ""),
        ("", "石门村", third, "", "", "", ""),
        kind="slips",
    )
    imports.take(clerk, batch)
    return batch


def test_no_result_of_a_sheet_tells_which_row_was_handed_on(db):
    """The books say the same of a sheet with an accusation and of one without."""
    make_user(Role.HANDLER, name="钱大勇")
    clerk = make_actor()
    plain, sealed = sheets_of(clerk, "垃圾没人收。"), sheets_of(clerk, "钱大勇收了我家的钱。")
    assert count(db, Sealed) == 1 and count(db, Opinion) == 5
    for name in (
        "new_count",
        "updated_count",
        "skipped_count",
        "wrong_count",
        "message",
        "journal",
        "findings",
        "status",
    ):
        assert getattr(plain, name) == getattr(sealed, name), name
    assert sealed.journal is None and sealed.status is Stage.IMPORTED


def test_a_sheet_of_slips_leaves_no_file_once_it_came_in_or_nothing_of_it_can(db):
    make_user(Role.HEAD, name="郑明远")
    clerk = make_actor()
    whole, holed = sheets_of(clerk, "垃圾没人收。"), sheets_of(clerk, "郑明远收了钱。")
    refused = upload(clerk, SHEET, ("", "石门村", "郑明远收了钱。", "", "", "", ""), kind="slips")
    assert [one.wrong_count for one in (whole, holed, refused)] == [0, 1, 1]
    assert all(one.file and path_of(INCOMING, one.file) is None for one in (whole, holed, refused))


def test_a_sheet_of_slips_that_can_still_come_in_waits_for_it(db):
    rows = ("", "石门村", "路灯不亮。", "", "", "", ""), ("", "没有的村", "x", "", "", "", "")
    waiting = upload(make_actor(), SHEET, *rows, kind="slips")
    assert waiting.wrong_count == 1 and path_of(INCOMING, waiting.file) is not None


def test_slips_that_came_in_are_not_undone(db):
    clerk = make_actor()
    batch = sheets_of(clerk, "垃圾没人收。")
    with pytest.raises(RuleBroken):
        imports.undo(clerk, batch)
    assert count(db, Opinion) == 3


def test_a_slip_that_names_a_head_is_refused_at_its_row_and_not_kept(db):
    make_user(Role.HEAD, name="郑明远")
    batch = sheets_of(make_actor(), "郑明远收了钱。")
    assert (batch.new_count, batch.wrong_count) == (2, 1) and count(db, Sealed) == 0
    assert "12388" in batch.findings


# the words are locked


def test_no_deed_of_the_desk_writes_over_what_the_resident_said():
    """Only sealing and anonymising empty the words; nothing else assigns them."""
    root = Path(service.__file__).parent
    assigning = {
        (path.name, line.strip())
        for path in root.glob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r"\b(opinion|record|child|main)\.text\b[^=(]*=(?!=)", line)
    }
    assert {name for name, _line in assigning} <= {
        "triage.py",
        "sealing.py",
        "anonymising.py",
        "retention.py",
    }, assigning


def test_a_clerk_of_the_desk_is_kept_as_the_one_who_wrote_it_down(db):
    clerk = make_user()
    opinion = make_registered(actor_of(clerk.id))
    assert opinion.author_id == clerk.id and make_opinion().author_id is None
