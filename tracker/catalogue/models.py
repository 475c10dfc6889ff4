"""ServiceItem (事项) with its versions, and AgencyPoint (代办点) in the villages."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.catalogue.rules import (
    AUDIENCE_LABELS,
    SIX_FACTS,
    Audience,
    Change,
    GapRule,
    Kind,
    Less,
    Material,
    Status,
    Topic,
    Type,
    steps_of,
)
from tracker.catalogue.rules.changes import said
from tracker.store.base import Base, Owned, UtcDateTime, enum_column

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
    number: Mapped[int] = mapped_column(default=0)
    """版本: counts the public versions; 0 before the first."""
    audience_codes: Mapped[str] = mapped_column(sa.String(120), default="everyone")
    everyday_words: Mapped[str] = mapped_column(sa.String(400), default="")
    """What residents call it (俗话), for the search: 上户口 办低保 交社保."""
    pinyin: Mapped[str] = mapped_column(sa.String(2000), default="")
    """How name and everyday words sound, syllable by syllable, for the search; made by the service."""
    body_kind: Mapped[str] = mapped_column(sa.String(40), default="")
    level: Mapped[str] = mapped_column(sa.String(40), default="")
    scope: Mapped[str] = mapped_column(sa.String(80), default="")
    result_name: Mapped[str] = mapped_column(sa.String(120), default="")
    result_pickup: Mapped[str] = mapped_column(sa.String(200), default="")
    trips: Mapped[int] = mapped_column(default=1)
    trips_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    special_procedure: Mapped[str] = mapped_column(sa.Text, default="")
    intermediary: Mapped[str] = mapped_column(sa.String(200), default="")
    fee_basis: Mapped[str] = mapped_column(sa.String(200), default="")
    complaint_phone: Mapped[str] = mapped_column(sa.String(60), default="")
    questions: Mapped[str] = mapped_column(sa.Text, default="")
    """常见问题, one a line: 问？答."""
    is_online: Mapped[bool] = mapped_column(default=False)
    is_posted: Mapped[bool] = mapped_column(default=False)
    is_bookable: Mapped[bool] = mapped_column(default=True)
    at_home: Mapped[bool] = mapped_column(default=False)
    """上门: can be done at the resident's home."""
    by_agent: Mapped[bool] = mapped_column(default=True)
    """代办: village agents take it in."""
    gap_rule: Mapped[GapRule] = mapped_column(enum_column(GapRule), default=GapRule.NONE)
    county_stops: Mapped[bool] = mapped_column(default=False)
    """The guide says that the promised days stand still while a county department has it."""
    valid_months: Mapped[int | None]
    """How long the certificate is valid, in months; None: for good, or no certificate."""

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
    def audiences(self) -> tuple[Audience, ...]:
        return tuple(Audience(code) for code in (self.audience_codes or "").split())

    @property
    def audience_words(self) -> str:
        """老年人、残疾人"""
        return "、".join(AUDIENCE_LABELS[one] for one in self.audiences)

    @property
    def steps(self) -> list[str]:
        """The procedure step by step (环节)."""
        return steps_of(self.procedure or "")

    @property
    def later_materials(self) -> list[Material]:
        """容缺: what may be promised in writing and brought after acceptance."""
        return [one for one in self.materials if one.may_follow]

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


class ServiceVersion(Base):
    """One public version of an item, with what changed since the one before (减材料、减环节); never altered.

    `facts`: {column: value as text} of the whole guide. `changed`: {column: [before, after]}.
    """

    __tablename__ = "service_version"
    __table_args__ = (sa.UniqueConstraint("item_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("service_item.id"))
    number: Mapped[int]
    since: Mapped[date]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    changed: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    materials_less: Mapped[int] = mapped_column(default=0)
    """How many papers fewer than before; negative: more."""
    steps_less: Mapped[int] = mapped_column(default=0)
    workdays_less: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    author_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def changes(self) -> list[Change]:
        """What changed, as a person reads it; empty for the first version."""
        return said(self.changed)

    @property
    def less(self) -> list[str]:
        """少交 2 样材料, 快 3 个工作日; empty when nothing of it changed."""
        return Less(self.materials_less, self.steps_less, self.workdays_less).words


class AgencyPoint(Owned, Base):
    """代办点: where, when, whom to ask; assignee_id: the agent (村代办员), unit_code: the village."""

    __tablename__ = "agency_point"

    name: Mapped[str] = mapped_column(sa.String(60))
    place: Mapped[str] = mapped_column(sa.String(120))
    hours: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(40))
    is_open: Mapped[bool] = mapped_column(default=True)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (sa.UniqueConstraint("unit_code", "name"),)
