"""Problems (问题) of two years, from the first word to 销号."""

from collections.abc import Iterable
from datetime import date

from tracker.demo import town
from tracker.demo import words_visits as words
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.demo.words_troubles import TROUBLES, Trouble
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.problems import service as desk
from tracker.problems.models import Problem
from tracker.problems.rules import Confirmer, Source, Status, Urgency
from tracker.problems.service import Assignment, Confirmation, Origin, Raised

GRID_PROBLEMS = 10


def stories(stage: Stage) -> Iterable[Story]:
    """The problems that no visit brings."""
    for day in stage.spread(GRID_PROBLEMS * stage.scale):
        yield _from_the_grid(stage, day)


def raise_problem(stage: Stage, trouble: Trouble, unit_code: str, stop: Status | None) -> Raised:
    """A problem in the resident's words; small ones are settled on the spot."""
    urgency, blanks = stage.pick([*Urgency, Urgency.USUAL]), stage.blanks(unit_code[:12])
    if stop is Status.SETTLED or (stop is None and stage.chance(15)):
        category, told, result = stage.pick(words.SETTLED)
        return Raised(told, urgency, category, result)
    return Raised(stage.told(stage.pick(trouble.told), blanks), urgency, trouble.category)


def _from_the_grid(stage: Stage, day: date) -> Story:
    """A problem that no visit brought: the grid reports it, or somebody says it at a meeting."""
    yield stage.table.at_work(day)
    trouble, village = stage.pick(TROUBLES), stage.village()
    actor = stage.cast.holder(Role.AGENT, village)
    told = stage.told(stage.pick(trouble.told), stage.blanks(village))
    raised = Raised(told, Urgency.USUAL, trouble.category)
    problem = desk.add(actor, raised, Origin(village, stage.pick((Source.GRID, Source.MEETING))))
    yield from solve(stage, problem, trouble, None)


def solve(stage: Stage, problem: Problem, trouble: Trouble, stop: Status | None) -> Story:
    """交办, 办理, 销号: on to the end, or up to the state `stop`."""
    if stop is Status.REGISTERED:
        return
    table, clerk = stage.table, stage.cast["clerk"]
    office = town.code_of(trouble.office)
    handler = stage.pick(stage.cast.handlers(office))
    yield table.later(stage.rng.randint(0, 2))
    promised_on = clock.today() + ONE_DAY * stage.rng.choice((10, 15, 20, 30))
    leader = stage.pick(stage.cast.of(Role.DEPUTY))
    desk.assign(
        clerk, problem, Assignment(handler.user_id or 0, office, promised_on, trouble.measure, leader.user_id)
    )
    if stop is Status.ASSIGNED:
        return
    for text in trouble.steps[: stage.rng.randint(1, 2)]:
        yield table.later(stage.rng.randint(1, 4))
        desk.progress(handler, problem, text=text)
    if stop is not Status.HANDLING:
        yield from _strike_off(stage, problem, trouble, handler, stop)


def _strike_off(
    stage: Stage, problem: Problem, trouble: Trouble, handler: Actor, stop: Status | None
) -> Story:
    table = stage.table
    yield table.later(stage.rng.randint(2, 9))
    desk.apply(handler, problem, result=trouble.result)
    if stop is Status.APPLIED:
        return
    head = stage.cast.head_of(problem.unit_code)
    if stage.chance(12):
        yield table.later(2)
        desk.rehang(head, problem, reason=stage.pick(words.REHUNG))
        yield table.later(6)
        desk.apply(handler, problem, result=trouble.result)
    yield table.later(stage.rng.randint(1, 4))
    desk.check(head, problem, text=stage.pick(words.CHECKED))
    if stop is Status.CHECKED:
        return
    yield table.later(stage.rng.randint(1, 4))
    judge = stage.pick((stage.cast["clerk"], stage.cast["deputy"]))
    desk.strike_off(judge, problem, _confirmed(stage, trouble))


def _confirmed(stage: Stage, trouble: Trouble) -> Confirmation:
    by = stage.pick((Confirmer.RESIDENT, Confirmer.RESIDENT, Confirmer.FAMILY, Confirmer.VILLAGE))
    said = stage.pick(words.VILLAGE_SAYS) if by is Confirmer.VILLAGE else trouble.thanks
    return Confirmation(by, clock.today(), said)
