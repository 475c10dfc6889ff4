"""待辨认: what the web takes in is counted, what looks like junk waits apart until a person has looked."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Decline, Draft, Signs, TooMany, Tray
from tracker.opinions.rules import tray as limits
from tracker.opinions.service.triage import decline
from tracker.store import throttle, work
from tracker.store.action import Act, action
from tracker.store.secrets import ring

KINDS = {True: "say-proved", False: "say-unproved"}
SAME_TEXT = "say-text"


def check_room(town_code: str, signs: Signs) -> None:
    """Before anything dear is done: TooMany when the ten minutes are full."""
    wait = throttle.wait_for(KINDS[bool(signs.proof)], town_code, signs.budget.most)
    if wait is not None:
        raise _full(int(wait.total_seconds() // 60) + 1)


def _full(minutes: int) -> TooMany:
    return TooMany(_("这会儿收到的太多。您写的都还在，请过 {n} 分钟再点提交"), n=minutes)


def count_in(act: Act, draft: Draft, signs: Signs) -> Draft:
    """Step: the draft with its tray. A proof works once; a stamp used before is none."""
    if signs.proof and not work.spend(signs.proof, act.now):
        signs = replace(signs, proof="")
    town_code = act.actor.town_code
    arrived = throttle.note(KINDS[bool(signs.proof)], town_code, limits.WINDOW)
    if arrived > signs.budget.most:
        raise _full(int(limits.WINDOW.total_seconds() // 60))
    digest = ring().mac("index", f"{SAME_TEXT}:{''.join(draft.text.split())}").hex()
    same = throttle.note(SAME_TEXT, f"{town_code}:{digest}", limits.SAME_TEXT_WINDOW)
    return replace(draft, tray=rules.tray_of(signs, draft.text, arrived=arrived, same=same))


def clear_suspect(actor: Actor, opinion: Opinion) -> None:
    """放回: a person has looked and it is a matter like any other."""
    if opinion.tray is not Tray.SUSPECT:
        raise RuleBroken(_("这件已经放回了"))
    with action(actor, "opinion.clear_suspect", opinion):
        rules.FLOW.step(opinion.status, "clear_suspect")
        opinion.tray = Tray.ORDINARY


def put_away(actor: Actor, opinion: Opinion) -> None:
    """不是诉求: declined as junk; whoever holds the receipt reads so and may write again."""
    decline(actor, opinion, ground=Decline.JUNK, text="")


def sort_many(actor: Actor, opinions: Sequence[Opinion], *, is_junk: bool) -> tuple[int, list[str]]:
    """Each by itself: how many were done, and the numbers of those that somebody else was faster with."""
    done, missed = 0, []
    me = actor.without_ticket  # a ticket is for one deed; these are many of one form
    for opinion in opinions:
        ref = opinion.ref
        try:
            put_away(me, opinion) if is_junk else clear_suspect(me, opinion)
        except (RuleBroken, NotFound):
            missed.append(ref)
        else:
            done += 1
    return done, missed
