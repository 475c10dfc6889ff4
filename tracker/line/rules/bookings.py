"""预约: to the hall at a slot of half an hour, or a visit at home (上门) before or after noon."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

SLOT = timedelta(minutes=30)
AHEAD_WORKDAYS = 10
"""How many working days ahead one may book, today not counted."""
MOST_OPEN = 3
"""Open bookings of one telephone at a time."""
MOST_AN_HOUR = 20
"""Bookings that residents make themselves in one hour, all together."""
HOME_NOTED = timedelta(days=7)
"""So long after the day a visit at home may still be noted; then it counts as not done."""
CODE_DIGITS = 6
KEPT = timedelta(days=90)
"""After that many days name, telephone and place of a booking are forgotten."""
LONGEST_NAME, LONGEST_PLACE, LONGEST_REASON = 40, 120, 200
MORNING, AFTERNOON = "am", "pm"
NOON = time(12)


class BookingKind(StrEnum):
    HALL = "hall"
    HOME = "home"


class BookingStatus(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"
    DONE = "done"
    CANCELLED = "cancelled"
    MISSED = "missed"


BOOKING_LABELS: dict[BookingStatus, str] = {
    BookingStatus.BOOKED: _("已预约"),
    BookingStatus.ARRIVED: _("已到"),
    BookingStatus.DONE: _("办完了"),
    BookingStatus.CANCELLED: _("已取消"),
    BookingStatus.MISSED: _("没有来"),
}
HOME_LABELS = {**BOOKING_LABELS, BookingStatus.MISSED: _("没有办成")}
"""At home nobody fails to come: either nobody opened, or nobody went."""
BOOKING_TAGS: dict[BookingStatus, str] = {
    BookingStatus.BOOKED: "info",
    BookingStatus.ARRIVED: "warning",
    BookingStatus.DONE: "success",
    BookingStatus.CANCELLED: "neutral",
    BookingStatus.MISSED: "neutral",
}
BOOKING_KIND_LABELS: dict[BookingKind, str] = {BookingKind.HALL: _("到大厅办"), BookingKind.HOME: _("上门办")}
LABELS_OF: dict[BookingKind, dict[BookingStatus, str]] = {
    BookingKind.HALL: BOOKING_LABELS, BookingKind.HOME: HOME_LABELS,
}
HALF_DAY_LABELS: dict[str, str] = {MORNING: _("上午"), AFTERNOON: _("下午")}
SETTING_OF: dict[BookingKind, str] = {
    BookingKind.HALL: "booking_per_slot", BookingKind.HOME: "home_per_half_day",
}
TAKES_A_PLACE = (BookingStatus.BOOKED, BookingStatus.ARRIVED, BookingStatus.DONE)
BOOKING_FLOW = Flow(
    BookingStatus.BOOKED,
    Move("arrive", _("到了"), frozenset({BookingStatus.BOOKED}), BookingStatus.ARRIVED),
    Move(
        "finish", _("办完了"), frozenset({BookingStatus.BOOKED, BookingStatus.ARRIVED}), BookingStatus.DONE
    ),
    Move("cancel", _("取消"), frozenset({BookingStatus.BOOKED}), BookingStatus.CANCELLED),
    Move("miss", _("没有来"), frozenset({BookingStatus.BOOKED}), BookingStatus.MISSED),
    terminal=frozenset({BookingStatus.DONE, BookingStatus.CANCELLED, BookingStatus.MISSED}),
)


def slots_of(kind: BookingKind, windows: Iterable[tuple[time, time]]) -> list[str]:
    """The slots of a working day: 08:30-09:00 and so on, each whole within opening hours; am, pm at home."""
    if kind is BookingKind.HOME:
        return [MORNING, AFTERNOON]
    found: list[str] = []
    for opens, closes in windows:
        start = datetime.combine(date.min, opens)
        while start + SLOT <= datetime.combine(date.min, closes):
            found.append(f"{start:%H:%M}-{start + SLOT:%H:%M}")
            start += SLOT
    return found


def begins(slot: str) -> time:
    """When a slot begins; a half day counts from midnight or noon."""
    if slot in HALF_DAY_LABELS:
        return time() if slot == MORNING else NOON
    return time.fromisoformat(slot.partition("-")[0])


def is_ahead(day: date, slot: str, now: datetime) -> bool:
    """Is this slot still to come? `now` on the town's clock; at home: not the half day that has begun."""
    return (day, begins(slot)) > (now.date(), now.time().replace(tzinfo=None))


def words(kind: BookingKind, slot: str) -> str:
    """上午, or the half hour as it is said."""
    return HALF_DAY_LABELS.get(slot, slot) if kind is BookingKind.HOME else slot


def check_free(taken: int, places: int) -> None:
    if taken >= places:
        raise RuleBroken(_("这个时段刚被约满，请换一个"), field="slot")


def check_few(open_days: Sequence[date], day: date) -> None:
    """One telephone books a day once, and few days; one sentence for both, so that nobody learns from it on
    which day somebody else is expected."""
    if day in open_days or len(open_days) >= MOST_OPEN:
        raise RuleBroken(_("这个电话已经约过了，办完或取消以后再约；要改请打大厅电话"), field="phone")


def check_crowd(made: int) -> None:
    """So many bookings by residents in an hour and no more: invented telephones must not fill every slot."""
    if made > MOST_AN_HOUR:
        raise RuleBroken(_("这会儿约的人太多，请过一小时再约，也可以直接到大厅"))


def check_today(day: date, today: date) -> None:
    """Whoever arrives comes on the day itself."""
    if day != today:
        raise RuleBroken(_("预约的是 {day}，不是今天"), day=day.isoformat())


def check_place(kind: BookingKind, village: str, place: str) -> None:
    """Somebody who goes there has to find the door."""
    if kind is BookingKind.HOME and not village:
        raise RuleBroken(_("请选是哪个村"), field="village")
    if kind is BookingKind.HOME and not place:
        raise RuleBroken(_("请写怎么找到家里"), field="place")
