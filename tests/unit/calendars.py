"""The real calendar of 2024 to 2026 (国务院办公厅放假通知), as the package chinesecalendar knows it."""

from datetime import date, timedelta

import chinese_calendar

from tracker.domain.workdays import WorkCalendar

YEARS = frozenset({2024, 2025, 2026})


def real_calendar(**overrides: bool) -> WorkCalendar:
    """The three years, a town's own days laid over them: real_calendar(**{"2026-11-26": False})."""
    days = [date(2024, 1, 1) + timedelta(n) for n in range(366 + 365 + 365)]
    known = {day: chinese_calendar.is_workday(day) for day in days}
    known |= {date.fromisoformat(day): worked for day, worked in overrides.items()}
    return WorkCalendar(known, YEARS, {day: name for day in days if (name := holiday_name(day))})


def holiday_name(day: date) -> str:
    is_off, name = chinese_calendar.get_holiday_detail(day)
    return chinese_calendar.Holiday(name).chinese if is_off and name else ""


CALENDAR = real_calendar()
