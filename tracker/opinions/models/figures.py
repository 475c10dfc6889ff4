"""OpinionCount (统计汇总): how many matters count for what, kept in the transaction that changes one."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.opinions.rates import Axis
from tracker.store.base import Base, enum_column


class OpinionCount(Base):
    """Of the matters submitted in this month: how many count for each fact from the day `since` on.

    Days whose month is over are kept as the first of it, and so is what came before an answer; a limit of
    this month or a later one as the day itself, until the nightly run folds it.
    Matters that are about somebody (subjects) are never in here: they are counted for each reader anew.
    One column for each `Fact`.
    """

    __tablename__ = "opinion_count"

    town_code: Mapped[str] = mapped_column(sa.String(9), primary_key=True)
    axis: Mapped[Axis] = mapped_column(enum_column(Axis), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    received: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    timed: Mapped[int] = mapped_column(default=0)
    in_time: Mapped[int] = mapped_column(default=0)
    overdue: Mapped[int] = mapped_column(default=0)
    done_late: Mapped[int] = mapped_column(default=0)
    called: Mapped[int] = mapped_column(default=0)
    proxy: Mapped[int] = mapped_column(default=0)
    contacted: Mapped[int] = mapped_column(default=0)
    solved: Mapped[int] = mapped_column(default=0)
    partly: Mapped[int] = mapped_column(default=0)
    unsolved: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    fair: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    rated: Mapped[int] = mapped_column(default=0)
    rated_solved: Mapped[int] = mapped_column(default=0)
    rated_good: Mapped[int] = mapped_column(default=0)
    rated_fair: Mapped[int] = mapped_column(default=0)
    rated_bad: Mapped[int] = mapped_column(default=0)
    merged: Mapped[int] = mapped_column(default=0)
    review: Mapped[int] = mapped_column(default=0)
    not_ours: Mapped[int] = mapped_column(default=0)
    declined: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)

    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # the key is the order it is read in
