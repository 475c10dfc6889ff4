"""What every table shares: Base, naming, UTC instants, and Owned: the columns that scopes may ask."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from tracker.domain import clock

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC without zone in the database. Refuses naive values."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def enum_column(enum: type[StrEnum]) -> sa.Enum:
    """The column type of a StrEnum: stored by value, as text, in both databases."""
    return sa.Enum(
        enum, native_enum=False, create_constraint=False, length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The root of all models; plain SQLAlchemy, so that type checkers see every column."""

    metadata = sa.MetaData(naming_convention=NAMING)


class Owned:
    """A record with a place, an author and somebody in charge: what policy scopes may ask about.

    unit_code: code of the unit that holds the record (never short, never empty: an empty prefix would
    open everything). author_id: who entered it, None for residents and the system. assignee_id: who has
    to deal with it now, None when nobody. version: counts changes, for two people on one record.
    """

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return str(cls.__name__).lower()  # type: ignore[attr-defined]  # a mixin: the class is the model

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:
        return (*cls.more_table_args(), sa.CheckConstraint("length(unit_code) >= 6", name="unit_code_long"))

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        """Constraints and indexes a model adds to its own table."""
        return ()

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_code: Mapped[str] = mapped_column(sa.String(20), index=True)
    author_id: Mapped[int | None] = mapped_column(index=True)
    assignee_id: Mapped[int | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int]


class Recusable:
    """A matter that somebody may be barred from (回避): the gate asks both halves of this pair.

    subjects: rows with user_id or unit_code of whoever the matter is about. Barred are the subject, whoever
    works under the subject, and everybody in a unit that is a subject.
    """

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        """The SQL half: true for the rows that do not bar this actor."""
        raise NotImplementedError(cls.__name__)

    def bars(self, actor: Any) -> bool:
        """The record half: the same rule for one loaded record."""
        raise NotImplementedError(type(self).__name__)
