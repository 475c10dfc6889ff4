"""Households, contact points and visits (联系户、联系点、走访) of two years."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tracker.demo import town
from tracker.demo import words_visits as words
from tracker.demo.problems import raise_problem, solve
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.demo.words_troubles import TROUBLES
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.households import queries as households
from tracker.households.service import HouseholdRow, put_household, unmask
from tracker.problems import queries as problem_queries
from tracker.problems.rules import Status
from tracker.store.action import action
from tracker.visits import service as visits
from tracker.visits.models import ContactLink
from tracker.visits.rules import Kind, Level, Purpose, Target, Turn
from tracker.visits.service import Arrangement, Entry, Matter, Place

HOUSEHOLDS, VISITS, CHANGED_LINKS = 240, 400, 4
PROBLEM_SHARE = 24  # of a hundred visits so many bring a problem home
CARES = ("困难户", "独居老人", "留守儿童", "残疾人", "优抚对象", "困难户、独居老人", "困难户、残疾人")
PURPOSES = (
    (Purpose.COMFORT,), (Purpose.NEEDS,), (Purpose.COMFORT, Purpose.NEEDS), (Purpose.POLICY,),
    (Purpose.FOLLOW_UP,), (Purpose.MEDIATION,), (),
)
HEARD_TURNS = (Turn.PROBLEM, Turn.SETTLED, Turn.OPINION)
LONG_AGO = 100  # days: a problem that the leaders have to talk about (domain.md 13.3)


@dataclass(frozen=True)
class Link:
    """A household and the cadre who contacts it."""

    cadre: Actor
    household_id: int
    unit_code: str


class Contacts:
    """Who contacts which household; filled in the first days, read by the visits."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.elsewhere: dict[str, list[int]] = {}


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    contacts, scale = Contacts(), stage.scale
    yield _arrange(stage, contacts)
    for day in stage.spread(VISITS * scale):
        yield _visit(stage, contacts, day)
    for stop in Status:
        for _number in range(2 * scale):
            yield _visit(stage, contacts, _day_for(stage, stop), stop)
    long_ago = stage.table.last_workday(stage.table.today - ONE_DAY * LONG_AGO)
    for _number in range(3 * scale):
        yield _visit(stage, contacts, long_ago, Status.HANDLING)
    yield _heard_much(stage, contacts)
    for day in stage.spread(CHANGED_LINKS, stage.table.today - ONE_DAY * 60):
        yield _change_of_cadre(stage, contacts, day)


def _day_for(stage: Stage, stop: Status) -> date:
    """When a visit was, if its problem stands at `stop` today."""
    usual = {
        Status.REGISTERED: 1, Status.SETTLED: 2, Status.ASSIGNED: 4, Status.DEFERRED: 6, Status.HANDLING: 10
    }
    ago = usual.get(stop, 30) + stage.rng.randrange(3)
    return stage.table.workday_before(stage.table.last_workday(stage.table.today), ago)


# --- the first days: the roll of households, and who contacts whom


def _arrange(stage: Stage, contacts: Contacts) -> Story:
    """The clerk brings in the roll, 组织人事 arranges the contact points, village by village."""
    table, cast = stage.table, stage.cast
    yield table.at_work(table.start)
    for number, village in enumerate(town.VILLAGE_CODES):
        _bring_in(stage, number)
        yield table.later(0)
        _link_village(stage, number)
        rows = [(row.id, row.unit_code) for row in households.unlinked(cast["org"], village)]
        contacts.elsewhere[village] = [row_id for row_id, _code in rows]
        for household_id, unit_code in rows[: len(rows) * 6 // 10]:
            yield table.later(0)
            cadre = _cadre_for(stage, village)
            _link(stage, household_id, cadre, table.start)
            contacts.links.append(Link(cadre, household_id, unit_code))
        yield table.later(1)


def _bring_in(stage: Stage, number: int) -> None:
    village, groups = town.VILLAGES[number][0], town.group_names(number)
    with action(stage.cast["clerk"], "household.import") as act:
        for count in range(HOUSEHOLDS * stage.scale // len(town.VILLAGES)):
            group = groups[count % len(groups)]
            put_household(act, HouseholdRow(
                village=village, head_name=stage.residents.name(), group=group,
                phone=stage.residents.phone() if stage.chance(85) else "",
                address=f"{village}{group}{count + 1}号", cares=stage.pick(CARES) if stage.chance(35) else "",
            ))


def _link_village(stage: Stage, number: int) -> None:
    """A leader, the head of an office and the cadre stationed there for each village."""
    cast, village = stage.cast, town.village_code(number)
    leaders = [*cast.of(Role.HEAD), *cast.of(Role.DEPUTY)]
    middle = [*cast.of(Role.UNIT_HEAD)]
    for level, people in ((Level.LEADER, leaders), (Level.MIDDLE, middle)):
        _link_to_village(stage, people[number % len(people)], village, level)
    _link_to_village(stage, _stationed(stage, village), village, Level.STAFF)


def _link_to_village(stage: Stage, cadre: Actor, village: str, level: Level) -> None:
    backup = stage.pick([one for one in stage.cast.of(Role.CADRE) if one.user_id != cadre.user_id])
    visits.add_contact(stage.cast["org"], Arrangement(
        cadre_id=cadre.user_id or 0, unit_code=village, level=level, basis=_basis(stage),
        since=stage.table.start, backup_id=backup.user_id if level is Level.STAFF else None,
    ))


def _basis(stage: Stage) -> str:
    return f"石党办〔{stage.table.start.year}〕18号"


def _stationed(stage: Stage, village: str) -> Actor:
    return stage.cast.holder(Role.CADRE, village)


def _cadre_for(stage: Stage, village: str) -> Actor:
    """Mostly the cadre stationed there, else somebody of the offices."""
    others = [*stage.cast.of(Role.HANDLER), *stage.cast.of(Role.UNIT_HEAD)]
    return _stationed(stage, village) if stage.chance(60) else stage.pick(others)


def _link(stage: Stage, household_id: int, cadre: Actor, since: date) -> ContactLink:
    household = households.household(stage.cast["org"], "household.link", household_id)
    return visits.add_contact(stage.cast["org"], Arrangement(
        cadre_id=cadre.user_id or 0, unit_code=household.unit_code, target=Target.HOUSEHOLD,
        level=Level.STAFF, household=household, since=since, basis=_basis(stage),
    ))


def _change_of_cadre(stage: Stage, contacts: Contacts, day: date) -> Story:
    """Somebody not yet linked gets a cadre, whom another one follows after some weeks."""
    village = stage.village()
    yield stage.table.at_work(day)
    if not contacts.elsewhere.get(village):
        return
    household_id = contacts.elsewhere[village].pop()
    link = _link(stage, household_id, _stationed(stage, village), clock.today())
    yield stage.table.in_days(40)
    visits.end_contact(stage.cast["org"], link, until=clock.today())
    yield stage.table.later(0)
    _link(stage, household_id, stage.pick(stage.cast.of(Role.HANDLER)), clock.today())


# --- visits


def _visit(stage: Stage, contacts: Contacts, day: date, stop: Status | None = None) -> Story:
    """One visit; with a problem by chance, or with one that stands at `stop` today."""
    yield stage.table.at_work(day)
    link = stage.pick(contacts.links)
    actor, entry = _entry(stage, link)
    household = households.by_id([link.household_id])[link.household_id]
    if actor == link.cadre and stage.chance(6) and household.assignee_id == actor.user_id:
        unmask(actor, household, reason=stage.pick(words.LOOKED_UP))
        yield stage.table.later(0)
    trouble, raised = stage.pick(TROUBLES), []
    if stop or stage.chance(PROBLEM_SHARE):
        raised = [raise_problem(stage, trouble, entry.place.unit_code, stop)]
    if entry.kind is Kind.CALLER and not raised:
        visit = visits.add(stage.cast["clerk"], entry, raised, visitor_id=actor.user_id)
    else:
        visit = visits.add(actor, entry, raised)
    found = problem_queries.raised_by(stage.cast["clerk"], visit.id) if raised else []
    if stage.chance(2):
        yield stage.table.later(0)
        visits.correct(actor, visit, _spoken_again(entry), reason="")
    for problem in found:
        if problem.status is not Status.SETTLED:
            yield from solve(stage, problem, trouble, stop)


def _entry(stage: Stage, link: Link) -> tuple[Actor, Entry]:
    """Who went where, and what was said there."""
    lot, cast = stage.rng.randrange(100), stage.cast
    village, with_whom = link.unit_code[:12], stage.pick(words.PARTICIPANTS)
    if lot < 12:
        leader = stage.pick([*cast.of(Role.HEAD), *cast.of(Role.DEPUTY), _stationed(stage, village)])
        said = stage.pick(words.MEETINGS)
        return leader, Entry(
            clock.today(), Place(village), Kind.MEETING, said, with_whom,
            purposes=(Purpose.POLICY, Purpose.NEEDS), present_count=stage.rng.randint(8, 40),
        )
    actor = cast.holder(Role.AGENT, village) if lot < 20 else link.cadre
    kind = Kind.PHONE if lot in range(20, 23) else Kind.CALLER if lot in (23, 24) else Kind.HOME
    day = clock.today() - ONE_DAY * stage.rng.choice((0, 0, 0, 1, 2))
    said = "" if stage.chance(10) else _said(stage, kind)
    together = with_whom if kind is Kind.HOME and stage.chance(25) else ""
    return actor, Entry(
        day, Place(link.unit_code, link.household_id), kind, said, together,
        purposes=stage.pick(PURPOSES), companion_ids=_along(stage) if kind is Kind.HOME else (),
    )


def _along(stage: Stage) -> tuple[int, ...]:
    """Now and then a colleague goes along."""
    colleague = stage.pick(stage.cast.of(Role.CADRE))
    return (colleague.user_id,) if colleague.user_id and stage.chance(12) else ()


def _heard_much(stage: Stage, contacts: Contacts) -> Story:
    """One of these days: a colleague comes along, four things are heard, each goes its own way."""
    yield stage.table.at_work(stage.table.last_workday(stage.table.today - ONE_DAY))
    link = next(one for one in contacts.links if one.cadre.role is Role.CADRE)
    visits.add(link.cadre, Entry(
        clock.today(), Place(link.unit_code, link.household_id), words="".join(words.HEARD),
        purposes=(Purpose.COMFORT, Purpose.NEEDS), companion_ids=_along(stage),
    ), [
        Matter(text, settled=settled, turn=turn)
        for text, settled, turn in zip(words.HEARD, words.HEARD_SETTLED, HEARD_TURNS, strict=True)
    ])


def _said(stage: Stage, kind: Kind) -> str:
    """What is written down, as the season brings it: often two or three sentences, sometimes one."""
    begun = {Kind.PHONE: words.PHONE, Kind.CALLER: words.CALLER}.get(kind, words.HOME)
    news = (*words.NEWS[words.SEASON_OF[clock.today().month]], *words.ALWAYS)
    parts = (stage.pick(begun), stage.pick(news), stage.pick(words.WISHES))
    return "".join(parts[: stage.rng.choice((1, 2, 3, 3))])


def _spoken_again(entry: Entry) -> Entry:
    return replace(entry, words=f"{entry.words}（补充：当时还有小组长在场。）")
