"""Deeds on units (单位), working days and settings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.known import Known
from tracker.township import queries, rules
from tracker.township.models import Setting, SettingChange, Unit, WorkdayOverride
from tracker.township.rules import KeyKind, UnitKind
from tracker.township.settings import TownSetting

LONGEST_SHORT = 20


@dataclass(frozen=True)
class UnitRow:
    """One line of a list of units, checked for shape; an empty fact (None for 重点村) changes nothing."""

    code: str
    name: str
    short_name: str = ""
    phone: str = ""
    address: str = ""
    is_key_village: bool | None = None


def put_unit(act: Act, row: UnitRow, sort_key: int = 0) -> str:
    """Step: add or update one unit; answers new, updated or skipped. RuleBroken when it has no parent."""
    kind = rules.kind_of(row.code)
    parent = rules.parent_code(row.code)
    units = known_units(act)
    if kind not in (UnitKind.COUNTY, UnitKind.TOWN) and parent not in units:
        raise RuleBroken(_("上级单位 {parent} 还没有，请先导入它"), field="code", parent=parent)
    known = units.get(row.code)
    unit = known or Unit(unit_code=row.code, parent_code=parent, kind=kind, name="", short_name="")
    wanted = {
        "name": row.name,
        "short_name": row.short_name or unit.short_name or short_of(row.name)[:LONGEST_SHORT],
        "phone": row.phone or unit.phone or "",
        "address": row.address or unit.address or "",
        "is_key_village": bool(unit.is_key_village if row.is_key_village is None else row.is_key_village),
    }
    if known and all(getattr(known, name) == value for name, value in wanted.items()):
        return "skipped"
    act.on("unit.import", unit)
    for name, value in wanted.items():
        setattr(unit, name, value)
    if not unit.is_key_village:
        unit.key_codes = ""
    unit.sort_key = unit.sort_key or sort_key
    if known is None:
        units.add(row.code, unit)
    return "updated" if known else "new"


def mark_key_village(actor: Actor, village: Unit, kinds: Collection[KeyKind]) -> None:
    """重点村: why this village is one (经济薄弱、问题较多); no reason at all: it is none any more."""
    with action(actor, "unit.mark_key", village):
        village.is_key_village = bool(kinds)
        village.key_codes = " ".join(kind for kind in KeyKind if kind in kinds)


def known_units(act: Act) -> Known[str, Unit]:
    """Every unit by its code, for an act that takes in a sheet."""
    return act.once("units", lambda: Known(act, queries.all_codes(), queries.unit_of))


def short_of(name: str) -> str:
    """石门镇 → 石门: what stands in front of a number that people say."""
    for ending in ("街道", "镇", "乡", "社区", "村"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def add_units(actor: Actor, rows: Iterable[UnitRow]) -> None:
    """A handful of units at once, e.g. a fresh town with its offices."""
    with action(actor, "unit.import") as act:
        for number, row in enumerate(rows, 1):
            put_unit(act, row, number)


def change_workday(actor: Actor, *, on_date: date, is_workday: bool, name: str) -> WorkdayOverride:
    """Say of one day whether it is worked: the year's notice, or a day of the town's own."""
    row = queries.override_on(on_date) or WorkdayOverride(
        on_date=on_date, unit_code=actor.town_code, author_id=actor.user_id
    )
    with action(actor, "workday.change", row):
        row.is_workday = is_workday
        row.name = name
    return row


def put_workday(act: Act, *, on_date: date, is_workday: bool, name: str | None = None) -> str:
    """Step: one line of the year's notice; answers new, updated or skipped."""
    days = act.once("workdays", lambda: Known(act, queries.override_days(), queries.override_on))
    known = days.get(on_date)
    if known and (known.is_workday, known.name) == (is_workday, name or ""):
        return "skipped"
    row = known or WorkdayOverride(on_date=on_date, unit_code=act.actor.town_code)
    act.on("workday.import", row)
    row.is_workday, row.name = is_workday, name or ""
    if known is None:
        days.add(on_date, row)
    return "updated" if known else "new"


def confirm_year(actor: Actor, year: int) -> None:
    """The State Council's notice for this year is in: its days are no longer provisional.

    RuleBroken (field "year") as long as no day of it is: no year is without holidays.
    """
    if not any(day.year == year for day in queries.override_days()):
        raise RuleBroken(_("{year} 年的放假安排一天也没有录入，请先录入"), field="year", year=year)
    with action(actor, "workday.change"):
        years = {*queries.setting(queries.CONFIRMED_YEARS).split(), str(year)}
        put_setting(queries.CONFIRMED_YEARS, " ".join(sorted(years)))


def change_setting(actor: Actor, setting: TownSetting, value: str) -> None:
    """改设置: one fact the town decides on, kept in its history. RuleBroken (field "value") for junk."""
    kept = setting.checked(value)
    change = SettingChange(
        unit_code=actor.town_code, author_id=actor.user_id, name=setting.name,
        before=queries.setting(setting.name), after=kept, author_name=actor.name,
    )
    with action(actor, "setting.change", change):
        put_setting(setting.name, kept)


def put_setting(name: str, value: str) -> None:
    """Step: remember one fact about this database."""
    db.session.merge(Setting(name=name, value=value))


def mark_demo(actor: Actor, *, is_whole: bool) -> None:
    """From now on this database says of itself that it holds demo data, or the beginning of them."""
    with action(actor, "workday.change"):
        put_setting(queries.DEMO, "yes" if is_whole else queries.UNFINISHED)
