"""Deeds of the annual assessment (年度考核): the plan, the population, and one person's way to a grade."""

from collections.abc import Iterable

from tracker.assessments import queries, rules
from tracker.assessments.models import Appraisal, Places, Plan, PlanText, Pool, Verdict
from tracker.assessments.rules import FLOW, PLAN_FLOW, PlanStatus, Status
from tracker.domain import quota
from tracker.domain.errors import RuleBroken
from tracker.domain.grades import (
    GROUP_OF_TRACK,
    Grade,
    Group,
    Limit,
    Situation,
    check_grade,
    check_override,
    check_pool,
    comment_due,
    weigh,
)
from tracker.domain.quota import Rounding
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar
from tracker.people.models import User
from tracker.people.queries import names_of
from tracker.store.action import Act, action
from tracker.store.db import db


def create(actor: Actor, year: int, text: PlanText) -> Plan:
    """A new plan for the actor's town, with the usual places for each group."""
    plan = Plan(year=year, unit_code=actor.town_code, author_id=actor.user_id, status=PLAN_FLOW.initial)
    _put_text(plan, text)
    with action(actor, "plan.create") as act:
        if queries.has_plan(plan.unit_code, year):
            raise RuleBroken(_("{year} 年的考核方案已经有了"), field="year", year=year)
        act.on("plan.create", plan)
        for group in Group:
            pool = Pool(group=group, unit_code=plan.unit_code, author_id=actor.user_id, plan=plan)
            act.on("plan.create", pool)
    return plan


def _put_text(plan: Plan, text: PlanText) -> None:
    plan.document_no = text.document_no
    plan.body = text.body
    plan.summary_due_on = text.summary_due_on
    plan.exclude_ungraded = text.exclude_ungraded


def revise(actor: Actor, plan: Plan, text: PlanText) -> None:
    """改方案: until it is published."""
    with action(actor, "plan.revise", plan):
        plan.status = PLAN_FLOW.step(plan.status, "revise")
        _put_text(plan, text)


def set_pool(actor: Actor, pool: Pool, places: Places) -> None:
    """改名额: freely in a draft, with a document once the plan is out; never below what is decided."""
    with action(actor, "plan.set_pool", pool):
        status = PLAN_FLOW.step(pool.plan.status, "set_pool")
        is_fixed = places.rounding is Rounding.FIXED
        check_pool(places.rounding, places.fixed, places.fixed_doc)
        rules.check_change_of_pool(status, places.approval_doc or (places.fixed_doc if is_fixed else ""))
        pool.percent, pool.rounding = places.percent, places.rounding
        pool.fixed, pool.fixed_doc = (places.fixed, places.fixed_doc) if is_fixed else (None, "")
        pool.approval_doc = places.approval_doc
        if status is PlanStatus.SETTLED:
            pool.quota.check_document()
            quota.check(queries.excellent_count(pool.plan_id, pool.group), pool.quota.ceiling, "percent")


def consult(actor: Actor, plan: Plan) -> None:
    """听取意见: from now on all staff can read the plan."""
    with action(actor, "plan.consult", plan):
        plan.status = PLAN_FLOW.step(plan.status, "consult")


def publish(actor: Actor, plan: Plan, *, consult_note: str) -> None:
    """发布: the rules of the year are frozen as they stand; `consult_note` says how staff were heard."""
    with action(actor, "plan.publish", plan) as act:
        plan.status = PLAN_FLOW.step(plan.status, "publish")
        plan.consult_note = consult_note
        plan.published_at = act.now
        plan.snapshot = rules.snapshot(
            plan.year, plan.document_no, plan.exclude_ungraded, [pool.quota for pool in plan.pools]
        )


def draw(actor: Actor, plan: Plan) -> None:
    """列出人员: everybody on the staff list, again when it has changed; leading members are handed up."""
    with action(actor, "plan.draw", plan) as act:
        PLAN_FLOW.step(plan.status, "draw")
        known = {sheet.assignee_id: sheet for sheet in queries.sheets_in(plan)}
        people = queries.staff(plan.unit_code)
        leading = queries.leading_ids(user.id for user in people)
        candidates = queries.leader_candidates(plan.unit_code)

        def leader(user: User) -> int | None:
            if user.id in leading:
                return None
            return rules.leader_for(user.unit_code, user.id, candidates)

        for user in people:
            sheet = known.get(user.id) or Appraisal(
                plan=plan, unit_code=user.unit_code, author_id=actor.user_id, assignee_id=user.id,
                leader_id=leader(user), status=FLOW.initial,
            )
            _put_on_list(act, sheet, user, user.id in leading)


def _put_on_list(act: Act, sheet: Appraisal, user: User, is_leading: bool) -> None:
    """Step: one person as the staff list has it today."""
    wanted = {
        "unit_code": user.unit_code, "track": user.track, "group": GROUP_OF_TRACK[user.track],
        "job_title": user.job_title, "is_leading": is_leading,
    }
    if all(getattr(sheet, name) == value for name, value in wanted.items()):
        return
    was_leading = sheet.is_leading
    act.on("plan.draw", sheet)
    for name, value in wanted.items():
        setattr(sheet, name, value)
    if is_leading and sheet.status is Status.WAITING:
        sheet.status = FLOW.step(sheet.status, "hand_up")
    elif was_leading and not is_leading and sheet.status is Status.OUTSIDE:
        sheet.status = FLOW.step(sheet.status, "take_back")


def charge(actor: Actor, plan: Plan, *, unit_code: str, leader_id: int) -> None:
    """分工: one leader is in charge of everybody in a unit, except of himself."""
    with action(actor, "plan.charge", plan) as act:
        PLAN_FLOW.step(plan.status, "charge")
        for sheet in queries.sheets_in(plan, Appraisal.unit_code == unit_code):
            if sheet.assignee_id != leader_id and sheet.leader_id != leader_id:
                act.on("assessment.charge", sheet)
                sheet.leader_id = leader_id


def charge_one(actor: Actor, sheet: Appraisal, *, leader_id: int) -> None:
    """One person gets another 主管领导, as the head of an office does."""
    with action(actor, "assessment.charge", sheet):
        PLAN_FLOW.step(sheet.plan.status, "charge")
        rules.check_leader(leader_id, sheet.assignee_id)
        sheet.leader_id = leader_id


def settle(actor: Actor, plan: Plan) -> None:
    """核定人员: who should take part is fixed, and with it the number of places."""
    with action(actor, "plan.settle", plan) as act:
        plan.status = PLAN_FLOW.step(plan.status, "settle")
        plan.settled_at = act.now
        people, undetermined = queries.headcounts(plan.id)
        orphans = names_of({sheet.assignee_id for sheet in queries.without_leader(plan)})
        rules.check_settled(orphans.values(), people.total())
        for pool in plan.pools:
            act.on("plan.settle", pool)
            pool.excluded = undetermined[pool.group] if plan.exclude_ungraded else 0
            pool.base = people[pool.group] - pool.excluded
            pool.quota.check_document()


def classify(
    actor: Actor, sheet: Appraisal, *, situations: Iterable[Situation], limit: Limit | None, reason: str
) -> None:
    """定类别: what the decision table says of this person, or `limit` instead, with the reason for it."""
    with action(actor, "assessment.classify", sheet):
        sheet.status = FLOW.step(sheet.status, "classify")
        rules.check_not_oneself(actor.user_id, sheet.assignee_id)
        found = tuple(situations)
        ruling = weigh(found, rules.table_of(sheet.plan.snapshot or {}))
        chosen = limit or ruling.limit
        check_override(chosen, ruling, reason)
        sheet.situation_codes = " ".join(found)
        sheet.limit, sheet.attends, sheet.reason = chosen, ruling.attends, reason
        sheet.comment_due = comment_due(chosen, ruling)


def write(actor: Actor, sheet: Appraisal, *, summary: str) -> None:
    """写总结: a draft only the person sees, as often as wanted."""
    with action(actor, "assessment.write", sheet):
        rules.check_running(sheet.plan.status)
        sheet.status = FLOW.step(sheet.status, "write")
        sheet.summary = summary


def summarise(actor: Actor, sheet: Appraisal) -> None:
    """提交总结: from now on the person only reads it."""
    with action(actor, "assessment.summarise", sheet) as act:
        rules.check_running(sheet.plan.status)
        sheet.status = FLOW.step(sheet.status, "summarise")
        rules.check_summary(sheet.summary)
        sheet.summarised_at = act.now


def receive_paper(actor: Actor, sheet: Appraisal) -> None:
    """收到纸面总结: somebody without access here handed the text in on paper."""
    with action(actor, "assessment.receive_paper", sheet) as act:
        rules.check_running(sheet.plan.status)
        sheet.status = FLOW.step(sheet.status, "receive_paper")
        rules.check_not_oneself(actor.user_id, sheet.assignee_id)
        sheet.summarised_at = act.now


def propose(actor: Actor, sheet: Appraisal, *, comment: str, grade: Grade, improvement: str) -> None:
    """写评鉴: the leader in charge comments, suggests a grade and says what to improve."""
    with action(actor, "assessment.propose", sheet) as act:
        _check_person(actor, sheet)
        rules.check_in_charge(actor.user_id, sheet.leader_id)
        sheet.status = FLOW.step(sheet.status, "propose")
        rules.check_comment_due(sheet.comment_due)
        check_grade(grade, sheet.limit, sheet.group)
        sheet.comment, sheet.improvement, sheet.proposed_grade = comment, improvement, grade
        _write_down(act, sheet, grade)


def decide(actor: Actor, sheet: Appraisal, *, grade: Grade, reason: str) -> None:
    """拟定等次: by the committee, or recorded for it; a place for 优秀 is counted under the write lock."""
    with action(actor, "assessment.decide", sheet) as act:
        _check_person(actor, sheet)
        target = FLOW.step(sheet.status, "decide")
        rules.check_ready(sheet.status, sheet.comment_due)
        check_grade(grade, sheet.limit, sheet.group)
        rules.check_decision(grade, sheet.proposed_grade, sheet.decided_grade, reason)
        _check_place(sheet, grade)
        sheet.status, sheet.decided_grade = target, grade
        sheet.publicised_on = sheet.publicity_ends_on = None
        _write_down(act, sheet, grade, reason)


def publicise(actor: Actor, plan: Plan, calendar: WorkCalendar) -> None:
    """公示: everybody decided as 优秀, within the organ, for five full working days."""
    with action(actor, "plan.publicise", plan) as act:
        PLAN_FLOW.step(plan.status, "publicise")
        sheets = queries.decided_excellent(plan)
        rules.check_any(sheets, _("没有等着公示的人"))
        workdays = (plan.snapshot or {})["publicity_workdays"]
        for sheet in sheets:
            act.on("assessment.publicise", sheet)
            sheet.status = FLOW.step(sheet.status, "publicise")
            sheet.publicised_on = act.today
            sheet.publicity_ends_on = rules.publicity_ends_on(act.today, calendar, workdays)


def conclude(actor: Actor, sheet: Appraisal) -> None:
    """确定: the head settles one person's result."""
    with action(actor, "assessment.conclude", sheet) as act:
        _conclude(act, sheet)


def conclude_ready(actor: Actor, plan: Plan) -> None:
    """确定: all results that may be settled today at once, the head's own left out."""
    with action(actor, "plan.conclude_ready", plan) as act:
        PLAN_FLOW.step(plan.status, "conclude_ready")
        sheets = [s for s in queries.ready_to_conclude(plan, act.today) if s.assignee_id != actor.user_id]
        rules.check_any(sheets, _("没有可以确定的结果"))
        for sheet in sheets:
            act.on("assessment.conclude", sheet)
            _conclude(act, sheet)


def _conclude(act: Act, sheet: Appraisal) -> None:
    """Step: what was decided becomes the result; the places are counted once more."""
    _check_person(act.actor, sheet)
    target, grade = FLOW.step(sheet.status, "conclude"), sheet.decided_grade
    if grade is None:
        raise RuleBroken(_("还没有拟定等次"))
    rules.check_publicity(grade, sheet.publicity_ends_on, act.today)
    _check_place(sheet, grade)
    sheet.status, sheet.final_grade, sheet.concluded_at = target, grade, act.now
    _write_down(act, sheet, grade)


def _check_person(actor: Actor, sheet: Appraisal) -> None:
    """What holds for every step towards a grade: the plan runs, nobody's own, no leading member's."""
    rules.check_running(sheet.plan.status)
    rules.check_not_oneself(actor.user_id, sheet.assignee_id)
    rules.check_not_leading(sheet.is_leading or bool(queries.leading_ids([sheet.assignee_id or 0])))


def _check_place(sheet: Appraisal, grade: Grade) -> None:
    if grade is Grade.EXCELLENT:
        pool = queries.pool_in(sheet.plan_id, sheet.group)
        pool.quota.check_place(queries.excellent_count(sheet.plan_id, sheet.group, besides=sheet.id))


def _write_down(act: Act, sheet: Appraisal, grade: Grade, reason: str = "") -> None:
    """Step: the grade joins the person's history."""
    db.session.add(
        Verdict(
            appraisal_id=sheet.id, status=sheet.status, grade=grade, reason=reason, user_id=act.actor.user_id,
            at=act.now,
        )
    )


def hand_up(actor: Actor, sheet: Appraisal) -> None:
    """转主管机关考核: no grade is given here, what was suggested falls away."""
    with action(actor, "assessment.hand_up", sheet):
        sheet.status = FLOW.step(sheet.status, "hand_up")
        rules.check_not_oneself(actor.user_id, sheet.assignee_id)
        sheet.proposed_grade, sheet.summarised_at = None, None


def take_back(actor: Actor, sheet: Appraisal) -> None:
    """改由本单位考核: for somebody handed up by mistake, never for a leading member."""
    with action(actor, "assessment.take_back", sheet):
        sheet.status = FLOW.step(sheet.status, "take_back")
        rules.check_not_oneself(actor.user_id, sheet.assignee_id)
        rules.check_leading(bool(queries.leading_ids([sheet.assignee_id or 0])))
        sheet.is_leading = False


def record_outside_result(actor: Actor, sheet: Appraisal, *, result: str, document: str) -> None:
    """录入上级结果: what the higher organ decided on a leading member, word for word."""
    with action(actor, "assessment.record_outside_result", sheet):
        rules.check_running(sheet.plan.status)
        sheet.status = FLOW.step(sheet.status, "record_outside_result")
        rules.check_not_oneself(actor.user_id, sheet.assignee_id)
        sheet.outside_result, sheet.outside_doc = result, document


def leave(actor: Actor, sheet: Appraisal, *, reason: str) -> None:
    """不再考核: gone to another unit, retired, expelled; a place that was taken is free again."""
    with action(actor, "assessment.leave", sheet):
        sheet.status = FLOW.step(sheet.status, "leave")
        rules.check_not_oneself(actor.user_id, sheet.assignee_id)
        sheet.reason = "\n".join(filter(None, (sheet.reason, reason)))
        sheet.decided_grade = sheet.publicised_on = sheet.publicity_ends_on = None


def close(actor: Actor, plan: Plan) -> None:
    """结束考核: everybody has a result."""
    with action(actor, "plan.close", plan):
        plan.status = PLAN_FLOW.step(plan.status, "close")
        rules.check_closing(queries.unfinished(plan))
