"""The golden days of practice.md 3.1 and domain.md 9: on the page, the list and in the workbook alike."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from books import opened
from factories import make_actor, make_user
from factories_opinions import TEXT, make_accepted, make_handling, make_opinion
from support import text_of

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Role
from tracker.domain.workdays import spoken
from tracker.excel.period import Period
from tracker.opinions import rules, service
from tracker.opinions.models import Opinion
from tracker.opinions.reports import LEDGER
from tracker.opinions.rules import Channel, ClockKind, Contact, Status, Stream
from tracker.opinions.service import clocks
from tracker.people.queries import actor_of
from tracker.store.action import action
from tracker.store.audit import AuditEntry
from tracker.store.db import db as store
from tracker.township.service import change_workday, confirm_year


def at(day, hour=9):
    when = datetime(day.year, day.month, day.day, hour, 30, tzinfo=clock.SHANGHAI)
    return time_machine.travel(when, tick=False)


def accepted(length, stream=Stream.SERVICE, **facts):
    """受理 today, its clock as long as the vector says."""
    opinion = make_accepted(stream=stream, **facts)
    shorten(opinion, length)
    return opinion


def shorten(opinion, length):
    with action(SYSTEM, "opinion.recount", opinion) as act:
        next(one for one in opinion.clocks if one.kind in rules.ANSWER).length = length
        clocks.settle(opinion, clocks.calendar_of(act))


def in_the_workbook(opinion):
    """The cell 办理时限 of this matter, as a spreadsheet program reads it."""
    clerk = make_actor()
    rows = list(opened(LEDGER, list(LEDGER.rows(clerk, Period()))).values)
    head = next(row for row in rows if "办理时限" in row)
    line = next(row for row in rows if row[head.index("编号")] == opinion.ref)
    found = line[head.index("办理时限")]
    return found.date() if isinstance(found, datetime) else found


def check_everywhere(as_user, opinion, due):
    """One day, said the same on the page, on the list and in the workbook."""
    opinion = store.session.get(Opinion, opinion.id)
    assert opinion.due_on == due
    summed = spoken(due, (opinion.accepted_on + timedelta(days=1)).year)
    with at(due):
        client = as_user(make_user())
        page = text_of(client.get(f"/opinions/{opinion.ref}"))
        assert f"答复期限 {due.isoformat()}" in page and summed in page
        assert "今天到期" in page and "今天到期" in text_of(client.get("/opinions?all=1"))
        assert in_the_workbook(opinion) == due
    with at(due + timedelta(days=1)):
        client, late = as_user(make_user()), f"应在 {spoken(due, (due + timedelta(days=1)).year)}答复，已"
        assert late in text_of(client.get("/opinions?all=1"))
        assert late in text_of(client.get(f"/opinions/{opinion.ref}"))


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # V1: a Saturday that is worked
        (date(2026, 9, 18), 2, date(2026, 9, 21)),  # V2: Sunday 20th is worked
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # V3: Spring Festival
        (date(2026, 9, 30), 5, date(2026, 10, 13)),
        (date(2026, 4, 30), 15, date(2026, 5, 25)),
        (date(2025, 12, 31), 20, date(2026, 1, 29)),  # over the year
        (date(2026, 1, 3), 5, date(2026, 1, 8)),  # begins on a rest day
        (date(2026, 2, 12), 5, date(2026, 2, 26)),
    ],
)
def test_workdays_end_on_their_golden_day_everywhere(db, as_user, start, length, due):
    with at(start, 16):
        opinion = accepted(length)
    check_everywhere(as_user, opinion, due)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [(date(2026, 2, 3), 15, date(2026, 2, 24)), (date(2026, 3, 2), 60, date(2026, 5, 6))],
)
def test_calendar_days_roll_over_to_the_next_workday_everywhere(db, as_user, start, length, due):
    with at(start):
        opinion = accepted(length, Stream.CLAIM)
    check_everywhere(as_user, opinion, due)
    with at(start):
        assert "是休息日，顺延到" in text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))


def test_sixty_days_and_thirty_more_end_on_their_golden_day_everywhere(db, as_user):
    handler = make_actor(Role.HANDLER)
    with at(date(2026, 7, 5)):
        opinion = make_handling(handler, stream=Stream.CLAIM)
    with at(date(2026, 8, 3)):
        service.ask_extend(handler, opinion, clock_kind=ClockKind.PETITION, length=30, reason="等鉴定结果")
        service.extend(make_actor(Role.HEAD), opinion)
    check_everywhere(as_user, opinion, date(2026, 10, 8))


def test_ten_workdays_that_waited_for_papers_end_on_their_golden_day_everywhere(db, as_user):
    handler = make_actor(Role.HANDLER)
    with at(date(2026, 3, 2)):
        opinion = make_handling(handler)
        shorten(opinion, 10)
    with at(date(2026, 3, 6)):
        service.ask_more(handler, opinion, text="请补一张照片", until=date(2026, 3, 16))
        page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
        assert "暂停计时" in page and opinion.due_on is None
        assert "暂停计时" in text_of(as_user(make_user()).get("/opinions?all=1"))
        assert in_the_workbook(opinion) is None
    with at(date(2026, 3, 13)):
        service.resume(handler, opinion)
    check_everywhere(as_user, opinion, date(2026, 3, 23))


def test_a_year_without_its_calendar_is_provisional_and_counted_again_with_a_line_when_it_comes(db, as_user):
    """V7: 2026-12-31 and one workday, while 2027 is missing."""
    start = date(2026, 12, 31)
    with at(start, 10):
        opinion = accepted(1)
        page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
        assert "2027 日历未录入" in page and "待国务院办公厅放假通知确认" in page
    check_everywhere(as_user, opinion, date(2027, 1, 4))
    with at(start, 11):
        admin = make_actor(Role.SYSADMIN)
        change_workday(admin, on_date=date(2027, 1, 4), is_workday=False, name="元旦")
        confirm_year(admin, 2027)
        assert service.recount_clocks() == 1
        assert service.recount_clocks() == 0  # twice changes nothing
        lines = db.session.query(AuditEntry).filter_by(action="opinion.recount").order_by(AuditEntry.seq)
        line = lines.all()[-1]
        assert line.changes["due_on"] == ["2027-01-04", "2027-01-05"]
        page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
        assert "2027 日历未录入" not in page and "期限重算了" in page
    check_everywhere(as_user, opinion, date(2027, 1, 5))


def test_an_order_of_the_hotline_that_is_a_claim_carries_both_clocks_on_its_page(db, as_user):
    with at(date(2026, 11, 23)):
        opinion = make_accepted(stream=Stream.CLAIM, channel=Channel.HOTLINE, is_read_back=True)
        page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}"))
    assert {one.kind for one in clocks.running(opinion)} == {ClockKind.HOTLINE, ClockKind.PETITION}
    assert opinion.due_on == date(2026, 11, 30)  # the earlier one
    assert "11 月 30 日到期" in page and "起算 60 日" in page and "顺延" not in page


def test_the_page_of_acceptance_says_each_date_before_anything_is_pressed(db, as_user):
    with at(date(2026, 11, 23)):
        opinion = make_opinion(channel=Channel.HOTLINE, is_read_back=True)
        page = text_of(as_user(make_user()).get(f"/opinions/{opinion.ref}/accept"))
    assert "选了以后 11 月 30 日到期" in page
    assert "选了以后两个期限都要守：信访事项 2027 年 1 月 22 日，热线工单 11 月 30 日到期" in page


def test_the_copy_for_the_work_group_holds_no_name_and_no_number(db, as_user):
    opinion = make_opinion(text=f"我是周桂兰，打13812345678找我。{TEXT}", name="周桂兰")
    page = as_user(make_user()).get(f"/opinions/{opinion.ref}").text
    copy = page.split('id="plain-copy"')[1].split("</textarea>")[0]
    assert "周桂兰" not in copy and "13812345678" not in copy and "周**" in copy and opinion.ref in copy
    hidden = make_opinion(text="我是周桂兰。", name="周桂兰", contact=Contact.CONFIDENTIAL)
    page = as_user(make_user()).get(f"/opinions/{hidden.ref}").text
    assert "周" not in page.split('id="plain-copy"')[1].split("</textarea>")[0]


def test_a_draft_is_shown_as_a_draft_until_it_is_signed(db, as_user):
    handler = make_user(Role.HANDLER)
    actor = actor_of(handler.id)
    opinion = make_handling(actor)
    from factories_opinions import ANSWER

    service.draft(actor, opinion, **ANSWER)
    assert opinion.status is Status.SIGNING
    page = text_of(as_user(handler).get(f"/opinions/{opinion.ref}"))
    assert "草稿" in page and "井已洗过" in page
