"""代办点 of the villages, and what the guides ask less of residents as time goes by (代办点、减材料)."""

from collections.abc import Iterable, Mapping
from typing import Any

from tracker.catalogue import queries, service
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.service.points import PointFacts
from tracker.demo import town, words_guides
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain.roles import Role

OPENED, LESS_AFTER, FASTER_AFTER = 12, 260, 480
"""Days after the start of the two years."""
WITHOUT = 2
"""The last villages have none yet: the list says so."""


def stories(stage: Stage) -> Iterable[Story]:
    yield _open(stage)
    for number, (name, paper, why) in enumerate(words_guides.LESS):
        yield _change(stage, LESS_AFTER + 40 * number, name, {"without": paper}, why)
    for number, (name, days, why) in enumerate(words_guides.FASTER):
        yield _change(stage, FASTER_AFTER + 60 * number, name, {"promised_workdays": days}, why)


def _open(stage: Stage) -> Story:
    head = stage.cast["windowhead"]
    for number, code in enumerate(town.VILLAGE_CODES[:-WITHOUT]):
        yield stage.table.at_work(stage.table.last_workday(stage.table.start + ONE_DAY * (OPENED + number)))
        agent = stage.cast.holder(Role.AGENT, code)
        place = f"{town.VILLAGES[number][3]}，村委会一楼"
        hours = words_guides.HOURS[number % len(words_guides.HOURS)]
        service.add_point(head, PointFacts(
            code, "便民代办点", place, hours, f"0999-55502{number + 1:02d}",
            agent.user_id,
        ))


def _change(stage: Stage, after: int, name: str, what: Mapping[str, Any], why: str) -> Story:
    """One guide asks less from some day on; what is not public then is left alone."""
    yield stage.table.at_work(stage.table.last_workday(stage.table.start + ONE_DAY * after))
    found = [one for one in queries.items(stage.cast["windowhead"], text=name) if one.name == name]
    for item in found:
        if item.is_published:
            service.edit_item(stage.cast["windowhead"], item, _facts(item, what), reason=why)


def _facts(item: ServiceItem, what: Mapping[str, Any]) -> dict[str, Any]:
    if "without" in what:
        kept = [one for one in item.materials if one.name != what["without"]]
        return {"code": item.code, "materials": kept}
    return {"code": item.code, **what}
