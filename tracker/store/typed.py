"""What somebody has typed and not sent yet (没写完的): encrypted, three days, for that person alone."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain import clock
from tracker.store.base import Base, UtcDateTime
from tracker.store.db import db, writing
from tracker.store.secrets import Encrypted

KEPT = timedelta(hours=72)
LARGEST = 40_000
"""Characters of one form that are kept; a longer one is not."""
MOST_PAGES = 30
"""Forms of one person that are kept at a time."""


class Typed(Base):
    """One half-written form: the page it stands on and what its fields said."""

    __tablename__ = "typed"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    fields: Mapped[str] = mapped_column(Encrypted("typed.fields"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def keep(user_id: int, page: str, fields: Mapping[str, list[str]]) -> bool:
    """Keep what a form says now, in place of what it said before; False when it is too much to keep."""
    said = json.dumps(dict(fields), ensure_ascii=False)
    if len(said) > LARGEST or len(page) > 200:
        return False
    with writing(db.session()):
        row = db.session.get(Typed, (user_id, page))
        if row is None and _pages(user_id) >= MOST_PAGES:
            db.session.rollback()
            return False
        if row is None:
            row = Typed(user_id=user_id, page=page)
            db.session.add(row)
        row.fields, row.at = said, clock.now()
        db.session.commit()
    return True


def _pages(user_id: int) -> int:
    query = sa.select(sa.func.count()).select_from(Typed).where(Typed.user_id == user_id)
    return db.session.scalar(query) or 0


def pages_under(user_id: int, *begins: str) -> int:
    """How many half-written forms this person keeps on pages that begin like this."""
    query = sa.select(sa.func.count()).select_from(Typed).where(
        Typed.user_id == user_id, Typed.at > clock.now() - KEPT,
        sa.or_(*(Typed.page.startswith(one, autoescape=True) for one in begins)),
    )
    return db.session.scalar(query) or 0


def kept_at(user_id: int, page: str) -> datetime | None:
    """When this person's half-written form of this page was kept last; None: there is none."""
    query = sa.select(Typed.at).where(
        Typed.user_id == user_id, Typed.page == page, Typed.at > clock.now() - KEPT
    )
    return db.session.scalar(query)


def kept(user_id: int, page: str) -> dict[str, list[str]]:
    """{field: values} of the half-written form, empty when there is none."""
    row = db.session.get(Typed, (user_id, page)) if kept_at(user_id, page) else None
    return json.loads(row.fields) if row else {}


def drop(user_id: int, page: str) -> None:
    """The form was sent, or is not wanted any more."""
    if db.session.get(Typed, (user_id, page)) is None:
        return
    with writing(db.session()):
        db.session.execute(sa.delete(Typed).where(Typed.user_id == user_id, Typed.page == page))
        db.session.commit()


def drop_of(ref: str) -> None:
    """Step of the open act: what anybody had typed on the pages of the record with this number goes."""
    pages = Typed.page.contains(f"/{ref}/", autoescape=True)
    db.session.execute(sa.delete(Typed).where(pages))


def sweep() -> int:
    """Take away what nobody took up again within three days; answers how many forms."""
    with writing(db.session()):
        gone = db.session.execute(sa.delete(Typed).where(Typed.at <= clock.now() - KEPT))
        db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has one
