"""Deeds across features: founding a town, what happens once a day (每日事项), backups, health."""

import shutil
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from tracker.config import instant
from tracker.domain import clock
from tracker.domain.errors import Forbidden, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.domain.text import _
from tracker.field import service as field_work
from tracker.hall.service import deem_accepted, deem_withdrawn, recount_open
from tracker.imports import service as imports
from tracker.jobs.service import Kind, order
from tracker.line.service import close_day
from tracker.line.service.bookings import close_bookings
from tracker.notices import service as notices
from tracker.opinions.service import (
    anonymise,
    create_default_categories,
    end_defer_due,
    indexing,
    recount,
    recount_clocks,
    resume_due,
)
from tracker.outreach import service as outreach
from tracker.people.service import Person, add_people, random_password
from tracker.problems import service as problems
from tracker.store import audit, backup, files, schema, typed
from tracker.store.action import action
from tracker.store.db import answers
from tracker.store.jobs import Run
from tracker.store.sessions import sweep
from tracker.township.queries import is_demo, setting
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
    with action(SYSTEM, "nightly.run") as act:
        chained, swept = audit.chain_pending(), sweep()
        imports.tidy(act)
        put_setting(LAST_NIGHT, today)
    deemed, swept_files = deem_accepted(SYSTEM), files.sweep()
    withdrawn, moved = deem_withdrawn(SYSTEM), recount_open(SYSTEM)
    taken_up = resume_due(SYSTEM) + end_defer_due(SYSTEM)
    resumed = problems.end_defer_due(SYSTEM)
    limits = recount_clocks(SYSTEM)
    hidden, unserved, missed = notices.tidy(SYSTEM), close_day(SYSTEM), close_bookings(SYSTEM)
    came, listed = outreach.take_up_known(SYSTEM), outreach.gather(SYSTEM)
    forgotten, counted = anonymise(SYSTEM), recount(SYSTEM)
    cleared = field_work.clear_decided(SYSTEM)
    indexed = indexing.catch_up()
    indexing.tidy()
    verdict = audit.verify()
    whole = _("审计记录完整") if verdict.first_bad is None else _("审计记录被改动过，请马上查看")
    return [
        _("归入审计记录 {n} 条").format(n=chained),
        _("满 5 个工作日没有告知、视为受理的办件 {n} 件").format(n=deemed),
        _("告知、提醒以后到期没有补正、视为撤回的办件 {n} 件").format(n=withdrawn),
        _("放假安排有变、重算期限的办件 {n} 件").format(n=moved),
        _("等材料、暂缓到期、接着办的民意 {n} 件").format(n=taken_up),
        _("暂缓到期、接着办的问题 {n} 件").format(n=resumed),
        _("放假安排有变、重算期限的民意 {n} 件").format(n=limits),
        _("本人不再同意、撤下的公开 {n} 件").format(n=hidden),
        _("前些天排队没有办成、记作未办的号 {n} 个").format(n=unserved),
        _("约了没有来的 {n} 人").format(n=missed),
        _("主动告知：已来办 {came} 人，新列出 {listed} 人").format(came=came, listed=listed),
        _("办结满期限、隐去姓名电话和照片的民意 {n} 件").format(n=forgotten),
        counted,
        _("补进检索的民意 {n} 件").format(n=indexed),
        _("清掉三天没有接着写的文字 {n} 份").format(n=typed.sweep()),
        _("清掉三十天没有传完的照片 {n} 段").format(n=field_work.tidy()),
        _("定过、满保存期、清掉手机原样的走访 {n} 条").format(n=cleared),
        _("清掉过期的登录 {n} 个").format(n=swept),
        _("清掉过了一天的文件 {n} 个").format(n=swept_files),
        whole,
    ]


def nightly_when_due() -> None:
    """Once each day, also when the machine was off at night."""
    if setting(LAST_NIGHT) != clock.today().isoformat():
        nightly()
    elif indexing.is_empty():  # an older database, just brought up
        indexing.catch_up()


def health(instance: Path) -> list[tuple[bool, str]]:
    """(is it good, a sentence) for everything the caretaker should know."""
    free = shutil.disk_usage(instance).free
    return [
        (answers(), _("数据库能用")),
        (schema.is_newest(), _("数据库和程序是同一版")),
        (audit.verify().first_bad is None, _("审计记录完整")),
        (free > SMALLEST_DISK, _("磁盘还有 {n} MB").format(n=free // 2**20)),
    ]


def order_backup(actor: Actor) -> int:
    """Have a copy of the database made in the background; answers the job."""
    with action(actor, "backup.make") as act:
        return order(act, BACKUP.name, _("备份数据库"), {}).id


def _back_up(actor: Actor, run: Run) -> str:
    """The job: the copy bears the hour of the order, so that a job done twice makes one."""
    if not may_come(actor, "backup.make"):
        raise Forbidden("backup.make")
    made = backup.backup(files.folder(files.BACKUPS), run.created_at)
    return _("备份好了：{name}。密钥 keys.json 不在里面，请另外保存").format(name=made.name)


BACKUP = Kind("backup", _back_up)


def copies_made() -> list[tuple[str, int]]:
    """(name, bytes) of the copies on this machine, the newest first."""
    found = [place for place in files.folder(files.BACKUPS).iterdir() if place.name.startswith("tracker-")]
    sizes = [(place.name, sum(file.stat().st_size for file in place.iterdir())) for place in found]
    return sorted(sizes, reverse=True)
