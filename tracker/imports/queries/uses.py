"""Who uses a record (谁用到了它), in whatever feature: by foreign key, by id, by the code of a unit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.store.base import Base
from tracker.store.db import db

CHUNK = 500
NOT_USES = frozenset(
    {
        "audit_entry", "audit_pending", "counter", "import_batch", "job", "opinion_count", "preference",
        "presence", "receipt", "session", "setting", "spent_work", "throttle", "typed", "used_ticket",
    }
)
"""Tables of the machinery: what they say of a record does not need it."""
PEOPLE, UNITS, CATEGORIES = "user_account", "unit", "category"
PERSON_COLUMNS = frozenset(
    {
        "approver_id", "asked_by", "assignee_id", "author_id", "backup_id", "blown_by", "decided_by",
        "decider_id",
        "leader_id", "published_by", "relative_id", "signed_by", "user_id", "was_assignee_id",
    }
)
CODE_COLUMNS = frozenset(
    {"department_code", "office_code", "parent_code", "town_code", "unit_code", "village_code"}
)


class Key(NamedTuple):
    """One row of one table, by its primary key."""

    table: str
    id: int


def model_of(table: str) -> Any:
    """The model of a table."""
    return _models()[table]


@cache
def _models() -> Mapping[str, Any]:
    return {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def rows_of(table: str, ids: Sequence[int]) -> Iterator[Any]:
    """The records with these ids, a piece at a time; those that are gone are left out."""
    model = model_of(table)
    for start in range(0, len(ids), CHUNK):
        yield from db.session.scalars(sa.select(model).where(model.id.in_(ids[start : start + CHUNK])))


def uses_of(table: str, ids: Collection[int]) -> Iterator[tuple[Key, Key]]:
    """(the record that is used, the record that uses it) for records of one table."""
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        piece = wanted[start : start + CHUNK]
        for column in _pointing_at(table):
            yield from _found(table, column, {one: one for one in piece})
        if table == UNITS:
            yield from _of_units(piece)
        if table == CATEGORIES:
            yield from _of_categories(piece)


@cache
def _pointing_at(table: str) -> tuple[sa.Column[Any], ...]:
    """The columns elsewhere that hold ids of this table."""
    return tuple(
        column
        for other in Base.metadata.sorted_tables
        if other.name not in NOT_USES
        for column in other.columns
        if _points(column, table)
    )


def _points(column: sa.Column[Any], table: str) -> bool:
    if column.foreign_keys:
        return any(key.column.table.name == table for key in column.foreign_keys)
    return column.name == f"{table}_id" or (table == PEOPLE and column.name in PERSON_COLUMNS)


def _found(table: str, column: sa.Column[Any], owners: Mapping[Any, int]) -> Iterator[tuple[Key, Key]]:
    """Rows whose `column` holds one of the values; `owners`: {value: id of the record it stands for}."""
    key = next(iter(column.table.primary_key))
    for row_id, value in db.session.execute(sa.select(key, column).where(column.in_(owners))):
        user = Key(column.table.name, row_id)
        if user != Key(table, owners[value]):
            yield Key(table, owners[value]), user


def _of_units(ids: Sequence[int]) -> Iterator[tuple[Key, Key]]:
    model = model_of(UNITS)
    codes = db.session.execute(sa.select(model.unit_code, model.id).where(model.id.in_(ids)))
    owners: dict[str, int] = {row.unit_code: row.id for row in codes}
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            if other.name not in NOT_USES | {CATEGORIES} and column.name in CODE_COLUMNS:
                yield from _found(UNITS, column, owners)


def _of_categories(ids: Sequence[int]) -> Iterator[tuple[Key, Key]]:
    """Codes of categories are counted anew in each town."""
    above, below = model_of(CATEGORIES), sa.orm.aliased(model_of(CATEGORIES))
    pairs = sa.select(above.id, below.id).where(
        above.id.in_(ids), below.unit_code == above.unit_code, below.parent_code == above.code
    )
    for used, user in db.session.execute(pairs):
        yield Key(CATEGORIES, used), Key(CATEGORIES, user)
