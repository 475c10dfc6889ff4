"""好差评: what a resident said of one task, what was done after a bad word, and codes that open a rating."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.hall.models.tasks import Task
from tracker.hall.rules import CaseStatus, Level, RatingChannel
from tracker.store.base import Base, Owned, Recusable, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class TaskRating(Base):
    """What a resident said of one finished task; who said it is nowhere in the row.

    `handler_id`, `agent_id`: whom it is about, as it was when the task ended. `is_excluded`: taken out of the
    figures after review only (误评).
    """

    __tablename__ = "task_rating"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), unique=True)
    level: Mapped[Level] = mapped_column(enum_column(Level))
    words: Mapped[str | None] = mapped_column(Encrypted("task_rating.words"), info=SECRET)
    rated_on: Mapped[date]
    channel: Mapped[RatingChannel] = mapped_column(enum_column(RatingChannel), default=RatingChannel.SLIP)
    handler_id: Mapped[int | None] = mapped_column(index=True)
    agent_id: Mapped[int | None] = mapped_column(index=True)
    is_excluded: Mapped[bool] = mapped_column(default=False)

    task: Mapped[Task] = relationship()


def _barring(actor: Any) -> tuple[int, ...]:
    """Whose rating this person has nothing to do with: the own one, a superior's, a relative's."""
    own = () if actor.user_id is None else (actor.user_id,)
    return (*own, *actor.superior_ids, *actor.relative_ids)


class RatingCase(Owned, Recusable, Base):
    """差评办理: a bad rating is verified, mended and called back by others than the clerk who was rated.

    unit_code: the hall; assignee_id: who verified. contact_by: 1 工作日 if the rater wants to be called;
    mend_by: 15 工作日. The rated, their relatives and those who work under them are barred.
    """

    __tablename__ = "rating_case"

    rating_id: Mapped[int] = mapped_column(sa.ForeignKey("task_rating.id"), unique=True)
    status: Mapped[CaseStatus] = mapped_column(enum_column(CaseStatus), default=CaseStatus.OPEN)
    rated_id: Mapped[int | None] = mapped_column(index=True)
    """The clerk who was rated: verifies, mends, calls and decides nothing here, and does not see it."""
    agent_id: Mapped[int | None] = mapped_column(index=True)
    """The 代办员 who was rated: the same."""
    phone: Mapped[str | None] = mapped_column(Encrypted("rating_case.phone"), info=SECRET)
    """Given by the rater to be called; wiped when the case is closed."""
    contact_by: Mapped[date | None]
    contacted_on: Mapped[date | None]
    contact_words: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    mend_by: Mapped[date]
    is_justified: Mapped[bool | None]
    """None: not verified yet."""
    finding: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    verified_on: Mapped[date | None]
    mended: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    mended_on: Mapped[date | None]
    tries: Mapped[int] = mapped_column(default=0)
    """Calls nobody answered; after three the case goes on."""
    missed_on: Mapped[date | None]
    called_on: Mapped[date | None]
    called_by: Mapped[int | None]
    is_settled: Mapped[bool | None]
    """What the rater said at the call-back; None: nobody could be reached."""
    call_words: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    appeal: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    """申诉复核: why the rating is held to be a mistake; who asks is not who decides."""
    appealed_by: Mapped[int | None]
    appeal_granted: Mapped[bool | None]
    appeal_decided_by: Mapped[int | None]
    appeal_words: Mapped[str] = mapped_column(sa.Text, default="", info=SECRET)
    public_words: Mapped[str] = mapped_column(sa.Text, default="")
    published_on: Mapped[date | None]

    rating: Mapped[TaskRating] = relationship(lazy="joined", innerjoin=True)

    @property
    def ref(self) -> str:
        """The number of the task it is about."""
        return self.rating.task.ref

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        barring = _barring(actor)
        return sa.and_(
            sa.or_(cls.rated_id.is_(None), cls.rated_id.not_in(barring)),
            sa.or_(cls.agent_id.is_(None), cls.agent_id.not_in(barring)),
        )

    def bars(self, actor: Any) -> bool:
        return bool({self.rated_id, self.agent_id} & set(_barring(actor)))

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("(is_justified IS NULL) = (verified_on IS NULL)", name="verified_on_day"),
            sa.CheckConstraint("(published_on IS NULL) = (public_words = '')", name="published_words"),
            sa.CheckConstraint(
                "called_by IS NULL OR rated_id IS NULL OR called_by <> rated_id", name="called_by_another"
            ),
            sa.CheckConstraint(
                "appeal_decided_by IS NULL OR appeal_decided_by <> appealed_by", name="appeal_by_another"
            ),
            sa.Index("ix_rating_case_open", "unit_code", "status", "mend_by"),
        )


class RatingCode(Base):
    """Six digits for a device turned to the resident: open one rating for some minutes, and go with it."""

    __tablename__ = "rating_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True, info=SECRET)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
