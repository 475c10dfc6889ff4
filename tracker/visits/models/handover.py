"""ContactHandover (岗位交接) and its items: who handed what to whom, on which day, what became of each."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.store.base import Base, Owned, enum_column
from tracker.visits.rules import LONGEST_REASON, Thing


class ContactHandover(Owned, Base):
    """unit_code: where the giver sits; assignee_id: the receiver (接收人), author_id: who made it.

    `drafts`: half-written forms about visits that stay with the giver, as it was on the day.
    """

    __tablename__ = "contact_handover"

    giver_id: Mapped[int] = mapped_column(index=True)
    on_day: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_REASON))
    drafts: Mapped[int] = mapped_column(default=0)

    items: Mapped[list["HandoverItem"]] = relationship(order_by="HandoverItem.id")

    @property
    def receiver_id(self) -> int | None:
        return self.assignee_id

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("assignee_id IS NOT NULL AND assignee_id <> giver_id", name="two_people"),
        )


class HandoverItem(Base):
    """One line of the 移交清单. What it is about is read again, by whoever looks, with their own rights.

    `is_moved` None: the program stopped before the result could be written down.
    """

    __tablename__ = "handover_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_handover.id"), index=True)
    thing: Mapped[Thing] = mapped_column(enum_column(Thing))
    record_id: Mapped[int]
    is_moved: Mapped[bool | None]
    told: Mapped[str] = mapped_column(sa.String(200), default="")
    """Why it stayed, or what was done beside; empty: it went over as it was."""
