"""Blank (表样), its versions and the draft of a next one: the form as a file, what each mark stands for."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.blanks.rules import Shipped
from tracker.store.base import Base, Owned
from tracker.store.secrets import SECRET


class Blank(Owned, Base):
    """A form of the town. `source` names what it is filled from; `shipped` the form of ours that it replaces,
    empty for one of the town's own. `current` is the number of the version in use; 0: the one of ours."""

    title: Mapped[str] = mapped_column(sa.String(60))
    source: Mapped[str] = mapped_column(sa.String(40))
    shipped: Mapped[str] = mapped_column(sa.String(40), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    current: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list["BlankVersion"]] = relationship(
        back_populates="blank", order_by="BlankVersion.number", lazy="select"
    )

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            # one form of the town in the place of each of ours
            sa.Index(
                "uq_blank_shipped", "unit_code", "shipped", unique=True,
                sqlite_where=sa.text("shipped <> ''"), postgresql_where=sa.text("shipped <> ''"),
            ),
            sa.CheckConstraint("current >= 1 OR shipped <> ''", name="has_version"),
        )


class BlankVersion(Owned, Base):
    """One version of a form, never changed again; `mapping`: {mark: field of the source}, "" for the pen."""

    __tablename__ = "blank_version"

    blank_id: Mapped[int] = mapped_column(sa.ForeignKey("blank.id"), index=True)
    number: Mapped[int]
    file: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True, info=SECRET)
    file_name: Mapped[str] = mapped_column(sa.String(200), info=SECRET)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    note: Mapped[str] = mapped_column(sa.String(200), default="")

    blank: Mapped[Blank] = relationship(back_populates="versions", lazy="joined", innerjoin=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("blank_id", "number"),)


class BlankDraft(Owned, Base):
    """A form that was handed in and passed the check; its marks are matched before it becomes a version.

    `blank_id` is the form that gets a new version, None for a new form; `file` lies among the incoming files
    for a day. `version_id`: the version it has become.
    """

    __tablename__ = "blank_draft"

    blank_id: Mapped[int | None] = mapped_column(sa.ForeignKey("blank.id"))
    title: Mapped[str] = mapped_column(sa.String(60))
    source: Mapped[str] = mapped_column(sa.String(40))
    shipped: Mapped[str] = mapped_column(sa.String(40), default="")
    file: Mapped[str] = mapped_column(sa.String(60))
    file_name: Mapped[str] = mapped_column(sa.String(200), info=SECRET)
    mapping: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    is_mapped: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("blank_version.id"))


@dataclass(frozen=True)
class Form:
    """A form as it is in use: one of ours straight from its file, or the town's in its current version."""

    key: str
    title: str
    source: str
    number: int
    shipped: Shipped | None = None
    blank: Blank | None = None
    version: BlankVersion | None = None

    @property
    def export_source(self) -> str:
        """As the register of exports names it: which form, in which version."""
        return f"blank:{self.key}:{self.number}"
