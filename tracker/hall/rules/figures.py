"""What figures of the hall count, and the rates made of it (办件统计; domain.md 11.3)."""

from dataclasses import dataclass, fields
from decimal import Decimal
from statistics import median

from tracker.hall.rules.ratings import FEWEST_RATINGS


@dataclass
class Counts:
    """Numbers of tasks at the cut-off. A rate is None where there is nothing to divide by.

    `due`: 应办结; `late`: 超期在办; `rated`, `good`: ratings up to the end of last month, and those that said
    满意 or better; `called`, `solved`: answered call-backs after a bad rating, and those that call it solved.
    """

    received: int = 0
    accepted: int = 0
    due: int = 0
    done: int = 0
    in_time: int = 0
    late: int = 0
    rated: int = 0
    good: int = 0
    called: int = 0
    solved: int = 0

    def add(self, other: "Counts") -> None:
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def open(self) -> int:
        """在办"""
        return self.received - self.done

    @property
    def done_rate(self) -> Decimal | None:
        return _share(self.done, self.due)

    @property
    def in_time_rate(self) -> Decimal | None:
        return _share(self.in_time, self.due)

    @property
    def rated_rate(self) -> Decimal | None:
        """参评率"""
        return _share(self.rated, self.done)

    @property
    def good_rate(self) -> Decimal | None:
        """满意率, None for fewer than five ratings."""
        return _share(self.good, self.rated) if self.rated >= FEWEST_RATINGS else None

    @property
    def solved_rate(self) -> Decimal | None:
        return _share(self.solved, self.called) if self.called >= FEWEST_RATINGS else None


COUNTED = tuple(one.name for one in fields(Counts))


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def middle(values: list[int]) -> float | None:
    """The median, None without any; a mean would follow the one task that took a year."""
    return round(float(median(values)), 1) if values else None
