"""What follows a reply (答复以后): call-back, rating, closing, and once in a while the whole thing again."""

from dataclasses import dataclass, replace
from typing import Any

from tracker.demo import words_steps as words
from tracker.demo.stage import Blanks, Stage
from tracker.demo.timetable import Story
from tracker.domain.roles import Actor, Role
from tracker.opinions import queries
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.opinions.rules import CALL_ATTEMPTS, Channel, Outcome, Satisfaction, Solved, Status
from tracker.opinions.rules.answering import needs_basis, outcomes_of

HELPED = frozenset({Outcome.SUPPORTED, Outcome.ADOPTED, Outcome.PARTLY})
GOOD = (Satisfaction.VERY_GOOD, Satisfaction.GOOD, Satisfaction.GOOD, Satisfaction.GOOD)
BAD = (Satisfaction.BAD, Satisfaction.VERY_BAD)


@dataclass(frozen=True)
class Course:
    """How one matter is going to go; `stop`: the state it stands at today (None: on to the end)."""

    stop: Status | None = None
    is_late: bool = False
    is_quick: bool = False
    """Accepted, routed and given to somebody on the day it came."""
    is_reopened: bool = False
    is_returned: bool = False
    channel: Channel | None = None


def answer(stage: Stage, handler: Actor, opinion: Opinion, **said: Any) -> None:
    """拟答复 by the handler, 签发 by the head of the office; whoever is both has the deputy sign."""
    write(handler, opinion, **said)
    opinions.sign(_signer(stage, handler, opinion), opinion)


def write(handler: Actor, opinion: Opinion, **said: Any) -> None:
    """拟答复, with the outcome its stream has, and the basis a claim needs."""
    if needs_basis(opinion.stream):
        said["basis"] = said.get("basis") or words.BASIS
    if said["outcome"] not in outcomes_of(opinion.stream):
        said["outcome"] = outcomes_of(opinion.stream)[0]
    opinions.draft(handler, opinion, **said)


def _signer(stage: Stage, handler: Actor, opinion: Opinion) -> Actor:
    """The head of the office; the deputy where the town holds it, or the head wrote it."""
    if opinion.unit_code == opinion.town_code:
        return stage.cast["deputy"]
    head = stage.cast.head_of(opinion.unit_code)
    return stage.cast["deputy"] if head.user_id == handler.user_id else head


def resident(stage: Stage, opinion: Opinion) -> Actor:
    """Whoever holds the receipt of this matter."""
    return replace(stage.cast.public, opinion_id=opinion.id)


def after_reply(stage: Stage, opinion: Opinion, course: Course, blanks: Blanks) -> Story:
    """回访 by somebody else, then 办结; whoever left no number comes back to rate, or does not."""
    caller = stage.pick(stage.cast.of(Role.CALLBACK))
    yield stage.table.later(1 if course.stop else stage.rng.randint(1, 4))
    if not opinion.phone:
        yield from _close(stage, opinion, caller, blanks)
    elif course.is_reopened:
        yield from _again(stage, opinion, caller, course, blanks)
    elif course.stop is None and stage.chance(6):
        yield from _never_reached(stage, opinion, caller)
    else:
        if stage.chance(12):
            opinions.miss_call(caller, opinion)
            yield stage.table.later(0 if course.stop else 1)
        _called(stage, caller, opinion)
        if course.stop is not Status.CALLED_BACK:
            yield from _close(stage, opinion, caller, blanks)


def _called(stage: Stage, caller: Actor, opinion: Opinion) -> None:
    """Helped people are content, people who only got an explanation less so."""
    outcome = opinion.replies[-1].outcome
    if outcome in HELPED and stage.chance(92):
        said, solved = stage.pick(words.CALLED_GOOD), Solved.YES
        satisfaction = stage.pick(GOOD)
    elif outcome in HELPED or stage.chance(80):
        said, solved, satisfaction = stage.pick(words.CALLED_FAIR), Solved.PARTLY, Satisfaction.FAIR
    else:
        said, solved = stage.pick(words.CALLED_BAD), Solved.NO
        satisfaction = stage.pick(BAD)
    opinions.call_back(
        caller, opinion, solved=solved, satisfaction=satisfaction, text=said, is_proxy=stage.chance(8),
        agrees=satisfaction not in BAD if stage.chance(80) else None,
    )


def _never_reached(stage: Stage, opinion: Opinion, caller: Actor) -> Story:
    for _attempt in range(CALL_ATTEMPTS):
        opinions.miss_call(caller, opinion)
        yield stage.table.later(1)
    opinions.close(caller, opinion)


def _again(stage: Stage, opinion: Opinion, caller: Actor, course: Course, blanks: Blanks) -> Story:
    """重办: the resident says that it is not solved, and it is ours; somebody else has to do it."""
    said, satisfaction = stage.pick(words.CALLED_BAD), stage.pick(BAD)
    is_back = opinions.call_back(caller, opinion, solved=Solved.NO, satisfaction=satisfaction, text=said)
    if is_back:
        yield from _second_time(stage, opinion, course, blanks)
    if course.stop is None:
        if is_back:
            _called(stage, caller, opinion)
        yield from _close(stage, opinion, caller, blanks)


def _second_time(stage: Stage, opinion: Opinion, course: Course, blanks: Blanks) -> Story:
    """The office names somebody else, or the deputy does when it has nobody left."""
    table = stage.table
    yield table.later(1)
    is_here = opinion.unit_code != opinion.town_code
    boss = stage.cast.head_of(opinion.unit_code) if is_here else stage.cast["deputy"]
    choices = queries.handler_choices(opinion, opinion.unit_code)
    handler = stage.cast.at_work(int(stage.pick([number for number, _name in choices])), queries.HANDLING)
    opinions.assign(boss, opinion, assignee_id=handler.user_id or 0)
    if course.stop is Status.HANDLING:
        return
    yield table.later(stage.rng.randint(1, 2))
    told = stage.told(stage.pick(words.AGAIN), blanks)
    answer(stage, handler, opinion, outcome=Outcome.SUPPORTED, text=told)
    yield table.later(2)


def _close(stage: Stage, opinion: Opinion, caller: Actor, blanks: Blanks) -> Story:
    """办结; seven in ten of those with a receipt of their own come back to rate."""
    yield stage.table.later(0)
    opinions.close(caller, opinion)
    if opinion.channel is Channel.WEB and stage.chance(70):
        yield stage.table.later(1)
        is_back = _rate(stage, opinion)
        stage.tonight()
        if is_back:
            yield from _second_time(stage, opinion, Course(), blanks)
            opinions.close(caller, opinion) if not opinion.phone else _called(stage, caller, opinion)


def _rate(stage: Stage, opinion: Opinion) -> bool:
    """Whether the rating brought it back to work."""
    lot = stage.rng.randrange(100)
    if lot < 75:
        satisfaction, said = stage.pick(GOOD), stage.pick(words.RATED_GOOD)
    elif lot < 94:
        satisfaction, said = Satisfaction.FAIR, stage.pick(words.RATED_FAIR)
    else:
        satisfaction, said = stage.pick(BAD), stage.pick(words.RATED_BAD)
    solved = Solved.NO if satisfaction in BAD else Solved.YES
    return opinions.rate(
        resident(stage, opinion), opinion, satisfaction=satisfaction, solved=solved, text=said,
        agrees=solved is Solved.YES,
    )
