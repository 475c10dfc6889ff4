"""Households, contact points, visits and problems, made through the real services."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from factories import OFFICE_2, TOWN, VILLAGE, make_actor, make_town, put

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.households import service as facts
from tracker.households.models import Household, HouseholdConflict
from tracker.households.service import HouseholdRow, put_household
from tracker.people import service as people
from tracker.people.models import Leave
from tracker.people.queries import user_by_id
from tracker.people.rules import LeaveKind
from tracker.problems import service as problems
from tracker.problems.models import Problem
from tracker.problems.rules import Confirmer
from tracker.problems.service import Assignment, Confirmation, Origin, Raised
from tracker.store.action import action
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import unit_of
from tracker.visits import service
from tracker.visits.models import ContactLink, Visit, VisitGoal
from tracker.visits.rules import Cycle, Target
from tracker.visits.service import Arrangement, Entry, Place

PHONE = "13812345678"


def make_household(village: str = VILLAGE, name: str = "欧阳修文", **facts: Any) -> Household:
    """One household of the roll; `facts` are the other columns of the sheet."""
    make_town()
    before = set(db.session.query(Household.id))
    with action(SYSTEM, "household.import") as act:
        put_household(act, HouseholdRow(village=village, head_name=name, **facts))
    return db.session.query(Household).filter(Household.id.not_in([row[0] for row in before])).one()


def make_link(
    cadre: Actor, household: Household | None = None, village: str = VILLAGE, **facts: Any
) -> ContactLink:
    """This cadre contacts the household, or the village."""
    wanted = Arrangement(
        cadre_id=cadre.user_id, unit_code=village, household=household,
        target=Target.HOUSEHOLD if household else Target.VILLAGE, **facts,
    )
    return service.add_contact(make_actor(Role.ORG), wanted)


def make_conflict(cadre: Actor | None = None) -> HouseholdConflict:
    """Two values of one phone: the desk changed it while somebody's phone was away."""
    number = db.session.query(Household).count()
    household = make_household(name="王秀英", group=f"{number + 1}组", phone=f"1370000{number:04d}")
    facts.edit(make_actor(Role.CLERK), household, {"phone": "13800001111"})
    with action(cadre or make_actor(Role.AGENT), "household.edit") as act:
        facts.sync_facts(act, household, 0, {"phone": "13900002222"}, {})
    return db.session.query(HouseholdConflict).order_by(HouseholdConflict.id.desc()).first()


def make_visit(
    cadre: Actor, household: Household | None = None, *, on: date | None = None, village: str = VILLAGE,
    problems: tuple[Raised, ...] = (), words: str = "井里的水发浑", photos: tuple[bytes, ...] = (),
) -> Visit:
    place = Place(household.unit_code, household.id) if household else Place(village)
    return service.add(cadre, Entry(on or clock.today(), place, words=words), problems, photos=photos)


def make_problem(author: Actor, content: str = "井里的水发浑，晾一夜底下一层沙", **facts: Any) -> Problem:
    """As it lies there: its words were looked at when it was registered, whomever they name."""
    return problems.add(author, Raised(content, **{"is_mention": True, **facts}), Origin(VILLAGE))


def give(problem: Problem, handler: Actor, unit: str = OFFICE_2, by: Actor | None = None) -> None:
    """交办 to the handler, due today."""
    given = Assignment(assignee_id=handler.user_id or 0, unit_code=unit, promised_on=clock.today())
    problems.assign(by or make_actor(Role.CLERK), problem, given)


def make_asked_off(handler: Actor, days: int = 10) -> Problem:
    """A problem with a promise in 20 days, and a request to put it off that nobody has decided yet."""
    problem, today = make_problem(make_actor(Role.CADRE)), clock.today()
    given = Assignment(
        assignee_id=handler.user_id or 0, unit_code=handler.unit_code, promised_on=today + timedelta(days=20)
    )
    problems.assign(make_actor(Role.CLERK), problem, given)
    problems.ask_defer(
        handler, problem, until=today + timedelta(days=days), reason="汛期挖不了沟", told="说好雨停了再挖"
    )
    return problem


def make_checked(author: Actor, handler: Actor) -> Problem:
    """A problem that only waits to be struck off."""
    problem = make_problem(author)
    give(problem, handler)
    problems.apply(handler, problem, result="换了新管子，水清了")
    problems.check(make_actor(Role.DEPUTY), problem, text="到井边看过")
    return problem


def confirmation() -> Confirmation:
    return Confirmation(Confirmer.RESIDENT, clock.today(), "水清了，不用跑了")


def make_key_village(code: str = VILLAGE) -> Unit:
    """A village whose contact matters most (经济薄弱或问题较多)."""
    make_town()
    village = unit_of(code)
    assert village is not None
    with action(SYSTEM, "unit.import", village):
        village.is_key_village = True
    return village


def make_goal(**facts: Any) -> VisitGoal:
    """A goal of the town since long ago; by default one day a quarter with every linked household."""
    make_town()
    usual: dict[str, Any] = {
        "unit_code": TOWN, "target": Target.HOUSEHOLD, "cycle": Cycle.QUARTER, "times": 1,
        "since": date(2020, 1, 1), "basis": "石党办〔2026〕18号",
    }
    put(VisitGoal, {**usual, **facts})
    return db.session.scalars(sa.select(VisitGoal).order_by(VisitGoal.id.desc()).limit(1)).one()


def make_leave(cadre: Actor, since: date | None = None, until: date | None = None) -> Leave:
    """Away today and for a week, unless told otherwise."""
    user = user_by_id(cadre.user_id or 0)
    assert user is not None
    first = since or clock.today()
    return people.add_leave(
        make_actor(Role.ORG), user, since=first, until=until or first + timedelta(days=6),
        kind=LeaveKind.ANNUAL,
    )
