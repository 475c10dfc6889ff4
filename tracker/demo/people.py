"""Cast (人员): the invented staff with their posts, who of them does what, and the invented residents."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from tracker.demo import town, words_people
from tracker.domain.roles import LABELS, SYSTEM, Actor, Role
from tracker.people.queries import actor_of, user_by_login
from tracker.people.rules import Track
from tracker.people.service import Person, add_people, born, random_password
from tracker.township.queries import names_of

ADMINISTRATORS = ("sysadmin", "secadmin", "auditor")


@dataclass(frozen=True)
class Line:
    """One line of the staff list in words_people."""

    login: str
    name: str
    sex: str
    born: str
    political_status: str
    job_title: str
    track: Track
    posts: tuple[tuple[Role, str], ...]
    is_leading: bool

    @property
    def home(self) -> str:
        """Where somebody belongs: staff of the villages to the 党政办公室, agents to their village."""
        role, code = self.posts[0]
        if role is Role.CADRE:
            return f"{code[:9]}901"
        return town.PARTY if self.login in ADMINISTRATORS else code


def lines(text: str, town_code: str) -> list[Line]:
    return [_line(row, town_code) for row in text.strip().splitlines()]


def _line(row: str, town_code: str) -> Line:
    login, name, sex_and_birth, political_status, job_title, track, posts, leading = row.split("|")
    sex, birth = sex_and_birth.split()
    held = [post.split("@") for post in posts.split()]
    return Line(
        login, name, sex, birth, political_status, job_title, Track(track),
        tuple((Role(role), _code(unit, town_code)) for role, unit in held), leading == "leading",
    )


def _code(word: str, town_code: str) -> str:
    """TOWN, COUNTY, V3 or the constant of an office, as a code of this town."""
    if word == "COUNTY":
        return town.COUNTY
    if word == "TOWN":
        return town_code
    if word[0] == "V" and word[1:].isdecimal():
        return f"{town_code}{200 + int(word[1:])}"
    if town_code == town.SECOND_TOWN:
        return f"{town_code}{901 + ('PARTY', 'ORDER', 'HALL').index(word)}"
    return town.code_of(word)


def hire() -> list[dict[str, str]]:
    """Put in everybody of both towns; answers the demo accounts for the file of logins."""
    first = lines(words_people.STAFF, town.TOWN)
    passwords = {login: random_password() for login in words_people.DEMO_LOGINS}
    staff = [*first, *lines(words_people.SECOND_STAFF, town.SECOND_TOWN)]
    people = [_person(line, number, passwords.get(line.login)) for number, line in enumerate(staff)]
    add_people(SYSTEM, people, must_change_password=False)
    units = names_of({code for line in first for _role, code in line.posts})
    by_login = {line.login: line for line in first}
    return [_account(by_login[login], password, units) for login, password in passwords.items()]


def _person(line: Line, number: int, password: str | None) -> Person:
    facts = {
        "phone": f"1991000{number:04d}", "gender": line.sex, "born_on": born(line.born),
        "political_status": line.political_status, "job_title": line.job_title, "track": line.track,
        "is_leading_member": line.is_leading,
    }
    return Person(line.login, line.name, line.home, line.posts, password, facts)


def _account(line: Line, password: str, units: dict[str, str]) -> dict[str, str]:
    return {
        "login": line.login,
        "password": password,
        "name": line.name,
        "role": "、".join(LABELS[role] for role, _code in line.posts),
        "unit": "、".join(dict.fromkeys(units[code] for _role, code in line.posts)),
    }


class Cast:
    """Who acts: everybody by login, and whom a deed in some place falls to."""

    def __init__(self, staff: str, town_code: str) -> None:
        self.town_code = town_code
        self.lines = lines(staff, town_code)
        self._actors: dict[tuple[str, Role], Actor] = {}
        for line in self.lines:
            user = user_by_login(line.login)
            for post in user.posts if user else ():
                actor = actor_of(post.user_id, post.id)
                if actor is not None:
                    self._actors[line.login, post.role] = actor
        self.public = Actor(user_id=None, role=Role.PUBLIC, unit_code=town_code)

    def __getitem__(self, login: str) -> Actor:
        """This person in the first post."""
        line = next(line for line in self.lines if line.login == login)
        return self._actors[login, line.posts[0][0]]

    def user_id(self, login: str) -> int:
        return self[login].user_id or 0

    def login(self, user_id: int | None) -> str:
        return next(login for (login, _role), actor in self._actors.items() if actor.user_id == user_id)

    @cache  # noqa: B019  # two casts live as long as the build
    def of(self, role: Role, below: str = "") -> tuple[Actor, ...]:
        """Everybody with this post in or below a unit."""
        found = (actor for actor in self._actors.values() if actor.role is role)
        return tuple(actor for actor in found if actor.unit_code.startswith(below))

    def holder(self, role: Role, unit_code: str) -> Actor:
        """Whoever holds this post in exactly this unit."""
        return next(actor for actor in self.of(role) if actor.unit_code == unit_code)

    def at_work(self, user_id: int, roles: Collection[Role]) -> Actor:
        """Somebody in the first of the posts that may do this work."""
        mine = [actor for actor in self._actors.values() if actor.user_id == user_id]
        return next(actor for actor in mine if actor.role in roles)

    def head_of(self, office: str) -> Actor:
        return (*self.of(Role.UNIT_HEAD, office), *self.of(Role.WINDOW_HEAD, office))[0]

    def handlers(self, office: str) -> tuple[Actor, ...]:
        """承办人 of an office, else who sits at its windows."""
        return self.of(Role.HANDLER, office) or self.of(Role.WINDOW, office)


class Residents:
    """Names and telephone numbers nobody has."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._numbers = 0

    def name(self) -> str:
        return self.rng.choice(words_people.SURNAMES) + self.rng.choice(words_people.GIVEN)

    def phone(self) -> str:
        """A number of a range that is not in use; each one is given once."""
        self._numbers += 1
        return f"1990{self._numbers:07d}"
