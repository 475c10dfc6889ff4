"""What stands in a cell (单元格) as a value: text, dates in the shapes offices write, whole numbers."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from tracker.domain.clock import SHANGHAI
from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

EDGES = " \t\r\n\v\f\u3000\u00a0\ufeff\u200b\u2028\u2029"  # also the blanks that people paste without seeing
EXACT_DIGITS = 15  # of a longer number Excel has already lost the end
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_QUOTE = 20
DAY_ZERO = datetime(1899, 12, 30, tzinfo=SHANGHAI)
SERIALS = range(3654, 73_415)  # Excel's day counts of 1910 to 2100; a bare year is no date

DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
CLOCK = r"(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?(?:\.\d+)?\s*[分秒]?"
WRITTEN = re.compile(rf"{DAY}(?:[\sT]*{CLOCK})?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def text(value: Any) -> str:
    """The cell as text without blanks around it; of a number as 24.0 only the digits that were meant."""
    if type(value) is str:
        return value.strip(EDGES)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | float):
        return _digits(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip(EDGES)


def parse_datetime(value: Any) -> datetime:
    """The instant, on the township's clock; a day without an hour is its midnight."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=SHANGHAI)
    if isinstance(value, int | float) and SERIALS.start <= value < SERIALS.stop:
        return DAY_ZERO + timedelta(seconds=round(value * 86_400))
    written = unicodedata.normalize("NFKC", shown(value))
    found = WRITTEN.fullmatch(written) or COMPACT.fullmatch(written)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        year, month, day, hour, minute, second = (*(int(part or 0) for part in found.groups()), 0, 0, 0)[:6]
        try:
            return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
        except ValueError:
            pass
    raise RuleBroken(_("“{value}”不是日期，请写成 2026-01-06 这样"), value=quoted(value))


def parse_date(value: Any) -> date:
    return value if type(value) is date else parse_datetime(value).date()


def parse_int(value: Any) -> int:
    digits = unicodedata.normalize("NFKC", text(value))
    if not re.fullmatch(r"[-+]?\d{1,15}", digits):
        raise RuleBroken(_("“{value}”不是整数"), value=quoted(value))
    return int(digits)


def shown(value: Any) -> str:
    """What stands in the cell, also where text() would refuse it."""
    if isinstance(value, float) and not abs(value) < 10**EXACT_DIGITS:
        return f"{value:.0f}"
    return text(value)


def quoted(value: Any, longest: int = LONGEST_QUOTE) -> str:
    """Enough of a cell to find it again."""
    written = shown(value)
    return written if len(written) <= longest else f"{written[:longest]}…"


def _digits(value: float) -> str:
    if not abs(value) < 10**EXACT_DIGITS:  # nor is it so of what is no number at all
        raise RuleBroken(_("号码被表格当成了数字，末几位已经丢失。请把这一列设为文本，重新填写"))
    return str(int(value)) if value == int(value) else str(value)
