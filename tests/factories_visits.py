"""Households, contact points, visits and problems, made through the real services."""

from datetime import date
from typing import Any

from factories import OFFICE_2, VILLAGE, make_actor, make_town

from tracker.domain import clock
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.households.models import Household
from tracker.households.service import HouseholdRow, put_household
from tracker.problems import service as problems
from tracker.problems.models import Problem
from tracker.problems.rules import Confirmer
from tracker.problems.service import Assignment, Confirmation, Origin, Raised
from tracker.store.action import action
from tracker.store.db import db
from tracker.township.models import Unit
from tracker.township.queries import unit_of
from tracker.visits import service
from tracker.visits.models import ContactLink, Visit
from tracker.visits.rules import Target
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


def make_visit(
    cadre: Actor, household: Household | None = None, *, on: date | None = None, village: str = VILLAGE,
    problems: tuple[Raised, ...] = (), words: str = "井里的水发浑",
) -> Visit:
    place = Place(household.unit_code, household.id) if household else Place(village)
    return service.add(cadre, Entry(on or clock.today(), place, words=words), problems)


def make_problem(author: Actor, content: str = "井里的水发浑，晾一夜底下一层沙", **facts: Any) -> Problem:
    return problems.add(author, Raised(content, **facts), Origin(VILLAGE))


def give(problem: Problem, handler: Actor, unit: str = OFFICE_2, by: Actor | None = None) -> None:
    """交办 to the handler, due today."""
    given = Assignment(assignee_id=handler.user_id or 0, unit_code=unit, promised_on=clock.today())
    problems.assign(by or make_actor(Role.CLERK), problem, given)


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
