"""Who booked a time at the hall or a visit at home, and who came (预约、上门)."""

import random
from collections.abc import Iterable
from datetime import date

from tracker.demo import town, words_people
from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.domain.roles import SYSTEM, Role
from tracker.hall.rules import CHECK_CHARACTERS, WEIGHTS
from tracker.hall.service.home import AtHome, take_in_at_home
from tracker.line.models import Booking
from tracker.line.queries import bookings as queries
from tracker.line.rules import Priority
from tracker.line.rules.bookings import BookingKind
from tracker.line.service import bookings as service
from tracker.line.service.bookings import Wish
from tracker.store.action import action
from tracker.township.service import put_setting

OPENED_AGO, DAYS = 30, 12
"""Working days before today: since when bookings are taken, and how many days have some."""
PLACES = {"booking_per_slot": "3", "home_per_half_day": "2"}
SLOTS = ("09:00-09:30", "10:00-10:30", "14:30-15:00", "15:30-16:00")
DOORS = ("村委会往东第二家", "小卖部后面红砖房", "路口左手第三家", "学校对面平房")
CANCELLED = ("家里有事，改天再来。", "")
TOMORROW, LATER = 1, 3


def stories(stage: Stage) -> Iterable[Story]:
    chance = random.Random(7)  # noqa: S311  # of its own, so that the other stories stay as they are
    yield _open(stage)
    last = stage.table.last_workday(stage.table.today)
    for ago in range(DAYS, -1, -1):
        yield _hall_day(stage, chance, stage.table.workday_before(last, ago), ago)
    yield _ahead(stage, chance, last)
    for number, ago in enumerate((9, 6, 3)):
        yield _home(stage, chance, stage.table.workday_before(last, ago), number)


def _open(stage: Stage) -> Story:
    last = stage.table.last_workday(stage.table.today)
    yield stage.table.at_work(stage.table.workday_before(last, OPENED_AGO))
    with action(SYSTEM, "nightly.run"):
        for name, value in PLACES.items():
            put_setting(name, value)


def _book(stage: Stage, chance: random.Random, day: date, slot: str, **more: object) -> Booking:
    """A resident books; answers the record."""
    phone = stage.residents.phone()
    name = chance.choice(words_people.SURNAMES) + chance.choice(words_people.GIVEN)
    facts = {"kind": BookingKind.HALL, "day": day, "slot": slot, "name": name, "phone": phone, **more}
    code = service.book(stage.cast.public, Wish(**facts), form_key=stage.form_key())  # type: ignore[arg-type]
    return service.held(stage.cast.public, phone, code)


def _hall_day(stage: Stage, chance: random.Random, day: date, ago: int) -> Story:
    """Booked the working day before; most come, one in some cancels or stays away. 0: it is today."""
    yield stage.table.at_work(stage.table.workday_before(day, 1))
    items = queries.bookable(town.TOWN, BookingKind.HALL)
    first = Priority.ELDERLY if ago % 3 == 0 else Priority.NONE
    one = _book(stage, chance, day, SLOTS[ago % 4], item_id=chance.choice(items).id, priority=first)
    if ago == 0:
        return
    if ago % 5 == 0:
        service.cancel_booking(stage.cast.public, one, reason=chance.choice(CANCELLED))
        return
    yield stage.table.at_work(day)
    if ago % 4 != 0 and service.arrive_booking(stage.cast["window"], one) is None and ago > 1:
        yield stage.table.later(0)
        service.finish_booking(stage.cast["window"], one)
    yield stage.table.later(1)
    service.close_bookings(SYSTEM)


def _ahead(stage: Stage, chance: random.Random, last: date) -> Story:
    """Somebody for the next days, to the hall and at home."""
    yield stage.table.at_work(stage.table.workday_before(last, 1))
    calendar = stage.table.calendar
    for number, slot in enumerate(SLOTS):
        _book(stage, chance, calendar.add(stage.table.today, TOMORROW + number % LATER), slot)
    for number in range(2):
        _at_home(stage, chance, calendar.add(stage.table.today, TOMORROW + number), number)


def _at_home(stage: Stage, chance: random.Random, day: date, number: int) -> Booking:
    items = queries.bookable(town.TOWN, BookingKind.HOME)
    half = "am" if number % 2 else "pm"
    one = _book(
        stage, chance, day, half, kind=BookingKind.HOME, item_id=chance.choice(items).id,
        village=town.VILLAGE_CODES[number], place=DOORS[number % len(DOORS)],
    )
    agent = stage.cast.holder(Role.AGENT, town.VILLAGE_CODES[number])
    service.assign_booking(stage.cast["windowhead"], one, agent.user_id or 0)
    return one


def _home(stage: Stage, chance: random.Random, day: date, number: int) -> Story:
    """Booked two working days before; at the door it becomes a task, or nobody opens."""
    yield stage.table.at_work(stage.table.workday_before(day, 2))
    one = _at_home(stage, chance, day, number)
    yield stage.table.at_work(day)
    window = stage.cast["window"]
    if number == 1 or one.item is None:
        service.miss_booking(window, one)
        return
    at_door = AtHome(
        [paper.name for paper in one.item.materials if paper.is_required],
        id_number=_id_number(chance) if one.item.asks_id else "",
    )
    take_in_at_home(window, one, at_door, form_key=stage.form_key())


def _id_number(chance: random.Random) -> str:
    """A number of a county that does not exist, with the right last place."""
    number = f"{town.COUNTY}{chance.randint(1940, 1956)}0{chance.randint(1, 9)}1{chance.randint(0, 9)}012"
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True))
    return number + CHECK_CHARACTERS[total % 11]
