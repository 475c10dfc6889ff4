"""What a visit recorded on a phone still waits for: its photographs, the visit it follows (待关联)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base


class PhotoDue(Base):
    """A photograph the phone announced with the visit, by the hash of its bytes."""

    __tablename__ = "visit_photo_due"
    __table_args__ = (sa.CheckConstraint("came_on IS NOT NULL OR NOT is_broken", name="broken_came"),)

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    size: Mapped[int]
    came_on: Mapped[date | None]
    is_broken: Mapped[bool] = mapped_column(default=False)
    """It came whole and could not be opened as a picture."""


class Follow(Base):
    """接着哪次走访: the other visit by its client_id; visit_id of it once it is there.

    ended_reason: a person said that it need not be waited for.
    """

    __tablename__ = "visit_follow"
    __table_args__ = (
        sa.CheckConstraint("parent_id IS NULL OR ended_on IS NULL", name="joined_or_ended"),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), primary_key=True)
    parent_client_id: Mapped[str] = mapped_column(sa.String(36), primary_key=True, index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("visit.id"))
    since: Mapped[date]
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None]
    ended_reason: Mapped[str] = mapped_column(sa.String(200), default="")

    @property
    def waits(self) -> bool:
        return self.parent_id is None and self.ended_on is None
