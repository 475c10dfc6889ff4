"""公开: Publication (the public version of one answered matter) and PublicPicture (blacked out)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.notices.rules import Stage
from tracker.opinions.models import Opinion
from tracker.store.base import Base, Owned, Recusable, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, EncryptedBytes


class Publication(Recusable, Owned, Base):
    """What the public reads of one matter; a text of its own, which a person has looked through.

    unit_code is the town. Its recusal is that of the matter: whoever may not see that, sees no draft of this.
    """

    __tablename__ = "publication"

    opinion_id: Mapped[int] = mapped_column(sa.ForeignKey("opinion.id"), unique=True)
    stage: Mapped[Stage] = mapped_column(enum_column(Stage), default=Stage.DRAFT)
    title: Mapped[str] = mapped_column(sa.String(60), info=SECRET)
    text: Mapped[str] = mapped_column(sa.Text, info=SECRET)
    reply: Mapped[str] = mapped_column(sa.Text, info=SECRET)
    place: Mapped[str] = mapped_column(sa.String(60), info=SECRET)
    village_code: Mapped[str | None] = mapped_column(sa.String(20))
    category: Mapped[str] = mapped_column(sa.String(60), default="")
    submitted_on: Mapped[date]
    answered_on: Mapped[date]
    published_on: Mapped[date | None]
    published_by: Mapped[int | None]
    taken_down_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why it was taken down."""

    opinion: Mapped[Opinion] = relationship(lazy="joined", innerjoin=True)
    pictures: Mapped[list["PublicPicture"]] = relationship(
        order_by="PublicPicture.number", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def ref(self) -> str:
        return self.opinion.ref

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        return cls.opinion.has(Opinion.not_barred(actor))

    def bars(self, actor: Any) -> bool:
        return self.opinion is not None and self.opinion.bars(actor)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.Index("ix_publication_public", "unit_code", "stage", "answered_on", "id"),
            sa.CheckConstraint("stage = 'draft' OR published_on IS NOT NULL", name="published_has_day"),
            sa.CheckConstraint(
                "(stage = 'taken_down') = (taken_down_at IS NOT NULL)", name="down_has_instant"
            ),
        )


class PublicPicture(Base):
    """A picture as the public sees it: the areas are black in its pixels, what was there is not kept here."""

    __tablename__ = "public_picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(sa.ForeignKey("publication.id"), index=True)
    source: Mapped[str] = mapped_column(sa.String(32))
    """Name of the picture of the matter it was made of."""
    name: Mapped[str] = mapped_column(sa.String(32), unique=True)
    """Its own name for the public: from one picture nobody gets to the other."""
    number: Mapped[int]
    areas: Mapped[str] = mapped_column(sa.Text, default="")
    """What was blacked out, `left,top,width,height;…` in thousandths: to be looked at again."""
    shown: Mapped[bytes] = mapped_column(EncryptedBytes("public_picture.shown"), info=SECRET, deferred=True)
    thumb: Mapped[bytes] = mapped_column(EncryptedBytes("public_picture.thumb"), info=SECRET, deferred=True)

    __table_args__ = (sa.UniqueConstraint("publication_id", "source"),)
