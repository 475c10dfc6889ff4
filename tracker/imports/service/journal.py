"""The journal of an import (导入留底): what it inserted, and what changed columns held before."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import PassiveFlag, Session, attributes

from tracker.imports.queries.uses import NOT_USES, Key
from tracker.store.action import Act
from tracker.store.audit import plain
from tracker.store.db import db

NO_LOADING = PassiveFlag.PASSIVE_NO_INITIALIZE


@dataclass
class Entry:
    """One record: its version after the import (None: it has none, it is part of another record), the row of
    the sheet it came from (None: unknown), the old values of changed columns (None: the import made it)."""

    version: int | None
    row: int | None
    old: dict[str, Any] | None = None


@dataclass
class Journal:
    """{record: what the import did to it}, in the order it was done."""

    entries: dict[Key, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: str | None) -> "Journal":
        lines = json.loads(kept or "[]")
        return cls({Key(table, one): Entry(version, row, old) for table, one, version, row, old in lines})

    def text(self) -> str:
        """As the batch keeps it (JSON)."""
        lines = [(*key, one.version, one.row, one.old) for key, one in self.entries.items()]
        return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))

    @contextmanager
    def watching(self, act: Act) -> Iterator[None]:
        """Take down what this act writes, up to its last settling."""
        session = db.session()
        changed: list[tuple[Any, dict[str, Any], int | None]] = []
        made: list[tuple[Any, int | None]] = []

        def before(_session: Session, _context: Any, _instances: Any) -> None:
            made[:] = [(record, act.row_of(record)) for record in session.new if _counts(record)]
            dirty = (record for record in session.dirty if _counts(record))
            changed[:] = [(one, old, act.row_of(one)) for one in dirty if (old := _old_values(one))]

        def after(_session: Session, _context: Any) -> None:
            for record, row in made:
                self.entries[_key_of(record)] = Entry(_version_of(record), row)
            for record, old, row in changed:
                self._changed(record, old, row)

        sa.event.listen(session, "before_flush", before)
        sa.event.listen(session, "after_flush", after)
        try:
            yield
            act.settle()
        finally:
            sa.event.remove(session, "before_flush", before)
            sa.event.remove(session, "after_flush", after)

    def _changed(self, record: Any, old: dict[str, Any], row: int | None) -> None:
        """Of two changes the first one knows what was there before the import."""
        entry = self.entries.setdefault(_key_of(record), Entry(None, row, {}))
        entry.version = _version_of(record)
        if entry.old is not None:
            entry.old = {**old, **entry.old}


def _counts(record: Any) -> bool:
    return record.__tablename__ not in NOT_USES


def _key_of(record: Any) -> Key:
    return Key(record.__tablename__, sa.inspect(record).mapper.primary_key_from_instance(record)[0])


def _version_of(record: Any) -> int | None:
    return getattr(record, "version", None)


def _old_values(record: Any) -> dict[str, Any]:
    """{column: what it held} for the columns that differ."""
    found = {}
    for column in sa.inspect(record).mapper.column_attrs:
        history = attributes.get_history(record, column.key, NO_LOADING)
        if history.added and history.deleted and column.key != "version":
            found[column.key] = plain(history.deleted[0])
    return found
