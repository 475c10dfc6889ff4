"""The deed 动: a decision on the spot goes on file with its legal basis (domain.md 8.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.people.queries import staff_choices
from tracker.rulings import rules
from tracker.rulings.models import Ruling
from tracker.store.action import action
from tracker.store.db import db


@dataclass(frozen=True)
class Decided:
    """What was decided, by which right, by whom, when (an aware instant), and what came of it on the spot."""

    decision: str
    basis: str
    decider_id: int
    decided_at: datetime
    result: str = ""


def rule(actor: Actor, record: Any, name: str, decided: Decided) -> Ruling:
    """记处置 on a record of the rooms above; `name` is their policy row (opinion.rule, problem.rule)."""
    with action(actor, name, record) as act:
        rules.check(decided.decision, decided.basis, decided.decided_at, act.now)
        if str(decided.decider_id) not in dict(staff_choices(actor.town_code)):
            raise RuleBroken(_("请选是谁决定的"), field="decider_id")
        ruling = Ruling(
            kind=record.__tablename__, record_id=record.id, decision=decided.decision, basis=decided.basis,
            decider_id=decided.decider_id, decided_at=decided.decided_at, result=decided.result,
            author_id=act.actor.user_id, written_at=act.now,
        )
        db.session.add(ruling)
    return ruling
