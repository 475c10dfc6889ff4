"""The roll (名册) as it comes in: a person by birth date, or entitled to an item; once in a roll."""

from dataclasses import dataclass
from datetime import date

from tracker.catalogue.queries import item_by_code, offered
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall.queries import name_index
from tracker.households.rules import phone_of
from tracker.households.service import village_named
from tracker.outreach import queries, rules
from tracker.outreach.models import RollEntry
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.known import Known
from tracker.store.secrets import blind_index

NAMELESS = _("请写姓名，最多 {n} 个字")


@dataclass(frozen=True)
class RollRow:
    """One line as written: 村, 姓名, 电话, 出生日期, 事项, 到期."""

    village: str
    name: str
    phone: str = ""
    born_on: date | None = None
    item: str = ""
    until: date | None = None


def put_entry(act: Act, row: RollRow) -> str:
    """Step: add or update one person of a roll; answers new, updated or skipped. RuleBroken names the column.

    An empty cell changes nothing; who is missing in a second sheet stays.
    """
    village = village_named(act, row.village.strip()).unit_code
    name, phone = "".join(row.name.split()), phone_of(row.phone)
    if not 0 < len(name) <= rules.LONGEST_NAME:
        raise RuleBroken(NAMELESS, field="name", n=rules.LONGEST_NAME)
    rules.check_born(row.born_on, act.today)
    rules.check_reason(bool(row.item.strip()), row.born_on)
    item_id = _item_named(act, village[:9], row.item.strip()) if row.item.strip() else None
    key = _key(village, name, item_id, row.born_on.isoformat() if row.born_on else phone)
    entries = act.once(("roll", village), lambda: _known_entries(act, village))
    known = entries.get(key)
    if known is not None:
        return "updated" if _update(act, known, phone, row.until) else "skipped"
    made = RollEntry(
        unit_code=village, author_id=act.actor.user_id, item_id=item_id, name=name, key=key, until=row.until,
        name_index=name_index(name), phone=phone or None,
    )
    if row.born_on:
        made.born_on, made.birth_month = row.born_on.isoformat(), rules.month_of(row.born_on)
    act.on("roll.import", made)
    entries.add(key, made)
    return "new"


def _known_entries(act: Act, village: str) -> Known[str, RollEntry]:
    return Known(act, queries.entry_keys(village), queries.entry_of_key)


def _key(village: str, name: str, item_id: int | None, told_apart_by: str) -> str:
    return blind_index("roll_entry.key", "|".join((village, name, str(item_id or ""), told_apart_by)))


def _item_named(act: Act, town: str, text: str) -> int:
    """The item with this code or this name."""
    named = act.once(("items", town), lambda: {name: code for code, name in offered(town)})
    item = item_by_code(town, named.get(text, text))
    if item is None:
        raise RuleBroken(_("事项目录里没有“{text}”，请写事项编码或名称"), field="item", text=text)
    return item.id


def _update(act: Act, known: RollEntry, phone: str, until: date | None) -> bool:
    news = {"phone": phone, "until": until}
    changed = {name: value for name, value in news.items() if value and getattr(known, name) != value}
    if changed:
        act.on("roll.import", known)
    for name, value in changed.items():
        setattr(known, name, value)
    return bool(changed)


def drop_entry(actor: Actor, one: RollEntry) -> None:
    """移出名册: the person is no longer asked after; who is listed already stays listed."""
    with action(actor, "roll.drop", one):
        db.session.delete(one)
