"""找一户: by characters, pinyin, initials, the end of a phone or 户号, among those this person may see.

Names and phones lie encrypted, and no index of their letters lies beside them: whoever had the file could
read the names back from how often each beginning occurs. So they are opened here, once each: what was opened
stays in memory by its ciphertext, which no two values share (decisions/0022).
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.domain.roles import Actor
from tracker.households.models import Household
from tracker.households.rules import Sought
from tracker.store.access import visible
from tracker.store.db import db
from tracker.store.secrets import Encrypted
from tracker.township.pinyin import sounds_of

KEPT_OPEN = 50_000


class Hit(NamedTuple):
    """One household that fits, by its place in the list."""

    id: int
    village_code: str
    number: int
    assignee_id: int | None


def matching(query: sa.Select[Household], text: str) -> list[Hit]:
    """Which of these fit what was typed, in the order of villages and 户号."""
    sought = Sought.of(text)
    return list(_hits(query, sought)) if sought else []


def find(actor: Actor, action: str, text: str, most: int) -> Sequence[Household]:
    """The first `most` households that fit, those linked to this person before the others."""
    hits = matching(visible(actor, action, Household), text)
    hits.sort(key=lambda one: one.assignee_id != actor.user_id)
    wanted = [one.id for one in hits[:most]]
    rows = {row.id: row for row in db.session.scalars(sa.select(Household).where(Household.id.in_(wanted)))}
    return [rows[one] for one in wanted if one in rows]


def _hits(query: sa.Select[Household], sought: Sought) -> Iterator[Hit]:
    column = Household.phone if sought.digits else Household.head_name
    fits = _fits_phone(sought) if sought.digits else _fits_name(sought)
    rows = db.session.execute(
        query.with_only_columns(
            Household.id, Household.village_code, Household.number, Household.assignee_id,
            sa.type_coerce(column, sa.LargeBinary).label("sealed"),
        ).order_by(Household.village_code, Household.number)
    )
    for row in rows:
        if fits(row):
            yield Hit(row.id, row.village_code, row.number, row.assignee_id)


def _fits_phone(sought: Sought) -> Callable[[Any], bool]:
    return lambda row: sought.is_number(row.number) or bool(row.sealed and sought.ends(_phone(row.sealed)))


def _fits_name(sought: Sought) -> Callable[[Any], bool]:
    return lambda row: sought.is_name(*_name(row.sealed))


@lru_cache(KEPT_OPEN)
def _name(sealed: bytes) -> tuple[str, list[tuple[str, ...]]]:
    name = _opened(Household.head_name, sealed)
    return name, sounds_of("".join(name.split()))


@lru_cache(KEPT_OPEN)
def _phone(sealed: bytes) -> str:
    return _opened(Household.phone, sealed)


def _opened(column: Any, sealed: bytes) -> str:
    kind = column.type
    assert isinstance(kind, Encrypted)  # noqa: S101  # both columns are
    return kind.process_result_value(sealed, db.engine.dialect) or ""
