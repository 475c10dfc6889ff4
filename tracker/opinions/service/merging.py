"""并案与拆开: a matter is dealt with under another one; its words, receipt, state and clocks stay its own."""

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import queries
from tracker.opinions.models import Opinion
from tracker.opinions.queries.merging import has_children, is_earlier_of_same_person, main_of
from tracker.opinions.rules.merging import Member, check_merge
from tracker.opinions.service.notes import write_note
from tracker.opinions.service.requests import next_status
from tracker.store.action import action


def merge(actor: Actor, opinion: Opinion, *, into: str, reason: str = "") -> Opinion:
    """并案: put under the matter with the number `into`; nothing but that link changes. Answers the main one.

    Unknown and invisible numbers are refused alike.
    """
    try:
        main = queries.by_ref(actor, "opinion.merge", into.strip())
    except NotFound as absent:
        raise RuleBroken(_("没有这个编号，请对一下"), field="into") from absent
    with action(actor, "opinion.merge", opinion) as act:
        status = next_status(act, opinion, "merge")
        act.on("opinion.merge", main)
        check_merge(_member(opinion), _member(main))
        opinion.status, opinion.merged_into_id = status, main.id
        write_note(act, opinion, "merge", reason)
    return main


def unmerge(actor: Actor, opinion: Opinion) -> None:
    """拆开: it stands alone again, with everything it ever had."""
    with action(actor, "opinion.unmerge", opinion) as act:
        status = next_status(act, opinion, "unmerge")
        main = main_of(opinion)
        if main is not None and not main.bars(actor):
            act.on("opinion.unmerge", main)
        opinion.status, opinion.merged_into_id = status, None


def earlier_of(actor: Actor, opinion: Opinion, repeat_of_id: int | None) -> int | None:
    """The id again when that matter is visible, older, of the same telephone; else RuleBroken."""
    if repeat_of_id is not None and not is_earlier_of_same_person(actor, opinion, repeat_of_id):
        raise RuleBroken(_("重复的应是同一个人更早反映的事"), field="repeat_of")
    return repeat_of_id


def _member(opinion: Opinion) -> Member:
    return Member(
        ref=opinion.ref, town_code=opinion.town_code, status=opinion.status,
        is_merged=opinion.merged_into_id is not None, has_children=has_children(opinion),
        subjects=frozenset((one.user_id, one.unit_code) for one in opinion.subjects),
    )
