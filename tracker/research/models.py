"""Research (调查研究) and which problems it found."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.research.rules import Method, codes
from tracker.store.base import Base, Owned
from tracker.store.secrets import SECRET, Encrypted


class Research(Owned, Base):
    """unit_code: the town; assignee_id: who leads it; still going on while `ended_on` is None."""

    __tablename__ = "research"

    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    topic: Mapped[str] = mapped_column(sa.String(120))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    village_codes: Mapped[str] = mapped_column(sa.String(2000), default="")
    method_codes: Mapped[str] = mapped_column(sa.String(120), default="")
    findings: Mapped[str] = mapped_column(Encrypted("research.findings"), info=SECRET)
    measures: Mapped[str] = mapped_column(Encrypted("research.measures"), info=SECRET)
    effect: Mapped[str] = mapped_column(Encrypted("research.effect"), info=SECRET)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="span"),
            sa.Index("ix_research_newest", "started_on", "id"),
        )

    @property
    def villages(self) -> tuple[str, ...]:
        return codes(self.village_codes)

    @property
    def methods(self) -> tuple[Method, ...]:
        return tuple(Method(code) for code in codes(self.method_codes))


class ResearchProblem(Base):
    """A problem this research brought to light, or looked into."""

    __tablename__ = "research_problem"

    research_id: Mapped[int] = mapped_column(sa.ForeignKey("research.id"), primary_key=True)
    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("problem.id"), primary_key=True, index=True)
