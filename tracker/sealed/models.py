"""Sealed (密封件): accusations in boxes of their own; NamesSubjects: the recusal pair (回避)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.sealed.rules import Holder, Status
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
    """A matter with `subjects`: one, their declared relatives, whoever works under one or in one: all
    barred.
    """

    bars_subordinates = True

    if TYPE_CHECKING:
        subjects: Any

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        subject = sa.inspect(cls).relationships["subjects"].mapper.class_
        barred: sa.ColumnElement[bool] = cls.subjects.any(subject.naming(actor, cls._shared_with(actor)))
        return ~barred

    def bars(self, actor: Any) -> bool:
        return any(subject.names(actor, self._shared_with(actor)) for subject in self.subjects)

    @classmethod
    def _shared_with(cls, actor: Actor) -> tuple[int, ...]:
        """Whoever of these is a subject, the actor is barred with them."""
        own = () if actor.user_id is None else (actor.user_id, *actor.relative_ids)
        return (*own, *actor.superior_ids) if cls.bars_subordinates else own


class Sealed(NamesSubjects, Owned, Base):
    """One accusation; only discipline opens it. No blind index, no search (security.md 2.3.4).

    `box` holds text, whom, place, village, contact, name and phone for the holders of the town's keys. Until
    discipline has made its key they stand in columns of their own, under a key of the key ring.
    """

    __tablename__ = "sealed"
    bars_subordinates = False
    """Discipline looks into its own superiors too; a subject and relatives are barred (security.md 2.4)."""

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.DELIVERED)
    origin: Mapped[str] = mapped_column(sa.String(20))
    """Channel it came by, as the intake calls it."""
    box: Mapped[bytes | None] = mapped_column(info=SECRET)
    """None while the town has no key: then the columns below hold the content, else they are empty."""
    text: Mapped[str] = mapped_column(Encrypted("sealed.text", key=SEALED_KEY), info=SECRET)
    whom: Mapped[str] = mapped_column(Encrypted("sealed.whom", key=SEALED_KEY), info=SECRET)
    place: Mapped[str] = mapped_column(Encrypted("sealed.place", key=SEALED_KEY), info=SECRET)
    village_code: Mapped[str | None] = mapped_column(sa.String(20), info=SECRET)
    contact: Mapped[str] = mapped_column(sa.String(20), info=SECRET)
    name: Mapped[str] = mapped_column(Encrypted("sealed.name", key=SEALED_KEY), info=SECRET)
    phone: Mapped[str] = mapped_column(Encrypted("sealed.phone", key=SEALED_KEY), info=SECRET)
    delivered_on: Mapped[date]
    received_on: Mapped[date | None]
    concluded_on: Mapped[date | None]
    handed_up_on: Mapped[date | None]
    """Day on which discipline gave it to the county."""
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
            sa.CheckConstraint(
                "(status = 'handed_up') = (handed_up_on IS NOT NULL)", name="handed_up_has_day"
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
    box: Mapped[bytes | None] = mapped_column(info=SECRET)
    text: Mapped[str] = mapped_column(Encrypted("sealed_note.text", key=SEALED_KEY), info=SECRET)
    """As with the matter itself: empty once there is a box."""
    user_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class BoxKey(Owned, Base):
    """One pair of keys of one holder; the private half only for discipline, and only locked."""

    __tablename__ = "box_key"

    holder: Mapped[Holder] = mapped_column(enum_column(Holder))
    public_key: Mapped[bytes] = mapped_column(info=SECRET)
    private_locked: Mapped[bytes | None] = mapped_column(info=SECRET)
    """Under the passphrase for the current key, in a box for the current key for older ones; None
    elsewhere.
    """
    is_current: Mapped[bool] = mapped_column(default=True)
    is_handed_on: Mapped[bool] = mapped_column(default=False)
    """An older key that whoever opens the current one may use too."""
    made_on: Mapped[date]
    printed_on: Mapped[date | None]
    drilled_on: Mapped[date | None]
    """When the sheet in the envelope was last tried."""

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.Index(
                "ix_box_key_current", "unit_code", "holder", unique=True,
                sqlite_where=sa.text("is_current"), postgresql_where=sa.text("is_current"),
            ),
        )


class CountyBox(Owned, Base):
    """An accusation against a head of the town or discipline itself: only the county opens it, nobody
    sees it.
    """

    __tablename__ = "county_box"

    box: Mapped[bytes] = mapped_column(info=SECRET)
    taken_on: Mapped[date | None]


class Alias(Owned, Base):
    """What people call a member of staff: 王麻子, 老王; texts are searched for it too."""

    __tablename__ = "alias"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted("alias.text", key=SEALED_KEY), info=SECRET)
