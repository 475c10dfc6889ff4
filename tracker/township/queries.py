"""Every select() about units (单位), working days and settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import sqlalchemy as sa
from chinese_calendar.constants import holidays

from tracker.domain.roles import Actor
from tracker.domain.workdays import WorkCalendar
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.models import Setting, SettingChange, Unit, WorkdayOverride
from tracker.township.pinyin import pinyin_of
from tracker.township.rules import LABELS, UnitKind
from tracker.township.settings import GROUP_WORD, GROUP_WORDS

DEMO = "demo"
UNFINISHED = "unfinished"
CONFIRMED_YEARS = "confirmed_years"


def unit_of(code: str) -> Unit | None:
    return db.session.scalar(sa.select(Unit).where(Unit.unit_code == code))


def all_codes() -> Sequence[str]:
    """The code of every unit there is."""
    return db.session.scalars(sa.select(Unit.unit_code)).all()


def town_name(code: str) -> str:
    """The name of the unit with this code; empty while there is none."""
    unit = unit_of(code)
    return unit.name if unit else ""


def units(actor: Actor) -> Sequence[Unit]:
    """The tree the actor may see, in code order: a parent right before what lies below it."""
    return db.session.scalars(visible(actor, "unit.list", Unit).order_by(Unit.unit_code)).all()


def units_below(code: str, kind: UnitKind) -> Sequence[Unit]:
    """Units of one kind below `code`, in the town's own order."""
    return db.session.scalars(
        sa.select(Unit)
        .where(Unit.kind == kind, Unit.unit_code.startswith(code))
        .order_by(Unit.sort_key, Unit.unit_code)
    ).all()


def villages(code: str) -> Sequence[Unit]:
    return units_below(code, UnitKind.VILLAGE)


def offices(code: str) -> Sequence[Unit]:
    return units_below(code, UnitKind.OFFICE)


def village_choices(code: str) -> list[tuple[str, str]]:
    """(code, name) of the villages of a town, for a select field."""
    return [(unit.unit_code, unit.name) for unit in villages(code)]


def villages_by_pinyin(letters: str) -> list[str]:
    """Codes of the villages whose name begins like this in full pinyin or in initials."""
    rows = db.session.execute(
        sa.select(Unit.unit_code, Unit.short_name).where(Unit.kind == UnitKind.VILLAGE)
    )
    begins = letters.lower()
    return [row.unit_code for row in rows if any(one.startswith(begins) for one in pinyin_of(row.short_name))]


def office_choices(code: str) -> list[tuple[str, str]]:
    return [(unit.unit_code, unit.name) for unit in offices(code)]


def place_choices(code: str) -> list[tuple[str, str]]:
    """(code, name) of the villages and then the offices of a town: what a report can be narrowed to."""
    return [*village_choices(code), *office_choices(code)]


@dataclass(frozen=True)
class Places:
    """(code, name) of the villages and of the offices of a town, fetched at once for a list page."""

    villages: list[tuple[str, str]]
    offices: list[tuple[str, str]]

    @property
    def names(self) -> dict[str, str]:
        return dict([*self.villages, *self.offices])


def places(code: str) -> Places:
    rows = db.session.execute(
        sa.select(Unit.kind, Unit.unit_code, Unit.name)
        .where(Unit.kind.in_((UnitKind.VILLAGE, UnitKind.OFFICE)), Unit.unit_code.startswith(code))
        .order_by(Unit.sort_key, Unit.unit_code)
    ).all()
    found = {kind: [(row.unit_code, row.name) for row in rows if row.kind is kind] for kind in UnitKind}
    return Places(found[UnitKind.VILLAGE], found[UnitKind.OFFICE])


def names_of(codes: set[str]) -> dict[str, str]:
    """{code: name} for a set of codes, in one query."""
    if not codes:
        return {}
    rows = db.session.execute(sa.select(Unit.unit_code, Unit.name).where(Unit.unit_code.in_(codes)))
    return {row.unit_code: row.name for row in rows}


def all_names(below: str) -> dict[str, str]:
    """{code: name} of every unit below a code, itself included, for reports of any length."""
    rows = db.session.execute(
        sa.select(Unit.unit_code, Unit.name).where(Unit.unit_code.startswith(below))
    )
    return {row.unit_code: row.name for row in rows}


def codes_by_name(below: str) -> dict[str, list[str]]:
    """{name: codes} of the units below `below`; several may share a name."""
    found: dict[str, list[str]] = {}
    for code, name in all_names(below).items():
        found.setdefault(name, []).append(code)
    return found


def override_days() -> Sequence[date]:
    return db.session.scalars(sa.select(WorkdayOverride.on_date)).all()


def override_on(day: date) -> WorkdayOverride | None:
    return db.session.scalar(sa.select(WorkdayOverride).where(WorkdayOverride.on_date == day))


def towns() -> Sequence[Unit]:
    return db.session.scalars(
        sa.select(Unit).where(Unit.kind == UnitKind.TOWN).order_by(Unit.unit_code)
    ).all()


def default_town(code: str = "") -> Unit | None:
    """The town of the public pages: the configured one, else the first with offices, else the first."""
    if code:
        return unit_of(code)
    office = sa.select(sa.func.min(Unit.parent_code)).where(Unit.kind == UnitKind.OFFICE).scalar_subquery()
    town = db.session.scalar(sa.select(Unit).where(Unit.unit_code == office))
    return town or next(iter(towns()), None)


def setting(name: str, otherwise: str = "") -> str:
    row = db.session.get(Setting, name)
    return row.value if row else otherwise


def group_word() -> str:
    """What people here call a group below a village: 组, 屯, 队, 湾 or 坨."""
    return setting(GROUP_WORD, GROUP_WORDS[0])


def kind_labels() -> dict[UnitKind, str]:
    """The kinds of units in words, the group by its local one."""
    word = group_word()
    return {**LABELS, UnitKind.GROUP: LABELS[UnitKind.GROUP] if word == GROUP_WORDS[0] else word}


def setting_changes(actor: Actor, most: int = 20) -> Sequence[SettingChange]:
    """What the town set for itself, the newest first."""
    return db.session.scalars(
        visible(actor, "setting.list", SettingChange).order_by(SettingChange.id.desc()).limit(most)
    ).all()


def is_demo() -> bool:
    return setting(DEMO) == "yes"


def is_unfinished_demo() -> bool:
    """The program was killed while it made the demo data: nothing of it is anybody's work."""
    return setting(DEMO) == UNFINISHED


def work_calendar() -> WorkCalendar:
    """The calendar of today: the library's notices, with the overrides of this database laid over them."""
    known, names = dict(_library_days()), dict(_library_names())
    years = set(_library_years())
    for row in db.session.scalars(sa.select(WorkdayOverride)):
        known[row.on_date] = row.is_workday
        if row.name:
            names[row.on_date] = row.name
    years.update(int(year) for year in setting(CONFIRMED_YEARS).split() if year.isdecimal())
    return WorkCalendar(known=known, confirmed_years=frozenset(years), names=names)


def overrides() -> Sequence[WorkdayOverride]:
    return db.session.scalars(sa.select(WorkdayOverride).order_by(WorkdayOverride.on_date)).all()


@cache
def _library_years() -> frozenset[int]:
    return frozenset(day.year for day in holidays)


@cache
def _library_days() -> dict[date, bool]:
    """Every day of the years the library knows: its notices are law for them, whatever the weekday."""
    first, last = date(min(_library_years()), 1, 1), date(max(_library_years()), 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day: bool(chinese_calendar.is_workday(day)) for day in days}


@cache
def _library_names() -> dict[date, str]:
    return {day: chinese_calendar.Holiday(name).chinese for day, name in holidays.items()}
