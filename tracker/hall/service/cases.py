"""差评办理: contacted, verified, mended, called back and published by others than who was rated."""

from tracker.domain.roles import Actor
from tracker.hall import queries, rules
from tracker.hall.models import RatingCase, Task, TaskRating
from tracker.store.action import Act, action
from tracker.store.audit import kept_instant
from tracker.township.queries import work_calendar


def open_case(act: Act, task: Task, rating: TaskRating, phone: str) -> None:
    """Step of a bad rating: its days start today; who was rated will not see it."""
    calendar = work_calendar()
    case = RatingCase(
        unit_code=task.unit_code, rating=rating, rated_id=rating.handler_id, agent_id=rating.agent_id,
        phone=phone or None, contact_by=rules.contact_by(act.today, calendar) if phone else None,
        mend_by=rules.mend_by(act.today, calendar), created_at=kept_instant(act.actor, act.now),
    )
    act.on("rating_case.open", case)


def contact(actor: Actor, case: RatingCase, *, words: str) -> None:
    """联系评价人: within one workday when a telephone was left."""
    with action(actor, "rating_case.contact", case) as act:
        rules.check_may_contact(case.status, case.contacted_on)
        case.contacted_on, case.contact_words = act.today, words


def verify(actor: Actor, case: RatingCase, *, finding: str) -> None:
    """核实属实: it has to be mended."""
    with action(actor, "rating_case.verify", case) as act:
        _found(act, case, "verify", finding, is_justified=True)


def explain(actor: Actor, case: RatingCase, *, finding: str) -> None:
    """核实不属实: nothing to mend, but the resident is told why, and called back like everybody."""
    with action(actor, "rating_case.explain", case) as act:
        _found(act, case, "explain", finding, is_justified=False)


def _found(act: Act, case: RatingCase, move: str, finding: str, *, is_justified: bool) -> None:
    status = rules.CASE_FLOW.step(case.status, move)
    case.status, case.finding, case.is_justified = status, finding, is_justified
    case.verified_on, case.assignee_id = act.today, act.actor.user_id


def mend(actor: Actor, case: RatingCase, *, mended: str) -> None:
    """记整改: what was done about it."""
    with action(actor, "rating_case.mend", case) as act:
        case.status = rules.CASE_FLOW.step(case.status, "mend")
        case.mended, case.mended_on, case.assignee_id = mended, act.today, act.actor.user_id


def appeal(actor: Actor, case: RatingCase, *, appeal: str) -> None:
    """申请复核: the side of the rated holds it for a mistake; somebody else decides."""
    with action(actor, "rating_case.appeal", case) as act:
        rules.check_appealable(case.appeal_granted)
        case.status = rules.CASE_FLOW.step(case.status, "appeal")
        case.appeal, case.appealed_by = appeal, act.actor.user_id


def grant_appeal(actor: Actor, case: RatingCase, *, appeal_words: str) -> None:
    """认定误评: the rating stays, and counts no more; the telephone goes."""
    with action(actor, "rating_case.grant_appeal", case) as act:
        _review(act, case, "grant_appeal", appeal_words, is_granted=True)
        case.rating.is_excluded, case.phone = True, None


def refuse_appeal(actor: Actor, case: RatingCase, *, appeal_words: str) -> None:
    """不是误评: it counts, and is mended."""
    with action(actor, "rating_case.refuse_appeal", case) as act:
        _review(act, case, "refuse_appeal", appeal_words, is_granted=False)
        case.is_justified, case.verified_on = True, case.verified_on or act.today


def _review(act: Act, case: RatingCase, move: str, words: str, *, is_granted: bool) -> None:
    status = rules.CASE_FLOW.step(case.status, move)
    rules.check_another_reviews(case.appealed_by, act.actor.user_id)
    case.status, case.appeal_words, case.appeal_granted = status, words, is_granted
    case.appeal_decided_by = act.actor.user_id


def call_back(actor: Actor, case: RatingCase, *, call_words: str) -> None:
    """回访: the resident says it is settled."""
    with action(actor, "rating_case.call_back", case) as act:
        _called(act, case, "call_back", call_words, is_settled=True)


def redo(actor: Actor, case: RatingCase, *, call_words: str) -> None:
    """回访没有解决: it is mended once more, within as many workdays from today."""
    calendar = work_calendar()
    with action(actor, "rating_case.redo", case) as act:
        _called(act, case, "redo", call_words, is_settled=False)
        case.mend_by, case.tries = rules.mend_by(act.today, calendar), 0


def miss_call(actor: Actor, case: RatingCase) -> None:
    """没有打通: counted, once a day."""
    with action(actor, "rating_case.miss_call", case) as act:
        _check_call(act, case)
        rules.check_new_day(case.missed_on, act.today)
        case.tries, case.missed_on = case.tries + 1, act.today


def give_up(actor: Actor, case: RatingCase) -> None:
    """三次没有打通: said so, and the case goes on."""
    with action(actor, "rating_case.give_up", case) as act:
        rules.check_tried_enough(case.tries)
        _called(act, case, "give_up", "", is_settled=None)


def _called(act: Act, case: RatingCase, move: str, words: str, *, is_settled: bool | None) -> None:
    status = rules.CASE_FLOW.step(case.status, move)
    _check_call(act, case)
    case.status, case.is_settled, case.call_words = status, is_settled, words
    case.called_on, case.called_by = act.today, act.actor.user_id


def _check_call(act: Act, case: RatingCase) -> None:
    rules.check_call(case.status, act.actor.user_id, {case.rated_id, case.agent_id, case.assignee_id})


def publish(actor: Actor, case: RatingCase, *, public_words: str) -> None:
    """公开整改结果, without names; with it the telephone of the rater goes."""
    hidden = queries.names_in_case(case)
    with action(actor, "rating_case.publish", case) as act:
        status = rules.CASE_FLOW.step(case.status, "publish")
        rules.check_public_words(public_words, hidden)
        case.status, case.public_words, case.published_on = status, public_words, act.today
        case.phone = None
