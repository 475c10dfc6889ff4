"""干预记录 (domain.md 8.1): who leans on a handler is told to discipline alone."""

from contextlib import suppress

from tracker.domain.errors import Repeated
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.sealed.rules import Way
from tracker.sealed.service.intake import Accusation, pass_to_county, take_in, way_of
from tracker.store.action import action

INTERFERENCE = "interference"
"""Where such an accusation comes from, as the sealed stream calls it."""


def report_interference(actor: Actor, *, whom: str, how: str, about: str = "") -> Way:
    """Always sealed, never a word of it on the matter; whoever reports sees nothing of it afterwards.

    `about`: the number of the matter, as written, never looked up. SEALED: discipline has it, or the county's
    box where a head of the town is named; COUNTY: the county has no box here, nothing was stored.
    """
    texts = (whom, how)
    finding = way_of(actor.town_code, texts, is_accusation=True)
    said = [_("办理人员反映有人干预办理。"), _("关于 {ref}。").format(ref=about) if about else "", how]
    accusation = Accusation(
        text="\n".join(line for line in said if line), whom=whom, contact="open", name=actor.name,
        origin=INTERFERENCE,
    )
    if finding.way is Way.COUNTY:
        return Way.SEALED if pass_to_county(actor, accusation) else Way.COUNTY
    with suppress(Repeated), action(actor, "sealed.deliver") as act:
        take_in(act, accusation, finding.user_ids)
    return Way.SEALED
