"""Deeds across features: founding a town, imports, exports, what happens once a day (每日事项)."""

import shutil
from collections.abc import MutableMapping
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from tracker.config import instant
from tracker.domain import clock
from tracker.domain.errors import Forbidden, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.domain.text import _
from tracker.excel.importing import Import, refused
from tracker.excel.read import ImportResult, ParsedRow
from tracker.excel.report import (
    Column,
    Period,
    Report,
    SheetHead,
    cell_text,
    cell_values,
    file_name,
    flat_columns,
)
from tracker.excel.write import write
from tracker.hall.service import deem_accepted
from tracker.opinions.service import create_default_categories
from tracker.overview.rules import SHOWN_ROWS
from tracker.people.service import Person, add_people, random_password
from tracker.store import audit, schema
from tracker.store.action import Act, action, note
from tracker.store.db import answers
from tracker.store.sessions import sweep
from tracker.township.queries import default_town, is_demo, setting, unit_of
from tracker.township.rules import UnitKind, kind_of
from tracker.township.service import UnitRow, add_units, put_setting

FIRST_OFFICES = (_("党政办公室"), _("便民服务中心"))
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
    people = [
        Person(login, label, code, ((role, code),), random_password())
        for login, label, role in FIRST_ADMINISTRATORS
    ]
    add_people(SYSTEM, people)
    create_default_categories(SYSTEM, code)
    return [(person.login, person.password or "") for person in people]


class _OnlyLooking(Exception):
    """A dry run has seen the whole sheet; nothing of it stays."""


def import_sheet(
    importer: Import, source: str | Path, *, town: str = "", is_dry_run: bool = False
) -> ImportResult:
    """Read a sheet and put its rows in, all good ones in one act; wrong ones are reported by row and column.

    RuleBroken when the file as a whole is unusable; nothing is written then, nor in a dry run.
    """
    result = ImportResult()
    actor = Actor(user_id=None, role=Role.SYSTEM, unit_code=_town_code(town), name=SYSTEM.name)
    columns, rows = importer.read(source)
    try:
        with action(actor, importer.action) as act:
            for row in rows:
                _take(importer, columns, act, row, result)
            if is_dry_run:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return result


def _take(
    importer: Import, columns: tuple[Column, ...], act: Act, row: ParsedRow, result: ImportResult
) -> None:
    """One row into the running act, or its errors into the result."""
    if row.wrong:
        result.wrong.extend(row.wrong)
        return
    try:
        outcome = importer.put(act, row.values)
    except RuleBroken as broken:
        result.wrong.append(refused(row, columns, broken))
    else:
        setattr(result, outcome, getattr(result, outcome) + 1)


def _town_code(town: str) -> str:
    found = default_town(town)
    if town and found is None:
        raise RuleBroken(_("没有代码为 {town} 的乡镇"), town=town)
    return found.unit_code if found else ""


def start_clock(settings: MutableMapping[str, Any]) -> None:
    """TRACKER_NOW moves the program's clock, with demo data only; the banner over every page says so."""
    if not is_demo():
        return
    note_text = _("这是演示数据，人和事都是编的")
    if settings["NOW"]:
        clock.start_at(instant(settings["NOW"]))
        note_text = _("{note}，程序的时间从 {now} 开始").format(note=note_text, now=settings["NOW"])
    settings["DEMO_NOTE"] = note_text


def nightly() -> list[str]:
    """What has to happen once a day; doing it twice changes nothing. Answers what was done, in sentences."""
    today = clock.today().isoformat()
    with action(SYSTEM, "nightly.run"):
        chained, swept = audit.chain_pending(), sweep()
        put_setting(LAST_NIGHT, today)
    deemed = deem_accepted(SYSTEM)
    verdict = audit.verify()
    whole = _("审计记录完整") if verdict.first_bad is None else _("审计记录被改动过，请马上查看")
    return [
        _("归入审计记录 {n} 条").format(n=chained),
        _("满 5 个工作日没有告知、视为受理的办件 {n} 件").format(n=deemed),
        _("清掉过期的登录 {n} 个").format(n=swept),
        whole,
    ]


def nightly_when_due() -> None:
    """Once each day, also when the machine was off at night."""
    if schema.current() and setting(LAST_NIGHT) != clock.today().isoformat():
        nightly()


def health(instance: Path) -> list[tuple[bool, str]]:
    """(is it good, a sentence) for everything the caretaker should know."""
    free = shutil.disk_usage(instance).free
    return [
        (answers(), _("数据库能用")),
        (schema.is_newest(), _("数据库和程序是同一版")),
        (audit.verify().first_bad is None, _("审计记录完整")),
        (free > SMALLEST_DISK, _("磁盘还有 {n} MB").format(n=free // 2**20)),
    ]


def _town_name(actor: Actor) -> str:
    town = unit_of(actor.town_code)
    return town.name if town else ""


def permitted(actor: Actor, report: Report) -> None:
    """Forbidden (noted in the audit log) for whoever has no right to this report."""
    if not may_come(actor, report.action):
        note(actor, report.action, None, "denied")
        raise Forbidden(report.action)


def sheet_head(actor: Actor, report: Report, period: Period) -> SheetHead:
    return SheetHead(
        unit=_town_name(actor), period=period.caption, made_by=actor.name, made_at=clock.local(clock.now()),
        notes=report.notes_of(actor, period) if report.notes_of else (),
    )


def export_report(actor: Actor, report: Report, period: Period, target: Path | BytesIO) -> int:
    """Write the workbook this actor may have; answers the rows, leaves a trace in the audit log."""
    permitted(actor, report)
    count = write(target, report, report.rows(actor, period), sheet_head(actor, report, period))
    note(actor, report.action, None, "ok")
    return count


def report_file(actor: Actor, report: Report, period: Period) -> BytesIO:
    """The same workbook in memory, ready to be sent."""
    file = BytesIO()
    export_report(actor, report, period, file)
    file.seek(0)
    return file


def export_name(actor: Actor, report: Report, period: Period) -> str:
    return file_name(_town_name(actor), report.title, period, clock.today())


def preview(actor: Actor, report: Report, period: Period) -> list[list[str]]:
    """The texts of the first rows, drawn from the same declaration as the file."""
    permitted(actor, report)
    columns = flat_columns(report)
    rows = enumerate(islice(report.rows(actor, period), SHOWN_ROWS), 1)
    lines = (zip(cell_values(report, row, number), columns, strict=True) for number, row in rows)
    return [[cell_text(value, column) for value, column in line] for line in lines]
