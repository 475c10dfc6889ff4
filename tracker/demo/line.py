"""People who took a number (排队叫号): some days of them, and how it stands at this hour."""

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from tracker.demo.hall import item_at, receive
from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.hall import service as hall
from tracker.line import queries, service
from tracker.line.models import Coming
from tracker.line.rules import Priority, Source, Status
from tracker.store.action import action
from tracker.township.service import put_setting

LETTERS = (("A", "综合办事"), ("B", "社保医保"))
WINDOWS = (("1 号窗口", "AB"), ("2 号窗口", "A"), ("3 号窗口", "A"), ("4 号窗口", "B"))
OPENED_AGO, DAYS, PEOPLE = 25, 6, 7
"""Working days before today: since when numbers are taken, on how many of them, and how many people each."""
AT_ONCE = (6, 7, 10, 12, 14)
"""Where items stand in the catalogue that are done while one waits."""
CLOSES, AWAKE = time(17, 0), (time(9, 30), time(18, 30))
HOUR, NIGHT = timedelta(hours=1), time(1, 40)
WHO_FIRST = (Priority.ELDERLY, Priority.DISABLED, Priority.SOLDIER, Priority.PREGNANT)


def stories(stage: Stage) -> Iterable[Story]:
    chance = random.Random(8)  # noqa: S311  # of its own, so that the other stories stay as they are
    yield _open(stage)
    last = stage.table.last_workday(stage.table.today)
    for ago in range(DAYS + 1, 1, -1):  # the day before may be the one whose last hour is shown
        yield _day(stage, chance, stage.table.workday_before(last, ago), matters=2 if ago == 2 else 1)
    yield _now(stage)


def _open(stage: Stage) -> Story:
    last, head = stage.table.last_workday(stage.table.today), stage.cast["windowhead"]
    yield stage.table.at_work(stage.table.workday_before(last, OPENED_AGO))
    with action(SYSTEM, "nightly.run"):
        put_setting("line_on", "on")
    for letter, name in LETTERS:
        service.add_letter(head, letter=letter, name=name)
    windows = [service.add_window(head, name=name, prefixes=prefixes) for name, prefixes in WINDOWS]
    for clerk, window in zip(stage.cast.of(Role.WINDOW), windows, strict=False):
        service.open_window(clerk, window)


def _take(stage: Stage, chance: random.Random, letter: str) -> Coming:
    """At the machine, one in four with a reason to go first."""
    first = chance.choice(WHO_FIRST) if chance.randrange(4) == 0 else Priority.NONE
    return service.take(
        stage.cast.public, unit_code=queries.hall_code(stage.cast["window"]), source=Source.MACHINE,
        letter=letter, priority=first, name=stage.residents.name(),
    )


def _day(stage: Stage, chance: random.Random, day: date, *, matters: int) -> Story:
    """One after the other; one in seven leaves, one fills in a form first. By night the rest is closed."""
    clerks = stage.cast.of(Role.WINDOW)
    at = datetime.combine(day, time(9, 5), clock.SHANGHAI)
    for number in range(PEOPLE):
        yield (at := at + timedelta(minutes=chance.randint(6, 25)))
        _take(stage, chance, LETTERS[number % 2][0])
        yield (at := at + timedelta(minutes=chance.randint(2, 14)))
        clerk = clerks[3 if number % 2 else number % 3]
        coming = service.call(clerk)
        if number == 3:
            service.leave(clerk, coming)
            continue
        yield (at := at + timedelta(seconds=chance.randint(20, 90)))
        service.start(clerk, coming)
        if number == 4:
            service.hold(clerk, coming)
            yield (at := at + timedelta(minutes=4))
            service.start(clerk, coming)
        yield (at := at + timedelta(minutes=chance.randint(4, 18)))
        for matter in chance.sample(AT_ONCE, matters) if number in (0, 1) else ():
            task = receive(stage, clerk, item_at(matter), then="spot", coming_id=coming.id)
            hall.deliver(clerk, task)
        service.end(clerk, coming)
    yield (at := at + HOUR)
    _take(stage, chance, "A")
    yield _night_before(day + timedelta(days=1))
    service.close_day(SYSTEM)


def _night_before(day: date) -> datetime:
    return datetime.combine(day, NIGHT, clock.SHANGHAI)


def _now(stage: Stage) -> Story:
    """At this hour, or at the end of the last day the hall was open: every state at once."""
    chance = random.Random(9)  # noqa: S311
    at, clerks = _hour(stage), stage.cast.of(Role.WINDOW)
    yield _night_before(at.date())
    service.close_day(SYSTEM)
    for number in range(9):
        yield (at := at + timedelta(minutes=2))
        _take(stage, chance, "AB"[number % 2])
    for clerk, stop in zip(clerks, (Status.SERVED, Status.SERVING, Status.HELD, Status.CALLED), strict=False):
        yield (at := at + timedelta(minutes=2))
        _up_to(clerk, stop)


def _up_to(clerk: Actor, stop: Status) -> None:
    coming = service.call(clerk)
    if stop is Status.CALLED:
        return
    service.start(clerk, coming)
    if stop is Status.HELD:
        service.hold(clerk, coming)
    elif stop is Status.SERVED:
        service.end(clerk, coming)


def _hour(stage: Stage) -> datetime:
    """Half an hour before now while the hall is open, else before it closed last."""
    now, table = clock.local(stage.table.now), stage.table
    is_today = table.calendar.is_workday(table.today)
    if is_today and AWAKE[0] <= now.time() <= AWAKE[1]:
        return now - timedelta(minutes=40)
    is_over = is_today and now.time() > AWAKE[1]
    day = table.today if is_over else table.last_workday(table.today - timedelta(days=1))
    return datetime.combine(day, CLOSES, clock.SHANGHAI)
