"""Problem (问题) and its notes (进展)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.problems.rules import Confirmer, Source, Status, Urgency
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Problem(Owned, Base):
    """unit_code: the town until it is assigned, then the office that has to solve it; assignee_id: who."""

    __tablename__ = "problem"

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.REGISTERED)
    source: Mapped[Source] = mapped_column(enum_column(Source))
    visit_id: Mapped[int | None] = mapped_column(index=True)
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"))
    village_code: Mapped[str] = mapped_column(sa.String(20))
    content: Mapped[str] = mapped_column(Encrypted("problem.content"), info=SECRET)
    category: Mapped[str] = mapped_column(sa.String(60), default="")
    urgency: Mapped[Urgency] = mapped_column(enum_column(Urgency), default=Urgency.USUAL)
    registered_on: Mapped[date]
    leader_id: Mapped[int | None]
    measure: Mapped[str | None] = mapped_column(Encrypted("problem.measure"), info=SECRET)
    promised_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(Encrypted("problem.result"), info=SECRET)
    applied_on: Mapped[date | None]
    checked_by: Mapped[int | None]
    confirmed_by: Mapped[Confirmer | None] = mapped_column(enum_column(Confirmer))
    confirmed_on: Mapped[date | None]
    confirmed_words: Mapped[str | None] = mapped_column(Encrypted("problem.confirmed_words"), info=SECRET)
    struck_off_on: Mapped[date | None]
    struck_off_by: Mapped[int | None]
    rehung_count: Mapped[int] = mapped_column(default=0)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        newest = ("created_at", "id")
        return (
            sa.CheckConstraint(
                "(status = 'struck_off') = (struck_off_on IS NOT NULL)", name="struck_off_dated"
            ),
            sa.CheckConstraint("struck_off_on IS NULL OR confirmed_by IS NOT NULL", name="confirmed_first"),
            sa.CheckConstraint(
                "struck_off_on IS NULL OR struck_off_by <> assignee_id", name="not_by_its_handler"
            ),
            sa.CheckConstraint(
                "status IN ('registered', 'settled') OR assignee_id IS NOT NULL", name="in_somebodys_hands"
            ),
            sa.CheckConstraint("status <> 'applied' OR result IS NOT NULL", name="applied_with_result"),
            sa.Index("ix_problem_newest", *newest),
            sa.Index("ix_problem_status", "status", *newest),
            sa.Index("ix_problem_village", "village_code", *newest),
            sa.Index("ix_problem_unit", "unit_code", *newest),
            sa.Index("ix_problem_mine", "assignee_id", "status", "promised_on"),
            sa.Index("ix_problem_household", "household_id", "status"),
            sa.Index("ix_problem_promised", "promised_on", "status"),
            sa.Index("ix_problem_registered", "registered_on", "id"),  # the list to hand in streams so
        )


class ProblemNote(Base):
    """One step of a problem (进展): who did what, in which words; only ever added."""

    __tablename__ = "problem_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), index=True)
    move: Mapped[str] = mapped_column(sa.String(20))
    author_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Encrypted("problem_note.text"), info=SECRET)
