"""Deeds on households (户): the import of a roll, one audited look at what lists mask."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households import queries, rules
from tracker.households.models import Household, Unmasking
from tracker.store.action import Act, action
from tracker.store.numbers import Series
from tracker.store.secrets import blind_index, normal_phone
from tracker.township.models import Unit
from tracker.township.queries import units_below, villages
from tracker.township.rules import UnitKind


@dataclass(frozen=True)
class HouseholdRow:
    """One line of a roll of households, as written: 村代码或村名, 组, 户主姓名, 电话, 地址, 类别."""

    village: str
    head_name: str
    group: str = ""
    phone: str = ""
    address: str = ""
    cares: str = ""


def put_household(act: Act, row: HouseholdRow) -> str:
    """Step: add or update one household; answers new, updated or skipped. RuleBroken names the column.

    An empty cell changes nothing; a household that a second sheet leaves out stays.
    """
    village = village_named(act, row.village.strip())
    head, phone = rules.head_of(row.head_name), rules.phone_of(row.phone)
    cares, address = rules.cares_of(row.cares), _short(row.address)
    group = row.group.strip()[:20]
    roll = act.once(("roll", village.unit_code), lambda: Roll(queries.households_of(village.unit_code)))
    known = roll.same(group, head, phone)
    wanted = {
        "unit_code": _group_code(act, village.unit_code, group),
        "group_name": group,
        "phone": phone or (known.phone if known else None),
        "address": address or (known.address if known else None),
        "care_codes": " ".join(cares) or (known.care_codes if known else ""),
    }
    if known and all(getattr(known, name) == value for name, value in wanted.items()):
        return "skipped"
    household = known or _new(act, village.unit_code, head)
    if known:
        act.on("household.import", household)
    for name, value in wanted.items():
        setattr(household, name, value)
    if household.phone:
        household.phone_index = blind_index(queries.PHONE_PLACE, normal_phone(household.phone))
    if not known:
        act.on("household.import", household)
        roll.add(household)
    return "updated" if known else "new"


class Roll:
    """The households of one village while a sheet comes in, by the name of the head.

    Names lie encrypted without an index, so they are opened once, not for each row.
    """

    def __init__(self, households: Iterable[Household]) -> None:
        self._by_head: dict[str, list[Household]] = {}
        for household in households:
            self.add(household)

    def add(self, household: Household) -> None:
        self._by_head.setdefault(household.head_name, []).append(household)

    def same(self, group: str, head: str, phone: str) -> Household | None:
        """The household a row means: the same head with the same phone, else in the same group."""
        heads = self._by_head.get(head, [])
        index = blind_index(queries.PHONE_PLACE, normal_phone(phone)) if phone and heads else None
        by_phone = (one for one in heads if index and one.phone_index == index)
        by_group = (one for one in heads if one.group_name == group)
        return next(by_phone, None) or next(by_group, None)


def _new(act: Act, village_code: str, head: str) -> Household:
    series = act.once(("numbers", village_code), lambda: Series(f"household:{village_code}"))
    return Household(
        village_code=village_code, number=series.next(), head_name=head, author_id=act.actor.user_id
    )


def village_named(act: Act, text: str) -> Unit:
    """Step: the village with this code or this name (below the town; for the system: anywhere)."""
    known = act.once("villages", lambda: villages(act.actor.town_code))
    same = [one for one in known if text and text in (one.unit_code, one.name, one.short_name)]
    if len(same) > 1:
        raise RuleBroken(_("有 {n} 个“{text}”，请写村代码"), field="village", n=len(same), text=text)
    if not same:
        raise RuleBroken(_("没有“{text}”这个村，请写村名全称或村代码"), field="village", text=text)
    return same[0]


def _group_code(act: Act, village_code: str, group: str) -> str:
    """The code of the group when the town keeps its groups as units, else the village's own."""
    key = rules.group_key(group)
    groups = act.once(("groups", village_code), lambda: units_below(village_code, UnitKind.GROUP))
    if not key:
        return village_code
    return next((unit.unit_code for unit in groups if rules.group_key(unit.name) == key), village_code)


def _short(address: str) -> str:
    text = " ".join(address.split())
    if len(text) > rules.LONGEST_ADDRESS:
        raise RuleBroken(_("地址最多 {n} 个字"), field="address", n=rules.LONGEST_ADDRESS)
    return text


def unmask(actor: Actor, household: Household, *, reason: str) -> None:
    """查看姓名、电话和住址: the look leaves its reason in the audit log, whatever is done with it."""
    with action(actor, "household.unmask", household) as act:
        act.on(
            "household.unmask",
            Unmasking(
                unit_code=household.unit_code, author_id=actor.user_id, assignee_id=household.assignee_id,
                household_id=household.id, reason=reason,
            ),
        )


def link(act: Act, household: Household, cadre_id: int | None) -> None:
    """Step: from now on this cadre is linked to the household (None: nobody)."""
    act.on("household.link", household)
    household.assignee_id = cadre_id
