"""Unit (单位) and what the town sets for itself: overridden working days, settings."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, Owned, enum_column
from tracker.township.rules import UnitKind


class Unit(Owned, Base):
    """A county, town, office, village or group; its code says where it lies (codes nest by prefix)."""

    __tablename__ = "unit"

    unit_code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    parent_code: Mapped[str] = mapped_column(sa.String(20), index=True)
    kind: Mapped[UnitKind] = mapped_column(enum_column(UnitKind))
    name: Mapped[str] = mapped_column(sa.String(60))
    short_name: Mapped[str] = mapped_column(sa.String(20))
    sort_key: Mapped[int] = mapped_column(default=0)
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    address: Mapped[str] = mapped_column(sa.String(120), default="")
    office_hours: Mapped[str] = mapped_column(sa.String(120), default="")
    is_key_village: Mapped[bool] = mapped_column(default=False)

    @property
    def code(self) -> str:
        return self.unit_code

    @property
    def town_code(self) -> str:
        return self.unit_code[:9]


class WorkdayOverride(Owned, Base):
    """A day the town (or a notice newer than the library) calls a working day or a free one."""

    __tablename__ = "workday_override"

    on_date: Mapped[date] = mapped_column(unique=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(sa.String(40), default="")


class Setting(Base):
    """A fact about this database: that it holds demo data, which notices are in."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(400))
