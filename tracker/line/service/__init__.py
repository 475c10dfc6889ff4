"""Deeds of the line (排队): numbers, calls, windows, the end of the day."""

from tracker.line.service.bookings import (
    arrive_booking,
    assign_booking,
    book,
    cancel_booking,
    close_bookings,
    finish_booking,
    miss_booking,
)
from tracker.line.service.calling import call, end, hold, leave, put_back, recall, start, transfer, undo
from tracker.line.service.night import close_day
from tracker.line.service.numbers import put_coming, take
from tracker.line.service.windows import (
    add_letter,
    add_window,
    change_letter,
    change_window,
    close_window,
    open_window,
)

__all__ = [
    "add_letter",
    "add_window",
    "arrive_booking",
    "assign_booking",
    "book",
    "call",
    "cancel_booking",
    "change_letter",
    "change_window",
    "close_bookings",
    "close_day",
    "close_window",
    "end",
    "finish_booking",
    "hold",
    "leave",
    "miss_booking",
    "open_window",
    "put_back",
    "put_coming",
    "recall",
    "start",
    "take",
    "transfer",
    "undo",
]
