"""Deeds of field work (没有信号): what phones send comes in or waits for a person; what goes along."""

from tracker.field.service.intake import PARKED, Answer, take, take_for
from tracker.field.service.loading import Loaded, Saved, load, owner_of, read
from tracker.field.service.pack import pack
from tracker.field.service.parking import (
    ASK_THE_WRITER,
    correct,
    drop,
    end_waiting,
    may_decide,
    record_of,
    store,
    visit_beside,
)
from tracker.field.service.photos import Progress, bring, progress, put_part, tidy
from tracker.field.service.reading import account_key

__all__ = [
    "ASK_THE_WRITER",
    "PARKED",
    "Answer",
    "Loaded",
    "Progress",
    "Saved",
    "account_key",
    "bring",
    "correct",
    "drop",
    "end_waiting",
    "load",
    "may_decide",
    "owner_of",
    "pack",
    "progress",
    "put_part",
    "read",
    "record_of",
    "store",
    "take",
    "take_for",
    "tidy",
    "visit_beside",
]
