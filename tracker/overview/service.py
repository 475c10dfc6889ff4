"""Deeds across features: founding a town, imports, exports, what happens once a day (每日事项)."""

import shutil
from datetime import timedelta
from pathlib import Path

from tracker.domain import clock
from tracker.domain.errors import Forbidden, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.domain.text import _
from tracker.excel.read import CellError, ImportResult, open_sheet
from tracker.excel.report import Period, SheetHead, file_name
from tracker.excel.write import write
from tracker.hall.service import deem_accepted_all
from tracker.opinions.service import create_default_categories
from tracker.overview.reports import IMPORTS, REPORTS, Import
from tracker.people.service import Person, add_people, random_password
from tracker.store import audit, schema
from tracker.store.action import action, note
from tracker.store.db import answers
from tracker.store.sessions import sweep
from tracker.township.queries import default_town, setting, unit_of
from tracker.township.rules import UnitKind, kind_of
from tracker.township.service import UnitRow, add_units, put_setting

FIRST_OFFICES = ("党政办公室", "便民服务中心")
FIRST_ADMINISTRATORS = (
    ("sysadmin", _("系统管理员"), Role.SYSADMIN),
    ("secadmin", _("安全管理员"), Role.SECADMIN),
    ("auditor", _("审计管理员"), Role.AUDITOR),
)
LAST_NIGHT = "last_night"
SMALLEST_DISK = 500 * 2**20


def found_town(name: str, code: str) -> list[tuple[str, str]]:
    """A fresh, empty township and its three administrators; answers (login, password), shown once."""
    if kind_of(code) is not UnitKind.TOWN:
        raise RuleBroken(_("乡镇的代码应是 9 位数字"), field="code")
    offices = [UnitRow(f"{code}{901 + number}", office) for number, office in enumerate(FIRST_OFFICES)]
    add_units(SYSTEM, [UnitRow(code, name), *offices])
    logins = [(login, random_password()) for login, _label, _role in FIRST_ADMINISTRATORS]
    people = [
        Person(login, label, code, ((role, code),), password)
        for (login, label, role), (_login, password) in zip(FIRST_ADMINISTRATORS, logins, strict=True)
    ]
    add_people(SYSTEM, people)
    create_default_categories(SYSTEM, code)
    return logins


class _OnlyLooking(Exception):
    """A dry run has seen the whole sheet; nothing of it stays."""


def import_sheet(kind: str, file: Path, *, town: str = "", is_dry_run: bool = False) -> ImportResult:
    """Read a sheet and put its rows in, all good ones in one act; wrong ones are reported by row and column.

    RuleBroken when the file as a whole is unusable; nothing is written then, nor in a dry run.
    """
    importer = IMPORTS[kind]
    result = ImportResult()
    actor = Actor(user_id=None, role=Role.SYSTEM, unit_code=_town_code(town), name=SYSTEM.name)
    sheet = open_sheet(file, importer.columns, importer.limits)
    try:
        with action(actor, importer.action) as act:
            for number, values in sheet.rows():
                wrong = _put(importer, act, actor, number, values, result)
                result.wrong.extend(wrong)
            if is_dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return result


def _town_code(town: str) -> str:
    found = default_town(town)
    if town and found is None:
        raise RuleBroken(_("没有代码为 {town} 的乡镇"), town=town)
    return found.unit_code if found else ""


def export_report(actor: Actor, name: str, period: Period, target: Path) -> int:
    """The workbook this actor may have, written to `target`; answers the number of rows. Leaves a trace."""
    report = REPORTS[name]
    if not may_come(actor, report.action):
        note(actor, report.action, None, "denied")
        raise Forbidden(report.action)
    now = clock.now()
    head = sheet_head(actor, period)
    count = write(target, report, report.rows(actor, period), head)
    note(actor, report.action, None, "ok")
    return count if now else 0


def sheet_head(actor: Actor, period: Period) -> SheetHead:
    town = unit_of(actor.town_code)
    return SheetHead(
        unit=town.name if town else "", period=period.caption, made_by=actor.name, made_at=clock.local(clock.now())
    )


def export_name(actor: Actor, name: str, period: Period) -> str:
    town = unit_of(actor.town_code)
    return file_name(town.name if town else "", REPORTS[name].title, period, clock.today())
