"""Answers on their way: a draft to sign, a claim that was answered, one under review, a template."""

from itertools import count
from typing import Any

from factories import make_actor
from factories_opinions import ANSWER, make_handling, make_replied

from tracker.domain.roles import Actor, Role
from tracker.opinions import service
from tracker.opinions.models import Opinion, ReplyTemplate
from tracker.opinions.rules import Stream
from tracker.opinions.service import templates
from tracker.opinions.service.templates import Wording

NUMBERS = count(1)


def make_drafted(handler: Actor | None = None, **facts: Any) -> Opinion:
    handler = handler or make_actor(Role.HANDLER)
    opinion = make_handling(handler, **facts)
    service.draft(handler, opinion, **ANSWER)
    return opinion


def make_claim_answered() -> Opinion:
    return make_replied(stream=Stream.CLAIM)


def make_in_review() -> Opinion:
    opinion = make_claim_answered()
    assert opinion.replied_on is not None
    service.ask_review(make_actor(), opinion, organ="云岭县人民政府", asked_on=opinion.replied_on)
    return opinion


def make_template(actor: Actor | None = None, **facts: Any) -> ReplyTemplate:
    given = {"name": f"路灯报修{next(NUMBERS)}", "text": "某月某日已修好。", **facts}
    wording = Wording(**given)
    return templates.add_template(actor or make_actor(), wording)
