"""点名: what a visit says of the staff is asked about before it is stored (security.md 2.4 rule 1).

Only 转成诉求 seals; every other word of a visit is read by offices, colleagues and whoever is named in it.
"""

from collections.abc import Collection, Sequence

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.problems.service import TO_TURN, Raised, doubt
from tracker.sealed.service import accuses
from tracker.visits.rules import Turn

TO_MOVE = _(
    "这段话提到了{who}。是检举控告，请移到“要解决的事”里，选“转成诉求”，会{to}；只是提到，就勾“只是提到，不是告他”"
)
TO_ANOTHER = _(
    "这段话提到了{who}。是检举控告，请从这里拿掉，另记一次走访，写进“要解决的事”，选“转成诉求”，会{to}；"
    "只是提到，就勾“只是提到，不是告他”"
)


class Named(RuleBroken):
    """Words that may accuse somebody; `doubts` asks about each of them at its own tick, so that one answer
    to the form is enough."""

    def __init__(self, doubts: Sequence[RuleBroken]) -> None:
        first = doubts[0]
        super().__init__(first.message, field=first.field, **first.params)
        self.doubts = doubts


def check_named(
    actor: Actor, words: Sequence[str], matters: Sequence[Raised], present: Collection[int], *,
    is_mention: bool, is_correction: bool = False,
) -> None:
    """RuleBroken `Named` at `mention` and `matters-0-mention` for words in which somebody of the staff is
    named and nobody has said yet that it is no accusation.

    words: what of the visit itself is new, first the resident's, then lines that name people anyway and
    count only beside a word of accusation. What is to become an opinion is sorted by its own way.
    present: user ids of who went.
    """
    spoken = (*words[:1], *(one for one in words[1:] if accuses(one)))
    asked = []
    if not is_mention:
        asked.append(doubt(actor, spoken, "mention", TO_ANOTHER if is_correction else TO_MOVE, present))
    for number, one in enumerate(matters):
        if not one.is_mention and getattr(one, "turn", None) is not Turn.OPINION:
            told = (one.content, one.settled)
            asked.append(doubt(actor, told, f"matters-{number}-mention", TO_TURN, present))
    doubts = [one for one in asked if one is not None]
    if doubts:
        raise Named(doubts)
