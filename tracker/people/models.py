"""User (人员), Post (岗位) and Leave (请假): who signs in, and as what, and who is away."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain.roles import Role
from tracker.people.rules import LeaveKind, Track
from tracker.store.base import Base, Owned, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class User(Owned, Base):
    """A member of staff; unit_code is where the person belongs."""

    __tablename__ = "user_account"

    login: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    pinyin_full: Mapped[str] = mapped_column(sa.String(120), default="")
    pinyin_initials: Mapped[str] = mapped_column(sa.String(20), default="")
    password_hash: Mapped[str | None] = mapped_column(sa.String(200), info=SECRET)
    phone: Mapped[str | None] = mapped_column(Encrypted("user_account.phone"), info=SECRET)
    gender: Mapped[str] = mapped_column(sa.String(2), default="")
    born_on: Mapped[date | None] = mapped_column(info=SECRET)
    political_status: Mapped[str] = mapped_column(sa.String(20), default="")
    job_title: Mapped[str] = mapped_column(sa.String(60), default="")
    track: Mapped[Track] = mapped_column(enum_column(Track), default=Track.OTHER)
    is_leading_member: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    posts: Mapped[list["Post"]] = relationship(back_populates="user", order_by="Post.id")


class Post(Base):
    """One role held in one unit; a person acts in one post at a time."""

    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    unit_code: Mapped[str] = mapped_column(sa.String(20), index=True)
    until_on: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="posts")

    __table_args__ = (sa.UniqueConstraint("user_id", "role", "unit_code"),)


class Relative(Owned, Base):
    """近亲属 in the same town: each of the two is barred from matters about the other (回避)."""

    __tablename__ = "relative"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    relative_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    relation: Mapped[str] = mapped_column(sa.String(20))

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("user_id", "relative_id"),
            sa.CheckConstraint("user_id < relative_id", name="one_row_a_pair"),
        )


class Leave(Owned, Base):
    """请假: assignee_id is away from `since` to `until`, both included; unit_code: where they belong."""

    __tablename__ = "staff_leave"

    kind: Mapped[LeaveKind] = mapped_column(enum_column(LeaveKind), info=SECRET)
    since: Mapped[date]
    until: Mapped[date]
    cancelled_on: Mapped[date | None]
    """Not taken after all."""

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("until >= since", name="span"),
            sa.CheckConstraint("assignee_id IS NOT NULL", name="somebody"),
            sa.Index("ix_staff_leave_span", "assignee_id", "since", "until"),
        )
