"""Figures on residents' matters (办结率、三率), by the definitions of domain.md 11.3 and 5.6."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.opinions.rules import DISSATISFIED, Decline, Satisfaction, Solved, Status

LEAST_ANSWERS = 5
"""A rate of fewer answers would tell who said what (domain.md 8.2, 14 min_cell)."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Weights:
    """What the town may set (domain.md 5.6, 14): 基本满意 counts nine tenths; the parts of 综合."""

    fair: Decimal = Decimal("0.9")
    contacted: Decimal = Decimal("0.1")
    solved: Decimal = Decimal("0.5")
    good: Decimal = Decimal("0.4")


class Axis(StrEnum):
    """By what a table has its rows: all in one, village it is about, office that answers, category."""

    ALL = "all"
    VILLAGE = "village"
    OFFICE = "office"
    CATEGORY = "category"


class Fact(StrEnum):
    """What one matter adds one to. The names are those of the counts in `Rates`."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DUE = "due"
    DONE = "done"
    TIMED = "timed"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    DONE_LATE = "done_late"
    CALLED = "called"
    PROXY = "proxy"
    CONTACTED = "contacted"
    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    RATED = "rated"
    RATED_SOLVED = "rated_solved"
    RATED_GOOD = "rated_good"
    RATED_FAIR = "rated_fair"
    RATED_BAD = "rated_bad"
    MERGED = "merged"
    REVIEW = "review"
    NOT_OURS = "not_ours"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


NOT_COUNTED = (Fact.MERGED, Fact.REVIEW, Fact.NOT_OURS, Fact.DECLINED, Fact.WITHDRAWN)
"""In no rate, each told in a row of its own (domain.md 11.3); what is sealed is told nowhere."""
BY_ANSWER = {Solved.YES: Fact.SOLVED, Solved.PARTLY: Fact.PARTLY, Solved.NO: Fact.UNSOLVED}


class Kind(NamedTuple):
    """What figures ask of a matter; many matters are of one kind.

    `category`: code of its first level, "" without one. `solved`, `satisfaction`, `is_proxy`: of the valid
    call; `rated_*`: of the present rating by the resident.
    """

    town_code: str
    village_code: str | None
    office_code: str | None
    category: str | None
    submitted_on: date
    status: Status
    is_merged: bool
    declined_for: Decline | None
    replied_on: date | None
    due_on: date | None
    has_contact: bool
    solved: Solved | None
    satisfaction: Satisfaction | None
    is_proxy: bool | None
    rated_solved: Solved | None
    rated_satisfaction: Satisfaction | None

    def code(self, axis: Axis) -> str:
        """Which row of a table by this axis counts it."""
        if axis is Axis.CATEGORY:
            return self.town_code + self.category if self.category else ""
        codes = {Axis.VILLAGE: self.village_code, Axis.OFFICE: self.office_code}
        return codes.get(axis) or ""

    @property
    def left_out(self) -> Fact | None:
        """Why it is in no rate; None: it is."""
        if self.is_merged:
            return Fact.MERGED
        if self.status is Status.DECLINED:
            return Fact.NOT_OURS if self.declined_for is Decline.NOT_OURS else Fact.DECLINED
        return _LEFT_OUT.get(self.status)


_LEFT_OUT = {
    Status.REVIEW: Fact.REVIEW, Status.TRANSFERRED: Fact.NOT_OURS, Status.WITHDRAWN: Fact.WITHDRAWN,
}


def facts(kind: Kind) -> Iterator[tuple[Fact, date]]:
    """What a matter of this kind counts for, and from which day on: a fact counts when that day ≤ cut-off.

    应办结 = due by the cut-off, or answered earlier; so it counts from the earlier of the two days.
    """
    start = kind.submitted_on
    if kind.left_out:
        yield kind.left_out, start
        return
    yield Fact.RECEIVED, start
    if kind.status is not Status.SUBMITTED:
        yield Fact.ACCEPTED, start
    yield from _dated(kind.replied_on, kind.due_on)
    for fact in _said(kind):
        yield fact, start


def _dated(replied_on: date | None, due_on: date | None) -> Iterator[tuple[Fact, date]]:
    days = [day for day in (replied_on, due_on) if day]
    if days:
        yield Fact.DUE, min(days)
    if replied_on:
        yield Fact.DONE, replied_on
    if due_on:
        yield Fact.TIMED, min(days)
        if replied_on and replied_on <= due_on:
            yield Fact.IN_TIME, replied_on
            return
        yield Fact.OVERDUE, due_on + DAY
        if replied_on:
            yield Fact.DONE_LATE, replied_on


def _said(kind: Kind) -> Iterator[Fact]:
    """The answers at the valid call, and what the resident rated."""
    if kind.solved and kind.satisfaction:
        yield Fact.CALLED
        yield BY_ANSWER[kind.solved]
        yield _degree(kind.satisfaction, Fact.GOOD, Fact.FAIR, Fact.BAD)
        if kind.has_contact:
            yield Fact.CONTACTED
        if kind.is_proxy:
            yield Fact.PROXY
    if kind.rated_solved and kind.rated_satisfaction:
        yield Fact.RATED
        yield _degree(kind.rated_satisfaction, Fact.RATED_GOOD, Fact.RATED_FAIR, Fact.RATED_BAD)
        if kind.rated_solved is Solved.YES:
            yield Fact.RATED_SOLVED


def _degree(said: Satisfaction, good: Fact, fair: Fact, bad: Fact) -> Fact:
    """非常满意 counts as 满意, 非常不满意 as 不满意."""
    if said in DISSATISFIED:
        return bad
    return fair if said is Satisfaction.FAIR else good


@dataclass
class Rates:
    """One row of a table of figures; the rates are None where there is nothing to divide by.

    `family`: the rows that add up to 全部 together, None for 全部 itself and for what is not counted.
    """

    code: str
    name: str
    family: str | None = None
    village: str = ""
    weights: Weights = field(default_factory=Weights)
    received: int = 0
    accepted: int = 0
    due: int = 0
    done: int = 0
    timed: int = 0
    in_time: int = 0
    overdue: int = 0
    done_late: int = 0
    called: int = 0
    proxy: int = 0
    contacted: int = 0
    solved: int = 0
    partly: int = 0
    unsolved: int = 0
    good: int = 0
    fair: int = 0
    bad: int = 0
    rated: int = 0
    rated_solved: int = 0
    rated_good: int = 0
    rated_fair: int = 0
    rated_bad: int = 0

    def add(self, fact: Fact, n: int) -> None:
        """Count `n` matters more for this fact; what is in no rate adds nothing."""
        if fact.value in COUNTS:
            setattr(self, fact.value, getattr(self, fact.value) + n)

    @property
    def open(self) -> int:
        """在办: not answered at the cut-off."""
        return self.received - self.done

    @property
    def late(self) -> int:
        """超期在办: past the limit and not answered at the cut-off."""
        return self.overdue - self.done_late

    @property
    def done_rate(self) -> Decimal | None:
        return share(self.done, self.due)

    @property
    def in_time_rate(self) -> Decimal | None:
        return share(self.in_time, self.timed)

    @property
    def contacted_rate(self) -> Decimal | None:
        """响应率."""
        return self._of_calls(self.contacted)

    @property
    def solved_rate(self) -> Decimal | None:
        """解决率: wholly solved only."""
        return self._of_calls(self.solved)

    @property
    def good_rate(self) -> Decimal | None:
        """满意率."""
        return self._of_calls(self.good + self.weights.fair * self.fair)

    @property
    def composite(self) -> Decimal | None:
        """综合, a fraction of one as the rates are."""
        if self.contacted_rate is None or self.solved_rate is None or self.good_rate is None:
            return None
        by = self.weights
        return by.contacted * self.contacted_rate + by.solved * self.solved_rate + by.good * self.good_rate

    def _of_calls(self, part: Decimal | int) -> Decimal | None:
        return share(part, self.called) if self.called >= LEAST_ANSWERS else None


COUNTS = frozenset(one.name for one in fields(Rates)) & {fact.value for fact in Fact}


def share(part: Decimal | int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
