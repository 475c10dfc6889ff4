"""Versions (版本): each time the public guide becomes another, what it was and what it is are kept."""

from collections.abc import Mapping
from typing import Any

from tracker.catalogue import queries
from tracker.catalogue.models import ServiceItem, ServiceVersion
from tracker.catalogue.rules import GAP_LABELS, KIND_LABELS, TOPIC_LABELS, TYPE_LABELS, GapRule
from tracker.catalogue.rules.changes import LABELS, changed, less
from tracker.domain.text import _
from tracker.store.action import Act
from tracker.store.db import db
from tracker.township.queries import names_of

ENUMS: dict[str, Mapping[Any, str]] = {
    "type": TYPE_LABELS, "topic": TOPIC_LABELS, "kind": KIND_LABELS, "gap_rule": GAP_LABELS,
}


def guide_of(item: ServiceItem) -> dict[str, str]:
    """The whole public guide as text, {fact: words}; what is not said is empty."""
    return {name: _words(item, name) for name in LABELS}


def _words(item: ServiceItem, name: str) -> str:
    if name == "materials_text":
        return item.materials_text
    if name == "audience_codes":
        return item.audience_words
    if name == "department":
        return names_of({item.department_code}).get(item.department_code, "") if item.department_code else ""
    value = getattr(item, name)
    if name in ENUMS:
        return ENUMS[name][value or GapRule.NONE]
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)


def keep_version(act: Act, item: ServiceItem, before: Mapping[str, str] | None, reason: str = "") -> None:
    """Step: a new version of a public item, when its guide reads another way than `before`.

    before: the guide as it was public last, None for the first time. A trial keeps nothing.
    """
    if act.is_trial:
        return
    act.flush()
    after = guide_of(item)
    if before == after:
        return
    item.number += 1
    saved = less(before, after) if before is not None else less({}, {})
    db.session.add(ServiceVersion(
        item_id=item.id, number=item.number, since=act.today, facts=after,
        changed={} if before is None else changed(before, after),
        materials_less=saved.materials, steps_less=saved.steps, workdays_less=saved.workdays, reason=reason,
        author_id=act.actor.user_id, made_at=act.now,
    ))


def last_guide(item: ServiceItem) -> dict[str, str] | None:
    """The guide as it was public last: of the newest version, else of the item that is public now."""
    newest = queries.last_version(item.id) if item.id is not None else None
    if newest is not None:
        return dict(newest.facts)
    return guide_of(item) if item.is_published else None
