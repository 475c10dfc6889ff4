"""权限表: the whole of the authorization of this house, rows included.

A scope is written once and read twice: given a record it yields a bool, given the model class the very
same line yields SQL. Hence only ==, startswith, & and |, and only columns of the Owned mixin.
"""

from collections.abc import Callable
from typing import Any

from tracker.domain.roles import ADMINISTRATORS, STAFF, Actor, Role

Scope = Callable[[Actor, Any], Any]


def in_unit(actor: Actor, row: Any) -> Any:
    """Records of the actor's own unit and all below it."""
    return row.unit_code.startswith(actor.unit_code)


def in_town(actor: Actor, row: Any) -> Any:
    """Records of the actor's whole town (for county staff: of the county)."""
    return row.unit_code.startswith(actor.town_code)


def everywhere(actor: Actor, row: Any) -> Any:
    return row.unit_code.startswith("")


def assigned(actor: Actor, row: Any) -> Any:
    """Records this person has to deal with."""
    return (row.assignee_id == actor.user_id) & row.unit_code.startswith(actor.town_code)


def own(actor: Actor, row: Any) -> Any:
    """Records this person made."""
    return (row.author_id == actor.user_id) & row.unit_code.startswith(actor.town_code)


def oneself(actor: Actor, row: Any) -> Any:
    """The account of the person who acts."""
    return row.id == actor.user_id


def own_or_assigned(actor: Actor, row: Any) -> Any:
    return own(actor, row) | assigned(actor, row)


def in_unit_or_mine(actor: Actor, row: Any) -> Any:
    """Records of the actor's unit, and those elsewhere that this person made or has to deal with."""
    return in_unit(actor, row) | own_or_assigned(actor, row)


def in_unit_or_assigned(actor: Actor, row: Any) -> Any:
    """Records of the actor's unit, and those elsewhere that this person has to deal with."""
    return in_unit(actor, row) | assigned(actor, row)


def assigned_in_unit(actor: Actor, row: Any) -> Any:
    """Records this person has to deal with, in the own unit only."""
    return assigned(actor, row) & in_unit(actor, row)


def holds_opinion(actor: Actor, row: Any) -> Any:
    """The matter whose receipt this resident has entered."""
    return row.id == actor.opinion_id


def holds_task(actor: Actor, row: Any) -> Any:
    """The service task whose receipt this resident has entered."""
    return row.id == actor.task_id


R = Role
WORKERS = STAFF - ADMINISTRATORS
IMPORTERS = (R.SYSADMIN, R.SECADMIN, R.CLERK, R.WINDOW_HEAD, R.ORG)

VISITORS = (R.CADRE, R.HANDLER, R.UNIT_HEAD, R.AGENT, R.CLERK, R.DEPUTY, R.HEAD)
"""Whoever records visits."""

HOLDERS: dict[Role, Scope] = {
    Role.HANDLER: assigned, Role.CADRE: assigned, Role.WINDOW: assigned,
    Role.UNIT_HEAD: in_unit_or_assigned, Role.WINDOW_HEAD: in_unit_or_assigned,
}
"""Whoever has a matter in hand, and the head of the office that holds it."""

RUNNERS: dict[Role, Scope] = {
    Role.WINDOW: in_unit, Role.WINDOW_HEAD: in_unit, Role.AGENT: own_or_assigned,
    Role.CADRE: own_or_assigned, Role.CLERK: own,
}
"""Who runs errands for residents (代办): the hall, and whoever brought the task back from a village."""

TELLERS: dict[Role, Scope] = {
    Role.AGENT: in_unit, Role.CADRE: in_unit, Role.WINDOW: in_town, Role.WINDOW_HEAD: in_town,
}
"""Who tells residents what the town has for them: in the villages, else at the hall."""

POLICY: dict[str, dict[Role, Scope]] = {
    # action: role → on which rows; absent = refused
    # --- people: sign-in, own page, accounts
    "me.view": dict.fromkeys(STAFF, in_unit),
    "report.list": dict.fromkeys(STAFF - ADMINISTRATORS, in_unit),
    "account.sign_in": dict.fromkeys(STAFF, oneself),
    "account.password": dict.fromkeys(STAFF, oneself),
    "account.list": {R.SYSADMIN: in_town, R.SECADMIN: in_town, R.ORG: in_town},
    "account.import": {R.SYSADMIN: in_town, R.SECADMIN: in_town, R.SYSTEM: everywhere},
    "account.disable": {R.SECADMIN: in_town},
    "account.reset": {R.SECADMIN: in_town},
    "leave.list": {R.ORG: in_town},  # 请假: the reason is nobody else's business
    "leave.add": {R.ORG: in_town},
    "leave.end": {R.ORG: in_town},
    # --- township: units, working days, settings
    "unit.list": {R.SYSADMIN: in_town, R.SECADMIN: in_town, R.ORG: in_town, R.COUNTY: in_unit},
    "unit.import": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    "unit.mark_key": {R.CLERK: in_town, R.ORG: in_town},  # 重点村
    "workday.list": {R.SYSADMIN: in_town, R.CLERK: in_town, R.WINDOW_HEAD: in_town, R.ORG: in_town},
    "workday.change": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    "workday.import": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    "setting.list": {R.SYSADMIN: in_town},
    "setting.change": {R.SYSADMIN: in_town},
    # --- sealed: accusations (检举控告); delivered by whoever takes a matter in, seen by discipline alone
    "sealed.deliver": dict.fromkeys((R.PUBLIC, *WORKERS - {R.COUNTY}), in_town),
    "sealed.list": {R.DISCIPLINE: in_town},
    "sealed.view": {R.DISCIPLINE: in_town},
    "sealed.receive": {R.DISCIPLINE: in_town},
    "sealed.conclude": {R.DISCIPLINE: in_town},
    "sealed.release": {R.DISCIPLINE: in_town},
    "sealed.subjects": {R.DISCIPLINE: in_town},
    "sealed.hand_up": {R.DISCIPLINE: in_town},
    "sealed.ask_original": {R.DISCIPLINE: in_town},
    "sealed.open_original": {R.DISCIPLINE: in_town},
    "sealed.allow_original": {R.DISCIPLINE: in_town},
    "sealed.unlock": {R.DISCIPLINE: in_town},
    "sealed.names": {R.DISCIPLINE: in_town},
    "sealed.relatives": {R.DISCIPLINE: in_town},
    "interference.report": dict.fromkeys(WORKERS - {R.COUNTY}, in_town),
    # --- keys of the boxes; the county's ones are put in by somebody who cannot open a box
    "box_key.list": {R.DISCIPLINE: in_town, R.SECADMIN: in_town},
    "box_key.make": {R.DISCIPLINE: in_town},
    "box_key.lock": {R.DISCIPLINE: in_town},
    "box_key.recover": {R.DISCIPLINE: in_town},
    "box_key.print": {R.DISCIPLINE: in_town},
    "box_key.drill": {R.DISCIPLINE: in_town},
    "box_key.put": {R.SECADMIN: in_town},
    "box_key.reseal": {R.SYSTEM: everywhere},
    "county_box.take": {R.COUNTY: in_unit},
    # --- opinions: residents' matters (民意、诉求)
    "opinion.submit": {R.PUBLIC: in_town},
    "opinion.progress": {R.PUBLIC: holds_opinion},
    "opinion.supplement": {R.PUBLIC: holds_opinion},
    "opinion.rate": {R.PUBLIC: holds_opinion},
    "opinion.register": {
        R.CLERK: own, R.CADRE: own, R.WINDOW: own, R.WINDOW_HEAD: own, R.AGENT: own, R.CALLBACK: own,
    },
    "opinion.give_code": {R.CLERK: in_town, R.CADRE: own, R.AGENT: own},  # 查询码 of what a visit heard
    "slip.print": {R.CLERK: in_town},  # 纸条: numbered slips for the opinion boxes
    "opinion.list": {
        R.CLERK: in_town, R.CALLBACK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
        R.UNIT_HEAD: in_unit_or_mine, R.WINDOW_HEAD: in_unit_or_mine, R.HANDLER: assigned,
        R.CADRE: own_or_assigned, R.WINDOW: own_or_assigned, R.AGENT: own,
    },
    "opinion.view": {
        R.CLERK: in_town, R.CALLBACK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
        R.UNIT_HEAD: in_unit_or_mine, R.WINDOW_HEAD: in_unit_or_mine, R.HANDLER: assigned,
        R.CADRE: own_or_assigned, R.WINDOW: own_or_assigned, R.AGENT: own,
    },
    "opinion.identity": {R.CLERK: in_town, R.CALLBACK: in_town},  # who asked for confidence (实名但请保密)
    "opinion.accept": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.decline": {R.CLERK: in_town},
    "opinion.seal": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.route": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.assign": {  # the deputy and the head name somebody when it comes back a second, third time
        R.UNIT_HEAD: in_unit, R.WINDOW_HEAD: in_unit, R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "opinion.unroute": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.clear_suspect": {R.CLERK: in_town},
    "opinion.object": {R.CLERK: in_town},
    "opinion.hand_back": {R.CLERK: in_town},
    "opinion.keep": {R.CLERK: in_town},
    "opinion.transfer": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.contact": {**HOLDERS, R.CLERK: in_town},
    "opinion.return_unit": {R.UNIT_HEAD: in_unit, R.WINDOW_HEAD: in_unit, R.HANDLER: assigned},
    "opinion.allow_return": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.refuse_return": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.hand_over": {R.UNIT_HEAD: in_unit, R.WINDOW_HEAD: in_unit},
    "opinion.take_over": {R.UNIT_HEAD: assigned, R.WINDOW_HEAD: assigned},
    "opinion.refuse_over": {R.UNIT_HEAD: assigned, R.WINDOW_HEAD: assigned},
    "opinion.ask": HOLDERS,
    "opinion.ask_more": HOLDERS,
    "opinion.answer_question": {R.PUBLIC: holds_opinion},
    "opinion.resume": {**HOLDERS, R.SYSTEM: everywhere},
    "opinion.ask_defer": HOLDERS,
    "opinion.defer": {R.DEPUTY: in_town, R.HEAD: in_town},
    "opinion.refuse_defer": {R.DEPUTY: in_town, R.HEAD: in_town},
    "opinion.end_defer": {**HOLDERS, R.DEPUTY: in_town, R.HEAD: in_town, R.SYSTEM: everywhere},
    "opinion.ask_extend": HOLDERS,
    "opinion.extend": {R.HEAD: in_town},
    "opinion.refuse_extend": {R.HEAD: in_town},
    "opinion.whistle": {R.DEPUTY: in_town, R.HEAD: in_town},
    "opinion.arrive": {**HOLDERS, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    "opinion.end_whistle": {**HOLDERS, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    "opinion.draft": HOLDERS,
    "opinion.sign": {R.UNIT_HEAD: in_unit, R.WINDOW_HEAD: in_unit, R.DEPUTY: in_town},
    "opinion.send_back": {R.UNIT_HEAD: in_unit, R.WINDOW_HEAD: in_unit, R.DEPUTY: in_town},
    # the same answer for what was merged: it may lie with another office, whoever it bars stays barred
    "opinion.answer_with": {R.UNIT_HEAD: in_town, R.WINDOW_HEAD: in_town, R.DEPUTY: in_town},
    "opinion.recount": {R.SYSTEM: everywhere},
    "opinion.anonymise": {R.SYSTEM: everywhere},
    "opinion.call_back": {R.CALLBACK: in_town},
    "opinion.miss_call": {R.CALLBACK: in_town},
    "opinion.close": {R.CALLBACK: in_town, R.CLERK: in_town},
    "opinion.reopen": {R.CALLBACK: in_town, R.DEPUTY: in_town, R.PUBLIC: holds_opinion},
    "opinion.restart": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.ask_review": {R.CLERK: in_town},
    "opinion.record_review": {R.CLERK: in_town},
    "opinion.withdraw": {R.CLERK: in_town, R.PUBLIC: holds_opinion},
    "opinion.check_withdrawal": {R.CALLBACK: in_town},
    "opinion.reinstate": {R.CALLBACK: in_town, R.DEPUTY: in_town},
    "opinion.merge": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.unmerge": {R.CLERK: in_town, R.DEPUTY: in_town},
    "opinion.rule": {**HOLDERS, R.DEPUTY: in_town, R.HEAD: in_town},  # 动: on the spot, by principle
    # a picture as it was sent, with what a phone wrote into it: one asks, another one agrees
    "opinion.ask_original": {R.CLERK: in_town, R.DEPUTY: in_town, R.UNIT_HEAD: in_unit, R.HANDLER: assigned},
    "opinion.open_original": {R.CLERK: in_town, R.DEPUTY: in_town, R.UNIT_HEAD: in_unit, R.HANDLER: assigned},
    "opinion.allow_original": {R.DEPUTY: in_town, R.HEAD: in_town},
    "opinion.consent": {R.PUBLIC: holds_opinion, R.CLERK: in_town},
    "opinion.release": {R.DISCIPLINE: in_town},  # the new matter made of one that is no accusation
    "opinion.import": {R.SYSTEM: everywhere, R.CLERK: in_town},
    "opinion.report": {
        R.CLERK: in_town, R.CALLBACK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.UNIT_HEAD: in_unit,
        R.WINDOW_HEAD: in_unit, R.HANDLER: assigned, R.COUNTY: in_unit,
    },
    "opinion.figures": {
        R.CLERK: in_town, R.CALLBACK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    "opinion.hot": {R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    # --- notices (公开): answered matters without names, with the consent of whoever spoke up
    "notice.read": {R.PUBLIC: in_town},
    "notice.list": {R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    "notice.draft": {R.CLERK: in_town, R.DEPUTY: in_town},
    "notice.publish": {R.CLERK: in_town, R.DEPUTY: in_town},
    "notice.take_down": {R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.SYSTEM: everywhere},
    "notice.put_back": {R.CLERK: in_town, R.DEPUTY: in_town},
    "reply_template.list": {**dict.fromkeys(HOLDERS, in_town), R.CLERK: in_town, R.DEPUTY: in_town},
    "reply_template.edit": {R.CLERK: in_town, R.UNIT_HEAD: in_town, R.WINDOW_HEAD: in_town},
    "poster.print": dict.fromkeys(WORKERS, in_town),
    "category.import": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    # --- households: masked in lists; the full name, phone and address only with a reason (domain.md 10.3)
    "household.list": {
        R.CADRE: in_unit_or_mine, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: in_unit,
        R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.ORG: in_town,
    },
    "household.view": {
        R.CADRE: in_unit_or_mine, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: in_unit,
        R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "household.unmask": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: in_unit, R.CLERK: in_town,
        R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "household.edit": {
        R.CADRE: in_unit_or_mine, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: in_unit,
        R.CLERK: in_town, R.DEPUTY: assigned, R.HEAD: assigned,
    },
    "household.suggest": {  # what somebody heard who may not change it: it waits for "household.settle"
        R.CADRE: in_unit_or_mine, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: in_unit,
        R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "household.settle": {  # two values of one fact: whoever may read both in full decides
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: in_unit, R.CLERK: in_town,
        R.DEPUTY: assigned, R.HEAD: assigned,
    },
    "household.link": {R.ORG: in_town, R.CLERK: in_town, R.DEPUTY: in_town},
    "household.import": {R.CLERK: in_town, R.SYSTEM: everywhere},
    # --- contact points: who contacts which village is no secret in the town; arranged by three roles
    "contact.list": {
        R.CADRE: in_town, R.HANDLER: in_town, R.UNIT_HEAD: in_town, R.AGENT: in_unit, R.CLERK: in_town,
        R.DEPUTY: in_town, R.HEAD: in_town, R.ORG: in_town, R.COUNTY: in_unit,
    },
    "contact.add": {R.ORG: in_town, R.CLERK: in_town, R.DEPUTY: in_town},
    "contact.end": {R.ORG: in_town, R.CLERK: in_town, R.DEPUTY: in_town},
    "contact.gaps": {
        R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.ORG: in_town, R.COUNTY: in_unit
    },
    "contact.import": {R.ORG: in_town, R.CLERK: in_town, R.SYSTEM: everywhere},
    "contact.hand_over": {R.ORG: in_town, R.CLERK: in_town, R.DEPUTY: in_town},
    "contact.print": {
        R.CADRE: in_town, R.HANDLER: in_town, R.UNIT_HEAD: in_town, R.AGENT: in_unit, R.CLERK: in_town,
        R.DEPUTY: in_town, R.HEAD: in_town, R.ORG: in_town,
    },
    "contact.issue": {R.ORG: in_town, R.CLERK: in_town},
    "contact.report": {
        R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.ORG: in_town, R.COUNTY: in_unit
    },
    "village.report": {R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit},
    # what a contact card says: oneself, or whoever arranges the contact points
    "contact_card.write": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.DEPUTY: assigned,
        R.HEAD: assigned, R.CLERK: in_town, R.ORG: in_town,
    },
    # 岗位交接: each thing on the list asks its own row besides
    "handover.make": {
        R.ORG: in_town, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.UNIT_HEAD: in_unit,
        R.WINDOW_HEAD: in_unit,
    },
    "handover.view": {
        R.ORG: in_town, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.UNIT_HEAD: in_unit_or_mine,
        R.WINDOW_HEAD: in_unit_or_mine, R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned,
        R.AGENT: own_or_assigned, R.WINDOW: own_or_assigned,
    },
    # --- visits: a village agent sees only the own ones: what residents say may be about the village
    "visit.list": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: own_or_assigned,
        R.AGENT: own_or_assigned, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    "visit.view": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: own_or_assigned,
        R.AGENT: own_or_assigned, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    "visit.add": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned_in_unit,
        R.CLERK: assigned, R.DEPUTY: assigned, R.HEAD: assigned,
    },
    "visit.joined": {  # when, where and who, for whoever went along; not what was said
        R.CADRE: in_town, R.HANDLER: in_town, R.UNIT_HEAD: in_town, R.AGENT: in_unit, R.CLERK: in_town,
        R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "visit.proxy": {R.CLERK: in_town},
    "visit.correct": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: own_or_assigned,
        R.AGENT: own_or_assigned, R.CLERK: own_or_assigned, R.DEPUTY: own_or_assigned,
        R.HEAD: own_or_assigned,
    },
    "visit.report": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: own_or_assigned,
        R.AGENT: own_or_assigned, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    # 走访目标: everybody who visits knows what is asked, and sees how the own contact points stand
    "goal.list": {**dict.fromkeys(VISITORS, in_town), R.ORG: in_town},
    "goal.add": {R.ORG: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    "goal.end": {R.ORG: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    # 走访情况: counts beside outcomes, for those who lead; no rank
    "visit.overview": {
        R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.ORG: in_town, R.COUNTY: in_unit
    },
    "visit.close_month": {R.CLERK: in_town, R.DEPUTY: in_town, R.ORG: in_town},
    # --- field work (没有信号): anybody may knock, each record is judged by visit.add or visit.proxy
    "sync.use": dict.fromkeys(WORKERS, in_town),
    "sync.pack": dict.fromkeys(VISITORS, in_town),
    "sync.photo": dict.fromkeys(VISITORS, own_or_assigned),
    "sync.park": dict.fromkeys(VISITORS, own),
    "sync.list": {**dict.fromkeys(VISITORS, own_or_assigned), R.CLERK: in_town},
    "sync.view": {**dict.fromkeys(VISITORS, own_or_assigned), R.CLERK: in_town},
    "sync.settle": {**dict.fromkeys(VISITORS, own_or_assigned), R.CLERK: in_town},
    "sync.clear": {R.SYSTEM: everywhere},  # what a decided record had held, when its time is over
    # --- research (调查研究): who looks into what is no secret in the town; written by who does it
    "research.list": {
        **dict.fromkeys((R.CADRE, R.HANDLER, R.UNIT_HEAD, R.CLERK, R.DEPUTY, R.HEAD, R.ORG), in_town),
        R.COUNTY: in_unit,
    },
    "research.view": {
        **dict.fromkeys((R.CADRE, R.HANDLER, R.UNIT_HEAD, R.CLERK, R.DEPUTY, R.HEAD, R.ORG), in_town),
        R.COUNTY: in_unit,
    },
    "research.add": dict.fromkeys((R.CADRE, R.HANDLER, R.UNIT_HEAD, R.CLERK, R.DEPUTY, R.HEAD), in_town),
    "research.edit": {
        **dict.fromkeys((R.CADRE, R.HANDLER, R.UNIT_HEAD, R.DEPUTY, R.HEAD), own_or_assigned),
        R.CLERK: in_town,
    },
    "research.find": {
        **dict.fromkeys((R.CADRE, R.UNIT_HEAD, R.DEPUTY, R.HEAD), own_or_assigned), R.CLERK: in_town,
    },
    "research.report": {R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit},
    # --- problems: held by the town until assigned, then by the office that has to solve them
    "problem.list": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: in_unit_or_mine,
        R.AGENT: own_or_assigned, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    "problem.view": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: in_unit_or_mine,
        R.AGENT: own_or_assigned, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    "problem.add": {
        R.CADRE: own, R.HANDLER: own, R.UNIT_HEAD: own, R.AGENT: own, R.CLERK: own, R.DEPUTY: own, R.HEAD: own
    },
    "problem.settle": {
        R.CADRE: own, R.HANDLER: own, R.UNIT_HEAD: own, R.AGENT: own, R.CLERK: own, R.DEPUTY: own, R.HEAD: own
    },
    "problem.assign": {R.CLERK: in_town, R.UNIT_HEAD: in_unit, R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.progress": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.CLERK: assigned,
        R.DEPUTY: assigned,
    },
    "problem.apply": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.CLERK: assigned,
        R.DEPUTY: assigned,
    },
    "problem.check": {R.CLERK: in_town, R.UNIT_HEAD: in_unit, R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.strike_off": {R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.rehang": {R.CLERK: in_town, R.UNIT_HEAD: in_unit, R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.ask_defer": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.CLERK: assigned,
        R.DEPUTY: assigned,
    },
    "problem.defer": {R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.refuse_defer": {R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.end_defer": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.CLERK: assigned,
        R.DEPUTY: in_town, R.HEAD: in_town, R.SYSTEM: everywhere,
    },
    "problem.whistle": {R.DEPUTY: in_town, R.HEAD: in_town},
    "problem.arrive": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.CLERK: in_town,
        R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "problem.end_whistle": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: assigned, R.AGENT: assigned, R.CLERK: in_town,
        R.DEPUTY: in_town, R.HEAD: in_town,
    },
    "problem.to_meeting": {R.CLERK: in_town, R.HEAD: in_town},
    "problem.rule": {
        R.CADRE: assigned, R.HANDLER: assigned, R.UNIT_HEAD: in_unit_or_assigned, R.DEPUTY: in_town,
        R.HEAD: in_town,
    },
    "problem.to_opinion": {R.CADRE: own, R.AGENT: own, R.CLERK: in_town},
    "problem.to_task": {R.CADRE: own, R.AGENT: own, R.CLERK: in_town},
    "problem.report": {
        R.CADRE: own_or_assigned, R.HANDLER: own_or_assigned, R.UNIT_HEAD: in_unit_or_mine,
        R.AGENT: own_or_assigned, R.CLERK: in_town, R.DEPUTY: in_town, R.HEAD: in_town, R.COUNTY: in_unit,
    },
    # --- hall: service catalogue (事项), tasks (办件), ratings (好差评)
    "service.read": {R.PUBLIC: in_town},
    "service.list": dict.fromkeys(
        (R.WINDOW, R.WINDOW_HEAD, R.AGENT, R.DEPUTY, R.HEAD, R.COUNTY), in_town
    ),
    "service.add": {R.WINDOW_HEAD: in_town},
    "service.edit": {R.WINDOW_HEAD: in_town},
    "service.publish": {R.WINDOW_HEAD: in_town, R.SYSTEM: everywhere},
    "service.take_down": {R.WINDOW_HEAD: in_town},
    "service.import": {R.WINDOW_HEAD: in_town, R.SYSTEM: everywhere},
    "service.report": dict.fromkeys((R.WINDOW_HEAD, R.DEPUTY, R.HEAD, R.COUNTY), in_town),
    "point.list": dict.fromkeys(  # 代办点
        (R.WINDOW, R.WINDOW_HEAD, R.AGENT, R.DEPUTY, R.HEAD, R.COUNTY), in_town
    ),
    "point.add": {R.WINDOW_HEAD: in_town},
    "point.edit": {R.WINDOW_HEAD: in_town, R.AGENT: in_unit},
    "task.list": {
        R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own_or_assigned, R.DEPUTY: in_unit,
        R.HEAD: in_unit, R.COUNTY: in_unit, R.HANDLER: assigned, R.UNIT_HEAD: assigned,
    },
    "task.view": {  # who brought it back from a visit follows it; who has taken it over deals with it
        **RUNNERS, R.DEPUTY: in_unit, R.HEAD: in_unit, R.COUNTY: in_unit, R.HANDLER: assigned,
        R.UNIT_HEAD: assigned,
    },
    "task.hand_in": {R.CADRE: own, R.CLERK: own, R.AGENT: own},
    "task.give_code": {
        R.CADRE: own, R.CLERK: own, R.AGENT: own, R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit,
    },
    "task.hand_over": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "task.contact": {**RUNNERS, R.HANDLER: assigned, R.UNIT_HEAD: assigned},
    "task.receive": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own},
    "task.put_card": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.accept": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.notify": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.spot": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.ask_decline": {R.WINDOW: in_unit},
    "task.decline": {R.WINDOW_HEAD: in_unit},
    "task.refuse_decline": {R.WINDOW_HEAD: in_unit},
    "task.agree_home": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own},  # 上门
    "task.deem_accepted": {R.SYSTEM: everywhere},
    "task.deem_withdrawn": {R.SYSTEM: everywhere},
    "task.recount": {R.SYSTEM: everywhere},
    "task.ask_pause": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.pause": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "task.refuse_pause": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "task.resume": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.ask_extension": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.grant_extension": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit},
    "task.refuse_extension": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit},
    "task.follow": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "task.remind": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    # 代办: mandate, originals, steps at the county, the result handed back
    "task.mandate": RUNNERS,
    "task.take_original": RUNNERS,
    "task.return_original": RUNNERS,
    "task.hand_back": RUNNERS,
    "task.report_up": {**RUNNERS, R.HANDLER: assigned, R.UNIT_HEAD: assigned},
    "task.bring_back": {**RUNNERS, R.HANDLER: assigned, R.UNIT_HEAD: assigned},
    # 移交: whom an offer is meant for stands in the offer itself
    "task.offer": {
        R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.HANDLER: assigned, R.UNIT_HEAD: assigned,
        R.AGENT: assigned,
    },
    "task.recall": {
        R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.HANDLER: assigned, R.UNIT_HEAD: assigned,
        R.AGENT: assigned,
    },
    "task.take": dict.fromkeys((R.WINDOW, R.WINDOW_HEAD, R.HANDLER, R.UNIT_HEAD, R.AGENT), in_town),
    "task.return_offer": dict.fromkeys(
        (R.WINDOW, R.WINDOW_HEAD, R.HANDLER, R.UNIT_HEAD, R.AGENT), in_town
    ),
    "task.terminate": {R.WINDOW_HEAD: in_unit},
    "task.finish": {
        R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.HANDLER: assigned, R.UNIT_HEAD: assigned,
    },
    "task.deliver": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own},
    "task.withdraw": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own},
    "task.report": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit, R.COUNTY: in_unit},
    "task.track": {R.PUBLIC: holds_task},
    "task.rate": {R.PUBLIC: holds_task},
    "task.ask_rating": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},  # 请他评价, on a device turned round
    "task.invite": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own},
    # --- line (排队): the numbers of a hall, who calls whom; residents take one and see how many are before
    "coming.take": {R.PUBLIC: in_town, R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "coming.read": {R.PUBLIC: in_town},
    "coming.list": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "coming.call": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "coming.recall": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: assigned_in_unit},
    "coming.start": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: assigned_in_unit},
    "coming.hold": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: assigned_in_unit},
    "coming.put_back": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: in_unit},
    "coming.transfer": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: in_unit},
    "coming.end": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: assigned_in_unit},
    "coming.leave": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.SYSTEM: everywhere},
    "coming.undo": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "coming.forget": {R.SYSTEM: everywhere},
    "coming.report": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit, R.COUNTY: in_unit},
    "window.list": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "window.edit": {R.WINDOW_HEAD: in_unit},
    "window.open": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "window.close": {R.WINDOW: assigned_in_unit, R.WINDOW_HEAD: in_unit, R.SYSTEM: everywhere},
    # --- bookings (预约、上门): a resident opens the own one with telephone and code
    "booking.make": {R.PUBLIC: in_town, R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: in_town},
    "booking.hold": {R.PUBLIC: in_town},
    "booking.list": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own_or_assigned},
    "booking.view": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own_or_assigned},
    "booking.arrive": {R.PUBLIC: in_town, R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit},
    "booking.finish": {
        R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: assigned, R.SYSTEM: everywhere
    },
    "booking.cancel": {
        R.PUBLIC: in_town, R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: own_or_assigned,
    },
    "booking.miss": {R.WINDOW: in_unit, R.WINDOW_HEAD: in_unit, R.AGENT: assigned, R.SYSTEM: everywhere},
    "booking.assign": {R.WINDOW_HEAD: in_unit},
    "booking.forget": {R.SYSTEM: everywhere},
    "rating.list": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit, R.COUNTY: in_unit},
    "rating.read": {R.WINDOW_HEAD: in_unit},
    "rating.read_sum": {R.PUBLIC: in_town},
    "rating.evidence": dict.fromkeys(WORKERS - {R.COUNTY}, in_town),  # what one person got done
    "rating.report": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit, R.COUNTY: in_unit},
    # 差评办理: by the head of the hall or the deputy, called back by a third; the rated one is barred
    "rating_case.read": {R.PUBLIC: in_town},
    "rating_case.open": {R.PUBLIC: in_town},
    "rating_case.list": {
        R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit, R.CALLBACK: in_town,
    },
    "rating_case.view": {
        R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit, R.HEAD: in_unit, R.CALLBACK: in_town,
    },
    "rating_case.contact": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "rating_case.verify": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "rating_case.explain": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "rating_case.mend": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "rating_case.appeal": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    "rating_case.grant_appeal": {R.DEPUTY: in_unit, R.HEAD: in_unit},
    "rating_case.refuse_appeal": {R.DEPUTY: in_unit, R.HEAD: in_unit},
    "rating_case.call_back": {R.CALLBACK: in_town},
    "rating_case.redo": {R.CALLBACK: in_town},
    "rating_case.miss_call": {R.CALLBACK: in_town},
    "rating_case.give_up": {R.CALLBACK: in_town},
    "rating_case.publish": {R.WINDOW_HEAD: in_unit, R.DEPUTY: in_unit},
    # --- proactive service (主动服务): whoever lives or works near tells; the hall keeps rules and roll
    "outreach.list": {
        R.AGENT: in_unit, R.CADRE: in_unit, R.WINDOW: in_town, R.WINDOW_HEAD: in_town, R.DEPUTY: in_town,
        R.HEAD: in_town,
    },
    "outreach.view": {
        R.AGENT: in_unit, R.CADRE: in_unit, R.WINDOW: in_town, R.WINDOW_HEAD: in_town, R.DEPUTY: in_town,
        R.HEAD: in_town,
    },
    "outreach.contact": TELLERS,  # name and telephone in full
    "outreach.tell": TELLERS,
    "outreach.miss": TELLERS,
    "outreach.take_up": {**TELLERS, R.SYSTEM: everywhere},
    "outreach.refuse": TELLERS,
    "outreach.correct": TELLERS,
    "outreach.gather": {R.WINDOW_HEAD: in_town, R.SYSTEM: everywhere},
    "outreach.forget": {R.SYSTEM: everywhere},
    "outreach.rules": {R.WINDOW_HEAD: in_town},
    "outreach.set_rule": {R.WINDOW_HEAD: in_town},
    "outreach.report": {R.WINDOW_HEAD: in_town, R.DEPUTY: in_town, R.HEAD: in_town},
    "roll.list": {R.WINDOW_HEAD: in_town},
    "roll.import": {R.WINDOW_HEAD: in_town, R.SYSTEM: everywhere},
    "roll.drop": {R.WINDOW_HEAD: in_town},
    # --- annual assessment (年度考核): the year's plan; everybody may read what is published or consulted on
    "plan.view": dict.fromkeys(WORKERS, in_town),
    "plan.create": {R.ORG: in_town},
    "plan.revise": {R.ORG: in_town},
    "plan.set_pool": {R.ORG: in_town},
    "plan.consult": {R.ORG: in_town},
    "plan.publish": {R.ORG: in_town},
    "plan.draw": {R.ORG: in_town},
    "plan.charge": {R.ORG: in_town},
    "plan.settle": {R.ORG: in_town},
    "plan.publicise": {R.ORG: in_town},
    "plan.conclude_ready": {R.HEAD: in_town},
    "plan.close": {R.ORG: in_town},
    # one person's sheet: everybody the own one; line leaders are narrowed to their people by Appraisal.bars
    "assessment.list": {
        **dict.fromkeys(WORKERS, assigned), R.ORG: in_town, R.HEAD: in_town, R.COMMITTEE: in_town,
        R.DISCIPLINE: in_town, R.DEPUTY: in_town, R.UNIT_HEAD: in_town, R.WINDOW_HEAD: in_town,
    },
    "assessment.view": {
        **dict.fromkeys(WORKERS, assigned), R.ORG: in_town, R.HEAD: in_town, R.COMMITTEE: in_town,
        R.DISCIPLINE: in_town, R.DEPUTY: in_town, R.UNIT_HEAD: in_town, R.WINDOW_HEAD: in_town,
    },
    # sanctions and other reasons: 组织人事, 纪检 and the person (domain.md 12.7)
    "assessment.reason": {**dict.fromkeys(WORKERS, assigned), R.ORG: in_town, R.DISCIPLINE: in_town},
    "assessment.grade": {R.ORG: in_town, R.DISCIPLINE: in_town, R.HEAD: in_town},
    "assessment.deliberate": {R.COMMITTEE: in_town},
    "assessment.charge": {R.ORG: in_town},
    "assessment.classify": {R.ORG: in_town, R.DISCIPLINE: in_town},
    "assessment.write": dict.fromkeys(WORKERS, assigned),
    "assessment.summarise": dict.fromkeys(WORKERS, assigned),
    "assessment.receive_paper": {R.ORG: in_town},
    "assessment.propose": {
        R.DEPUTY: in_town, R.UNIT_HEAD: in_town, R.WINDOW_HEAD: in_town, R.HEAD: in_town,
    },
    "assessment.decide": {R.ORG: in_town, R.COMMITTEE: in_town},
    "assessment.publicise": {R.ORG: in_town},
    "assessment.conclude": {R.HEAD: in_town},
    "assessment.hand_up": {R.ORG: in_town},
    "assessment.take_back": {R.ORG: in_town},
    "assessment.record_outside_result": {R.ORG: in_town},
    "assessment.leave": {R.ORG: in_town},
    "assessment.report": {R.ORG: in_town, R.HEAD: in_town, R.DISCIPLINE: in_town, R.COUNTY: in_unit},
    # --- files that leave the house: who may have the report itself stands in the report's own row
    "export.order": dict.fromkeys(WORKERS, own),
    "export.list": {**dict.fromkeys(WORKERS, own), R.HEAD: in_town, R.DEPUTY: in_town, R.AUDITOR: in_town},
    "export.view": {**dict.fromkeys(WORKERS, own), R.HEAD: in_town, R.DEPUTY: in_town, R.AUDITOR: in_town},
    "export.approve": {R.HEAD: in_town, R.DEPUTY: in_town},
    "export.refuse": {R.HEAD: in_town, R.DEPUTY: in_town},
    "export.make": {**dict.fromkeys(WORKERS, own), R.SYSTEM: everywhere},
    "export.fail": {**dict.fromkeys(WORKERS, own), R.SYSTEM: everywhere},
    "export.take": dict.fromkeys(WORKERS, own),
    # --- sheets that come in: what a kind of sheet needs stands in the row of its feature
    "import.list": dict.fromkeys(IMPORTERS, in_town),
    "import.view": dict.fromkeys(IMPORTERS, own),
    "import.upload": {**dict.fromkeys(IMPORTERS, own), R.SYSTEM: everywhere},
    "import.check": {**dict.fromkeys(IMPORTERS, own), R.SYSTEM: everywhere},
    "import.finish_check": {**dict.fromkeys(IMPORTERS, own), R.SYSTEM: everywhere},
    "import.take": {**dict.fromkeys(IMPORTERS, own), R.SYSTEM: everywhere},
    "import.finish": {**dict.fromkeys(IMPORTERS, own), R.SYSTEM: everywhere},
    "import.fail": {**dict.fromkeys(IMPORTERS, own), R.SYSTEM: everywhere},
    "import.drop": dict.fromkeys(IMPORTERS, own),
    "import.undo": {**dict.fromkeys(IMPORTERS, in_town), R.SYSTEM: everywhere},
    # --- the town's own forms; what a form is filled from has its row in the feature
    "blank.list": dict.fromkeys(WORKERS, in_town),
    "blank.edit": dict.fromkeys((R.ORG, R.CLERK, R.WINDOW_HEAD), in_town),
    # --- background work: one's own
    "job.list": dict.fromkeys(STAFF, own),
    "job.view": dict.fromkeys(STAFF, own),
    "job.order": {**dict.fromkeys(STAFF, own), R.SYSTEM: everywhere},
    "job.cancel": dict.fromkeys(STAFF, own),
    "job.again": dict.fromkeys(STAFF, own),
    # --- what the caretaker does
    "backup.make": {R.SYSADMIN: in_town, R.SYSTEM: everywhere},
    # --- what happens once a day
    "nightly.run": {R.SYSTEM: everywhere},
    # --- administrators
    "audit.view": {R.AUDITOR: in_town},
    "policy.view": {R.SECADMIN: in_town, R.AUDITOR: in_town},
}


def scope_of(actor: Actor, action: str) -> Scope | None:
    """On which rows this actor may do `action`; None: on none. KeyError for an action nobody declared."""
    return POLICY[action].get(actor.role)


def may_come(actor: Actor, action: str) -> bool:
    """May this role come to a page that needs `action` at all? (the guard, the menu)"""
    return actor.role in POLICY[action]
