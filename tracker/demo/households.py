"""Facts of households that changed (户情变更), and one that two people say differently (说法不一)."""

from collections.abc import Iterable

from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain.roles import Actor
from tracker.households import queries, service
from tracker.households.models import Household
from tracker.store.action import action

CHANGES = 12


def stories(stage: Stage) -> Iterable[Story]:
    for _number in range(CHANGES * stage.scale):
        yield _change(stage)
    yield _disagree(stage)


def _change(stage: Stage) -> Story:
    """A linked cadre comes home with how many people live there, now and then a new number."""
    yield stage.table.at_work(stage.table.workday_before(stage.table.today, stage.rng.randrange(20, 300)))
    cadre, household = _linked(stage)
    facts: dict[str, str | int | None] = {"people_count": stage.rng.randrange(1, 7)}
    if stage.chance(40):
        facts["phone"] = stage.residents.phone()
    service.edit(cadre, household, facts)


def _disagree(stage: Stage) -> Story:
    """The clerk wrote down a new number while the cadre's phone, without a signal, had another one."""
    yield stage.table.at_work(stage.table.last_workday(stage.table.today - ONE_DAY * 3))
    cadre, household = _linked(stage)
    heard = household.facts_version
    service.edit(stage.cast["clerk"], household, {"phone": stage.residents.phone()})
    yield stage.table.later(0)
    with action(cadre, "household.edit") as act:
        service.sync_facts(act, household, heard, {"phone": stage.residents.phone()}, {})


def _linked(stage: Stage) -> tuple[Actor, Household]:
    cadre = stage.cast["cadre"]
    return cadre, stage.pick([one for one in queries.found(cadre).rows if one.assignee_id == cadre.user_id])
