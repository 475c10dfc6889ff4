"""What discipline keeps for finding and barring people: other names (别名), declared relatives (近亲属)."""

import re

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.people.models import Relative
from tracker.sealed import queries
from tracker.sealed.models import Alias
from tracker.store.action import action
from tracker.store.db import db

SHORTEST_ALIAS, MOST_ALIASES = 2, 10


def name_also(actor: Actor, *, user_id: int, words: str) -> list[str]:
    """别名: what else people call this person; the new list takes the place of the old one. Answers it."""
    wanted = list(dict.fromkeys(one for one in re.split(r"[\s,，、;；/]+", words) if one))
    if any(len(one) < SHORTEST_ALIAS for one in wanted):
        raise RuleBroken(_("别名至少两个字"), field="words")
    if len(wanted) > MOST_ALIASES:
        raise RuleBroken(_("一个人最多写 {n} 个别名"), field="words", n=MOST_ALIASES)
    with action(actor, "sealed.names") as act:
        for alias in queries.aliases_of(actor, user_id):
            act.on("sealed.names", alias)
            db.session.delete(alias)
        for one in wanted:
            act.on("sealed.names", Alias(unit_code=actor.town_code, user_id=user_id, text=one))
    return wanted


def declare_relatives(actor: Actor, *, user_id: int, relative_id: int, relation: str) -> None:
    """报近亲属: from now on each is barred from matters about the other; an empty relation takes it back."""
    if user_id == relative_id:
        raise RuleBroken(_("请选两个人"), field="relative_id")
    one, other = sorted((user_id, relative_id))
    with action(actor, "sealed.relatives") as act:
        known = queries.relation_of(actor, one, other)
        if known is None and relation:
            act.on(
                "sealed.relatives",
                Relative(unit_code=actor.town_code, user_id=one, relative_id=other, relation=relation),
            )
        elif known is not None:
            act.on("sealed.relatives", known)
            if relation:
                known.relation = relation
            else:
                db.session.delete(known)
