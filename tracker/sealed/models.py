"""Sealed (密封件): accusations under a key of their own; NamesSubjects: the recusal pair (回避)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.sealed.rules import Status
from tracker.store.base import Base, Owned, Recusable, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted

SEALED_KEY = "sealed"


class Subject:
    """One person or one unit a matter is about; `matter_id` is the matter."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(index=True)
    unit_code: Mapped[str | None] = mapped_column(sa.String(20))

    def names(self, actor: Actor, people: tuple[int, ...]) -> bool:
        """The record half: is this one of `people`, or a unit the actor works in?"""
        if actor.user_id is None:
            return False
        return self.user_id in people or (
            self.unit_code is not None and actor.unit_code.startswith(self.unit_code)
        )

    @classmethod
    def naming(cls, actor: Actor, people: tuple[int, ...]) -> sa.ColumnElement[bool]:
        """The SQL half of names()."""
        if actor.user_id is None:
            return sa.false()
        return sa.or_(cls.user_id.in_(people), sa.literal(actor.unit_code).startswith(cls.unit_code))


class NamesSubjects(Recusable):
    """A matter with `subjects`: whoever is one, works under one or sits in one sees nothing of it."""

    bars_subordinates = True

    if TYPE_CHECKING:
        subjects: Any

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        subject = sa.inspect(cls).relationships["subjects"].mapper.class_
        barred: sa.ColumnElement[bool] = cls.subjects.any(subject.naming(actor, cls._with_superiors(actor)))
        return ~barred

    def bars(self, actor: Any) -> bool:
        return any(subject.names(actor, self._with_superiors(actor)) for subject in self.subjects)

    @classmethod
    def _with_superiors(cls, actor: Actor) -> tuple[int, ...]:
        own = () if actor.user_id is None else (actor.user_id,)
        return (*own, *actor.superior_ids) if cls.bars_subordinates else own


class Sealed(NamesSubjects, Owned, Base):
    """One accusation; only discipline opens it. No blind index, no search (security.md 2.3.4)."""

    __tablename__ = "sealed"
    bars_subordinates = False
    """Discipline looks into its own superiors too; only a subject is barred (security.md 2.4, Barred)."""

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.DELIVERED)
    origin: Mapped[str] = mapped_column(sa.String(20))
    """Channel it came by, as the intake calls it."""
    text: Mapped[str] = mapped_column(Encrypted("sealed.text", key=SEALED_KEY), info=SECRET)
    whom: Mapped[str] = mapped_column(Encrypted("sealed.whom", key=SEALED_KEY), info=SECRET)
    place: Mapped[str] = mapped_column(Encrypted("sealed.place", key=SEALED_KEY), info=SECRET)
    village_code: Mapped[str | None] = mapped_column(sa.String(20), info=SECRET)
    contact: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(Encrypted("sealed.name", key=SEALED_KEY), info=SECRET)
    phone: Mapped[str] = mapped_column(Encrypted("sealed.phone", key=SEALED_KEY), info=SECRET)
    delivered_on: Mapped[date]
    received_on: Mapped[date | None]
    concluded_on: Mapped[date | None]
    shell_id: Mapped[int | None] = mapped_column(index=True, info=SECRET)
    """The emptied ordinary matter it was sealed from, None for one that came as an accusation."""
    released_to: Mapped[int | None]
    """The ordinary matter it became, when it turned out to be no accusation."""

    subjects: Mapped[list["SealedSubject"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    notes: Mapped[list["SealedNote"]] = relationship(order_by="SealedNote.id")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.Index("ix_sealed_list", "status", "created_at", "id"),
            sa.CheckConstraint(
                "(status = 'concluded') = (concluded_on IS NOT NULL)", name="concluded_has_day"
            ),
        )


class SealedSubject(Subject, Base):
    """Whom an accusation is about."""

    __tablename__ = "sealed_subject"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("sealed.id"), index=True)


class SealedNote(Base):
    """What discipline wrote at one step: result, why the list changed, why it was released; append-only."""

    __tablename__ = "sealed_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("sealed.id"), index=True)
    move: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(Encrypted("sealed_note.text", key=SEALED_KEY), info=SECRET)
    user_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
