"""照片: Picture (rebuilt, two sizes), Original (as it was sent), Look (who asked to open an original)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, UtcDateTime
from tracker.store.secrets import SECRET, Encrypted, EncryptedBytes

SEALED_KEY = "sealed"


class PictureColumns:
    """One picture of a record (`kind` is its table). Who may see the record, may see it.

    `name` is random: addresses and ids tell nobody how many others there are. No time is kept.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int]
    number: Mapped[int]
    """1, 2, 3 … in the order they came."""
    width: Mapped[int]
    height: Mapped[int]


class Picture(PictureColumns, Base):
    """Of an ordinary record: under the key of personal data."""

    __tablename__ = "picture"
    __table_args__ = (sa.UniqueConstraint("kind", "record_id", "number"),)

    shown: Mapped[bytes] = mapped_column(EncryptedBytes("picture.shown"), info=SECRET, deferred=True)
    thumb: Mapped[bytes] = mapped_column(EncryptedBytes("picture.thumb"), info=SECRET, deferred=True)


class SealedPicture(PictureColumns, Base):
    """Of an accusation: under the key of accusations."""

    __tablename__ = "sealed_picture"
    __table_args__ = (sa.UniqueConstraint("kind", "record_id", "number"),)

    shown: Mapped[bytes] = mapped_column(
        EncryptedBytes("sealed_picture.shown", key=SEALED_KEY), info=SECRET, deferred=True
    )
    thumb: Mapped[bytes] = mapped_column(
        EncryptedBytes("sealed_picture.thumb", key=SEALED_KEY), info=SECRET, deferred=True
    )


class Original(Base):
    """原件: the bytes as they were sent, with what a phone wrote into them; opened by two persons only."""

    __tablename__ = "picture_original"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32), unique=True)
    """Of the picture it belongs to."""
    data: Mapped[bytes] = mapped_column(
        EncryptedBytes("picture_original.data", key=SEALED_KEY), info=SECRET, deferred=True
    )


class Look(Base):
    """看原件: one person asks with a reason, a second one decides, the first opens it once within a day."""

    __tablename__ = "picture_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(32), index=True)
    reason: Mapped[str] = mapped_column(Encrypted("picture_look.reason", key=SEALED_KEY), info=SECRET)
    asked_by: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_agreed: Mapped[bool | None]
    """None: it waits for the second person."""
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("(is_agreed IS NULL) = (decided_at IS NULL)", name="decided_has_instant"),
        sa.CheckConstraint("decided_by <> asked_by", name="two_persons"),
    )
