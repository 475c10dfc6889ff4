"""Slip (纸条): the number on a slip of the opinion box, printed before there is a matter."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base


class Slip(Base):
    """One printed slip. Its receipt waits as kind "slip"; once used, nothing here leads to the matter.

    Like the receipts it leaves no line in the audit log: a line without a matter beside it would tell of an
    accusation.
    """

    __tablename__ = "slip"

    id: Mapped[int] = mapped_column(primary_key=True)
    town_code: Mapped[str] = mapped_column(sa.String(9))
    slip_no: Mapped[str] = mapped_column(sa.String(12))
    """On the upper half, which goes into the box."""
    handle: Mapped[str] = mapped_column(sa.String(8), default="")
    """The first eight digits of the receipt on the lower half; empty once it is used."""
    used_on: Mapped[date | None]

    __table_args__ = (
        sa.UniqueConstraint("town_code", "slip_no"),
        sa.CheckConstraint("(handle = '') = (used_on IS NOT NULL)", name="used_forgets_its_receipt"),
    )
