"""How somebody likes the desk (个人设置): columns, density, saved views; kept on the server."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base
from tracker.store.db import db, writing

LARGEST = 20_000
"""Characters one setting may take."""


class Preference(Base):
    """One setting of one person; no record of the house, so neither versioned nor audited."""

    __tablename__ = "preference"

    user_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(sa.JSON)


def liked(user_id: int | None, key: str) -> Any:
    """What this person has set, None when nothing."""
    row = db.session.get(Preference, (user_id, key)) if user_id is not None else None
    return row.value if row else None


def like(user_id: int, key: str, value: Any) -> None:
    """Keep a setting (anything JSON can hold); None takes it back. Its own small transaction."""
    with writing(db.session()):
        if value is None or len(str(value)) > LARGEST:
            db.session.execute(
                sa.delete(Preference).where(Preference.user_id == user_id, Preference.key == key)
            )
        else:
            db.session.merge(Preference(user_id=user_id, key=key, value=value))
        db.session.commit()
