"""窗口: which there are, what they call, who sits at them; and the letters of the numbers."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.line import queries, rules
from tracker.line.models import LineLetter, Window
from tracker.people.queries import names_of as people_names
from tracker.store.action import Act, action


def add_window(actor: Actor, *, name: str, prefixes: str = "") -> Window:
    """加窗口. RuleBroken (field "name" or "prefixes")."""
    window = Window(unit_code=queries.hall_code(actor), author_id=actor.user_id, name=name)
    with action(actor, "window.edit") as act:
        _put(actor, act, window, name, prefixes)
    return window


def change_window(
    actor: Actor, window: Window, *, name: str, prefixes: str = "", is_used: bool = True
) -> None:
    """改窗口, or give it up; nobody sits at a window that is given up."""
    with action(actor, "window.edit", window) as act:
        _put(actor, act, window, name, prefixes)
        if not is_used:
            _check_empty(actor, act, window)
            window.assignee_id = None
        window.is_used = is_used


def _put(actor: Actor, act: Act, window: Window, name: str, prefixes: str) -> None:
    kept = rules.letters_of(prefixes)
    rules.check_callable(kept, [letter for letter, _name in queries.letters(window.unit_code)])
    for other in queries.windows(actor, is_used=False):
        if (other.unit_code, other.name) == (window.unit_code, name) and other.id != window.id:
            raise RuleBroken(_("已经有一个 {name} 了"), field="name", name=name)
    act.on("window.edit", window)
    window.name, window.prefixes = name, kept


def open_window(actor: Actor, window: Window) -> None:
    """坐到窗口: one person, one window; the one left behind closes. RuleBroken when somebody sits there."""
    with action(actor, "window.open", window) as act:
        if not window.is_used:
            raise RuleBroken(_("{name} 已经不用了"), name=window.name)
        if window.assignee_id not in (None, actor.user_id):
            who = people_names([window.assignee_id]).get(window.assignee_id, "")
            raise RuleBroken(_("{name} 现在是{who}在用"), name=window.name, who=who)
        before = queries.window_of(actor)
        if before is not None and before.id != window.id:
            act.on("window.open", before)
            _check_empty(actor, act, before)
            before.assignee_id = None
        window.assignee_id = actor.user_id


def close_window(actor: Actor, window: Window) -> None:
    """关窗口. RuleBroken while somebody is called, served or put aside there."""
    with action(actor, "window.close", window) as act:
        _check_empty(actor, act, window)
        window.assignee_id = None


def _check_empty(actor: Actor, act: Act, window: Window) -> None:
    there = queries.at_window(actor, window.id, act.today, is_held_too=True)
    rules.check_nobody_else(there.label if there else None)


def add_letter(actor: Actor, *, letter: str, name: str) -> LineLetter:
    """加一类号: a letter and what people come for who take it. RuleBroken (field "letter")."""
    unit_code = queries.hall_code(actor)
    row = LineLetter(unit_code=unit_code, author_id=actor.user_id, letter="", name=name)
    with action(actor, "window.edit") as act:
        row.letter = rules.check_letter(letter, queries.letters_ever(unit_code))
        act.on("window.edit", row)
    return row


def change_letter(actor: Actor, row: LineLetter, *, name: str, is_used: bool = True) -> None:
    """改一类号, or give it no more: who has such a number is still called. RuleBroken for the last one."""
    with action(actor, "window.edit", row):
        left = [letter for letter, _name in queries.letters(row.unit_code) if letter != row.letter]
        if not is_used and not left:
            raise RuleBroken(_("至少要留一类号"), field="is_used")
        row.name, row.is_used = name, is_used
