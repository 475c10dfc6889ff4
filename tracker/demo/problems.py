"""Problems (问题) of two years, from the first word to 销号."""

from collections.abc import Iterable
from datetime import date

from tracker.catalogue.queries import offered
from tracker.demo import town
from tracker.demo import words_visits as words
from tracker.demo.courses import carried
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.demo.words_troubles import TROUBLES, Trouble
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.problems import service as desk
from tracker.problems.models import Problem
from tracker.problems.rules import Confirmer, How, Source, Status, Urgency
from tracker.problems.service import Assignment, Confirmation, Origin, Raised, ToOpinion, ToTask

GRID_PROBLEMS = 10
URGENCIES = (Urgency.FAST, Urgency.USUAL, Urgency.USUAL, Urgency.USUAL)
PUT_OFF = 20  # days: until then it is looked at again
TO_MEETING = 70  # days from the county's coming to the leaders' meeting
DRAGS_ON = 80  # days: what began before that asks for departments of the county, then for the leaders


def stories(stage: Stage) -> Iterable[Story]:
    """The problems that no visit brings."""
    for day in stage.spread(GRID_PROBLEMS * stage.scale):
        yield _from_the_grid(stage, day)


def raise_problem(stage: Stage, trouble: Trouble, unit_code: str, stop: Status | None) -> Raised:
    """A problem in the resident's words; small ones are settled on the spot."""
    urgency, blanks = stage.pick(URGENCIES), stage.blanks(unit_code[:12])
    if stop is Status.SETTLED or (stop is None and stage.chance(15)):
        category, told, result = stage.pick(words.SETTLED)
        return Raised(told, Urgency.USUAL, category, result)
    if stop is Status.DEFERRED:  # 快 is never put off, whatever the category would make of it
        return Raised(stage.told(stage.pick(trouble.told), blanks), Urgency.USUAL)
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
    if stop is Status.TURNED:
        yield table.later(0)
        yield from _turn(stage, problem)
        return
    office = town.code_of(trouble.office)
    handler = stage.pick(stage.cast.handlers(office))
    yield table.later(stage.rng.randint(0, 2))
    promised_on = clock.today() + ONE_DAY * (30 if stop is Status.DEFERRED else stage.pick((10, 15, 20, 30)))
    leader = stage.pick(stage.cast.of(Role.DEPUTY))
    desk.assign(
        clerk, problem, Assignment(handler.user_id or 0, office, promised_on, trouble.measure, leader.user_id)
    )
    if stop is Status.ASSIGNED:
        return
    for text in trouble.steps[: stage.rng.randint(1, 2)]:
        yield table.later(stage.rng.randint(1, 4))
        desk.progress(handler, problem, text=text)
    if stop is Status.DEFERRED:
        yield from _put_off(stage, problem, handler)
    elif stop is not Status.HANDLING:
        yield from _strike_off(stage, problem, trouble, handler, stop)
    elif (table.today - clock.today()).days > DRAGS_ON:
        yield from _drag_on(stage, problem)


def _turn(stage: Stage, problem: Problem) -> Story:
    """It was a matter for an answer, or something the hall does."""
    if stage.chance(50):
        desk.to_opinion(stage.cast["clerk"], problem, ToOpinion())
    else:
        code, _name = stage.pick(offered(problem.unit_code))
        wanted = ToTask(code, applicant=stage.residents.name())
        yield from carried(stage, desk.to_task(stage.cast["clerk"], problem, wanted))


def _put_off(stage: Stage, problem: Problem, handler: Actor) -> Story:
    yield stage.table.later(1)
    latest = clock.today() + ONE_DAY * PUT_OFF
    desk.ask_defer(
        handler, problem, until=min(latest, problem.promised_on or latest), reason=stage.pick(words.PUT_OFF),
        told=stage.pick(words.TOLD_SO),
    )
    yield stage.table.later(0)
    desk.defer(stage.cast["deputy"], problem)


def _drag_on(stage: Stage, problem: Problem) -> Story:
    """The county is called to come; after three months the leaders speak of it, of every other one."""
    clerk, department = stage.cast["clerk"], stage.pick(words.DEPARTMENTS)
    yield stage.table.later(8)
    desk.whistle(stage.cast["deputy"], problem, departments=[department], text=stage.pick(words.COME))
    yield stage.table.later(4)
    desk.arrive(clerk, problem, whistle_id=problem.whistles[-1].id, arrived_on=clock.today())
    if problem.id % 2:
        yield stage.table.in_days(TO_MEETING)
        desk.to_meeting(
            stage.cast["head"], problem, met_on=clock.today(), decision=stage.pick(words.DECIDED)
        )


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
    return Confirmation(by, clock.today(), said, stage.pick((How.PHONE, How.PHONE, How.IN_PERSON)))
