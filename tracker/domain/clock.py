"""now() and today(): the only reader of the system clock (UTC instants, dates of Asia/Shanghai)."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_AWARE = re.compile(r"(Z|[+-]\d\d:\d\d)$")
LONGEST_ID = 10
"""More digits are no id: the column holds 2 147 483 647."""

_shift = timedelta(0)


def now() -> datetime:
    """This instant, in UTC; moved by start_at() in demonstrations only."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The calendar date in the township (Asia/Shanghai)."""
    return local(now()).date()


def real_seconds() -> float:
    """Seconds of the machine's own clock, as files carry them; never moved by start_at()."""
    return time.time()


def local(instant: datetime) -> datetime:
    """The same instant on the township's wall clock."""
    return instant.astimezone(SHANGHAI)


def rounded_up(instant: datetime, step: timedelta) -> datetime:
    """The next whole multiple of `step` (at most a day): an end that does not tell when it began."""
    over = (instant - datetime.min.replace(tzinfo=UTC)) % step
    return instant + (step - over) if over else instant


def mark_of(text: str) -> tuple[datetime, int] | None:
    """Where the page before ended, as lists write it into the address: instant~id; None for anything else."""
    instant, _tilde, number = text.partition("~")
    try:
        when = datetime.fromisoformat(instant).astimezone(UTC) if _AWARE.search(instant) else None
    except (ValueError, OverflowError):  # no instant, or one that no other zone can tell (year 1, year 9999)
        return None
    return (when, int(number)) if when and number.isdecimal() and len(number) < LONGEST_ID else None


def start_at(instant: datetime) -> None:
    """Let the program's clock start at `instant` (TRACKER_NOW); allowed with demo data only."""
    global _shift
    _shift = instant - datetime.now(UTC)
