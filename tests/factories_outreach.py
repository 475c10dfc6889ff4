"""Proactive service (主动服务): rules, the roll, people to be told, made by the real services."""

from datetime import date
from itertools import count

from factories import VILLAGE, make_actor, make_town
from factories_hall import make_item

from tracker.domain.roles import SYSTEM, Role
from tracker.outreach import service
from tracker.outreach.models import Outreach, OutreachRule, RollEntry
from tracker.outreach.rules import How, Occasion
from tracker.outreach.service import RollRow
from tracker.store.action import action
from tracker.store.db import db

_numbers = count(1)
NAMES = "秀英 桂兰 建国 玉珍 铁柱 素芬 德福 春梅 永强 凤仙".split()


def make_rule(occasion: Occasion = Occasion.UNCLAIMED, item=None, **facts) -> OutreachRule:
    head = make_actor(Role.WINDOW_HEAD)
    return service.add_rule(head, item or make_item(), occasion=occasion, **facts)


def on_roll(name: str = "", *, village: str = VILLAGE, phone: str = "", item=None, **facts) -> RollEntry:
    """Somebody comes onto the roll by sheet."""
    make_town()
    number = next(_numbers)
    row = RollRow(
        village=village, name=name or f"王{NAMES[number % len(NAMES)]}", phone=phone or f"139{number:08d}",
        item=item.code if item is not None else "", **facts,
    )
    with action(SYSTEM, "roll.import") as act:
        service.put_entry(act, row)
    return db.session.scalars(db.select(RollEntry).order_by(RollEntry.id.desc())).first()


def make_outreach(status: str = "to_tell", **facts) -> Outreach:
    """Somebody who is entitled to an item and has not claimed it, as far as a test needs."""
    item = facts.pop("item", None) or make_item()
    make_rule(item=item)
    on_roll(item=item, **facts)
    service.gather(SYSTEM)
    one = db.session.scalars(db.select(Outreach).order_by(Outreach.id.desc())).first()
    teller = make_actor(Role.WINDOW)
    if status == "told":
        service.tell(teller, one, how=How.PHONE, note="说下周来")
    elif status == "not_reached":
        service.miss(teller, one, note="电话没人接")
    return one


def make_old(years: int, today: date) -> RollEntry:
    """Somebody whose birthday is today."""
    return on_roll(born_on=today.replace(year=today.year - years))
