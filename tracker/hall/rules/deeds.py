"""Which deeds are open on a task as it stands: the moves of the flow, and what asks for and grants them."""

from dataclasses import dataclass

from tracker.hall.rules.states import BEFORE_ACCEPTANCE, FLOW, RUNNING, Status


@dataclass(frozen=True)
class Standing:
    """How a task stands, as far as its next deeds depend on it."""

    status: Status
    pause_waits: bool = False
    extension_waits: bool = False
    was_extended: bool = False
    decline_waits: bool = False
    papers_owed: bool = False
    was_reminded: bool = False
    is_agency: bool = False
    """代办: the result goes back to whoever asked, against signature."""


GIVING_UP = ("withdraw", "terminate")
"""Never the main thing to do with a task."""


def open_deeds(one: Standing) -> list[str]:
    """Names of deeds, the moves of the flow first; who may do them is the policy's business."""
    names = [move.name for move in FLOW.open_moves(one.status)]
    if not one.pause_waits and "pause" in names:
        names.remove("pause")
    if "finish" in names:  # what a task is there for leads
        names.sort(key="finish".__ne__)
    if one.status is Status.REPORTED:  # first what is waited for, then one more department
        names.sort(key="report_up".__eq__)
    if one.is_agency and "deliver" in names:
        names[names.index("deliver")] = "hand_back"
    return [*names, *_asked_for(one), *_granted(one)]


def _asked_for(one: Standing) -> list[str]:
    found: list[str] = []
    if one.status in BEFORE_ACCEPTANCE and not one.decline_waits:
        found.append("ask_decline")
    if one.status is Status.TOLD and not one.was_reminded:
        found.append("remind")
    if one.status is Status.ACCEPTED:
        found += [] if one.pause_waits else ["ask_pause"]
        found += [] if one.extension_waits or one.was_extended else ["ask_extension"]
    return found


def _granted(one: Standing) -> list[str]:
    if one.status in BEFORE_ACCEPTANCE:
        return ["refuse_decline"] if one.decline_waits else []
    if one.status not in RUNNING:
        return []
    found = ["refuse_pause"] if one.pause_waits and one.status is Status.ACCEPTED else []
    found += ["grant_extension", "refuse_extension"] if one.extension_waits else []
    return found + (["follow"] if one.papers_owed else [])
