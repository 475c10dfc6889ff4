"""The import of a roll (户册): a row is a new household, a change of a known one, or nothing new."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.households import queries, rules
from tracker.households.models import Household
from tracker.households.rules import Origin
from tracker.households.rules.facts import Value
from tracker.households.service.facts import group_code, index, put_facts
from tracker.store.action import Act
from tracker.store.numbers import Series
from tracker.store.secrets import blind_index, normal_phone
from tracker.township.models import Unit
from tracker.township.queries import group_word, villages


@dataclass(frozen=True)
class HouseholdRow:
    """One line of a roll of households, as written: 村代码或村名, 组, 户主姓名, 电话, 地址, 类别, 人口数."""

    village: str
    head_name: str
    group: str = ""
    phone: str = ""
    address: str = ""
    cares: str = ""
    people: str = ""


def put_household(act: Act, row: HouseholdRow) -> str:
    """Step: add or update one household; answers new, updated or skipped. RuleBroken names the column.

    An empty cell changes nothing; a household that a second sheet leaves out stays.
    """
    village = village_named(act, row.village.strip())
    head = rules.head_of(row.head_name)
    given = _facts_of(act, row)
    roll = act.once(("roll", village.unit_code), lambda: Roll(queries.households_of(village.unit_code)))
    known = roll.same(str(given.get("group_name", "")), head, str(given.get("phone", "")))
    if known is not None:
        return "updated" if _update(act, known, given) else "skipped"
    made = _new(act, village.unit_code, head, given)
    act.on("household.import", made)
    roll.add(made)
    return "new"


def _facts_of(act: Act, row: HouseholdRow) -> dict[str, Value]:
    """What the row says of the household, each in its one spelling; empty cells are left out."""
    word = act.once("group word", group_word)
    said: dict[str, Value] = {
        "phone": rules.phone_of(row.phone),
        "care_codes": rules.codes_of(rules.cares_of(row.cares)),
        "address": rules.address_of(row.address),
        "group_name": rules.group_label(row.group, word),
        "people_count": rules.people_of(row.people),
    }
    return {name: value for name, value in said.items() if value}


def _update(act: Act, known: Household, given: dict[str, Value]) -> bool:
    group = given.get("group_name")
    if group and rules.group_key(str(group)) == rules.group_key(known.group_name):
        del given["group_name"]  # another spelling of the same group is no news
    is_new = bool(put_facts(act, known, given, Origin.SHEET, "household.import"))
    code = group_code(act, known.village_code, known.group_name)
    if code != known.unit_code:  # the town keeps its groups as units by now
        act.on("household.import", known)
        known.unit_code, is_new = code, True
    return is_new


def _new(act: Act, village_code: str, head: str, given: dict[str, Value]) -> Household:
    series = act.once(("numbers", village_code), lambda: Series(f"household:{village_code}"))
    household = Household(
        unit_code=village_code, village_code=village_code, number=series.next(), head_name=head,
        group_name="", care_codes="", author_id=act.actor.user_id,
    )
    for name, value in given.items():
        setattr(household, name, value)
    index(act, household, given)
    return household


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
        if not heads:
            return None
        known = blind_index(queries.PHONE_PLACE, normal_phone(phone)) if phone else None
        key = rules.group_key(group)
        by_phone = (one for one in heads if known and one.phone_index == known)
        by_group = (one for one in heads if rules.group_key(one.group_name) == key)
        return next(by_phone, None) or next(by_group, None)


def village_named(act: Act, text: str) -> Unit:
    """Step: the village with this code or this name (below the town; for the system: anywhere)."""
    known = act.once("villages", lambda: villages(act.actor.town_code))
    same = [one for one in known if text and text in (one.unit_code, one.name, one.short_name)]
    if len(same) > 1:
        raise RuleBroken(_("有 {n} 个“{text}”，请写村代码"), field="village", n=len(same), text=text)
    if not same:
        raise RuleBroken(_("没有“{text}”这个村，请写村名全称或村代码"), field="village", text=text)
    return same[0]
