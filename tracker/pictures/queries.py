"""Every select() about pictures (照片). Whoever asks has asked the rights of their record before."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tracker.pictures.models import Look, Original, Picture, SealedPicture
from tracker.store.db import db

AnyPicture = Picture | SealedPicture
SEALED_KINDS = frozenset({"sealed"})


def model_of(kind: str) -> Any:
    """Pictures of accusations lie in a table of their own, under their own key."""
    return SealedPicture if kind in SEALED_KINDS else Picture


def of(kind: str, record_id: int) -> Sequence[AnyPicture]:
    """The pictures of one record, in order, without their bytes."""
    model = model_of(kind)
    found: Sequence[AnyPicture] = db.session.scalars(
        sa.select(model).where(model.kind == kind, model.record_id == record_id).order_by(model.number)
    ).all()
    return found


def named(kind: str, record_id: int, name: str) -> AnyPicture | None:
    """One picture of this very record, None for one of another."""
    model = model_of(kind)
    found: AnyPicture | None = db.session.scalar(
        sa.select(model).where(model.kind == kind, model.record_id == record_id, model.name == name)
    )
    return found


def last_number(kind: str, record_id: int) -> int:
    model = model_of(kind)
    found: int | None = db.session.scalar(
        sa.select(sa.func.max(model.number)).where(model.kind == kind, model.record_id == record_id)
    )
    return found or 0


def original_of(name: str) -> Original | None:
    return db.session.scalar(sa.select(Original).where(Original.name == name))


def originals_of(names: Sequence[str]) -> Sequence[Original]:
    return db.session.scalars(sa.select(Original).where(Original.name.in_(names))).all()


def looks_of(names: Sequence[str]) -> Sequence[Look]:
    """Every time somebody asked to open one of these originals, oldest first."""
    return db.session.scalars(sa.select(Look).where(Look.name.in_(names)).order_by(Look.id)).all()


def asked_originals(kind: str, user_id: int | None) -> sa.Select[int]:
    """Ids of ordinary records whose original somebody else asked for: it waits for a second person."""
    return (
        sa.select(Picture.record_id)
        .join(Look, Look.name == Picture.name)
        .where(Picture.kind == kind, Look.is_agreed.is_(None), Look.asked_by != user_id)
    )


def last_look(name: str) -> Look | None:
    return db.session.scalar(sa.select(Look).where(Look.name == name).order_by(Look.id.desc()).limit(1))
