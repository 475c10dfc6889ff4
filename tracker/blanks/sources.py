"""What forms can be filled from (取数来源), and who may fill from it."""

from tracker.assessments.sources import APPRAISALS, BALLOTS
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.form.source import Source
from tracker.hall.sources import TASKS
from tracker.visits.sources import HOUSEHOLDS

ALL: tuple[Source, ...] = (APPRAISALS, BALLOTS, HOUSEHOLDS, TASKS)
SOURCES: dict[str, Source] = {one.name: one for one in ALL}


def may_fill(actor: Actor, source: str) -> bool:
    return source in SOURCES and may_come(actor, SOURCES[source].action)
