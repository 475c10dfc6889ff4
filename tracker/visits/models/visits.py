"""Visit (走访): who took part, what came of it, and what it said before a correction."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted
from tracker.visits.rules import VILLAGE_DIGITS, Kind, Purpose


class Visit(Owned, Base):
    """unit_code: the village or group that was visited; assignee_id: who went (author_id: who wrote it).

    Two cadres at one household on one day are one visit to it (一起走访): counted so, stored nowhere.
    """

    __tablename__ = "visit"

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    visited_on: Mapped[date]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), default=Kind.HOME)
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"))
    words: Mapped[str | None] = mapped_column(Encrypted("visit.words"), info=SECRET)
    participants: Mapped[str | None] = mapped_column(Encrypted("visit.participants"), info=SECRET)
    purpose_codes: Mapped[str] = mapped_column(sa.String(80), default="")
    present_count: Mapped[int | None]
    """座谈会: how many came."""
    client_id: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    """The key a phone gave this visit when its form was opened; None: written at the desk."""
    client_rev: Mapped[int] = mapped_column(default=0)
    client_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was saved by the clock of the phone; `skew_seconds`: how far that clock was behind ours."""
    skew_seconds: Mapped[int | None]
    companions: Mapped[list["VisitCompanion"]] = relationship(
        cascade="all, delete-orphan", order_by="VisitCompanion.user_id"
    )

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.Index("ix_visit_newest", "visited_on", "id"),
            sa.Index("ix_visit_place", "unit_code", "visited_on", "id"),
            sa.Index("ix_visit_visitor", "assignee_id", "visited_on", "id"),
            sa.Index("ix_visit_household", "household_id", "visited_on", "id"),
        )

    @property
    def village_code(self) -> str:
        return self.unit_code[:VILLAGE_DIGITS]

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        return tuple(Purpose(code) for code in self.purpose_codes.split())

    @property
    def companion_ids(self) -> tuple[int, ...]:
        return tuple(one.user_id for one in self.companions)


class VisitCompanion(Base):
    """A colleague who went along (一起去的同事): the visit is one of the own days too."""

    __tablename__ = "visit_companion"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, index=True)


class VisitOpinion(Base):
    """What a visit heard and handed on as an opinion (转成诉求); a sealed one leaves no row."""

    __tablename__ = "visit_opinion"

    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)


class VisitVersion(Base):
    """What a visit said before a correction (更正版); never changed again."""

    __tablename__ = "visit_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    visited_on: Mapped[date]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    unit_code: Mapped[str] = mapped_column(sa.String(20))
    household_id: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(Encrypted("visit_version.words"), info=SECRET)
    participants: Mapped[str | None] = mapped_column(Encrypted("visit_version.participants"), info=SECRET)
    purpose_codes: Mapped[str] = mapped_column(sa.String(80), default="")
    present_count: Mapped[int | None]
    companion_codes: Mapped[str] = mapped_column(sa.String(200), default="")
    """Account ids of the colleagues who went along, with spaces between."""
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_by: Mapped[int | None]
    client_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    """Of the phone's record that said this; None: written at the desk."""

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        return tuple(Purpose(code) for code in self.purpose_codes.split())

    @property
    def companion_ids(self) -> tuple[int, ...]:
        return tuple(int(code) for code in self.companion_codes.split())
