"""Problem (问题): what somebody wants solved, who solves it, who says that it is."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.problems.models.steps import Deferral, Meeting, ProblemWhistle
from tracker.problems.rules import Confirmer, How, Source, Status, Turned, Urgency
from tracker.store.base import Base, Owned, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Problem(Owned, Base):
    """unit_code: the town until it is assigned, then the office that has to solve it; assignee_id: who.

    turned_to: what it went on as (转出); its words went along, so content is empty then. turned_id: the
    record, None for one that nobody at the desk may see; kept out of the audit log for the same reason.
    deferred_until: the day to look again while it is put off. met_on: when the leaders last spoke of it.
    asked_by: who asked the resident or the village whether it is solved, and how.
    """

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
    deferred_until: Mapped[date | None]
    met_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(Encrypted("problem.result"), info=SECRET)
    applied_on: Mapped[date | None]
    checked_by: Mapped[int | None]
    confirmed_by: Mapped[Confirmer | None] = mapped_column(enum_column(Confirmer))
    confirmed_how: Mapped[How | None] = mapped_column(enum_column(How))
    asked_by: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    confirmed_words: Mapped[str | None] = mapped_column(Encrypted("problem.confirmed_words"), info=SECRET)
    struck_off_on: Mapped[date | None]
    struck_off_by: Mapped[int | None]
    rehung_count: Mapped[int] = mapped_column(default=0)
    turned_to: Mapped[Turned | None] = mapped_column(enum_column(Turned))
    turned_id: Mapped[int | None] = mapped_column(info=SECRET)
    turned_by: Mapped[int | None]
    turned_on: Mapped[date | None]

    deferrals: Mapped[list[Deferral]] = relationship(order_by=Deferral.id)
    whistles: Mapped[list[ProblemWhistle]] = relationship(order_by=ProblemWhistle.id)
    meetings: Mapped[list[Meeting]] = relationship(order_by=Meeting.id)

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
                "asked_by IS NULL OR asked_by <> assignee_id", name="asked_by_another"
            ),
            sa.CheckConstraint(
                "status IN ('registered', 'settled', 'turned') OR assignee_id IS NOT NULL",
                name="in_somebodys_hands",
            ),
            sa.CheckConstraint("status <> 'applied' OR result IS NOT NULL", name="applied_with_result"),
            sa.CheckConstraint(
                "(status = 'deferred') = (deferred_until IS NOT NULL)", name="deferred_until_a_day"
            ),
            sa.CheckConstraint("deferred_until IS NULL OR urgency <> 'fast'", name="fast_never_waits"),
            sa.CheckConstraint("(status = 'turned') = (turned_to IS NOT NULL)", name="turned_to_something"),
            sa.Index("ix_problem_newest", *newest),
            sa.Index("ix_problem_status", "status", *newest),
            sa.Index("ix_problem_village", "village_code", *newest),
            sa.Index("ix_problem_unit", "unit_code", *newest),
            sa.Index("ix_problem_mine", "assignee_id", "status", "promised_on"),
            sa.Index("ix_problem_household", "household_id", "status"),
            sa.Index("ix_problem_promised", "promised_on", "status"),
            sa.Index("ix_problem_registered", "registered_on", "id"),  # the list to hand in streams so
            sa.Index("ix_problem_turned", "turned_to", "turned_id"),
        )
