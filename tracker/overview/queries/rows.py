"""One line of a card of the day (今天)."""

from collections.abc import Mapping
from dataclasses import dataclass

FEW = 6
"""How many lines a card shows; the rest stands behind 看全部."""


@dataclass(frozen=True)
class DayRow:
    """One thing that waits: where it is, what it is, and the facts that make it urgent."""

    endpoint: str
    args: Mapping[str, str | int]
    title: str
    meta: list[str]
