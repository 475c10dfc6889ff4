"""权限表: the whole of the authorization of this house, rows included.

A scope is written once and read twice: given a record it yields a bool, given the model class the very
same line yields SQL. Hence only ==, startswith, & and |, and only columns of the Owned mixin.
"""

from collections.abc import Callable
from typing import Any

from tracker.domain.roles import STAFF, Actor, Role

Scope = Callable[[Actor, Any], Any]


def in_unit(actor: Actor, row: Any) -> Any:
    """Records of the actor's own unit and all below it."""
    return row.unit_code.startswith(actor.unit_code)


def in_town(actor: Actor, row: Any) -> Any:
    """Records of the actor's whole town (for county staff: of the county)."""
    return row.unit_code.startswith(actor.town_code)


def everywhere(actor: Actor, row: Any) -> Any:
    return row.unit_code.startswith("")


def assigned(actor: Actor, row: Any) -> Any:
    """Records this person has to deal with."""
    return (row.assignee_id == actor.user_id) & row.unit_code.startswith(actor.town_code)


def own(actor: Actor, row: Any) -> Any:
    """Records this person made."""
    return (row.author_id == actor.user_id) & row.unit_code.startswith(actor.town_code)


def oneself(actor: Actor, row: Any) -> Any:
    """The account of the person who acts."""
    return row.id == actor.user_id


def own_or_assigned(actor: Actor, row: Any) -> Any:
    return own(actor, row) | assigned(actor, row)


def holds_opinion(actor: Actor, row: Any) -> Any:
    """The matter whose receipt this resident has entered."""
    return row.id == actor.opinion_id


def holds_task(actor: Actor, row: Any) -> Any:
    """The service task whose receipt this resident has entered."""
    return row.id == actor.task_id


R = Role

POLICY: dict[str, dict[Role, Scope]] = {
    # action: role → on which rows; absent = refused
    # --- people: sign-in, own page, accounts
    "me.view": dict.fromkeys(STAFF, in_unit),
    "account.sign_in": dict.fromkeys(STAFF, oneself),
    "account.password": dict.fromkeys(STAFF, oneself),
    "account.list": {R.SYSADMIN: in_town, R.SECADMIN: in_town, R.ORG: in_town},
    "account.import": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    "account.disable": {R.SECADMIN: in_town},
    "account.reset": {R.SECADMIN: in_town},
    # --- township: units, working days, settings
    "unit.list": {R.SYSADMIN: in_town, R.SECADMIN: in_town, R.ORG: in_town, R.COUNTY: in_unit},
    "unit.import": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    "workday.list": {R.SYSADMIN: in_town, R.CLERK: in_town, R.WINDOW_HEAD: in_town, R.ORG: in_town},
    "workday.change": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    # --- administrators
    "audit.view": {R.AUDITOR: in_town},
    "policy.view": {R.SECADMIN: in_town, R.AUDITOR: in_town},
}


def scope_of(actor: Actor, action: str) -> Scope | None:
    """On which rows this actor may do `action`; None: on none. KeyError for an action nobody declared."""
    return POLICY[action].get(actor.role)


def may_come(actor: Actor, action: str) -> bool:
    """May this role come to a page that needs `action` at all? (the guard, the menu)"""
    return actor.role in POLICY[action]
