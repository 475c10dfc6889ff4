"""Reading many rows (流式读取): columns only, some hundred rows in memory, beside the session."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import sqlalchemy as sa

from tracker.store.db import db

BATCH = 512


def stream(statement: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The rows of a select of columns, as one reading transaction of its own sees them.

    Not through the session: what the session does meanwhile (a progress noted, a deed, a rollback) neither
    cuts the rows off nor waits for their end. The transaction ends with the last row or with the generator.
    """
    with (
        db.engine.connect() as connection,
        closing(connection.execute(statement, execution_options={"yield_per": BATCH})) as rows,
    ):
        for part in rows.partitions():
            yield from part


def how_many(statement: sa.Select[*tuple[Any, ...]]) -> int:
    """The number of rows that `stream` will give, counted by the database."""
    counted = sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())
    return db.session.scalar(counted) or 0
