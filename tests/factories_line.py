"""A hall that lines people up (排队): the switch, windows, numbers, made by the real services."""

from itertools import count
from string import ascii_uppercase
from typing import Any

from factories import HALL, make_actor, make_town, make_user, put

from tracker.domain.roles import Actor, Role
from tracker.line import queries, service
from tracker.line.models import Coming, LineLetter, Window
from tracker.line.rules import Source
from tracker.people.queries import actor_of
from tracker.township.models import Setting
from tracker.township.queries import setting

_numbers = count(1)


def switch_on() -> None:
    """设置: this town lines people up."""
    make_town()
    if setting("line_on") != "on":
        put(Setting, {"name": "line_on", "value": "on"})


def make_window(name: str = "", *, prefixes: str = "", clerk: Any = None) -> Window:
    """One window of the hall, with this clerk at it when there is one."""
    switch_on()
    number = next(_numbers)
    window = service.add_window(
        make_actor(Role.WINDOW_HEAD), name=name or f"{number}号窗口", prefixes=prefixes
    )
    if clerk is not None:
        actor = clerk if isinstance(clerk, Actor) else actor_of(clerk.id)
        assert actor is not None
        service.open_window(actor, window)
    return window


def make_seated(**facts: Any) -> Actor:
    """A clerk who sits at a window of the own."""
    clerk = make_actor(Role.WINDOW, unit=HALL)
    make_window(clerk=clerk, **facts)
    return clerk


def take_number(*, by: Any = None, **facts: Any) -> Coming:
    """Somebody takes a number at the counter."""
    switch_on()
    return service.take(
        by or make_actor(Role.WINDOW, unit=HALL),
        **{"unit_code": HALL, "source": Source.COUNTER, **facts},
    )


def make_called(user: Any = None) -> Coming:
    """Somebody who is called to this person's window."""
    clerk = user or make_user(Role.WINDOW, unit=HALL)
    actor = actor_of(clerk.id)
    assert actor is not None
    make_window(clerk=actor)
    take_number(by=actor)
    return service.call(actor)


def make_served_now(user: Any = None) -> Coming:
    """Somebody who is being served by this person."""
    clerk = user or make_user(Role.WINDOW, unit=HALL)
    coming = make_called(clerk)
    actor = actor_of(clerk.id)
    assert actor is not None
    service.start(actor, coming)
    return coming


def make_letter(letter: str = "", name: str = "社保医保") -> LineLetter:
    """A letter the hall has not yet; there is always another one left."""
    switch_on()
    head = make_actor(Role.WINDOW_HEAD)
    free = [one for one in ascii_uppercase if one not in queries.letters_ever(HALL)]
    if not queries.letters_ever(HALL):
        service.add_letter(head, letter=free.pop(0), name="办事")
    return service.add_letter(head, letter=letter or free[0], name=name)


def make_machine() -> str:
    """The address of the machine of the hall."""
    switch_on()
    make_user(Role.WINDOW, unit=HALL)
    return f"/line/number/{queries.key_of(HALL)}"
