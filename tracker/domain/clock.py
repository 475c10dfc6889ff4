"""now() and today(): the only reader of the system clock (UTC instants, dates of Asia/Shanghai)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_shift = timedelta(0)


def now() -> datetime:
    """This instant, in UTC; moved by start_at() in demonstrations only."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The calendar date in the township (Asia/Shanghai)."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant on the township's wall clock."""
    return instant.astimezone(SHANGHAI)


def start_at(instant: datetime) -> None:
    """Let the program's clock start at `instant` (TRACKER_NOW); allowed with demo data only."""
    global _shift
    _shift = instant - datetime.now(UTC)


def is_moved() -> bool:
    return _shift != timedelta(0)
