"""Figures on residents' matters (办结率、解决率、满意率), by the definitions of domain.md 11.3 and 5.6."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tracker.opinions.rules import Satisfaction, Solved, Status

HALF_WEIGHT = Decimal("0.9")  # domain.md 5.6, 14: 基本满意 counts nine tenths
GOOD_WEIGHTS = {
    Satisfaction.VERY_GOOD: Decimal(1), Satisfaction.GOOD: Decimal(1), Satisfaction.FAIR: HALF_WEIGHT
}
BAD = (Satisfaction.BAD, Satisfaction.VERY_BAD)
UNSOLVED = (Solved.PARTLY, Solved.NO)
NOT_COUNTED = (Status.DECLINED, Status.WITHDRAWN, Status.TRANSFERRED, Status.REVIEW)
LEAST_ANSWERS = 5
"""A rate of fewer answers would tell who said what (domain.md 8.2, 14 min_cell)."""


class Alike(NamedTuple):
    """What figures ask of a matter as it stands on the day of the cut-off; many matters share one answer.

    `is_timed`: due, and against a deadline that is known. `solved` and `satisfaction`: of a valid call.
    """

    village_code: str | None
    office_code: str | None
    category_id: int | None
    status: Status
    is_done: bool
    is_due: bool
    is_timed: bool
    is_in_time: bool
    is_late: bool
    satisfaction: Satisfaction | None
    solved: Solved | None

    @property
    def is_counted(self) -> bool:
        """不予受理 and 已撤回 are told in a row of their own (domain.md 11.3)."""
        return self.status not in NOT_COUNTED


@dataclass
class Rates:
    """One row of a table of figures; the rates are None where there is nothing to divide by.

    `family`: the rows that add up to 全部 together, None for 全部 itself and for what is not counted.
    """

    code: str
    name: str
    family: str | None = None
    village: str = ""
    received: int = 0
    accepted: int = 0
    due: int = 0
    done: int = 0
    timed: int = 0
    in_time: int = 0
    open: int = 0
    late: int = 0
    called: int = 0
    solved: int = 0
    unsolved: int = 0
    bad: int = 0
    good: Decimal = Decimal(0)

    def add(self, alike: Alike, n: int) -> None:
        """Count `n` matters of one kind."""
        self.received += n
        self.accepted += n * (alike.status is not Status.SUBMITTED)
        self.due += n * alike.is_due
        self.done += n * alike.is_done
        self.timed += n * alike.is_timed
        self.in_time += n * alike.is_in_time
        self.open += n * (not alike.is_done)
        self.late += n * alike.is_late
        self.called += n * (alike.solved is not None)
        self.solved += n * (alike.solved is Solved.YES)
        self.unsolved += n * (alike.solved in UNSOLVED)
        self.bad += n * (alike.satisfaction in BAD)
        self.good += n * GOOD_WEIGHTS.get(alike.satisfaction, Decimal(0)) if alike.satisfaction else 0

    @property
    def done_rate(self) -> Decimal | None:
        return share(self.done, self.due)

    @property
    def in_time_rate(self) -> Decimal | None:
        return share(self.in_time, self.timed)

    @property
    def solved_rate(self) -> Decimal | None:
        return share(self.solved, self.called) if self.called >= LEAST_ANSWERS else None

    @property
    def good_rate(self) -> Decimal | None:
        return share(self.good, self.called) if self.called >= LEAST_ANSWERS else None


def share(part: Decimal | int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
