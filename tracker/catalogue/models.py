"""ServiceItem (事项): one thing the town does for residents, with all that its guide says."""

from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.catalogue.rules import SIX_FACTS, Kind, Material, Status, Topic, Type
from tracker.store.base import Base, Owned, enum_column

ALL_SIX = " AND ".join(f"{name} <> ''" for name in SIX_FACTS)


class ServiceItem(Owned, Base):
    """One thing the town does for residents; unit_code is the town whose catalogue it stands in.

    `materials_kept` holds the rows of the material list in the item itself, so that the audit log shows them
    before and after and two editors collide; use `materials`.
    """

    __tablename__ = "service_item"

    code: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(120))
    type: Mapped[Type] = mapped_column(enum_column(Type), default=Type.PUBLIC_SERVICE)
    topic: Mapped[Topic] = mapped_column(enum_column(Topic), default=Topic.OTHER)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), default=Kind.PROMISED)
    department_code: Mapped[str] = mapped_column(sa.String(20), default="")
    content: Mapped[str] = mapped_column(sa.Text, default="")
    procedure: Mapped[str] = mapped_column(sa.Text, default="")
    ways: Mapped[str] = mapped_column(sa.Text, default="")
    hours: Mapped[str] = mapped_column(sa.Text, default="")
    place: Mapped[str] = mapped_column(sa.Text, default="")
    people: Mapped[str] = mapped_column(sa.Text, default="")
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    basis: Mapped[str] = mapped_column(sa.Text, default="")
    fee: Mapped[str] = mapped_column(sa.String(200), default="")
    phone: Mapped[str] = mapped_column(sa.String(60), default="")
    legal_workdays: Mapped[int | None]
    promised_workdays: Mapped[int] = mapped_column(default=0)
    asks_id: Mapped[bool] = mapped_column(default=False)
    materials_kept: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.DRAFT)
    published_on: Mapped[date | None]

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("unit_code", "code"),
            sa.CheckConstraint(f"status <> 'published' OR ({ALL_SIX})", name="six_facts_public"),
            sa.CheckConstraint(
                "legal_workdays IS NULL OR promised_workdays <= legal_workdays", name="promise_within_law"
            ),
            sa.CheckConstraint("status <> 'published' OR published_on IS NOT NULL", name="published_on_day"),
            sa.Index("ix_service_item_list", "unit_code", "status", "topic"),
        )

    @property
    def materials(self) -> list[Material]:
        return [Material(**row) for row in self.materials_kept or ()]

    @materials.setter
    def materials(self, rows: list[Material]) -> None:
        self.materials_kept = [asdict(row) for row in rows]

    @property
    def materials_text(self) -> str:
        """The list as the form shows it, one material a line."""
        return "\n".join(row.line for row in self.materials)

    @property
    def facts(self) -> dict[str, str]:
        """The six public facts."""
        return {name: getattr(self, name) or "" for name in SIX_FACTS}

    @property
    def first_move(self) -> str:
        """What the window does with a complete application: spot (即办件) or accept (承诺件)."""
        return "spot" if self.kind is Kind.INSTANT else "accept"

    @property
    def is_published(self) -> bool:
        return self.status is Status.PUBLISHED

    @property
    def is_publishable(self) -> bool:
        """Not public now; whether it is complete is asked when it is published."""
        return self.status is not Status.PUBLISHED
