"""Whom the hall told of what they are entitled to, and what came of it (主动服务)."""

import random
from collections.abc import Iterable
from datetime import date

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.queries import items
from tracker.demo import town, words_people
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.outreach import queries, service
from tracker.outreach.models import Outreach
from tracker.outreach.queries import Wanted
from tracker.outreach.rules import How, Occasion, Status
from tracker.outreach.service import RollRow
from tracker.store.action import action

ELDERLY, DISABLED, PROOF = "高龄津贴申请", "困难残疾人生活补贴和重度残疾人护理补贴", "养老金领取资格认证"
RULES_AGO, ROLL_AGO, FIRST_AGO, LEFT_AGO, LAST_AGO = 260, 255, 250, 14, 1
"""Days before today: the rules, the roll, the first list, the one of which most are left, and the last."""
OF_AGE, ENTITLED = 18, 12
SAID = {
    "tell": ("说下周就来。", "", "让儿子来办。", "说赶集那天顺路来。"),
    "miss": ("电话没人接，家里锁着门。", ""),
    "refuse": ("说在外省和女儿住，不办了。", "说已经在别处领了。"),
    "correct": ("人已经迁到县城。", "出生日期写早了两年。"),
}


def stories(stage: Stage) -> Iterable[Story]:
    chance = random.Random(6)  # noqa: S311  # of its own, so that the other stories stay as they are
    yield _begin(stage, chance)
    yield _told(stage, chance)


def _named(stage: Stage, name: str) -> ServiceItem:
    return next(one for one in items(stage.cast["windowhead"], text=name) if one.name == name)


def _ago(stage: Stage, days: int) -> date:
    return stage.table.last_workday(stage.table.today - ONE_DAY * days)


def _begin(stage: Stage, chance: random.Random) -> Story:
    """The rules, then the roll as it came from the county."""
    head = stage.cast["windowhead"]
    yield stage.table.at_work(_ago(stage, RULES_AGO))
    service.add_rule(head, _named(stage, ELDERLY), occasion=Occasion.AGE, age=80, days_before=30)
    service.add_rule(head, _named(stage, DISABLED), occasion=Occasion.UNCLAIMED)
    service.add_rule(head, _named(stage, PROOF), occasion=Occasion.EXPIRY, days_before=45)
    yield stage.table.at_work(_ago(stage, ROLL_AGO))
    with action(head, "roll.import") as act:
        for number in range((OF_AGE + ENTITLED) * stage.scale):
            service.put_entry(act, _row(stage, chance, number))


def _row(stage: Stage, chance: random.Random, number: int) -> RollRow:
    """Eighty between half a year ago and next month, or entitled to something nobody has claimed yet."""
    name = chance.choice(words_people.SURNAMES) + chance.choice(words_people.GIVEN)
    village = town.VILLAGE_CODES[number % len(town.VILLAGE_CODES)]
    if number % (OF_AGE + ENTITLED) < OF_AGE:
        birthday = stage.table.today + ONE_DAY * chance.randint(-180, 28)
        born = birthday.replace(year=birthday.year - 80, day=min(birthday.day, 28))
        return RollRow(village, name, stage.residents.phone(), born)
    until = None if number % 2 else stage.table.today + ONE_DAY * chance.randint(40, 200)
    return RollRow(village, name, stage.residents.phone(), item=DISABLED, until=until)


def _told(stage: Stage, chance: random.Random) -> Story:
    """Listed by night, told by the agents within some days; the last ones are still to be told."""
    for ago in (FIRST_AGO, 120, LEFT_AGO):
        yield stage.table.at_work(_ago(stage, ago))
        service.gather(SYSTEM)
        found = queries.page(stage.cast["windowhead"], Wanted()).rows
        for number, one in enumerate(found if ago != LEFT_AGO else found[::3]):
            yield stage.table.later(0)
            _deal(stage, one, number, chance)
    yield stage.table.at_work(_ago(stage, LAST_AGO))
    service.take_up_known(SYSTEM)
    service.gather(SYSTEM)


def _deal(stage: Stage, one: Outreach, number: int, chance: random.Random) -> None:
    """Most are told, some come; one in some is not reached, does not want it, or is not there any more."""
    agents = stage.cast.of(Role.AGENT, one.unit_code)
    actor: Actor = agents[0] if agents else stage.cast["window"]
    lot = number % 9
    if lot == 1 and one.status is Status.TO_TELL:
        service.miss(actor, one, note=chance.choice(SAID["miss"]))
    elif lot == 4:
        service.refuse(actor, one, note=chance.choice(SAID["refuse"]))
    elif lot == 6:
        service.correct(actor, one, note=chance.choice(SAID["correct"]))
    elif lot in (2, 5):
        service.take_up(actor, one)
    elif lot != 8:
        service.tell(actor, one, how=chance.choice(list(How)), note=chance.choice(SAID["tell"]))
