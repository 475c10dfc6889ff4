"""ReplyTemplate (答复模板): its words are copied into a reply, never referred to."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.opinions.rules import Stream
from tracker.store.base import Base, Owned, enum_column


class ReplyTemplate(Owned, Base):
    """One text the office answers with again and again. Changing it changes no reply that was made of it."""

    __tablename__ = "reply_template"

    name: Mapped[str] = mapped_column(sa.String(60))
    stream: Mapped[Stream | None] = mapped_column(enum_column(Stream))
    """None: for every stream."""
    text: Mapped[str] = mapped_column(sa.Text)
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("unit_code", "name"),)
