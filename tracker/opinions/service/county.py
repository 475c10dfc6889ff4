"""交县里: what concerns the heads of the town or discipline, kept for the county alone."""

from tracker.domain.roles import Actor
from tracker.opinions import rules
from tracker.opinions.rules import Contact, Draft, Signs
from tracker.opinions.service import intake, tray
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way
from tracker.sealed.service import Accusation


def can_keep(town_code: str) -> bool:
    """Has the county put its key in?"""
    return sealed.can_reach_county(town_code)


def keep(actor: Actor, draft: Draft, signs: Signs) -> bool:
    """锁好交给县里, without photographs and without a receipt; False: nothing was kept.

    Only for what would be turned away here; TooMany when the ten minutes are full.
    """
    rules.check_draft(draft)
    tray.check_room(actor.town_code, signs)
    if intake.way_of(actor, draft).way is not Way.COUNTY:
        return False
    is_named = draft.contact is not Contact.ANONYMOUS
    return sealed.pass_to_county(
        actor,
        Accusation(
            text=draft.text, whom=draft.whom, place=draft.place, village_code=draft.village_code,
            contact=draft.contact.value, name=draft.name if is_named else "",
            phone=draft.phone if is_named else "",
        ),
    )
