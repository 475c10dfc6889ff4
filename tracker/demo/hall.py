"""The catalogue and the tasks of the hall (事项、办件、好差评) of two years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.catalogue import queries as catalogue_queries
from tracker.catalogue import service as catalogue
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import item_facts
from tracker.demo import town, words_guides
from tracker.demo import words_services as words
from tracker.demo.cases import settle
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.demo.words_services import Service
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.hall import service as hall
from tracker.hall.models import Task
from tracker.hall.rules import CHECK_CHARACTERS, WEIGHTS, Channel, Level, Outcome, Status
from tracker.hall.service import Application
from tracker.store.action import action

TASKS = 125
OPEN_NOW = {
    Status.RECEIVED: (5, 1), Status.TOLD: (5, 3), Status.ACCEPTED: (10, 2), Status.DONE: (5, 1),
    Status.DECLINED: (6, 60), Status.WITHDRAWN: (5, 50),
}
"""How many stand at a state today, and about how many working days ago they came."""
OVERDUE, DEEMED = 3, 3
WITH_ID = frozenset({"困难救助", "残疾人", "养老"})
"""Topics whose items ask for the identity number."""
IMPORTED = 20  # the others are entered by hand later

GOOD = (Level.VERY_GOOD, Level.VERY_GOOD, Level.GOOD, Level.GOOD)
BAD = (Level.BAD, Level.VERY_BAD)


@dataclass(frozen=True)
class Course:
    """How one task is going to go; `stop`: the state it stands at today (None: on to the end)."""

    stop: Status | None = None
    is_late: bool = False
    is_forgotten: bool = False
    """Nobody told what is missing within five working days: it counts as accepted."""


STRAIGHT = Course()


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    table, scale = stage.table, stage.scale
    today = table.last_workday(table.today)
    yield _catalogue(stage)
    for day in stage.spread(TASKS * scale, table.workday_before(today, 32)):
        yield _task(stage, day, Course(is_late=stage.chance(6)))
    for stop, (count, ago) in OPEN_NOW.items():
        for _number in range(count * scale):
            yield _task(stage, table.workday_before(today, ago + stage.rng.randrange(2)), Course(stop))
    for _number in range(OVERDUE * scale):
        yield _task(stage, table.workday_before(today, 9), Course(Status.ACCEPTED, is_late=True))
    for _number in range(DEEMED * scale):
        yield _task(stage, table.workday_before(today, 8), Course(Status.ACCEPTED, is_forgotten=True))


# --- the catalogue


def _catalogue(stage: Stage) -> Story:
    """Most of it is imported, the rest entered by hand; one draft lacks a fact, one item is taken down."""
    table, head = stage.table, stage.cast["windowhead"]
    yield table.at_work(table.start)
    with action(head, "service.import") as act:
        for number, service in enumerate((*words.SERVICES[:IMPORTED], words.TAKEN_DOWN)):
            catalogue.put_item(act, town.TOWN, _cells(stage, service, number) | {"is_published": "是"})
    for number, service in enumerate(words.SERVICES[IMPORTED:], IMPORTED + 1):
        yield table.later(0)
        _enter(stage, service, number)
    yield table.at_work(table.workday_in(table.start + ONE_DAY * 300, table.today - ONE_DAY * 200))
    catalogue.take_down(head, item_at(IMPORTED))
    yield table.at_work(table.workday_before(table.last_workday(table.today), 3))
    catalogue.add_item(head, _facts(stage, words.DRAFT, 90))


def _enter(stage: Stage, service: Service, number: int) -> None:
    head, facts = stage.cast["windowhead"], _facts(stage, service, number)
    item = catalogue.add_item(head, facts)
    catalogue.publish(head, item, item.facts)


def _code(number: int) -> str:
    return f"SM{number + 1:03d}"


def _cells(stage: Stage, service: Service, number: int) -> dict[str, str]:
    """One row of the sheet that the county's list of items would be."""
    return {
        "code": _code(number), "name": service.name, "type": service.type, "topic": service.topic,
        "department": service.department, "kind": "承诺件" if service.promised else "即办件",
        "content": service.content, "procedure": service.steps, "ways": stage.pick(words.WAYS),
        "hours": words.HOURS, "place": words.PLACE, "people": service.window,
        "conditions": service.conditions, "basis": service.basis, "fee": "不收费", "phone": words.PHONE,
        "legal_workdays": str(service.legal or ""), "promised_workdays": str(service.promised),
        "asks_id": "是" if service.topic in WITH_ID else "否",
        "materials_text": "\n".join(service.materials),
        **words_guides.more(service.name, service.materials),
    }


def _facts(stage: Stage, service: Service, number: int) -> dict[str, object]:
    """The same as the columns of an item entered by hand."""
    names = [name for name, _short, _room in town.OFFICES]
    department = town.code_of(town.OFFICE_WORDS[names.index(service.department)])
    return {**item_facts(_cells(stage, service, number)), "department_code": department}


# --- tasks


def _task(stage: Stage, day: date, course: Course) -> Story:
    """From the window to the resident's hand, or up to the state `course.stop`."""
    table = stage.table
    yield table.at_work(day)
    item = _item(stage, course)
    if not item.promised_workdays and not course.stop:
        task = receive(stage, stage.pick(stage.cast.of(Role.WINDOW)), item, then="spot")
        yield from hand_over(stage, task, course)
        return
    is_whole_way = course.stop is None
    is_brought = course.is_forgotten or course.stop is Status.RECEIVED or (is_whole_way and stage.chance(20))
    is_short = course.stop is Status.TOLD or (is_whole_way and stage.chance(18))
    takes_in = stage.pick(stage.cast.of(Role.AGENT if is_brought else Role.WINDOW))
    is_whole = not (is_short or is_brought or course.stop in (Status.DECLINED, Status.WITHDRAWN))
    task = receive(stage, takes_in, item, then="accept" if is_whole else "", lacks=1 if is_short else 0)
    if course.is_forgotten:
        yield from _forgotten(stage)
    elif course.stop is not Status.RECEIVED:
        yield from _go_on(stage, task, item, course, is_short=is_short)


def _item(stage: Stage, course: Course) -> ServiceItem:
    """Any item for a task that runs its course; one with a promise for a task that stops on the way."""
    if course.stop is Status.DONE:
        choices = [number for number, one in enumerate(words.SERVICES) if not one.promised]
    elif course.is_late:
        choices = [number for number, one in enumerate(words.SERVICES) if 3 <= one.promised <= 5]
    elif course.stop:
        choices = [number for number, one in enumerate(words.SERVICES) if one.promised >= 5]
    else:
        choices = list(range(len(words.SERVICES)))
    number = stage.pick(choices)
    return item_at(number if number < IMPORTED else number + 1)


def item_at(number: int) -> ServiceItem:
    item = catalogue_queries.item_by_code(town.TOWN, _code(number))
    if item is None:
        raise LookupError(_code(number))
    return item


def receive(
    stage: Stage, actor: Actor, item: ServiceItem, *, then: str = "", lacks: int = 0,
    coming_id: int | None = None,
) -> Task:
    required = [one.name for one in item.materials if one.is_required]
    residents, village = stage.residents, stage.village()
    if actor.role is Role.AGENT:
        village = actor.unit_code
    is_missing = item.asks_id and stage.chance(10)
    return hall.receive(
        actor,
        Application(
            item, residents.name(), residents.phone() if stage.chance(90) else "", village,
            Channel.VISIT if stage.chance(8) else Channel.WINDOW,
            id_number=_id_number(stage) if item.asks_id and not is_missing else "", is_id_missing=is_missing,
            handed_in=required[: len(required) - lacks], coming_id=coming_id,
        ),
        form_key=stage.form_key(), then=then,
    )


def _id_number(stage: Stage) -> str:
    """A number of a county that does not exist, with the right last place."""
    born = date(stage.rng.randint(1938, 1999), stage.rng.randint(1, 12), stage.rng.randint(1, 28))
    number = f"{town.COUNTY}{born:%Y%m%d}{stage.rng.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True))
    return number + CHECK_CHARACTERS[total % 11]


def _forgotten(stage: Stage) -> Story:
    """A week goes by; the night after the last day to tell makes it accepted."""
    yield stage.table.later(5)
    stage.tonight()


def _go_on(stage: Stage, task: Task, item: ServiceItem, course: Course, *, is_short: bool) -> Story:
    table, window = stage.table, stage.pick(stage.cast.of(Role.WINDOW))
    if is_short:
        yield table.later(stage.rng.choice((0, 0, 1)))
        lacking = [one.name for one in item.materials if one.is_required][-1]
        correct_by = table.calendar.add(clock.today(), 10)
        hall.notify(window, task, notice=words.NOTICE.format(names=lacking), correct_by=correct_by)
        if course.stop is Status.TOLD:
            return
        yield table.later(stage.rng.randint(1, 6))
    if course.stop is Status.DECLINED:
        yield table.later(0)
        reason, path = stage.pick(words.DECLINED)
        hall.ask_decline(window, task, reason=reason, path=path)
        yield table.later(0)
        hall.decline(stage.cast["windowhead"], task, reason=reason, path=path)
        return
    if task.status is not Status.ACCEPTED:
        yield table.later(stage.rng.choice((0, 0, 1)))
        hall.accept(window, task, handed_in=[one.name for one in item.materials if one.is_required])
    if course.stop is Status.WITHDRAWN:
        yield table.later(3)
        hall.withdraw(window, task, reason=stage.pick(words.WITHDRAWN))
    elif course.stop is not Status.ACCEPTED:
        yield from _finish(stage, task, window, course)


def _finish(stage: Stage, task: Task, window: Actor, course: Course) -> Story:
    """办结 within the promise, or late and with the reason; now and then it has to be refused."""
    promised, rng = task.promised_workdays, stage.rng
    days = promised + rng.randint(1, 3) if course.is_late else rng.randint(1, max(1, promised - 1))
    yield stage.table.later(days)
    late = stage.pick(words.LATE_REASONS) if task.due_on and clock.today() > task.due_on else ""
    if stage.chance(5):
        reason, path = stage.pick(words.REFUSED)
        hall.finish(window, task, outcome=Outcome.REFUSED, reason=reason, path=path, late_reason=late)
    else:
        hall.finish(window, task, outcome=Outcome.GRANTED, late_reason=late)
    yield from hand_over(stage, task, course)


def hand_over(stage: Stage, task: Task, course: Course = STRAIGHT) -> Story:
    """送达, and for four in ten the resident's rating."""
    if course.stop is Status.DONE:
        return
    yield stage.table.later(stage.rng.choice((0, 1, 2)))
    clerk = stage.pick(stage.cast.of(Role.WINDOW))
    if task.agency is None:
        hall.deliver(clerk, task)
    else:
        originals = [one.id for one in task.agency.originals_here]
        hall.hand_back(clerk, task, returned_to="本人", original_ids=originals)
    if stage.chance(40):
        yield stage.table.later(stage.rng.choice((0, 1)))
        level, said = _verdict(stage)
        hall.rate(hall.holder_of(stage.cast.public, task), task, level=level, words=said)
        stage.tonight()
        if level in BAD:
            yield from settle(stage, task)


def _verdict(stage: Stage) -> tuple[Level, str]:
    lot = stage.rng.randrange(100)
    if lot < 82:
        return stage.pick(GOOD), stage.pick(words.RATED_GOOD)
    if lot < 94:
        return Level.FAIR, stage.pick(words.RATED_FAIR)
    return stage.pick(BAD), stage.pick(words.RATED_BAD)
