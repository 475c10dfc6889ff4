"""Why villages are key villages, companies and projects, cards, a change of post (联系点、岗位交接)."""

from collections.abc import Iterable

from tracker.demo import town
from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain import clock
from tracker.domain.roles import Role
from tracker.township.queries import unit_of
from tracker.township.rules import KeyKind
from tracker.township.service import mark_key_village
from tracker.visits import queries
from tracker.visits import service as visits
from tracker.visits.models import ContactCard
from tracker.visits.rules import Level, Target
from tracker.visits.service import Arrangement, Handover

OTHERS = ((Target.COMPANY, "石门茶叶合作社"), (Target.PROJECT, "进村路拓宽工程"))
PROMISES = (
    "有事打电话，当天回\n每月来村里一次\n说过的事有回音", "电话打得通，话听得完\n办不了的说清楚为什么",
)
KEY_VILLAGES = ((2, (KeyKind.WEAK,)), (4, (KeyKind.TROUBLED, KeyKind.WEAK)), (8, (KeyKind.TROUBLED,)))
REASON = "岗位调整，改联系别的村"


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    yield _set_up(stage)
    yield _change_of_post(stage)


def _set_up(stage: Stage) -> Story:
    """A week after the start: 重点村 with their reasons, a company and a project, what the cards promise."""
    table, org = stage.table, stage.cast["org"]
    yield table.at_work(table.last_workday(table.start + ONE_DAY * 12))
    for number, kinds in KEY_VILLAGES:
        village = unit_of(town.village_code(number))
        if village is not None:
            mark_key_village(org, village, kinds)
    for number, (target, name) in enumerate(OTHERS):
        leader = next(iter(stage.cast.of(Role.DEPUTY)))
        visits.add_contact(org, Arrangement(
            cadre_id=leader.user_id or 0, unit_code=town.village_code(number), target=target,
            level=Level.LEADER, target_name=name, since=clock.today(),
        ))
    for number, cadre in enumerate(stage.cast.of(Role.CADRE)):
        card = ContactCard(
            assignee_id=cadre.user_id, author_id=cadre.user_id,
            unit_code=queries.unit_of_person(cadre.user_id or 0),
        )
        visits.write_card(cadre, card, phone="", promise=PROMISES[number % 2])
    yield table.later(1)
    for code in town.VILLAGE_CODES[:2]:
        rows = queries.links_to_issue(org, code)
        visits.issue_cards(org, [row.link for row in rows], issued_on=clock.today())


def _change_of_post(stage: Stage) -> Story:
    """Some weeks ago a handler went to another post; what was contacted went to a colleague."""
    table, cast = stage.table, stage.cast
    yield table.at_work(table.last_workday(table.today - ONE_DAY * 45))
    handlers = [*cast.of(Role.HANDLER)]
    giver, receiver = handlers[-1], handlers[0]
    picked = [one.key for one in queries.held_by(cast["clerk"], giver.user_id or 0)]
    if picked and giver.user_id != receiver.user_id:
        visits.hand_over(cast["clerk"], Handover(
            giver.user_id or 0, receiver.user_id or 0, clock.today(), REASON, picked[:8],
        ))
