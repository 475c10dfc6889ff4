"""Tasks that do not go straight on (办件的岔路): 特别程序, 延期, 容缺, 代办, 移交 in every state."""

from collections.abc import Callable, Generator, Iterable
from datetime import datetime

from tracker.demo import words_courses as words
from tracker.demo import words_services
from tracker.demo.hall import hand_over, item_at, receive
from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.hall import service as hall
from tracker.hall.models import Task
from tracker.hall.rules import Level, MandateKind, Outcome, PauseKind, Promise

POVERTY, ELDERLY, DISABLED, CHRONIC, PENSION, HOUSE, DANGEROUS, TRACTOR = 0, 3, 5, 8, 11, 16, 17, 19
"""Where they stand in the catalogue."""
Beginning = Generator[datetime, None, Task]


def stories(stage: Stage) -> Iterable[Story]:
    for build in (_pauses, _extensions, _endings, _notices, _owing, _errands, _offers):
        yield from build(stage)


def _taken_in(stage: Stage, ago: int, number: int, *, then: str = "accept", lacks: int = 0) -> Beginning:
    """Some working days ago, at a window."""
    last = stage.table.last_workday(stage.table.today)
    yield stage.table.at_work(stage.table.workday_before(last, ago))
    return receive(stage, _window(stage), item_at(number), then=then, lacks=lacks)


def _window(stage: Stage) -> Actor:
    return stage.pick(stage.cast.of(Role.WINDOW))


# --- 特别程序


def _pauses(stage: Stage) -> Iterable[Story]:
    yield _paused(stage, 6, HOUSE, "asked")
    yield _paused(stage, 9, POVERTY, "running")
    yield _paused(stage, 12, HOUSE, "running")
    yield _paused(stage, 8, DANGEROUS, "refused")
    yield _paused(stage, 40, POVERTY, "ended")
    yield _paused(stage, 90, HOUSE, "ended")
    yield _papers_late(stage)


def _ask(stage: Stage, task: Task, kind: PauseKind, workdays: int) -> None:
    number = words.NOTICE_NO.format(year=clock.today().year, n=stage.rng.randint(2, 60))
    hall.ask_pause(
        _window(stage), task, kind=kind, basis=words.BASIS, notice_no=number, expected_workdays=workdays
    )


def _paused(stage: Stage, ago: int, number: int, end: str) -> Story:
    """Asked for, approved or not by the head, and gone on with; `end`: the state it stands at."""
    head, later = stage.cast["windowhead"], stage.table.later
    task = yield from _taken_in(stage, ago, number)
    yield later(2)
    _ask(stage, task, PauseKind.EXPERTS if number == HOUSE else PauseKind.APPRAISAL, 8)
    if end == "asked":
        return
    yield later(1)
    if end == "refused":
        hall.refuse_pause(head, task, refusal=words.PAUSE_REFUSED)
        return
    hall.pause(head, task)
    if end == "running":
        return
    yield later(7)
    hall.resume(_window(stage), task, result=stage.pick(words.RESUMED))
    yield later(5)
    hall.finish(_window(stage), task, outcome=Outcome.GRANTED)
    yield from hand_over(stage, task)


def _papers_late(stage: Stage) -> Story:
    """A paper owed after acceptance: the guide of this item stops the clock for it."""
    task = yield from _taken_in(stage, 15, HOUSE)
    yield stage.table.later(2)
    _ask(stage, task, PauseKind.SUPPLEMENT, 5)
    yield stage.table.later(0)
    hall.pause(stage.cast["windowhead"], task)
    yield stage.table.later(5)
    hall.resume(_window(stage), task, result=words.LATE_PAPERS)


# --- 延期


def _extensions(stage: Stage) -> Iterable[Story]:
    head = stage.cast["windowhead"]
    yield _extended(stage, 4, lambda task: None)
    yield _extended(stage, 7, lambda task: hall.grant_extension(head, task))
    yield _extended(
        stage, 8, lambda task: hall.refuse_extension(head, task, refusal=words.EXTENSION_REFUSED)
    )


def _extended(stage: Stage, ago: int, decide: Callable[[Task], None]) -> Story:
    task = yield from _taken_in(stage, ago, PENSION)
    yield stage.table.later(2)
    hall.ask_extension(_window(stage), task, workdays=5, reason=stage.pick(words.EXTENDED))
    yield stage.table.later(1)
    decide(task)


# --- 终止, 视为撤回, 不予受理


def _endings(stage: Stage) -> Iterable[Story]:
    for ago in (18, 70):
        yield _terminated(stage, ago)
    for ago in (16, 45):
        yield _forgotten(stage, ago)
    yield _declining(stage, 2, is_refused=False)
    yield _declining(stage, 12, is_refused=True)


def _terminated(stage: Stage, ago: int) -> Story:
    task = yield from _taken_in(stage, ago, DANGEROUS)
    yield stage.table.later(4)
    hall.terminate(stage.cast["windowhead"], task, reason=stage.pick(words.TERMINATED))


def _forgotten(stage: Stage, ago: int) -> Story:
    """Told what is missing, reminded once, nothing came: the night after counts it as withdrawn."""
    task = yield from _taken_in(stage, ago, PENSION, then="", lacks=1)
    yield stage.table.later(0)
    correct_by = stage.table.calendar.add(clock.today(), 5)
    hall.notify(_window(stage), task, notice=_missing(task), correct_by=correct_by)
    yield stage.table.later(3)
    hall.remind(_window(stage), task)
    yield stage.table.later(4)
    stage.tonight()


def _missing(task: Task) -> str:
    lacking = [one.name for one in task.item.materials if one.is_required][-1]
    return words_services.NOTICE.format(names=lacking)


def _declining(stage: Stage, ago: int, *, is_refused: bool) -> Story:
    """报请不予受理: it waits for the signature of the head, who may hold it for a mistake."""
    task = yield from _taken_in(stage, ago, HOUSE, then="")
    yield stage.table.later(0)
    reason, path = words.DECLINE
    hall.ask_decline(_window(stage), task, reason=reason, path=path)
    if is_refused:
        yield stage.table.later(1)
        hall.refuse_decline(stage.cast["windowhead"], task, refusal=words.NOT_DECLINED)
        yield stage.table.later(0)
        hall.accept(_window(stage), task, handed_in=task.handed_in)


# --- 一次性告知 told twice, 容缺


def _notices(stage: Stage) -> Iterable[Story]:
    yield _told_again(stage)


def _told_again(stage: Stage) -> Story:
    task = yield from _taken_in(stage, 5, PENSION, then="", lacks=1)
    for again in ("", words.AGAIN):
        yield stage.table.later(1 if again else 0)
        correct_by = stage.table.calendar.add(clock.today(), 10)
        hall.notify(
            _window(stage), task, notice=_missing(task), correct_by=correct_by, again_reason=again
        )


def _owing(stage: Stage) -> Iterable[Story]:
    yield _owes(stage, 3, is_brought=False)
    yield _owes(stage, 9, is_brought=True)


def _owes(stage: Stage, ago: int, *, is_brought: bool) -> Story:
    """容缺受理: what the guide lets be brought later is promised in writing."""
    task = yield from _taken_in(stage, ago, DISABLED, then="")
    later = [one.name for one in task.item.later_materials]
    yield stage.table.later(0)
    by = stage.table.calendar.add(clock.today(), 10)
    here = [one.name for one in task.item.materials if one.is_required and one.name not in later]
    hall.accept(_window(stage), task, handed_in=here, promise=Promise(tuple(later), by))
    if is_brought:
        yield stage.table.later(4)
        hall.follow(_window(stage), task)


# --- 代办


def _errands(stage: Stage) -> Iterable[Story]:
    yield _errand(stage, 6, TRACTOR, 2, is_back=False)
    yield _errand(stage, 8, DISABLED, 0, is_back=False)
    yield _errand(stage, 35, DISABLED, 0, is_back=True)
    yield _errand(stage, 80, CHRONIC, 1, is_back=True)


def _errand(stage: Stage, ago: int, number: int, department: int, *, is_back: bool) -> Story:
    """A village agent takes it in and carries it: mandate, originals, the county, the result and back."""
    later, agent = stage.table.later, stage.pick(stage.cast.of(Role.AGENT))
    last = stage.table.last_workday(stage.table.today)
    yield stage.table.at_work(stage.table.workday_before(last, ago))
    task = receive(stage, agent, item_at(number))
    yield later(0)
    hall.mandate(
        agent, task, kind=MandateKind.SIGNED, mandate_on=clock.today(), agent_id=agent.user_id
    )
    hall.take_original(agent, task, names=task.handed_in[:2])
    yield later(1)
    window = _window(stage)
    hall.accept(window, task, handed_in=[one.name for one in task.item.materials if one.is_required])
    name, what, promised = words.DEPARTMENTS[department]
    yield later(1)
    hall.report_up(
        window, task, department=name, what=what, taken_by=words.CARRIER, promised_workdays=promised
    )
    if not is_back:
        return
    yield later(5)
    hall.bring_back(window, task, result=words.BROUGHT_BACK)
    yield later(1)
    hall.finish(window, task, outcome=Outcome.GRANTED)
    yield from hand_over(stage, task)


def carried(stage: Stage, task: Task) -> Story:
    """代办 that a visit brought back: through the window and home again, to what the resident says of it."""
    window, papers = _window(stage), [one.name for one in task.item.materials if one.is_required]
    yield stage.table.later(1)
    if task.item.promised_workdays:
        hall.accept(window, task, handed_in=papers)
        yield stage.table.later(2)
        hall.finish(window, task, outcome=Outcome.GRANTED)
    else:
        hall.spot(window, task, handed_in=papers)
    yield stage.table.later(1)
    hall.hand_back(window, task, returned_to=words.TO)
    yield stage.table.later(1)
    holder = hall.holder_of(stage.cast.public, task)
    hall.rate(holder, task, level=Level.VERY_GOOD, words=words.CARRIED)


# --- 移交


def _offers(stage: Stage) -> Iterable[Story]:
    for ago, answer in ((2, ""), (6, "take"), (7, "return"), (8, "recall")):
        yield _offered(stage, ago, answer)


def _offered(stage: Stage, ago: int, answer: str) -> Story:
    """To a colleague or an office; until it is taken, whoever was asked first stays answerable."""
    givers, office = stage.cast.of(Role.WINDOW), stage.cast["sochead"]
    task = yield from _taken_in(stage, ago, POVERTY)
    giver = next(one for one in givers if one.user_id == task.assignee_id)
    to = office if answer in ("", "take") else next(one for one in givers if one.user_id != giver.user_id)
    yield stage.table.later(0)
    hall.offer(giver, task, receiver=f"u{to.user_id}", reason=stage.pick(words.OFFERS))
    if not answer:
        return
    yield stage.table.later(1)
    if answer == "take":
        hall.take(to, task)
    elif answer == "return":
        hall.return_offer(to, task, answer=words.RETURNED)
    else:
        hall.recall(giver, task)
