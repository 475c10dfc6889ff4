"""演示数据: two years of work of the invented 石门镇, done through the real services in the order of time."""

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

from tracker.demo import (
    accusations,
    answers,
    assessments,
    bad_ratings,
    bookings,
    contacts,
    courses,
    field,
    goals,
    hall,
    households,
    line,
    notices,
    opinions,
    outreach,
    people,
    points,
    problems,
    research,
    signins,
    town,
    visits,
    words_people,
)
from tracker.demo.people import Cast, Residents
from tracker.demo.stage import Stage
from tracker.demo.timetable import Timetable, clock_kept
from tracker.domain import clock
from tracker.domain.roles import SYSTEM
from tracker.store import secrets
from tracker.township.queries import work_calendar
from tracker.township.service import mark_demo

SEED = 20250101
OPENING = time(8, 2)
TWO_YEARS = timedelta(days=731)


def build(scale: int, logins_file: Path) -> None:
    """Fill an empty database; `scale` multiplies the records. The accounts go to `logins_file`."""
    table = Timetable(random.Random(SEED), work_calendar(), (clock.now() - TWO_YEARS).date())  # noqa: S311
    with clock_kept():
        clock.start_at(datetime.combine(table.start, OPENING, clock.SHANGHAI))
        town.found()
        accounts = people.hire()
        passphrase = accusations.make_key(accounts)
        _keep(logins_file, accounts)
        with _receipts_at_no_cost():
            _play(table, scale, accounts, passphrase)
    mark_demo(SYSTEM, is_whole=True)


def _play(table: Timetable, scale: int, accounts: list[dict[str, str]], passphrase: str) -> None:
    stage = Stage(
        rng=table.rng, table=table, cast=Cast(words_people.STAFF, town.TOWN),
        neighbours=Cast(words_people.SECOND_STAFF, town.SECOND_TOWN), residents=Residents(table.rng),
        scale=scale, passphrase=passphrase,
    )
    for module in (
        visits, contacts, households, problems, research, hall, points, opinions, accusations, assessments,
        answers, notices, field, goals, courses, bad_ratings, line, outreach, bookings,
    ):
        for story in module.stories(stage):
            table.add(story)
    for story in signins.stories(stage, accounts):
        table.add(story)
    table.run()


@contextmanager
def _receipts_at_no_cost() -> Iterator[None]:
    """Nobody holds the receipts of invented residents: their hashes need not cost what a password's does."""
    hasher = secrets._hasher
    secrets.cheap_hashing()
    try:
        yield
    finally:
        secrets._hasher = hasher


def _keep(path: Path, accounts: list[dict[str, str]]) -> None:
    """The demo accounts, readable by the owner alone."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=1)
