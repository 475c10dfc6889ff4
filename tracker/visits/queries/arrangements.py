"""The rows of the 联系点安排表: columns only, one arrangement to a line."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.households.models import Household
from tracker.people.models import User
from tracker.store.access import visible
from tracker.store.stream import how_many, stream
from tracker.township.models import Unit
from tracker.township.queries import all_names as unit_names
from tracker.township.rules import KEY_LABELS, KeyKind
from tracker.visits.models import ContactLink
from tracker.visits.rules import LEVEL_LABELS, TARGET_LABELS, VILLAGE_DIGITS, Target, place_of


class ArrangementRow(NamedTuple):
    """One contact point that stood in the period; `target`: the household masked, else its own name."""

    village_code: str
    village: str
    key: str
    kind: str
    target: str
    cadre: str
    office: str
    level: str
    backup: str
    since: date
    until: date | None
    basis: str
    card_issued_on: date | None


def arrangement_rows(actor: Actor, period: Period) -> Iterator[ArrangementRow]:
    """By village, the village itself first; households in the order of their 户号."""
    units = unit_names(actor.town_code)
    for one in stream(_arrangements(actor, period)):
        village = one.unit_code[:VILLAGE_DIGITS]
        yield ArrangementRow(
            village, units.get(village, ""), key_words(one.is_key_village, one.key_codes),
            TARGET_LABELS[one.target], _target(one, units), one.cadre or "", units.get(one.office, ""),
            LEVEL_LABELS[one.level], one.backup or "", one.since, one.until, one.basis, one.card_issued_on,
        )


def arrangement_count(actor: Actor, period: Period) -> int:
    """How many rows `arrangement_rows` gives."""
    return how_many(_arrangements(actor, period))


def key_words(is_key: bool | None, codes: str | None) -> str:
    """经济薄弱、问题较多; empty for a village that is no key village."""
    if not is_key:
        return ""
    return "、".join(KEY_LABELS[KeyKind(code)] for code in (codes or KeyKind.OTHER).split())


def _target(one: Any, units: dict[str, str]) -> str:
    if one.target is Target.HOUSEHOLD:
        number = _("{n:03d} 户").format(n=one.number or 0)
        return " ".join(part for part in (one.group_name, number, mask_name(one.head_name or "")) if part)
    return one.target_name or place_of(one.unit_code, units)


def _arrangements(actor: Actor, period: Period) -> sa.Select[*tuple[Any, ...]]:
    backup, village = aliased(User), aliased(Unit)
    code = sa.func.substr(ContactLink.unit_code, 1, VILLAGE_DIGITS)
    stood = []
    if period.last:
        stood.append(ContactLink.since <= period.last)
    if period.first:
        stood.append(sa.or_(ContactLink.until.is_(None), ContactLink.until >= period.first))
    return (
        visible(actor, "contact.report", ContactLink)
        .outerjoin(Household, Household.id == ContactLink.household_id)
        .outerjoin(User, User.id == ContactLink.assignee_id)
        .outerjoin(backup, backup.id == ContactLink.backup_id)
        .outerjoin(village, village.unit_code == code)
        .where(*stood, ContactLink.unit_code.startswith(period.unit, autoescape=True))
        .with_only_columns(
            ContactLink.unit_code, ContactLink.target, ContactLink.target_name, ContactLink.level,
            ContactLink.since, ContactLink.until, ContactLink.basis, ContactLink.card_issued_on,
            Household.number, Household.group_name, Household.head_name, User.name.label("cadre"),
            User.unit_code.label("office"), backup.name.label("backup"), village.is_key_village,
            village.key_codes,
        )
        .order_by(
            code, sa.case((ContactLink.target == Target.VILLAGE, 0), else_=1), ContactLink.target,
            Household.number, ContactLink.since, ContactLink.id,
        )
    )
