"""Contact points and visits (联系点、走访): their words, what a record needs, when it may be corrected."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_WORDS, LONGEST_LINE = 4000, 120
VILLAGE_DIGITS = 12
PROBLEMS_A_VISIT = 3
"""Boxes on the visit form; further ones are entered from the visit's page."""
FREE_CORRECTION_DAYS = 7  # domain.md 13.3: the author within 7 days, later with a reason


class Kind(StrEnum):
    """走访形式 (domain.md 4.1)."""

    HOME = "home"
    MEETING = "meeting"
    PHONE = "phone"
    CALLER = "caller"
    OTHER = "other"


KIND_LABELS: dict[Kind, str] = {
    Kind.HOME: _("入户"),
    Kind.MEETING: _("座谈"),
    Kind.PHONE: _("电话"),
    Kind.CALLER: _("群众来访"),
    Kind.OTHER: _("其他"),
}


class Target(StrEnum):
    """What a cadre is linked to (domain.md 4.1)."""

    VILLAGE = "village"
    HOUSEHOLD = "household"
    COMPANY = "company"
    PROJECT = "project"


TARGET_LABELS: dict[Target, str] = {
    Target.VILLAGE: _("村（社区）"),
    Target.HOUSEHOLD: _("联系户"),
    Target.COMPANY: _("企业"),
    Target.PROJECT: _("项目"),
}


class Level(StrEnum):
    LEADER = "leader"
    MIDDLE = "middle"
    STAFF = "staff"


LEVEL_LABELS: dict[Level, str] = {
    Level.LEADER: _("班子成员"),
    Level.MIDDLE: _("中层干部"),
    Level.STAFF: _("一般干部"),
}


def check_visited_on(visited_on: date, today: date) -> None:
    """A visit lies behind us; there is no penalty for a late entry (domain.md 13.3)."""
    if visited_on > today:
        raise RuleBroken(_("走访日期不能晚于今天"), field="visited_on")
    if visited_on.year < 2000:
        raise RuleBroken(_("请核对走访日期的年份"), field="visited_on")


def is_free_correction(saved_on: date, today: date) -> bool:
    """Up to and with the seventh day after saving; later a correction tells its reason."""
    return (today - saved_on).days <= FREE_CORRECTION_DAYS


def check_correction(saved_on: date, today: date, reason: str) -> None:
    if not is_free_correction(saved_on, today) and not reason:
        raise RuleBroken(
            _("保存已超过 {n} 天，请写下更正的原因"), field="reason", n=FREE_CORRECTION_DAYS
        )


def check_span(since: date, until: date, today: date) -> None:
    """安排 ends today or earlier, and not before it began."""
    if until > today:
        raise RuleBroken(_("结束日期不能晚于今天"), field="until")
    if until < since:
        raise RuleBroken(_("结束日期不能早于开始日期 {day}"), field="until", day=since.isoformat())


def check_target(target: Target, has_household: bool, name: str) -> None:
    """A household is chosen from the roll; a company or a project is named."""
    if target is Target.HOUSEHOLD and not has_household:
        raise RuleBroken(_("请选是哪一户"), field="household_id")
    if target in (Target.COMPANY, Target.PROJECT) and not name:
        raise RuleBroken(_("请写企业或项目的名称"), field="target_name")


def check_backup(cadre_id: int, backup_id: int | None) -> None:
    if backup_id == cadre_id:
        raise RuleBroken(_("AB 岗要另选一个人"), field="backup_id")


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def place_of(code: str, units: Mapping[str, str]) -> str:
    """石门村 第一组, or the village alone; `units` holds the names of both codes."""
    names = dict.fromkeys((units.get(code[:VILLAGE_DIGITS], ""), units.get(code, "")))
    return " ".join(name for name in names if name)
