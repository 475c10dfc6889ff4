"""去了谁家、哪个村: the place a form or a phone names (h12, v330199201), judged when it arrives."""

from dataclasses import dataclass

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.households import queries as households
from tracker.township.queries import unit_of
from tracker.visits import queries
from tracker.visits.rules import VILLAGE_DIGITS


@dataclass(frozen=True)
class Place:
    """Where a visit led: a household, or a village as a whole."""

    unit_code: str
    household_id: int | None = None


def place_of(actor: Actor, value: str) -> Place:
    """h12 or v330199201, judged now, not when it was written.

    NotFound for a household that is not theirs, RuleBroken (field "place") for what is no village of theirs.
    """
    code = value[1:]
    if value.startswith("h"):
        if not (code.isascii() and code.isdecimal() and len(code) < 10):
            raise NotFound("household")
        household = households.household(actor, "household.view", int(code))
        return Place(household.unit_code, household.id)
    is_offered = code[:VILLAGE_DIGITS] in {village for village, _name in queries.places(actor)}
    if not is_offered or unit_of(code) is None:
        raise RuleBroken(_("没有这个村，请重新选"), field="place")
    return Place(code)
