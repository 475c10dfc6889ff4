"""看原件: one asks with a reason, a second one decides, the first opens it once within a day.

The record the picture belongs to is judged by its own room's policy row, so its recusals hold here too.
"""

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.pictures import queries, rules
from tracker.pictures.models import Look
from tracker.pictures.queries import AnyPicture
from tracker.store.action import action
from tracker.store.base import Owned
from tracker.store.db import db


def ask_original(actor: Actor, deed: str, record: Owned, picture: AnyPicture, *, reason: str) -> None:
    """申请看原件. RuleBroken while another request waits; NotFound when the original is gone."""
    rules.check_reason(reason)
    if queries.original_of(picture.name) is None:
        raise NotFound("original")
    with action(actor, deed, record) as act:
        last = queries.last_look(picture.name)
        if last is not None and last.is_agreed is None:
            raise RuleBroken(_("已经有人申请了，还没有定"))
        db.session.add(
            Look(name=picture.name, reason=reason, asked_by=actor.user_id, asked_at=act.now)
        )


def decide_original(actor: Actor, deed: str, record: Owned, look: Look, *, is_agreed: bool) -> None:
    """同意或不同意; never by the person who asked."""
    with action(actor, deed, record) as act:
        if look.is_agreed is not None:
            raise RuleBroken(_("这份申请已经定过了"))
        rules.check_second(look.asked_by, actor.user_id)
        look.is_agreed, look.decided_by, look.decided_at = is_agreed, actor.user_id, act.now


def open_original(actor: Actor, deed: str, record: Owned, look: Look) -> bytes:
    """打开原件: the bytes, once, for the person who asked."""
    with action(actor, deed, record) as act:
        is_mine = look.asked_by == actor.user_id and look.is_agreed is True
        if not is_mine or not rules.may_open(look.decided_at, look.opened_at, act.now):
            raise RuleBroken(_("不能打开：没有同意、已经打开过，或者过了 24 小时。请重新申请"))
        original = queries.original_of(look.name)
        if original is None:
            raise NotFound("original")
        look.opened_at = act.now
        data: bytes = original.data
    return data
