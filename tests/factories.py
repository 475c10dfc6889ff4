"""Plain functions that make believable records; each goes through the real services or the real tables."""

from functools import cache
from itertools import count
from typing import Any

import sqlalchemy as sa

from tracker.domain.roles import Actor, Role
from tracker.people.models import Post, User
from tracker.people.queries import actor_of, user_by_login
from tracker.people.rules import Track
from tracker.store.base import Base, Owned
from tracker.store.db import db
from tracker.store.secrets import hash_secret
from tracker.township.models import Unit
from tracker.township.pinyin import pinyin_of
from tracker.township.queries import unit_of
from tracker.township.rules import kind_of, parent_code
from tracker.township.service import short_of

COUNTY, TOWN, OTHER_TOWN = "990101", "990101001", "990101002"
OFFICE, OFFICE_2, HALL = TOWN + "901", TOWN + "902", TOWN + "903"
VILLAGE, VILLAGE_2 = TOWN + "201", TOWN + "202"
GROUP = VILLAGE + "01"
PASSWORD = "fine-cloud-river-seven"

_numbers = count(1)


PLACES = (
    (COUNTY, "云岭县"), (TOWN, "石门镇"), (OTHER_TOWN, "青石镇"), (OFFICE, "党政办公室"),
    (OFFICE_2, "农业农村办公室"), (HALL, "便民服务中心"), (VILLAGE, "石门村"), (VILLAGE_2, "桃源村"),
    (GROUP, "第一组"), (OTHER_TOWN + "201", "青石村"),
)


def make_town() -> None:
    """A county with two towns; the first has offices, a hall, villages and a group."""
    if unit_of(TOWN) is None:
        put(Unit, *(
            {
                "unit_code": code, "name": name, "short_name": short_of(name), "kind": kind_of(code),
                "parent_code": parent_code(code), "sort_key": number,
                "phone": "0571-55550100" if code == TOWN else "",
            }
            for number, (code, name) in enumerate(PLACES, 1)
        ))


def put(model: type[Base], *rows: dict[str, Any]) -> None:
    """Straight into the table: what nearly every test stands on is no deed of it and leaves no trace."""
    owned = {"version": 1} if issubclass(model, Owned) else {}
    db.session.execute(sa.insert(model), [{**owned, **row} for row in rows])
    db.session.commit()


@cache
def hashed_password() -> str:
    return hash_secret(PASSWORD)


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
    full_name = name or f"张三{number}"
    full, initials = pinyin_of(full_name)
    put(User, {
        "login": login, "name": full_name, "pinyin_full": full, "pinyin_initials": initials,
        "unit_code": code, "password_hash": hashed_password(), "must_change_password": False,
        "track": Track.CIVIL, **facts,
    })
    user = user_by_login(login)
    assert user is not None
    put(Post, {"user_id": user.id, "role": role, "unit_code": code})
    return user


def make_actor(role: Role = Role.CLERK, **facts: Any) -> Actor:
    """The same as somebody who acts."""
    actor = actor_of(make_user(role, **facts).id)
    assert actor is not None
    return actor
