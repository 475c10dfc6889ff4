"""Plain functions that make believable records; each goes through the real services or the real tables."""

from itertools import count
from typing import Any

from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.people.models import User
from tracker.people.queries import actor_of, user_by_login
from tracker.people.rules import Track
from tracker.people.service import Person, add_people
from tracker.township.queries import unit_of
from tracker.township.service import UnitRow, add_units

COUNTY, TOWN, OTHER_TOWN = "990101", "990101001", "990101002"
OFFICE, OFFICE_2, HALL = TOWN + "901", TOWN + "902", TOWN + "903"
VILLAGE, VILLAGE_2 = TOWN + "201", TOWN + "202"
GROUP = VILLAGE + "01"
PASSWORD = "fine-cloud-river-seven"

_numbers = count(1)


def make_town() -> None:
    """A county with two towns; the first has offices, a hall, villages and a group."""
    if unit_of(TOWN) is not None:
        return
    add_units(
        SYSTEM,
        [
            UnitRow(COUNTY, "云岭县"),
            UnitRow(TOWN, "石门镇", phone="0571-55550100"),
            UnitRow(OTHER_TOWN, "青石镇"),
            UnitRow(OFFICE, "党政办公室"),
            UnitRow(OFFICE_2, "农业农村办公室"),
            UnitRow(HALL, "便民服务中心"),
            UnitRow(VILLAGE, "石门村"),
            UnitRow(VILLAGE_2, "桃源村"),
            UnitRow(GROUP, "第一组"),
            UnitRow(OTHER_TOWN + "201", "青石村"),
        ],
    )


# where somebody of this role usually sits
UNIT_OF_ROLE = {
    Role.HANDLER: OFFICE_2, Role.UNIT_HEAD: OFFICE_2, Role.WINDOW: HALL, Role.WINDOW_HEAD: HALL,
    Role.AGENT: VILLAGE, Role.COUNTY: COUNTY, Role.CLERK: OFFICE,
}


def make_user(role: Role = Role.CLERK, *, unit: str | None = None, name: str = "", **facts: Any) -> User:
    """Somebody with one post; signs in with PASSWORD."""
    make_town()
    number = next(_numbers)
    login = f"{role.value}{number}"
    code = unit or UNIT_OF_ROLE.get(role, TOWN)
    home = code if code != COUNTY else COUNTY
    person = Person(
        login=login, name=name or f"张三{number}", unit_code=home, posts=((role, code),), password=PASSWORD,
        facts={"track": Track.CIVIL, **facts},
    )
    add_people(SYSTEM, [person], must_change_password=False)
    user = user_by_login(login)
    assert user is not None
    return user


def make_actor(role: Role = Role.CLERK, **facts: Any) -> Actor:
    """The same as somebody who acts."""
    actor = actor_of(make_user(role, **facts).id)
    assert actor is not None
    return actor
