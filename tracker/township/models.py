"""Unit (单位) and what the town sets for itself: overridden working days, settings and their changes."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base, Owned, enum_column
from tracker.township.rules import KeyKind, UnitKind


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
    key_codes: Mapped[str] = mapped_column(sa.String(40), default="")
    """Why it is a key village; empty for one that a sheet only called so."""

    @property
    def code(self) -> str:
        return self.unit_code

    @property
    def key_kinds(self) -> tuple[KeyKind, ...]:
        """None of them: no key village."""
        if not self.is_key_village:
            return ()
        return tuple(KeyKind(code) for code in self.key_codes.split()) or (KeyKind.OTHER,)

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


class SettingChange(Owned, Base):
    """One change of a setting (改设置): who, when, from what to what; `before` is empty for one never set."""

    __tablename__ = "setting_change"

    name: Mapped[str] = mapped_column(sa.String(60))
    before: Mapped[str] = mapped_column(sa.String(400), default="")
    after: Mapped[str] = mapped_column(sa.String(400))
    author_name: Mapped[str] = mapped_column(sa.String(60), default="")
    """As it was then: the rooms of people lie above this one."""
