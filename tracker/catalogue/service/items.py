"""Deeds on one service item (事项): add, edit, publish, take down."""

from collections.abc import Mapping
from typing import Any

from tracker.catalogue import queries, rules
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.queries.finding import sounds_of
from tracker.catalogue.rules import Status
from tracker.catalogue.service.versions import keep_version, last_guide
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.store.action import action

LONGEST_SOUNDS = 2000


def add_item(actor: Actor, facts: Mapping[str, Any]) -> ServiceItem:
    """A new item, a draft until somebody publishes it."""
    item = ServiceItem(unit_code=actor.town_code, author_id=actor.user_id, status=Status.DRAFT, number=0)
    fill(item, facts)
    with action(actor, "service.add") as act:
        if queries.item_by_code(item.unit_code, item.code) is not None:
            raise RuleBroken(_("编码 {code} 已经有了"), field="code", code=item.code)
        act.on("service.add", item)
    return item


def edit_item(actor: Actor, item: ServiceItem, facts: Mapping[str, Any], *, reason: str = "") -> None:
    """Change an item; one that is public stays complete, and its change is public with the reason."""
    with action(actor, "service.edit", item) as act:
        other = queries.item_by_code(item.unit_code, facts["code"])
        if other is not None and other.id != item.id:
            raise RuleBroken(_("编码 {code} 已经有了"), field="code", code=facts["code"])
        before = last_guide(item) if item.is_published else None
        fill(item, facts)
        if item.is_published:
            keep_version(act, item, before, reason)


def fill(item: ServiceItem, facts: Mapping[str, Any]) -> None:
    """Step: the values of the columns, once they make sense together; what is not given stays."""
    kind, promised, legal = (
        facts.get(name, getattr(item, name)) for name in ("kind", "promised_workdays", "legal_workdays")
    )
    rules.check_days(kind, promised or 0, legal)
    if item.status is Status.PUBLISHED:
        rules.check_publishable({**item.facts, **facts})
    for name, value in facts.items():
        if getattr(item, name) != value:
            setattr(item, name, value)
    sounds = sounds_of(item.name, item.everyday_words or "")[:LONGEST_SOUNDS]
    if item.pinyin != sounds:
        item.pinyin = sounds


def publish(actor: Actor, item: ServiceItem, facts: Mapping[str, str]) -> None:
    """公布: with the six facts as they were read over; none of them may be missing."""
    with action(actor, "service.publish", item) as act:
        before = last_guide(item)
        item.status = rules.FLOW.step(item.status, "publish")
        rules.check_publishable(facts)
        for name in rules.SIX_FACTS:
            setattr(item, name, facts[name])
        item.published_on = act.today
        keep_version(act, item, before)


def take_down(actor: Actor, item: ServiceItem) -> None:
    """撤下: residents no longer see it; what was taken in goes on."""
    with action(actor, "service.take_down", item):
        item.status = rules.FLOW.step(item.status, "take_down")
