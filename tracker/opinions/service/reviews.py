"""复查、复核: asked for by the resident, decided by a higher organ, recorded here with their clocks."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.models import Opinion, Review
from tracker.opinions.rules import ReviewVerdict, reviews
from tracker.opinions.service import clocks
from tracker.opinions.service.requests import next_status
from tracker.store.action import action


def ask_review(actor: Actor, opinion: Opinion, *, organ: str, asked_on: date) -> None:
    """记复查申请、复核申请: `organ` decides within 30 calendar days (信访工作条例 35, 36).

    RuleBroken at asked_on when it is outside the 30 days after the answer before it.
    """
    with action(actor, "opinion.ask_review", opinion) as act:
        calendar, level = clocks.calendar_of(act), reviews.next_level(opinion.reviews)
        status = next_status(act, opinion, "ask_review")
        reviews.check_ask(opinion.stream, level, asked_on, told_on(opinion), act.today, calendar)
        opinion.status, opinion.closed_on = status, None
        opinion.reviews.append(
            Review(
                level=level, organ=organ, asked_on=asked_on,
                due_on=reviews.decide_clock(asked_on).due_on(calendar),
            )
        )


def record_review(
    actor: Actor, opinion: Opinion, *, verdict: ReviewVerdict, decided_on: date, text: str = ""
) -> None:
    """记复查意见、复核意见; after 复核 the matter is final (终结)."""
    with action(actor, "opinion.record_review", opinion) as act:
        status = next_status(act, opinion, "record_review")
        review = waiting_review(opinion)
        if review is None:
            raise RuleBroken(_("没有等着结果的复查复核"))
        reviews.check_decided(review.asked_on, decided_on, act.today)
        opinion.status, opinion.closed_on = status, act.today
        review.decided_on, review.verdict, review.text = decided_on, verdict, text


def waiting_review(opinion: Opinion) -> Review | None:
    return next((one for one in opinion.reviews if one.decided_on is None), None)


def told_on(opinion: Opinion) -> date | None:
    """The day of the answer that can be complained about: the last 复查意见, or else the reply."""
    decided = [one.decided_on for one in opinion.reviews if one.decided_on]
    return decided[-1] if decided else opinion.replied_on
