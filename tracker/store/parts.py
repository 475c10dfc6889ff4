"""Photographs that arrive in parts (分片上传): encrypted, for their sender alone, until they are whole."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base
from tracker.store.db import db, writing
from tracker.store.secrets import EncryptedBytes


class PhotoPart(Base):
    """One stretch of a file: whose, of which record (its client_id), of which file (its hash), from where."""

    __tablename__ = "photo_part"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    length: Mapped[int]
    data: Mapped[bytes] = mapped_column(EncryptedBytes("photo_part.data"), deferred=True)
    came_on: Mapped[date] = mapped_column(index=True)


def _of(user_id: int, client_id: str, sha256: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        PhotoPart.user_id == user_id, PhotoPart.client_id == client_id, PhotoPart.sha256 == sha256
    )


def offset(user_id: int, client_id: str, sha256: str) -> int:
    """How many bytes have come, without a gap."""
    total = sa.select(sa.func.coalesce(sa.func.sum(PhotoPart.length), 0))
    return db.session.scalar(total.where(_of(user_id, client_id, sha256))) or 0


def append(user_id: int, client_id: str, sha256: str, start: int, data: bytes, today: date) -> int:
    """Keep the next stretch and answer the new offset; what starts elsewhere changes nothing."""
    with writing(db.session()):
        now = offset(user_id, client_id, sha256)
        if start != now or not data:
            db.session.rollback()
            return now
        db.session.add(PhotoPart(
            user_id=user_id, client_id=client_id, sha256=sha256, start=start, length=len(data), data=data,
            came_on=today,
        ))
        db.session.commit()
    return start + len(data)


def whole(user_id: int, client_id: str, sha256: str) -> bytes:
    """All that has come, in order."""
    rows = db.session.scalars(
        sa.select(PhotoPart.data).where(_of(user_id, client_id, sha256)).order_by(PhotoPart.start)
    )
    return b"".join(rows)


def drop(user_id: int, client_id: str, sha256: str) -> None:
    """Step of the open act: the photograph has found its place, its parts go."""
    db.session.execute(sa.delete(PhotoPart).where(_of(user_id, client_id, sha256)))


def forget(user_id: int, client_id: str, sha256: str) -> None:
    """What came is not what was announced: it starts anew."""
    with writing(db.session()):
        drop(user_id, client_id, sha256)
        db.session.commit()


def sweep(before: date, keep: Iterable[str] = ()) -> int:
    """Take away parts that came before this day and of which nothing came since; answers how many.

    `keep`: client_ids of records that still wait for a person.
    """
    later = sa.select(PhotoPart.client_id).where(PhotoPart.came_on >= before)
    with writing(db.session()):
        gone = db.session.execute(
            sa.delete(PhotoPart).where(
                PhotoPart.came_on < before, PhotoPart.client_id.not_in(later),
                PhotoPart.client_id.not_in(list(keep)),
            )
        )
        db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has one
