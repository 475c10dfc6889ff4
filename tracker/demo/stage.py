"""Stage (布景): what every story of the demonstration needs: chance, days, people, the nights between."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from tracker.demo import town, words_steps
from tracker.demo.people import Cast, Residents
from tracker.demo.timetable import ONE_DAY, Story, Timetable
from tracker.domain import clock
from tracker.domain.roles import SYSTEM
from tracker.domain.workdays import spoken
from tracker.hall.service import deem_accepted, deem_withdrawn
from tracker.store import audit
from tracker.store.action import action

T = TypeVar("T")
Blanks = dict[str, str]
NO_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])\{day\}")
NIGHT = timedelta(hours=1, minutes=30)


@dataclass
class Stage:
    """One town, two years, and how many times the records of a single town."""

    rng: random.Random
    table: Timetable
    cast: Cast
    neighbours: Cast
    residents: Residents
    scale: int = 1
    nights: set[date] = field(default_factory=set)
    passphrase: str = ""
    """Of the discipline office's boxes."""

    def pick(self, choices: Sequence[T]) -> T:
        return self.rng.choice(choices)

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def form_key(self) -> str:
        """What a form would carry as its key; nobody knows it."""
        return f"{self.rng.getrandbits(128):032x}"

    def village(self) -> str:
        return self.pick(town.VILLAGE_CODES)

    def blanks(self, village: str) -> Blanks:
        """What the blanks of one story's sentences are filled with: it speaks of one group and one span."""
        number = town.VILLAGE_CODES.index(village)
        return {
            "village": town.VILLAGE_NAMES[village], "group": self.pick(town.group_names(number)),
            "span": self.pick(words_steps.SPANS), "n": self.pick(words_steps.NUMBERS),
        }

    def told(self, text: str, blanks: Blanks) -> str:
        """A sentence with its blanks filled in; {day} is the last working day."""
        day = self.table.last_workday(clock.today() - ONE_DAY)
        return NO_SPACE.sub(" {day}", text).format(**blanks, day=spoken(day, day.year))

    def spread(self, count: int, until: date | None = None) -> list[date]:
        """So many working days, from the first weeks up to `until`, by chance."""
        days = self.table.workdays(self.table.start + ONE_DAY * 20, until or self.table.today)
        return sorted(self.rng.choices(days, k=count))

    def tonight(self) -> None:
        """A night has to follow this day: residents' deeds wait for it, and what nobody dealt with."""
        tomorrow = clock.today() + ONE_DAY
        if tomorrow not in self.nights:
            self.nights.add(tomorrow)
            self.table.add(_night(tomorrow))


def _night(day: date) -> Story:
    """What the background does once a day, without the check of the whole chain."""
    yield datetime.combine(day, datetime.min.time(), clock.SHANGHAI) + NIGHT
    with action(SYSTEM, "nightly.run"):
        audit.chain_pending()
    deem_accepted(SYSTEM)
    deem_withdrawn(SYSTEM)


