"""Deeds on households (户): the import of a roll, changes of facts, one audited look at what lists mask."""

from tracker.households.service.facts import (
    FactConflict,
    Merged,
    edit,
    put_facts,
    suggest_facts,
    sync_facts,
)
from tracker.households.service.looks import link, unmask
from tracker.households.service.roll import HouseholdRow, Roll, put_household, village_named
from tracker.households.service.settling import settle

__all__ = [
    "FactConflict",
    "HouseholdRow",
    "Merged",
    "Roll",
    "edit",
    "link",
    "put_facts",
    "put_household",
    "settle",
    "suggest_facts",
    "sync_facts",
    "unmask",
    "village_named",
]
