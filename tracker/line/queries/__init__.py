"""Every select() about the line of a hall (排队): windows, who waits, who is called, how long it took."""

from tracker.line.queries.desk import DeskLine, desk_of
from tracker.line.queries.figures import WindowFigures, figures
from tracker.line.queries.halls import (
    hall_code,
    hall_of_key,
    halls_of,
    is_on,
    key_of,
    letter_rows,
    letters,
    letters_ever,
    token_of,
)
from tracker.line.queries.screen import Shown, ahead_of, by_token, screen
from tracker.line.queries.waiting import at_window, next_for, now_at, of_day, unfinished, unforgotten
from tracker.line.queries.windows import window_of, windows

__all__ = [
    "DeskLine",
    "Shown",
    "WindowFigures",
    "ahead_of",
    "at_window",
    "by_token",
    "desk_of",
    "figures",
    "hall_code",
    "hall_of_key",
    "halls_of",
    "is_on",
    "key_of",
    "letter_rows",
    "letters",
    "letters_ever",
    "next_for",
    "now_at",
    "of_day",
    "screen",
    "token_of",
    "unfinished",
    "unforgotten",
    "window_of",
    "windows",
]
