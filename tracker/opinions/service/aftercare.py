"""答复以后: 回访, 评价, 办结, 重办, one function each; not content within duty means it is done again."""

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor, Role
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Call, Opinion, Rating
from tracker.opinions.queries.aftercare import handlers_of
from tracker.opinions.rules import Satisfaction, Solved
from tracker.opinions.service.notes import kept_instant, write_note
from tracker.opinions.service.reopening import reopen_in
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way
from tracker.store.action import Act, action


def call_back(
    actor: Actor, opinion: Opinion, *, solved: Solved, satisfaction: Satisfaction, agrees: bool | None = None,
    feeling: str = "", text: str = "", is_proxy: bool = False,
) -> bool:
    """记回访: reached, and asked; by somebody who did not handle it.

    Answers whether it is done again: not content within duty leads to 重办 in the same act.
    """
    rules.check_independent(actor.user_id, handlers_of(opinion))
    check_names_nobody(opinion, feeling, text, field="words")
    with action(actor, "opinion.call_back", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "call_back")
        opinion.calls.append(
            Call(
                user_id=actor.user_id, called_on=act.today, is_contacted=True, solved=solved, agrees=agrees,
                satisfaction=satisfaction, feeling=feeling, text=text, is_proxy=is_proxy,
            )
        )
        return _again_if_owed(act, opinion, solved, satisfaction, feeling or text)


def miss_call(actor: Actor, opinion: Opinion) -> None:
    """没联系上: one more try that reached nobody, three at most."""
    rules.check_independent(actor.user_id, handlers_of(opinion))
    rules.check_attempts(missed_calls(opinion))
    with action(actor, "opinion.miss_call", opinion) as act:
        opinion.status = rules.FLOW.step(opinion.status, "miss_call")
        opinion.calls.append(Call(user_id=actor.user_id, called_on=act.today, is_contacted=False))


def missed_calls(opinion: Opinion) -> int:
    """How many tries about the present answer reached nobody."""
    return sum(not one.is_contacted for one in opinion.calls_now)


def close(actor: Actor, opinion: Opinion) -> None:
    """办结: struck off after the call-back or the resident's own rating; 已解释 when the law said no."""
    rules.check_independent(actor.user_id, handlers_of(opinion))
    with action(actor, "opinion.close", opinion) as act:
        was_asked = any(one.is_contacted for one in opinion.calls_now) or opinion.rating is not None
        status = rules.FLOW.step(opinion.status, "close")
        rules.check_close(
            was_called=was_asked, missed=missed_calls(opinion), can_call=bool(opinion.phone)
        )
        if is_explained(opinion):
            write_note(act, opinion, "close", _("已解释：依法依规不能照办，本人不满意，已告知可以申请复查"))
        opinion.status, opinion.closed_on = status, act.today


def is_explained(opinion: Opinion) -> bool:
    """Is what the person said last, in a call or a rating, discontent with an answer by law?"""
    outcome = opinion.reply.outcome if opinion.reply else None
    said: list[Call | Rating] = [one for one in opinion.calls_now if one.is_contacted]
    if opinion.rating is not None:
        said.append(opinion.rating)
    return any(
        one.solved is not None and one.satisfaction is not None
        and rules.is_explained(outcome, one.solved, one.satisfaction)
        for one in said
    )


def rate(
    actor: Actor, opinion: Opinion, *, satisfaction: Satisfaction, solved: Solved, agrees: bool | None = None,
    feeling: str = "", text: str = "",
) -> bool:
    """评价, once for each answer: five degrees, solved or not, one free line that names nobody.

    Answers whether it is done again at once, like after a call.
    """
    check_names_nobody(opinion, feeling, text, field="feeling")
    with action(actor, "opinion.rate", opinion) as act:
        rules.check_rating(has_reply=bool(opinion.replied_on), has_rating=opinion.rating is not None)
        opinion.ratings.append(
            Rating(
                satisfaction=satisfaction, solved=solved, agrees=agrees, feeling=feeling, text=text,
                at=kept_instant(act),
            )
        )
        return _again_if_owed(act, opinion, solved, satisfaction, feeling or text)


def _again_if_owed(
    act: Act, opinion: Opinion, solved: Solved, satisfaction: Satisfaction, words: str
) -> bool:
    """Step: 不满意 within duty reopens at once, with a line of its own in the audit log."""
    outcome = opinion.reply.outcome if opinion.reply else None
    if opinion.status not in rules.ANSWERED:
        return False
    if not rules.must_reopen(outcome, solved, satisfaction, opinion.reopened):
        return False
    act.settle()
    act.on("opinion.reopen", opinion)
    reopen_in(act, opinion, words or _("本人没有满意，问题没有全解决"))
    return True


def check_names_nobody(opinion: Opinion, *texts: str, field: str = "text") -> None:
    """A free line beside an answer is read by the office: whoever names an official writes a matter of it."""
    finding = sealed.way_of(opinion.town_code, texts, is_accusation=False)
    if finding.way is not Way.ORDINARY:
        raise RuleBroken(_("这里请不写人名和职务。要反映干部的问题，请另写一件，会转有权机关"), field=field)


def reopen(actor: Actor, opinion: Opinion, *, reason: str) -> None:
    """重办: not solved though it is ours; by the call-back person, the deputy, or the resident in time."""
    if actor.role is Role.PUBLIC:
        check_names_nobody(opinion, reason, field="reason")
    else:
        rules.check_independent(actor.user_id, handlers_of(opinion))
    with action(actor, "opinion.reopen", opinion) as act:
        outcome = opinion.reply.outcome if opinion.reply else None
        if actor.role is Role.PUBLIC:
            rules.check_reopen_asked(opinion.replied_on, outcome, opinion.reopened, act.today)
        elif opinion.reopened >= rules.MOST_REOPENED:
            raise RuleBroken(_("已经重办过 {n} 次，请告诉本人可以申请复查"), n=rules.MOST_REOPENED)
        reopen_in(act, opinion, reason)
