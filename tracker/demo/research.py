"""Research on the spot (调查研究) of two years: four topics, what was found, what came of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.demo import town
from tracker.demo.problems import solve
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.demo.words_troubles import TROUBLES
from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.problems.service import Raised
from tracker.research import service
from tracker.research.rules import Method
from tracker.research.service import Told

TOPICS = (
    ("山上几个组夏天的饮水", (Method.SITE, Method.HOMES),
     "高处的组靠山泉，七八月断水的日子多；水池小，管子老，谁家在上头谁家先接。",
     "先修两口蓄水池，换掉最老的一段管子；用水紧的日子分时段放水，张榜公布。",
     "第二年夏天断水的日子少了一半，没有人再为水吵架。"),
    ("在家的老人怎么吃饭、怎么看病", (Method.HOMES, Method.UNANNOUNCED),
     "独居的老人一天做一顿饭吃三顿；拿药要走到镇上，来回大半天。",
     "和卫生院商量，每月逢五的赶集日到村里拿药；村里试办一个老人饭堂。",
     "药已经能在村里拿；饭堂开了一家，另两家还在找地方。"),
    ("茶叶卖鲜叶还是卖干茶", (Method.TALKS, Method.PAPERS),
     "小户自己炒茶没有锅也没有销路，鲜叶价一天三变；三家合作社只收社员的。",
     "请合作社在采茶季开放代炒，价钱写在门口。", ""),
    ("办事要跑几趟", (Method.SURVEY, Method.TALKS, Method.UNANNOUNCED),
     "跑两趟以上的多半是少一张复印件，或者不知道要本人来。", "", ""),
)


def stories(stage: Stage) -> Iterable[Story]:
    """One topic about every half a year, the last one still going on."""
    days = stage.table.workdays(stage.table.start + ONE_DAY * 40, stage.table.today - ONE_DAY * 20)
    for number, topic in enumerate(TOPICS):
        yield _story(stage, topic, days[len(days) * number // len(TOPICS)])


def _story(stage: Stage, topic: tuple[str, tuple[Method, ...], str, str, str], day: date) -> Story:
    """登记, what is found becomes a problem, measures, the effect much later."""
    title, methods, findings, measures, effect = topic
    yield stage.table.at_work(day)
    leader = stage.pick(stage.cast.of(Role.DEPUTY))
    told = Told(
        topic=title, leader_id=leader.user_id or 0, started_on=clock.today(), methods=methods,
        villages=tuple(stage.rng.sample(town.VILLAGE_CODES, 3)),
    )
    one = service.add(leader, told)
    yield stage.table.later(3)
    trouble = stage.pick(TROUBLES)
    village = one.villages[0]
    content = stage.told(stage.pick(trouble.told), stage.blanks(village))
    problem = service.find(leader, one, Raised(content, category=trouble.category), village)
    told = replace(told, findings=findings, measures=measures)
    service.edit(leader, one, told)
    yield from solve(stage, problem, trouble, None)
    if effect:
        service.edit(leader, one, replace(told, ended_on=clock.today(), effect=effect))
