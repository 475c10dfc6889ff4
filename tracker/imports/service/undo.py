"""Undo of an import (撤销导入): whole or not at all, or, as somebody chooses, without what is in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.imports import rules
from tracker.imports.models import ImportBatch
from tracker.imports.queries.uses import CHUNK, Key, model_of, rows_of, uses_of
from tracker.imports.rules import FLOW
from tracker.imports.service.journal import Entry, Journal
from tracker.store.access import allows
from tracker.store.action import Act, action
from tracker.store.base import Base
from tracker.store.db import db

CHANGED = _("导入后有人改过")
USED = _("导入后已经有记录用到它")
USED_BY: dict[tuple[str, str], str] = {
    ("household", "visit"): _("导入后有人记了走访"),
    ("household", "visit_version"): _("导入后有人记了走访"),
    ("household", "problem"): _("导入后有人记了问题"),
    ("household", "contact_link"): _("导入后安排了联系干部"),
    ("household", "unmasking"): _("导入后有人查看过完整信息"),
    ("category", "opinion"): _("已经有诉求归在这一类"),
    ("category", "category"): _("它下面还有要留着的类别"),
    ("service_item", "task"): _("已经有办件"),
}
"""Of people and units nothing more is said than that they are used: by what may be a secret."""
NAMES: dict[str, tuple[str, str]] = {
    "unit": (_("单位"), "name"),
    "user_account": (_("人员"), "name"),
    "household": (_("户主"), "head_name"),
    "category": (_("类别"), "name"),
    "service_item": (_("事项"), "name"),
    "workday_override": (_("日期"), "on_date"),
}
"""How a record is called on the page: the word, and the column it is told by. Messages are told by their row
alone: one that this person may not see any more must not be the only one without a name."""


@dataclass(frozen=True)
class InTheWay:
    """One record that cannot be undone: its row in the sheet (None: unknown), what it is, why not."""

    row: int | None
    name: str
    reason: str


@dataclass
class Plan:
    """What an undo would do: `kept` stay, by reason; everything else goes back to what it was."""

    journal: Journal
    kept: dict[Key, str]
    in_the_way: list[InTheWay]

    @property
    def going(self) -> int:
        """How many records of their own (not parts of others) would go back."""
        return sum(1 for key, entry in self._left() if entry.version is not None)

    def made(self) -> dict[str, list[int]]:
        """{table: ids} of what the import inserted and nobody needs."""
        return _by_table(key for key, entry in self._left() if entry.old is None)

    def changed(self) -> dict[str, list[int]]:
        return _by_table(key for key, entry in self._left() if entry.old is not None)

    def _left(self) -> Iterator[tuple[Key, Entry]]:
        return ((key, entry) for key, entry in self.journal.entries.items() if key not in self.kept)


def plan_of(actor: Actor, journal: Journal) -> Plan:
    """What stands in the way of undoing this import, if anything does."""
    kept = _touched_since(actor, journal)
    uses = [pair for table, ids in _by_table(journal.entries).items() for pair in uses_of(table, ids)]
    while _spread(journal.entries, kept, uses):
        pass
    shown = {key: reason for key, reason in kept.items() if journal.entries[key].version is not None}
    return Plan(journal, kept, _named(actor, journal, shown))


def _touched_since(actor: Actor, journal: Journal) -> dict[Key, str]:
    """Records that are no longer as the import left them, or out of this actor's reach."""
    owned = _by_table(key for key, entry in journal.entries.items() if entry.version is not None)
    kept: dict[Key, str] = {}
    for table, ids in owned.items():
        here = {record.id: record for record in rows_of(table, ids)}
        for one in ids:
            record, key = here.get(one), Key(table, one)
            is_same = record is not None and record.version == journal.entries[key].version
            if not is_same or not allows(actor, "import.undo", record):
                kept[key] = CHANGED
    return kept


def _spread(entries: Mapping[Key, Entry], kept: dict[Key, str], uses: list[tuple[Key, Key]]) -> bool:
    """Keep what is used by something that stays, and the parts of what stays; was there anything new?"""
    before = len(kept)
    for used, user in uses:
        entry, stays = entries.get(user), user not in entries or user in kept
        if stays and used not in kept and entries[used].old is None:
            kept[used] = USED_BY.get((used.table, user.table), USED)
        if used in kept and entry is not None and entry.version is None:
            kept.setdefault(user, kept[used])
    return len(kept) > before


def _named(actor: Actor, journal: Journal, kept: Mapping[Key, str]) -> list[InTheWay]:
    found = []
    for table, ids in _by_table(kept).items():
        here = {record.id: record for record in rows_of(table, ids)}
        for one in ids:
            row = journal.entries[Key(table, one)].row
            found.append(InTheWay(row, _name_of(actor, table, here.get(one)), kept[Key(table, one)]))
    return sorted(found, key=lambda one: one.row or 0)


def _name_of(actor: Actor, table: str, record: Any) -> str:
    """户主 张**; empty for what is gone, or is not this actor's to read."""
    word, column = NAMES.get(table, ("", ""))
    if record is None or not column or not allows(actor, "import.undo", record):
        return ""
    value = str(getattr(record, column))
    return f"{word} {mask_name(value) if table == 'household' else value}"


def undo(actor: Actor, batch: ImportBatch, *, rest: bool = False) -> None:
    """撤销: everything, or, with `rest`, all but what is in the way; RuleBroken when something is."""
    with action(actor, "import.undo", batch) as act:
        rules.check_undo(batch.kind, batch.imported_at, act.now)
        batch.status = FLOW.step(batch.status, "undo")
        plan = plan_of(actor, Journal.read(batch.journal))
        if plan.in_the_way and not rest:
            raise RuleBroken(_("有 {n} 条不能撤销，所以一条也没有动"), n=len(plan.in_the_way))
        batch.undone_at, batch.journal, batch.findings = act.now, None, None
        batch.message = _("撤销了 {n} 条").format(n=plan.going)
        if plan.in_the_way:
            batch.message += _("，留下 {n} 条").format(n=len(plan.in_the_way))
        act.settle()
        put_back(act, plan)


def undo_plan(actor: Actor, batch: ImportBatch) -> Plan:
    """What an undo would do now. RuleBroken when its day is over, or it is undone already."""
    rules.check_undo(batch.kind, batch.imported_at, clock.now())
    FLOW.step(batch.status, "undo")
    return plan_of(actor, Journal.read(batch.journal))


def put_back(act: Act, plan: Plan) -> None:
    """Step: undo what the plan lets go."""
    for table, ids in plan.changed().items():
        for record in rows_of(table, ids):
            act.on("import.undo", record)
            for column, value in (plan.journal.entries[Key(table, record.id)].old or {}).items():
                setattr(record, column, _value(model_of(table), column, value))
        act.settle()
    made = plan.made()
    for table, ids in made.items():
        for start in range(0, len(ids), CHUNK):
            _tell(act, plan, table, ids[start : start + CHUNK])
    for table in reversed(Base.metadata.sorted_tables):  # what refers to others goes first
        _delete(table, made.get(table.name, []))


def _tell(act: Act, plan: Plan, table: str, ids: list[int]) -> None:
    """An entry of the audit log for each record that goes; parts of others go without."""
    if plan.journal.entries[Key(table, ids[0])].version is None:
        return
    for record in rows_of(table, ids):
        act.on("import.undo", record)
    act.settle()


def _delete(table: sa.Table, ids: list[int]) -> None:
    key = next(iter(table.primary_key))
    for start in range(0, len(ids), CHUNK):
        db.session.execute(sa.delete(table).where(key.in_(ids[start : start + CHUNK])))


def _by_table(keys: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key in keys:
        found.setdefault(key.table, []).append(key.id)
    return found


def _value(model: Any, column: str, kept: Any) -> Any:
    """A value of the journal (JSON) as the column holds it."""
    kind = sa.inspect(model).columns[column].type
    if kept is None:
        return None
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return kind.enum_class(kept)
    python = kind.impl if isinstance(kind, sa.types.TypeDecorator) else kind
    if isinstance(python, sa.DateTime):
        return datetime.fromisoformat(kept)
    return date.fromisoformat(kept) if isinstance(python, sa.Date) else kept
