"""Residents' matters in the middle of handling: asked for, waiting, deferred, by the real services."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from factories import OFFICE, make_actor
from factories_opinions import make_accepted, make_handling, make_opinion, make_routed

from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.opinions import service
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Channel, ClockKind, Stream
from tracker.people.queries import actor_of

R = Role
REASON = "等水样结果出来"


def soon(days: int = 3) -> Any:
    return clock.today() + timedelta(days=days)


def handler_of(opinion: Opinion) -> Any:
    return actor_of(opinion.assignee_id or 0)


def make_claim(**facts: Any) -> Opinion:
    """申诉求决, with somebody: sixty days."""
    return make_handling(stream=Stream.CLAIM, **facts)


def make_sent_down(**facts: Any) -> Opinion:
    return make_opinion(channel=Channel.HOTLINE, is_read_back=True, **facts)


def make_objected() -> Opinion:
    opinion = make_sent_down()
    service.object_to(make_actor(), opinion, reason="归县交通局管")
    return opinion


def make_returned() -> Opinion:
    """退单 asked for, nobody has decided."""
    opinion = make_routed()
    service.return_unit(make_actor(R.UNIT_HEAD), opinion, reason="归发展办管")
    return opinion


def make_handed_over() -> Opinion:
    """移交 asked for; the head of the other office is the first one there."""
    opinion = make_handling()
    service.hand_over(make_actor(R.UNIT_HEAD), opinion, office_code=OFFICE, reason="要用公章")
    return opinion


def make_movable() -> Opinion:
    """In hand, and another office has a head to hand it over to."""
    make_actor(R.UNIT_HEAD, unit=OFFICE)
    return make_handling()


def make_waiting() -> Opinion:
    """等本人补材料."""
    opinion = make_claim()
    service.ask_more(handler_of(opinion), opinion, text="请补土地证", until=soon())
    return opinion


def make_defer_asked() -> Opinion:
    opinion = make_claim()
    service.ask_defer(handler_of(opinion), opinion, until=soon(), reason=REASON)
    return opinion


def make_deferred() -> Opinion:
    opinion = make_defer_asked()
    service.defer(make_actor(R.DEPUTY), opinion)
    return opinion


def make_extend_asked() -> Opinion:
    opinion = make_claim()
    service.ask_extend(
        handler_of(opinion), opinion, clock_kind=ClockKind.PETITION, length=30, reason=REASON
    )
    return opinion


def make_whistled() -> Opinion:
    opinion = make_handling()
    service.whistle(make_actor(R.DEPUTY), opinion, departments=["县水利局"], text="请来看水")
    return opinion


DESK_MOVES: tuple[tuple[str, Role, Callable[[], Opinion]], ...] = (
    ("contact", R.CLERK, make_accepted), ("object", R.CLERK, make_sent_down),
    ("hand_back", R.CLERK, make_objected), ("keep", R.CLERK, make_objected),
    ("transfer", R.CLERK, make_accepted), ("allow_return", R.CLERK, make_returned),
    ("refuse_return", R.DEPUTY, make_returned), ("hand_over", R.UNIT_HEAD, make_movable),
    ("ask", R.UNIT_HEAD, make_handling), ("ask_more", R.UNIT_HEAD, make_handling),
    ("resume", R.UNIT_HEAD, make_waiting), ("ask_defer", R.UNIT_HEAD, make_claim),
    ("defer", R.DEPUTY, make_defer_asked), ("refuse_defer", R.HEAD, make_defer_asked),
    ("end_defer", R.DEPUTY, make_deferred), ("ask_extend", R.UNIT_HEAD, make_claim),
    ("extend", R.HEAD, make_extend_asked), ("refuse_extend", R.HEAD, make_extend_asked),
    ("whistle", R.DEPUTY, make_handling), ("arrive", R.DEPUTY, make_whistled),
    ("end_whistle", R.CLERK, make_whistled),
)
"""Each move at the desk, who makes it, and a matter in the state it is for."""
