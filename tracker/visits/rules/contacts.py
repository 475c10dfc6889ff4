"""Contact points (联系点): what a cadre is linked to, for how long, who stands in (AB岗)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_LINE, LONGEST_PHONE, LONGEST_PROMISE = 120, 20, 120
LONGEST_NAME, PROMISES_A_CARD = 80, 3
EARLIEST = date(2000, 1, 1)
"""Before that a day is a slip of the pen."""
VILLAGE_DIGITS = 12


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


def check_start(since: date, today: date) -> None:
    """An arrangement begins today or earlier: a card and a list name who contacts a place now."""
    if since > today:
        raise RuleBroken(_("“从哪天起”不能晚于今天"), field="since")
    if since < EARLIEST:
        raise RuleBroken(_("请核对年份，最早是 {day}"), field="since", day=EARLIEST.isoformat())


def check_span(since: date, until: date, today: date) -> None:
    """安排 ends today or earlier, and not before it began."""
    if until > today:
        raise RuleBroken(_("结束日期不能晚于今天"), field="until")
    if until < since:
        raise RuleBroken(_("结束日期不能早于开始日期 {day}"), field="until", day=since.isoformat())


def check_issued(since: date, issued_on: date, today: date) -> None:
    """联系卡 is given when the arrangement stands, not before."""
    if issued_on > today:
        raise RuleBroken(_("发卡的日子不能晚于今天"), field="issued_on")
    if issued_on < since:
        raise RuleBroken(
            _("有的安排从 {day} 才开始，发卡不能早于这一天"), field="issued_on", day=since.isoformat()
        )


def number_of(typed: str, checked: str) -> str:
    """A number as a card shows it: `checked` is its one spelling, 0999-5550101 keeps the dash for the eye."""
    shown = typed.strip()
    return shown if shown.replace("-", "") == checked else checked


def promise_of(text: str) -> str:
    """What a card promises, one to a line, no blank ones; RuleBroken when there is no room for so many."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > PROMISES_A_CARD:
        raise RuleBroken(_("卡片上最多写 {n} 行"), field="promise", n=PROMISES_A_CARD)
    return "\n".join(lines)


def check_target(target: Target, has_household: bool, name: str) -> None:
    """A household is chosen from the roll; a company or a project is named; nothing filled in is dropped."""
    if has_household and target is not Target.HOUSEHOLD:
        raise RuleBroken(_("您选了一户，请在“联系什么”里选联系户，或者不选户"), field="target")
    if name and target not in (Target.COMPANY, Target.PROJECT):
        raise RuleBroken(_("您写了企业或项目的名称，请在“联系什么”里选企业或项目"), field="target")
    if target is Target.HOUSEHOLD and not has_household:
        raise RuleBroken(_("请选是哪一户"), field="household_id")
    if target in (Target.COMPANY, Target.PROJECT) and not name:
        raise RuleBroken(_("请写企业或项目的名称"), field="target_name")


def check_backup(cadre_id: int, backup_id: int | None, field: str = "backup_id") -> None:
    if backup_id == cadre_id:
        raise RuleBroken(_("AB 岗要另选一个人"), field=field)


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def place_of(code: str, units: Mapping[str, str]) -> str:
    """石门村 第一组, or the village alone; `units` holds the names of both codes."""
    names = dict.fromkeys((units.get(code[:VILLAGE_DIGITS], ""), units.get(code, "")))
    return " ".join(name for name in names if name)
