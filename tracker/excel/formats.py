"""The kinds of values (数据格式): number format in the workbook, side in the cell, text for the page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from tracker.domain.clock import local
from tracker.domain.text import _

DASH = "—"
PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Format:
    """How a kind of value looks: `code` is the number format in the workbook, `align` its usual side."""

    name: str
    code: str
    align: Literal["left", "center", "right"]


TEXT = Format("text", "@", "left")
DATE = Format("date", "yyyy-mm-dd", "center")
DATETIME = Format("datetime", "yyyy-mm-dd hh:mm", "center")
MONTH = Format("month", "@", "center")  # 出生年月 1985.03: text, as personnel forms have it
INT = Format("int", "0", "right")
SCORE = Format("score", "0.00", "right")
PERCENT = Format("percent", "0.00%", "right")  # the value is the fraction: 0.95 shows as 95.00%
NUMBERS = (INT, SCORE, PERCENT)


def value_text(value: Any, form: Format) -> str:
    """What a person reads, on the page exactly as in the workbook; `value` is not None."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return _date_text(value, form)
    if form in (SCORE, PERCENT) and isinstance(value, int | float | Decimal):
        return _number_text(Decimal(str(value)), form)
    return str(value)


def wall_time(value: datetime) -> datetime:
    """The township's wall clock without a zone: workbooks know no zones."""
    return local(value).replace(tzinfo=None) if value.tzinfo else value


def moment(value: date) -> str:
    """2026-11-23 14:30, or the day alone."""
    return f"{wall_time(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def _date_text(value: date, form: Format) -> str:
    if isinstance(value, datetime):
        value = wall_time(value)
        if form not in (DATE, MONTH):
            return value.isoformat(sep=" ", timespec="minutes")
        value = value.date()
    return f"{value.year}.{value.month:02d}" if form is MONTH else value.isoformat()


def _number_text(value: Decimal, form: Format) -> str:
    if not value.is_finite():
        return ""
    if form is PERCENT:
        return f"{(value * 100).quantize(PENNY, ROUND_HALF_UP)}%"
    return str(value.quantize(PENNY, ROUND_HALF_UP))
