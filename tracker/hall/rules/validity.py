"""How long a certificate holds (有效期)."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 12


def valid_until(done_on: date, valid_months: int | None) -> date | None:
    """The last day a certificate given on `done_on` holds; None: for good, or there is none.

    Counted in calendar months, the day before the same day: 15 Jan 2026 + 12 is 14 Jan 2027; a month too
    short for that day ends it with its own last day.
    """
    if not valid_months:
        return None
    years, month = divmod(done_on.month - 1 + valid_months, MONTHS)
    year, month = done_on.year + years, month + 1
    last = monthrange(year, month)[1]
    if done_on.day > last:
        return date(year, month, last)
    return date(year, month, done_on.day) - timedelta(days=1)
