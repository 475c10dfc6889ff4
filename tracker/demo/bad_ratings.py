"""Bad ratings (差评) and what followed, up to every state there is."""

from collections.abc import Iterable

from tracker.demo import words_courses as words
from tracker.demo.cases import case_of, settle
from tracker.demo.hall import item_at, receive
from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.domain.roles import Role
from tracker.hall import service as hall
from tracker.hall.models import Task
from tracker.hall.rules import CaseStatus, Level

MEDICAL = 6
"""Where an item stands in the catalogue that is done while one waits."""
STOPS = (
    (CaseStatus.OPEN, 1), (CaseStatus.VERIFIED, 5), (CaseStatus.APPEALED, 4), (CaseStatus.MENDED, 9),
    (CaseStatus.CALLED, 14), (CaseStatus.EXCLUDED, 20), (CaseStatus.CLOSED, 30), (CaseStatus.CLOSED, 60),
)
"""The state at which a case stands, and how many working days ago the rating was."""


def stories(stage: Stage) -> Iterable[Story]:
    for number, (stop, ago) in enumerate(STOPS):
        yield _rated(stage, stop, ago, words.BAD_WORDS[number % len(words.BAD_WORDS)])
    yield _unheard(stage)


def _rated(stage: Stage, stop: CaseStatus, ago: int, said: str) -> Story:
    last = stage.table.last_workday(stage.table.today)
    yield stage.table.at_work(stage.table.workday_before(last, ago))
    task = receive(stage, stage.pick(stage.cast.of(Role.WINDOW)), item_at(MEDICAL), then="spot")
    yield stage.table.later(0)
    _rate(stage, task, said)
    yield from settle(stage, task, stop)


def _rate(stage: Stage, task: Task, said: str) -> None:
    holder = hall.holder_of(stage.cast.public, task)
    hall.rate(holder, task, level=Level.BAD, words=said, phone=stage.residents.phone())


def _unheard(stage: Stage) -> Story:
    """Not a mistake of anybody: told why; then not mended for the resident, and called back once more."""
    last = stage.table.last_workday(stage.table.today)
    yield stage.table.at_work(stage.table.workday_before(last, 25))
    task = receive(stage, stage.pick(stage.cast.of(Role.WINDOW)), item_at(MEDICAL), then="spot")
    yield stage.table.later(0)
    _rate(stage, task, words.BAD_WORDS[0])
    case = case_of(stage, task)
    yield stage.table.later(1)
    hall.contact(stage.cast["windowhead"], case, words=words.CONTACTED)
    hall.explain(stage.cast["windowhead"], case, finding=words.EXPLAINED)
    yield stage.table.later(3)
    hall.redo(stage.cast["callback"], case, call_words=words.NOT_SETTLED)
