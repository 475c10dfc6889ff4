"""Deeds on contact points and visits (联系点、走访)."""

from tracker.visits.service.arranging import ContactRow, put_contact
from tracker.visits.service.contacts import (
    Arrangement,
    add_contact,
    end_contact,
    issue_cards,
    write_card,
)
from tracker.visits.service.goals import Wanted, add_goal, close_month, end_goal
from tracker.visits.service.handover import Handover, hand_over
from tracker.visits.service.matters import Matter, check_kept, may_hand_in
from tracker.visits.service.named import Named
from tracker.visits.service.phone import Sent
from tracker.visits.service.places import Place, place_of
from tracker.visits.service.visits import (
    Entry,
    add,
    check_entry,
    correct,
    put_correction,
    put_visit,
)

__all__ = [
    "Arrangement",
    "ContactRow",
    "Entry",
    "Handover",
    "Matter",
    "Named",
    "Place",
    "Sent",
    "Wanted",
    "add",
    "add_contact",
    "add_goal",
    "check_entry",
    "check_kept",
    "close_month",
    "correct",
    "end_contact",
    "end_goal",
    "hand_over",
    "issue_cards",
    "may_hand_in",
    "place_of",
    "put_contact",
    "put_correction",
    "put_visit",
    "write_card",
]
