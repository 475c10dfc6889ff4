"""What follows a reply (答复以后): call-back, rating, closing, and once in a while the whole thing again."""

from dataclasses import dataclass, replace
from typing import Any

from tracker.demo import words_steps as words
from tracker.demo.stage import Blanks, Stage
from tracker.demo.timetable import Story
from tracker.domain.roles import Actor, Role
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.opinions.rules import CALL_ATTEMPTS, Channel, Outcome, Satisfaction, Solved, Status

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
    opinions.draft(handler, opinion, **said)
    head = stage.cast.head_of(opinion.unit_code)
    opinions.sign(stage.cast["deputy"] if head.user_id == handler.user_id else head, opinion)


def resident(stage: Stage, opinion: Opinion) -> Actor:
    """Whoever holds the receipt of this matter."""
    return replace(stage.cast.public, opinion_id=opinion.id)


def after_reply(stage: Stage, opinion: Opinion, handler: Actor, course: Course, blanks: Blanks) -> Story:
    """回访 by somebody else, then 办结; where nobody left a number, 办结 at once."""
    caller = stage.pick(stage.cast.of(Role.CALLBACK))
    yield stage.table.later(1 if course.stop else stage.rng.randint(1, 4))
    if not opinion.phone:
        yield from _close(stage, opinion, caller)
    elif course.is_reopened:
        yield from _again(stage, opinion, caller, handler, course, blanks)
    elif course.stop is None and stage.chance(6):
        yield from _never_reached(stage, opinion, caller)
    else:
        if stage.chance(12):
            opinions.miss_call(caller, opinion)
            yield stage.table.later(0 if course.stop else 1)
        _called(stage, caller, opinion)
        if course.stop is not Status.CALLED_BACK:
            yield from _close(stage, opinion, caller)


def _called(stage: Stage, caller: Actor, opinion: Opinion) -> None:
    """Helped people are content, people who only got an explanation less so."""
    outcome = opinion.replies[-1].outcome
    if outcome in HELPED and stage.chance(92):
        said, solved = stage.pick(words.CALLED_GOOD), Solved.YES
        satisfaction = stage.pick(GOOD)
    elif stage.chance(80):
        said = stage.pick(words.CALLED_FAIR)
        solved = Solved.YES if outcome in HELPED else Solved.PARTLY
        satisfaction = Satisfaction.FAIR
    else:
        said, solved = stage.pick(words.CALLED_BAD), Solved.NO
        satisfaction = stage.pick(BAD)
    opinions.call_back(caller, opinion, solved=solved, satisfaction=satisfaction, text=said)


def _never_reached(stage: Stage, opinion: Opinion, caller: Actor) -> Story:
    for _attempt in range(CALL_ATTEMPTS):
        opinions.miss_call(caller, opinion)
        yield stage.table.later(1)
    opinions.close(caller, opinion)


def _again(
    stage: Stage, opinion: Opinion, caller: Actor, handler: Actor, course: Course, blanks: Blanks
) -> Story:
    """重办: the resident says that it is not solved, and it is ours."""
    table = stage.table
    said, satisfaction = stage.pick(words.CALLED_BAD), stage.pick(BAD)
    opinions.call_back(caller, opinion, solved=Solved.NO, satisfaction=satisfaction, text=said)
    yield table.later(1)
    opinions.reopen(stage.cast["deputy"], opinion, reason=stage.pick(words.REOPENED))
    if course.stop is Status.HANDLING:
        return
    yield table.later(stage.rng.randint(2, 4))
    told = stage.told(stage.pick(words.AGAIN), blanks)
    opinions.assign(stage.cast.head_of(opinion.unit_code), opinion, assignee_id=handler.user_id or 0)
    answer(stage, handler, opinion, outcome=Outcome.SUPPORTED, text=told)
    yield table.later(2)
    _called(stage, caller, opinion)
    yield from _close(stage, opinion, caller)


def _close(stage: Stage, opinion: Opinion, caller: Actor) -> Story:
    """办结; seven in ten of those with a receipt of their own come back to rate."""
    yield stage.table.later(0)
    opinions.close(caller, opinion)
    if opinion.channel is Channel.WEB and stage.chance(70):
        yield stage.table.later(1)
        _rate(stage, opinion)
        stage.tonight()


def _rate(stage: Stage, opinion: Opinion) -> None:
    lot = stage.rng.randrange(100)
    if lot < 75:
        satisfaction, said = stage.pick(GOOD), stage.pick(words.RATED_GOOD)
    elif lot < 90:
        satisfaction, said = Satisfaction.FAIR, stage.pick(words.RATED_FAIR)
    else:
        satisfaction, said = stage.pick(BAD), stage.pick(words.RATED_BAD)
    solved = Solved.NO if satisfaction in BAD else Solved.YES
    opinions.rate(
        resident(stage, opinion), opinion, satisfaction=satisfaction, solved=solved, text=said
    )
