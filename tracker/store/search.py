"""全文检索: an index of keyed pairs of characters, in SQLite by FTS5, in PostgreSQL by GIN.

The texts lie encrypted, so their words may not lie open beside them: what is stored of a pair is a short
keyed fingerprint. Without the key the index says how often some pair occurs and together with which, no more.
A pair is found exactly; longer words are pairs first, and the caller looks into the text itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from tracker.store.base import Base
from tracker.store.db import db
from tracker.store.fingerprints import fingerprints

CONTENTLESS_SINCE = (3, 43)
SIGN = 2**31


def token(pair: str) -> str:
    """The fingerprint of one pair, eight hexadecimal digits; of the first two units with a rare character."""
    return fingerprints(pair)[0]


def tokens(text: str) -> list[str]:
    """The distinct fingerprints of a text, none for one character; in an order that tells nothing of it."""
    return sorted(set(fingerprints(text)))


def _number(token: str) -> int:
    """A fingerprint as a PostgreSQL integer, which has a sign."""
    return int(token, 16) - SIGN


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


@cache
def _table(name: str, key: str) -> sa.TableClause:
    stored: sa.types.TypeEngine[Any] = sa.String() if key == "rowid" else sa.ARRAY(sa.Integer)
    return sa.table(name, sa.column(key, sa.BigInteger), sa.column("tokens", stored), sa.column(name))


@dataclass(frozen=True)
class SearchIndex:
    """The index of one table of records; `name` is the table it lies in, outside Base.metadata."""

    name: str

    @property
    def _key(self) -> str:
        return "rowid" if _is_sqlite() else "docid"

    @property
    def table(self) -> sa.TableClause:
        """To join with: `record()` is the id of the record."""
        return _table(self.name, self._key)

    def record(self) -> sa.ColumnElement[int]:
        """The id of the record a document belongs to, which is its number too: small ones take less room."""
        key: sa.ColumnElement[int] = self.table.c[self._key]
        return key

    def holds(self, asked: Sequence[str]) -> sa.ColumnElement[bool]:
        """Documents with every one of these fingerprints."""
        if _is_sqlite():
            return self.table.c[self.name].op("MATCH", is_comparison=True)(" AND ".join(asked))
        found = sa.literal([_number(one) for one in asked], sa.ARRAY(sa.Integer))
        return self.table.c.tokens.op("@>", is_comparison=True)(found)

    def holds_given(self, name: str) -> sa.ColumnElement[bool]:
        """Like holds(), of one fingerprint that given() hands in when the statement runs, again and again."""
        if _is_sqlite():
            asked = sa.bindparam(name, type_=sa.String)
            return self.table.c[self.name].op("MATCH", is_comparison=True)(asked)
        given = sa.bindparam(name, type_=sa.ARRAY(sa.Integer))
        return self.table.c.tokens.op("@>", is_comparison=True)(given)

    @staticmethod
    def given(asked: str) -> str | list[int]:
        return asked if _is_sqlite() else [_number(asked)]

    def put(self, documents: Mapping[int, Iterable[str]]) -> None:
        """Take in {id of the record: fingerprints}, instead of what was there; in the open transaction."""
        if not documents:
            return
        key = self._key
        rows = [{key: number, "tokens": self._stored(found)} for number, found in documents.items()]
        db.session.connection().execute(self._replace(), rows)

    @staticmethod
    def _stored(found: Iterable[str]) -> str | list[int]:
        return " ".join(found) if _is_sqlite() else [_number(one) for one in found]

    def _replace(self) -> sa.Insert:
        columns = self.table.c[self._key], self.table.c.tokens
        if _is_sqlite():
            given: dict[str, Any] = {column.name: sa.bindparam(column.name) for column in columns}
            return sa.insert(self.table).prefix_with("OR REPLACE").values(given)
        made = postgresql.insert(self.table).values({one.name: sa.bindparam(one.name) for one in columns})
        return made.on_conflict_do_update(index_elements=["docid"], set_={"tokens": made.excluded.tokens})

    def take_out(self, documents: Iterable[int]) -> None:
        """What was stored of them is gone from the file after the next tidy()."""
        rows = [{"number": one} for one in documents]
        if rows:
            statement = sa.delete(self.table).where(self.record() == sa.bindparam("number"))
            db.session.connection().execute(statement, rows)

    def tidy(self) -> None:
        """FTS5 only marks what was taken out; this writes it anew. PostgreSQL's vacuum does so itself."""
        if _is_sqlite():
            command = sa.insert(self.table).values({self.name: "optimize"})
            db.session.connection().execute(command)

    def count(self) -> int:
        """How many documents there are."""
        stored = sa.table(f"{self.name}_docsize") if _is_sqlite() else self.table
        return db.session.scalar(sa.select(sa.func.count()).select_from(stored)) or 0

    def known(self, documents: Iterable[int]) -> set[int]:
        """Which of these numbers the index has."""
        stored, key = (f"{self.name}_docsize", "id") if _is_sqlite() else (self.name, "docid")
        number = sa.column(key, sa.BigInteger)
        query = sa.select(number).select_from(sa.table(stored)).where(number.in_(list(documents)))
        return set(db.session.scalars(query))

    def create(self, connection: sa.Connection) -> None:
        for statement in self.statements(connection):
            connection.execute(sa.text(statement))

    def statements(self, connection: sa.Connection) -> list[str]:
        """What makes the empty index; nothing when it is there."""
        if connection.dialect.name != "sqlite":
            return [
                f"CREATE TABLE IF NOT EXISTS {self.name} "
                "(docid bigint PRIMARY KEY, tokens integer[] NOT NULL)",
                f"CREATE INDEX IF NOT EXISTS ix_{self.name} ON {self.name} USING gin (tokens)",
            ]
        version = connection.scalar(sa.text("SELECT sqlite_version()")) or "0"
        is_new = tuple(map(int, version.split(".")[:2])) >= CONTENTLESS_SINCE
        bare = "content='', contentless_delete=1, " if is_new else ""
        return [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} "
            f"USING fts5(tokens, {bare}detail=none, tokenize='ascii')"
        ]

    def drop(self, connection: sa.Connection) -> None:
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {self.name}"))

    def clear(self, connection: sa.Connection) -> None:
        """Empty; in SQLite by making it anew: deleting row by row would keep FTS5's marks of what was."""
        if connection.dialect.name == "sqlite":
            self.drop(connection)
            self.create(connection)
        else:
            connection.execute(sa.delete(self.table))


OPINIONS = SearchIndex("opinion_search")
ALL = (OPINIONS,)


def is_index_table(name: str | None) -> bool:
    """Tables the models know nothing of: those of an index, and what FTS5 keeps beside them."""
    return any((name or "").startswith(one.name) for one in ALL)


@sa.event.listens_for(Base.metadata, "after_create")
def _create(_metadata: sa.MetaData, connection: sa.Connection, **_how: Any) -> None:
    for one in ALL:
        one.create(connection)


@sa.event.listens_for(Base.metadata, "before_drop")
def _drop(_metadata: sa.MetaData, connection: sa.Connection, **_how: Any) -> None:
    for one in ALL:
        one.drop(connection)


def drop_all(connection: sa.Connection) -> None:
    """Before every table is taken away: FTS5's own tables go with the one they belong to only."""
    for one in ALL:
        one.drop(connection)


def clear_all(connection: sa.Connection) -> None:
    for one in ALL:
        one.clear(connection)
