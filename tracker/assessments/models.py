"""Plan (考核方案), Pool (名额), Appraisal (考核对象) and Verdict (each grade that was ever written down);
and the shapes in which they come from forms and go to pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.assessments import rules
from tracker.assessments.rules import PlanStatus, Status
from tracker.domain.grades import Grade, Group, Limit, Quota, Situation, word
from tracker.domain.quota import Rounding
from tracker.domain.text import _
from tracker.people.rules import Track
from tracker.store.base import Base, Owned, Recusable, UtcDateTime, enum_column
from tracker.store.secrets import SECRET, Encrypted


class Plan(Owned, Base):
    """The assessment of one town in one year; unit_code is the town."""

    __tablename__ = "assessment_plan"

    year: Mapped[int]
    document_no: Mapped[str] = mapped_column(sa.String(60), default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    summary_due_on: Mapped[date | None]
    exclude_ungraded: Mapped[bool] = mapped_column(default=False)
    status: Mapped[PlanStatus] = mapped_column(enum_column(PlanStatus), default=PlanStatus.DRAFT)
    consult_note: Mapped[str] = mapped_column(sa.Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)

    pools: Mapped[list["Pool"]] = relationship(back_populates="plan", order_by="Pool.id")

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("unit_code", "year"),
            sa.CheckConstraint(
                "(status IN ('draft', 'consulting')) = (published_at IS NULL)", name="published_when_out"
            ),
            sa.CheckConstraint(
                "(status IN ('settled', 'closed')) = (settled_at IS NOT NULL)", name="settled_when_settled"
            ),
        )


class Pool(Owned, Base):
    """The places for 优秀 of one group of staff in one plan; base is fixed with the population."""

    __tablename__ = "assessment_pool"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment_plan.id"), index=True)
    group: Mapped[Group] = mapped_column("staff_group", enum_column(Group))
    percent: Mapped[int] = mapped_column(default=rules.USUAL_PERCENT)
    rounding: Mapped[Rounding] = mapped_column(enum_column(Rounding), default=Rounding.FLOOR)
    fixed: Mapped[int | None]
    fixed_doc: Mapped[str] = mapped_column(sa.String(60), default="")
    approval_doc: Mapped[str] = mapped_column(sa.String(60), default="")
    base: Mapped[int | None]
    excluded: Mapped[int] = mapped_column(default=0)

    plan: Mapped[Plan] = relationship(back_populates="pools")

    @property
    def quota(self) -> Quota:
        """What the rules need to know of it; before the population is fixed the base is nobody."""
        allotted = self.fixed_doc if self.rounding is Rounding.FIXED else ""
        return Quota(
            self.group, self.base or 0, self.percent, self.rounding, self.fixed, self.approval_doc or allotted
        )

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("plan_id", "staff_group"),
            sa.CheckConstraint(
                "rounding <> 'fixed' OR (fixed IS NOT NULL AND fixed_doc <> '')", name="fixed_with_document"
            ),
        )


class Appraisal(Recusable, Owned, Base):
    """One person in one year's assessment.

    assignee_id is the person assessed, unit_code the unit the person belonged to, author_id who listed the
    person, leader_id the 主管领导. Whatever says how somebody was judged stays out of the audit log, which
    administrators read; Verdict keeps that history.
    """

    __tablename__ = "appraisal"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment_plan.id"))
    leader_id: Mapped[int | None] = mapped_column(index=True)
    track: Mapped[Track] = mapped_column(enum_column(Track))
    group: Mapped[Group] = mapped_column("staff_group", enum_column(Group))
    job_title: Mapped[str] = mapped_column(sa.String(60), default="")
    is_leading: Mapped[bool] = mapped_column(default=False)
    status: Mapped[Status] = mapped_column(enum_column(Status), default=Status.WAITING)

    situation_codes: Mapped[str] = mapped_column(
        Encrypted("appraisal.situation_codes"), default="", info=SECRET
    )
    limit: Mapped[Limit] = mapped_column("grade_limit", enum_column(Limit), default=Limit.FREE, info=SECRET)
    attends: Mapped[bool] = mapped_column(default=True, info=SECRET)
    comment_due: Mapped[bool] = mapped_column(default=True, info=SECRET)
    reason: Mapped[str] = mapped_column(Encrypted("appraisal.reason"), default="", info=SECRET)

    summary: Mapped[str] = mapped_column(Encrypted("appraisal.summary"), default="", info=SECRET)
    summarised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str] = mapped_column(Encrypted("appraisal.comment"), default="", info=SECRET)
    improvement: Mapped[str] = mapped_column(Encrypted("appraisal.improvement"), default="", info=SECRET)
    proposed_grade: Mapped[Grade | None] = mapped_column(enum_column(Grade), info=SECRET)
    decided_grade: Mapped[Grade | None] = mapped_column(enum_column(Grade), info=SECRET)
    publicised_on: Mapped[date | None]
    publicity_ends_on: Mapped[date | None]
    final_grade: Mapped[Grade | None] = mapped_column(enum_column(Grade), info=SECRET)
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outside_result: Mapped[str] = mapped_column(sa.String(40), default="", info=SECRET)
    outside_doc: Mapped[str] = mapped_column(sa.String(60), default="")

    plan: Mapped[Plan] = relationship(lazy="joined", innerjoin=True)

    @property
    def situations(self) -> tuple[Situation, ...]:
        return tuple(Situation(code) for code in self.situation_codes.split())

    @property
    def year(self) -> int:
        return self.plan.year

    def facts_for(self, user_id: int | None) -> rules.Facts:
        """What decides, beside rights, which steps are offered to this reader."""
        return rules.Facts(
            is_self=self.assignee_id == user_id, leads=self.leader_id == user_id, is_leading=self.is_leading,
            is_running=self.plan.status is PlanStatus.SETTLED, has_text=bool(self.summary),
            comment_due=self.comment_due, status=self.status,
        )

    @classmethod
    def not_barred(cls, actor: Any) -> sa.ColumnElement[bool]:
        """A line leader reads the sheets of the people in his charge, and his own."""
        if actor.role not in rules.LINE_LEADERS:
            return sa.true()
        return sa.or_(cls.leader_id == actor.user_id, cls.assignee_id == actor.user_id)

    def bars(self, actor: Any) -> bool:
        return actor.role in rules.LINE_LEADERS and actor.user_id not in (self.leader_id, self.assignee_id)

    @classmethod
    def more_table_args(cls) -> tuple[Any, ...]:
        return (
            sa.UniqueConstraint("plan_id", "assignee_id"),
            sa.Index("ix_appraisal_plan", "plan_id", "unit_code", "id"),
            sa.CheckConstraint("(status = 'concluded') = (final_grade IS NOT NULL)", name="concluded_graded"),
            sa.CheckConstraint(
                "(status IN ('decided', 'publicised', 'concluded')) = (decided_grade IS NOT NULL)",
                name="decided_graded",
            ),
            sa.CheckConstraint(
                "status NOT IN ('outside', 'recorded') OR proposed_grade IS NULL", name="leading_ungraded"
            ),
            sa.CheckConstraint(
                "status <> 'publicised' OR publicity_ends_on IS NOT NULL", name="publicised_until"
            ),
            sa.CheckConstraint(
                "final_grade <> 'excellent' OR publicity_ends_on IS NOT NULL", name="excellent_publicised"
            ),
            sa.CheckConstraint("(status = 'recorded') = (outside_result <> '')", name="recorded_result"),
            sa.CheckConstraint("status <> 'waiting' OR summarised_at IS NULL", name="waiting_unsummarised"),
        )


class Verdict(Base):
    """A grade as it was proposed, decided or concluded, by whom and why: nothing is overwritten."""

    __tablename__ = "appraisal_verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    appraisal_id: Mapped[int] = mapped_column(sa.ForeignKey("appraisal.id"), index=True)
    status: Mapped[Status] = mapped_column(enum_column(Status))
    grade: Mapped[Grade] = mapped_column(enum_column(Grade))
    reason: Mapped[str] = mapped_column(Encrypted("appraisal_verdict.reason"), default="", info=SECRET)
    user_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class PlanText:
    """What is written in a plan, beside its pools."""

    document_no: str = ""
    body: str = ""
    summary_due_on: date | None = None
    exclude_ungraded: bool = False


@dataclass(frozen=True)
class Places:
    """How many places a pool has: a share, or the county's number with its document."""

    percent: int
    rounding: Rounding
    fixed: int | None = None
    fixed_doc: str = ""
    approval_doc: str = ""


@dataclass(frozen=True)
class PoolLine:
    """One pool as the workspace speaks of it: who should take part, places, 优秀 decided so far."""

    pool: Pool
    people: int
    taken: int

    @property
    def quota(self) -> Quota:
        return self.pool.quota


@dataclass(frozen=True)
class Line:
    """One person with the words this reader may read."""

    sheet: Appraisal
    name: str
    unit: str
    leader: str
    reading: rules.Reading

    @property
    def proposed(self) -> str:
        grade = self.sheet.proposed_grade if self.reading.proposal else None
        return word(grade, self.sheet.group) if grade else ""

    @property
    def decided(self) -> str:
        grade = self.sheet.decided_grade if self.reading.decision else None
        return word(grade, self.sheet.group) if grade else ""

    @property
    def is_undetermined(self) -> bool:
        return self.sheet.limit is Limit.UNDETERMINED


@dataclass(frozen=True)
class Workspace:
    """The year's page as one reader gets it: the own sheet, 优秀 in publicity, the people, the next page."""

    mine: Line | None
    publicised: list[Line]
    lines: list[Line]
    next_after: str | None


@dataclass(frozen=True)
class Waiting:
    """One sheet whose next `move` is the reader's, for the day's page."""

    move: str
    year: int
    appraisal_id: int
    name: str

    @property
    def endpoint(self) -> str:
        """The page where the step is taken; one's own summary is written first."""
        return f"assessments.{'write' if self.move == 'summarise' else self.move}"

    @property
    def args(self) -> dict[str, int]:
        return {"year": self.year, "appraisal_id": self.appraisal_id}

    @property
    def title(self) -> str:
        return rules.WAITING_WORDS[self.move].format(name=self.name)

    @property
    def meta(self) -> list[str]:
        return [_("{year} 年度考核").format(year=self.year)]
