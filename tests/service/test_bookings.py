"""预约、上门: slots, places, the code, arriving, the night; taking in at somebody's home."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
import sqlalchemy as sa
import time_machine
from factories import HALL, TOWN, VILLAGE_2, make_actor, make_user
from factories_bookings import (
    RESIDENT,
    a_wish,
    hall_clerk,
    made_long_ago,
    make_booking,
    next_workday,
    of_today,
    take_bookings,
)
from factories_hall import GOOD_ID, make_item, make_task
from factories_line import switch_on

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.hall.queries.home import at_home
from tracker.hall.rules import Channel
from tracker.hall.service.home import AtHome, agree_home, take_in_at_home
from tracker.line.models import Booking, Coming
from tracker.line.queries import bookings as queries
from tracker.line.rules import Priority, Source
from tracker.line.rules.bookings import LABELS_OF, MOST_AN_HOUR, BookingKind, BookingStatus, slots_of
from tracker.line.service import bookings as service
from tracker.store.db import db as database

pytestmark = pytest.mark.usefixtures("db")


def stored():
    database.session.rollback()
    return database.session.scalars(sa.select(Booking).order_by(Booking.id)).all()


def refused(wish, by=RESIDENT):
    with pytest.raises(RuleBroken) as broken:
        service.book(by, wish, form_key=wish.phone)
    return broken.value.field


def test_the_slots_of_a_day_are_whole_half_hours_within_opening_hours():
    windows = ((time(8, 30), time(10, 15)), (time(14), time(15)))
    assert slots_of(BookingKind.HALL, windows) == [
        "08:30-09:00", "09:00-09:30", "09:30-10:00", "14:00-14:30", "14:30-15:00"
    ]
    assert slots_of(BookingKind.HOME, windows) == ["am", "pm"]


def test_only_working_days_are_offered_and_only_slots_that_are_still_to_come():
    with time_machine.travel("2026-09-30T16:10:00+08:00", tick=False):
        take_bookings()
        days = queries.days_ahead(HALL, BookingKind.HALL)
        assert [one.day for one in days][:2] == [date(2026, 9, 30), date(2026, 10, 8)]
        assert [slot for slot, _left in days[0].slots] == ["16:30-17:00", "17:00-17:30"]
        assert len(days) == 11
        assert days[1].slots[0] == ("08:30-09:00", 2)
        assert queries.days_ahead(HALL, BookingKind.HOME)[0].day == date(2026, 10, 8)


def test_a_town_that_takes_none_offers_nothing():
    make_user(Role.WINDOW, unit=HALL)
    assert queries.kinds_offered() == []
    assert refused(a_wish()) == "slot"


def test_a_slot_takes_as_many_as_it_has_places_and_a_cancelled_one_is_free_again():
    take_bookings(2)
    for _n in range(2):
        service.book(RESIDENT, a_wish(), form_key=f"k{_n}")
    assert refused(a_wish()) == "slot"
    service.cancel_booking(RESIDENT, stored()[0])
    service.book(RESIDENT, a_wish(), form_key="k3")
    assert [one.status for one in stored()] == ["cancelled", "booked", "booked"]


def test_many_at_once_get_no_more_places_than_there_are(app):
    take_bookings(3)
    wishes = [a_wish() for _n in range(12)]

    def try_it(wish):
        with app.app_context():
            try:
                service.book(RESIDENT, wish, form_key=wish.phone)
            except RuleBroken:
                return False
            finally:
                database.session.remove()
            return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(try_it, wishes)) == 3
    assert len(stored()) == 3


def test_one_telephone_books_a_day_once_and_three_days_at_most():
    take_bookings()
    phone = "13612340000"
    for number in (1, 2, 3):
        service.book(RESIDENT, a_wish(phone=phone, day=next_workday(number)), form_key=f"k{number}")
    assert refused(a_wish(phone=phone, day=next_workday(1), slot="14:00-14:30")) == "phone"
    assert refused(a_wish(phone=phone, day=next_workday(4))) == "phone"


def test_a_refusal_does_not_tell_on_which_day_somebody_is_expected():
    take_bookings()
    said = []
    for number in (1, 2, 3):
        service.book(RESIDENT, a_wish(phone="13612340000", day=next_workday(number)), form_key=f"k{number}")
    for number in (1, 4):
        wish = a_wish(phone="13612340000", day=next_workday(number))
        with pytest.raises(RuleBroken) as broken:
            service.book(RESIDENT, wish, form_key=f"r{number}")
        said.append(str(broken.value))
    assert said[0] == said[1]


def test_invented_telephones_do_not_fill_every_slot_but_the_hall_books_on():
    take_bookings(100)
    with time_machine.travel("2026-09-21T10:30:00+08:00", tick=False) as clock:
        for number in range(MOST_AN_HOUR):
            service.book(RESIDENT, a_wish(), form_key=f"k{number}")
        assert refused(a_wish()) is None
        service.book(hall_clerk(), a_wish(), form_key="by-the-hall")
        clock.shift(2 * service.HOUR)
        service.book(RESIDENT, a_wish(), form_key="later")
    assert len(stored()) == MOST_AN_HOUR + 2


def test_what_is_not_offered_is_refused_at_its_field():
    take_bookings()
    item = make_item(is_bookable=False, at_home=False)
    assert refused(a_wish(day=date(2026, 1, 1))) == "slot"
    assert refused(a_wish(day=next_workday(11))) == "slot"
    assert refused(a_wish(slot="03:00-03:30")) == "slot"
    assert refused(a_wish(item_id=item.id)) == "item_id"
    assert refused(a_wish(BookingKind.HOME, item=item)) == "item_id"
    assert refused(a_wish(BookingKind.HOME, item_id=None)) == "item_id"
    assert refused(a_wish(BookingKind.HOME, place="")) == "place"
    assert refused(a_wish(BookingKind.HOME, village="")) == "village"
    assert refused(a_wish(BookingKind.HOME, village=TOWN + "999")) == "village"
    assert stored() == []


def test_telephone_and_code_open_it_and_wrong_ones_have_to_wait():
    take_bookings()
    wish = a_wish()
    code = service.book(RESIDENT, wish, form_key="k")
    assert len(code) == 6 and service.held(RESIDENT, wish.phone, code).id == stored()[0].id
    assert code not in str(stored()[0].__dict__)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _n in range(service.TRIES):
        with pytest.raises(RuleBroken, match="没有找到"):
            service.held(RESIDENT, wish.phone, wrong)
    with pytest.raises(RuleBroken, match="分钟再来"):
        service.held(RESIDENT, wish.phone, code)


def test_who_arrives_stands_in_the_line_with_the_reason_to_go_first():
    switch_on()
    one = of_today(priority=Priority.ELDERLY)
    coming = service.arrive_booking(hall_clerk(), one)
    assert (coming.source, coming.priority, coming.booking_id) == (Source.BOOKING, Priority.ELDERLY, one.id)
    assert one.status is BookingStatus.ARRIVED
    with pytest.raises(RuleBroken, match="当前状态不能"):
        service.arrive_booking(RESIDENT, one)
    assert database.session.scalar(sa.select(sa.func.count()).select_from(Coming)) == 1


def test_without_a_line_arriving_is_noted_and_another_day_is_refused():
    assert service.arrive_booking(hall_clerk(), of_today()) is None
    with pytest.raises(RuleBroken, match="不是今天"):
        service.arrive_booking(hall_clerk(), make_booking())
    with pytest.raises(NotFound):
        service.arrive_booking(hall_clerk(), of_today(BookingKind.HOME))
    assert [one.status for one in stored()] == ["arrived", "booked", "booked"]


def test_at_night_who_did_not_come_is_noted_as_missed_never_as_served_and_old_names_are_forgotten():
    missed, come, home, old = make_booking(), of_today(), make_booking(BookingKind.HOME), make_booking()
    service.arrive_booking(hall_clerk(), come)
    for one in (missed, come, home):
        made_long_ago(one, 1)
    made_long_ago(old, 91)
    assert [service.close_bookings(SYSTEM), service.close_bookings(SYSTEM)] == [2, 0]
    assert [one.status for one in stored()] == ["missed", "arrived", "booked", "missed"]
    assert (stored()[3].name, stored()[3].phone, stored()[0].name) == ("", "", "周桂兰")


def test_a_visit_at_home_nobody_noted_within_a_week_is_no_longer_open():
    late, fresh = make_booking(BookingKind.HOME), make_booking(BookingKind.HOME)
    made_long_ago(late, 8), made_long_ago(fresh, 7)
    assert service.close_bookings(SYSTEM) == 1
    assert [one.status for one in stored()] == ["missed", "booked"]
    assert LABELS_OF[late.kind][BookingStatus.MISSED] != LABELS_OF[BookingKind.HALL][BookingStatus.MISSED]


def test_the_head_says_who_goes_and_that_person_sees_it_and_nobody_elses():
    one, other = make_booking(BookingKind.HOME), make_booking(BookingKind.HOME)
    agent = make_actor(Role.AGENT)
    head = make_actor(Role.WINDOW_HEAD)
    with pytest.raises(NotFound):
        service.assign_booking(hall_clerk(), one, agent.user_id)
    with pytest.raises(RuleBroken):
        service.assign_booking(head, one, make_user(Role.CLERK).id)
    service.assign_booking(head, one, agent.user_id)
    assert [row.id for row in queries.of_day(agent, one.day, BookingKind.HOME)] == [one.id]
    assert len(queries.of_day(head, one.day, BookingKind.HOME)) == 2
    with pytest.raises(NotFound):
        service.finish_booking(agent, other)


def test_what_was_booked_becomes_a_task_at_the_door_and_asks_nothing_twice():
    one, clerk = of_today(BookingKind.HOME), hall_clerk()
    at_door = AtHome(handed_in=["身份证", "户口簿"], id_number=GOOD_ID)
    task = take_in_at_home(clerk, one, at_door, form_key="door-1")
    assert (task.channel, task.applicant, task.phone, task.home_on) == (
        Channel.VISIT, one.name, one.phone, one.day
    )
    assert (one.status, task.home_place) == (BookingStatus.DONE, "3 组，往东第二家")
    with pytest.raises(RuleBroken, match="不用上门"):
        take_in_at_home(clerk, one, at_door, form_key="door-2")


def test_task_and_booking_at_the_door_are_saved_together():
    one, clerk, session, saved = of_today(BookingKind.HOME), hall_clerk(), database.session(), []
    at_door, count = AtHome(handed_in=["身份证", "户口簿"], id_number=GOOD_ID), saved.append
    sa.event.listen(session, "after_commit", count)
    try:
        take_in_at_home(clerk, one, at_door, form_key="door-3")
    finally:
        sa.event.remove(session, "after_commit", count)
    assert len(saved) == 1


def test_a_home_visit_is_agreed_on_only_where_the_guide_says_so():
    task, clerk = make_task(make_item(at_home=True)), hall_clerk()
    with pytest.raises(RuleBroken, match="没有写可以上门"):
        agree_home(clerk, make_task(make_item(at_home=False)), day=next_workday(), place="3 组")
    with pytest.raises(RuleBroken) as broken:
        agree_home(clerk, task, day=date(2020, 1, 1), place="3 组")
    assert broken.value.field == "home_on"
    agree_home(clerk, task, day=next_workday(), place="3 组")
    assert [row.id for row in at_home(clerk, next_workday())] == [task.id]
    assert at_home(make_actor(Role.AGENT, unit=VILLAGE_2), next_workday()) == []
