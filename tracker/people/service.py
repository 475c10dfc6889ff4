"""Deeds on people (人员): signing in, passwords, accounts, the import of a staff list, leave."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zxcvbn import zxcvbn

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.people import queries, rules
from tracker.people.models import Leave, Post, User
from tracker.people.rules import LeaveKind, Track
from tracker.store import throttle
from tracker.store.access import allows
from tracker.store.action import Act, action, note
from tracker.store.known import Known
from tracker.store.secrets import check_secret, hash_secret
from tracker.store.sessions import end_all_of
from tracker.township.pinyin import pinyin_of
from tracker.township.queries import codes_by_name, unit_of
from tracker.township.service import known_units

READ_BY_ZXCVBN = 72  # longer input makes its matching explode
STRONG_ENOUGH = 3

# Surnames that a dictionary of ordinary words reads wrongly (ux.md 0.2, no. 6).
def sign_in(stranger: Actor, login: str, password: str, device: str = "") -> User:
    """The person behind login and password. `device`: a browser this person has signed in with before.

    RuleBroken with one and the same sentence for unknown, disabled and wrong; strangers share a budget of
    tries per account, a known device has its own, so that nobody can lock a colleague out.
    """
    budget = f"{login.lower()}@{device}"
    wait = throttle.wait_for("sign_in", budget, rules.WRONG_TRIES)
    if wait is not None:
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来"), n=int(wait.total_seconds() // 60) + 1)
    user = queries.user_by_login(login.lower())
    usable = user if user and user.is_active else None
    good = check_secret(usable.password_hash if usable else None, password)
    actor = queries.actor_of(usable.id) if usable and good else None
    if usable is None or actor is None:
        throttle.count_try("sign_in", budget, timedelta(minutes=rules.WAIT_MINUTES))
        note(stranger, "account.sign_in", user, "denied")
        raise RuleBroken(_("登录名或密码不对"))
    throttle.forget("sign_in", budget)
    with action(actor, "account.sign_in", usable) as act:
        usable.signed_in_at = act.now
    return usable


def change_password(actor: Actor, *, old: str, new: str) -> None:
    """A new password of one's own; every other session of this person ends."""
    user = queries.user_by_id(actor.user_id or 0)
    if user is None or not check_secret(user.password_hash, old):
        raise RuleBroken(_("原密码不对"), field="old")
    if old == new:
        raise RuleBroken(_("新密码和原密码一样，请换一个"), field="password")
    hashed = strong_hash(new, user)
    with action(actor, "account.password", user):
        user.password_hash = hashed
        user.must_change_password = False
        end_all_of(user.id)


def strong_hash(password: str, user: User) -> str:
    """Hash a password that is good enough for this person, or RuleBroken."""
    units = [unit_of(user.unit_code[:n]) for n in (9, 12) if n <= len(user.unit_code)]
    words = [user.login, user.pinyin_full, *(pinyin_of(unit.short_name)[0] for unit in units if unit)]
    rules.check_password(password, words)
    if zxcvbn(password[:READ_BY_ZXCVBN], user_inputs=words)["score"] < STRONG_ENOUGH:
        raise RuleBroken(_("这个密码太常见，容易被猜到。可以用四个不相干的词连起来"), field="password")
    return hash_secret(password)


def disable(actor: Actor, user: User) -> None:
    """停用: the account and all its sessions end at once; what the person wrote stays."""
    if user.id == actor.user_id:
        raise RuleBroken(_("不能停用自己的账号"))
    with action(actor, "account.disable", user):
        user.is_active = False
        end_all_of(user.id)


def reset_password(actor: Actor, user: User) -> str:
    """A random password shown once to the security administrator; must be changed at the first sign-in."""
    fresh = random_password()
    hashed = hash_secret(fresh)
    with action(actor, "account.reset", user):
        user.password_hash = hashed
        user.must_change_password = True
        end_all_of(user.id)
    return fresh


def random_password() -> str:
    """Four groups that can be read out over a telephone: no letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _n in range(4)) for _g in range(4))


@dataclass(frozen=True)
class Person:
    """One line of a staff list, checked for shape."""

    login: str
    name: str
    unit_code: str
    posts: tuple[tuple[Role, str], ...]
    """(role, unit code) of each post held."""
    password: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """phone, gender, born_on, political_status, job_title, track, is_leading_member: as columns of User."""


def put_person(act: Act, person: Person) -> tuple[User, str]:
    """Step: add or update one person with posts; answers (user, new | updated | skipped)."""
    for code in {person.unit_code, *(code for _role, code in person.posts)}:
        _check_unit(act, code)
    users = act.once("users", lambda: Known(act, queries.all_logins(), queries.user_by_login))
    known = users.get(person.login.lower())
    if known and not allows(act.actor, "account.import", known):
        raise RuleBroken(_("登录名 {login} 已经有人用了，请换一个"), field="login", login=person.login)
    user = known or User(login=person.login.lower(), unit_code=person.unit_code, track=Track.OTHER)
    wanted = {"name": person.name, "unit_code": person.unit_code, **person.facts}
    held = {(post.role, post.unit_code) for post in user.posts}
    rules.check_posts(role for role, _unit in held.union(person.posts))
    missing = [post for post in person.posts if post not in held]
    same = known and all(getattr(known, key) == value for key, value in wanted.items())
    if same and not missing and person.password is None:
        return user, "skipped"
    act.on("account.import", user)
    user.name = person.name
    for key, value in wanted.items():
        setattr(user, key, value)
    user.pinyin_full, user.pinyin_initials = pinyin_of(person.name)
    if person.password is not None:
        user.password_hash = hash_secret(person.password)
    user.posts.extend(Post(role=role, unit_code=code) for role, code in missing)
    if known is None:
        users.add(user.login, user)
    return user, "updated" if known else "new"


def _check_unit(act: Act, code: str) -> None:
    """There is such a unit, and whoever brings the sheet may give out posts in it (else NotFound)."""
    if code not in known_units(act):
        raise RuleBroken(_("没有代码为 {code} 的单位"), field="unit", code=code)
    if not allows(act.actor, "account.import", Post(unit_code=code)):
        raise NotFound("account.import")


def unit_named(act: Act, text: str) -> str:
    """Step: the code of the unit a sheet names by its code or, within the town, by its name."""
    if text in known_units(act):
        return text
    codes = act.once("units by name", lambda: codes_by_name(act.actor.town_code)).get(text, [])
    if len(codes) != 1:
        sentence = _("没有叫“{text}”的单位") if not codes else _("叫“{text}”的单位不止一个，请写代码")
        raise RuleBroken(sentence, field="unit", text=text)
    return codes[0]


def add_people(actor: Actor, people: Iterable[Person], *, must_change_password: bool = True) -> None:
    """A handful of people at once: the first administrators, the demo town."""
    with action(actor, "account.import") as act:
        for person in people:
            user, _what = put_person(act, person)
            user.must_change_password = must_change_password


def born(text: str) -> date | None:
    """出生年月 as 1995.03 or 1995-03: the first of that month; None when it is not given."""
    digits = [part for part in text.replace("-", ".").replace("年", ".").replace("月", "").split(".") if part]
    if not digits:
        return None
    try:
        return date(int(digits[0]), int(digits[1]) if len(digits) > 1 else 1, 1)
    except ValueError:
        raise RuleBroken(_("出生年月应写成 1995.03，这里是“{text}”"), field="born_on", text=text) from None


def add_leave(actor: Actor, user: User, *, since: date, until: date, kind: LeaveKind) -> Leave:
    """登记请假: nobody is asked for visits while away."""
    rules.check_leave(since, until)
    leave = Leave(
        unit_code=user.unit_code, author_id=actor.user_id, assignee_id=user.id, since=since, until=until,
        kind=kind,
    )
    with action(actor, "leave.add", leave):
        pass
    return leave


def end_leave(actor: Actor, leave: Leave, *, back_on: date) -> None:
    """回来上班了: the leave ends the day before; back on its first day it was not taken at all."""
    with action(actor, "leave.end", leave) as act:
        if leave.cancelled_on is not None:
            raise RuleBroken(_("这次请假已经取消了"))
        rules.check_back(back_on, leave.until)
        if back_on <= leave.since:
            leave.cancelled_on = act.today
        else:
            leave.until = back_on - timedelta(days=1)
