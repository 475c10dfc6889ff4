"""凭凭证跟进: what a resident adds behind the receipt (补充), and what goes past the matter (反映报复)."""

from collections.abc import Sequence
from contextlib import suppress

from tracker.domain.errors import Repeated
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.models import Opinion, Supplement
from tracker.opinions.service import indexing
from tracker.opinions.service.notes import kept_instant
from tracker.pictures import service as pictures
from tracker.sealed import service as sealed
from tracker.sealed.models import Sealed
from tracker.sealed.rules import Way
from tracker.sealed.service import Accusation
from tracker.store.action import action
from tracker.store.db import db

RETALIATION = "retaliation"
"""Where such an accusation comes from, as the sealed stream calls it."""


def supplement(actor: Actor, opinion: Opinion, *, text: str, photos: Sequence[bytes] = ()) -> Way:
    """补充情况, in words, photographs or both.

    An accusation in it goes the way of accusations, its photographs too, and leaves no trace on the matter;
    COUNTY: a head of the town is named, and nothing was stored.
    """
    finding = sealed.way_of(opinion.town_code, (text,), is_accusation=False)
    about = _("{ref} 的补充：").format(ref=opinion.ref)
    accusation = Accusation(text=about + "\n" + text)
    if finding.way is Way.COUNTY:
        return Way.SEALED if sealed.pass_to_county(actor, accusation) else Way.COUNTY
    made = pictures.rebuild_all(photos)
    if finding.way is Way.ORDINARY:
        with action(actor, "opinion.supplement", opinion) as act:
            if text:
                db.session.add(Supplement(opinion_id=opinion.id, text=text, at=kept_instant(act)))
            pictures.keep(act, Opinion.__tablename__, opinion.id, made)
            indexing.index(act, opinion, text)
    else:
        with suppress(Repeated), action(actor, "sealed.deliver") as act:
            record = sealed.take_in(act, accusation, finding.user_ids)
            pictures.keep(act, Sealed.__tablename__, record.id, made)
    return finding.way


def report_retaliation(actor: Actor, opinion: Opinion | None, *, text: str, whom: str = "") -> Way:
    """因反映问题受到为难或报复: always sealed, never a word of it on the matter (信访工作条例 18, 46).

    SEALED: discipline has it, or the county's box where a head of the town is named; COUNTY: the county has
    no box here, nothing was stored. `opinion`: None behind a sealed matter's receipt.
    """
    finding = sealed.way_of(actor.town_code, (text, whom), is_accusation=True)
    accusation = _of_retaliation(opinion, text, whom)
    if finding.way is Way.COUNTY:
        return Way.SEALED if sealed.pass_to_county(actor, accusation) else Way.COUNTY
    with suppress(Repeated), action(actor, "sealed.deliver") as act:
        sealed.take_in(act, accusation, finding.user_ids)
    return finding.way


def _of_retaliation(opinion: Opinion | None, text: str, whom: str) -> Accusation:
    """With the number of the matter, and name and telephone where they were left: discipline calls back."""
    about = _("反映人说，因为反映问题受到为难或报复。")
    if opinion is None:
        return Accusation(text=f"{about}\n{text}", whom=whom, origin=RETALIATION)
    which = _("反映的是 {ref}。").format(ref=opinion.ref)
    return Accusation(
        text=f"{about}\n{which}\n{text}", whom=whom, village_code=opinion.village_code,
        contact=opinion.contact.value, name=opinion.name, phone=opinion.phone, origin=RETALIATION,
    )
