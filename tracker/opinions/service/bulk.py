"""交办 and 指派 for many matters at once, each by itself: one that fails hinders no other; and undo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain.errors import Conflict, NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion
from tracker.opinions.service.handling import assign, route
from tracker.store.action import action

MOST = 100
"""Matters one press may give out."""
UNDO = timedelta(minutes=10)


@dataclass(frozen=True)
class Given:
    """What became of one matter: `version` to take it back by, or `problem` why it was not given."""

    ref: str
    version: int = 0
    problem: str = ""
    params: tuple[tuple[str, object], ...] = ()


def route_many(actor: Actor, refs: Sequence[str], *, office_code: str) -> list[Given]:
    """交办 each of them to one office, in acts of their own; one that fails says why."""
    return _each(actor, refs, "opinion.route", lambda me, one: route(me, one, office_code=office_code))


def assign_many(actor: Actor, refs: Sequence[str], *, assignee_id: int) -> list[Given]:
    """指派 each of them to one person of the office, likewise."""
    return _each(actor, refs, "opinion.assign", lambda me, one: assign(me, one, assignee_id=assignee_id))


def _each(
    actor: Actor, refs: Sequence[str], name: str, deed: Callable[[Actor, Opinion], None]
) -> list[Given]:
    return [_one(actor.without_ticket, ref, name, deed) for ref in refs[:MOST]]


def _one(actor: Actor, ref: str, name: str, deed: Callable[[Actor, Opinion], None]) -> Given:
    try:
        opinion = queries.by_ref(actor, name, ref)
        deed(actor, opinion)
    except NotFound:
        return Given(ref, problem=_("没有找到，或者不归您办"))
    except Conflict:
        return Given(ref, problem=_("刚有人改过，请打开看看"))
    except RuleBroken as broken:
        return Given(ref, problem=broken.message, params=tuple(broken.params.items()))
    return Given(ref, version=opinion.version)


def unroute(actor: Actor, opinion: Opinion, *, version: int) -> None:
    """撤销交办, as long as nobody has touched the matter since."""
    with action(actor, "opinion.unroute", opinion):
        if opinion.version != version:
            raise RuleBroken(_("已经有人接着办了，不能撤销"))
        was_first = not any(one.kind is rules.RequestKind.RETURN for one in opinion.requests)
        opinion.status = rules.FLOW.step(opinion.status, "unroute")
        opinion.unit_code, opinion.assignee_id = opinion.town_code, None
        if was_first:
            opinion.office_code = None


def unroute_many(
    actor: Actor, given: Sequence[tuple[str, int]], since: datetime, now: datetime
) -> list[Given]:
    """Take back what route_many gave, each by itself. RuleBroken when it was too long ago."""
    if now - since > UNDO:
        raise RuleBroken(_("过了 10 分钟，不能撤销；请在每件事里退单或改派"))
    versions = dict(given)
    return _each(
        actor, list(versions), "opinion.unroute", lambda me, one: unroute(me, one, version=versions[one.ref])
    )
