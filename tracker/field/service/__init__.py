"""Deeds of field work (没有信号): what phones send comes in or waits for a person; what goes along."""

from tracker.field.service.intake import PARKED, Answer, take, take_for
from tracker.field.service.loading import Loaded, Saved, load, owner_of, read
from tracker.field.service.pack import pack
from tracker.field.service.parking import (
    ASK_THE_WRITER,
    correct,
    drop,
    end_waiting,
    store,
    visit_beside,
)
from tracker.field.service.photos import Progress, bring, progress, put_part, tidy
from tracker.field.service.reading import account_key
from tracker.field.service.retention import clear_decided, kept_days

__all__ = [
    "ASK_THE_WRITER",
    "PARKED",
    "Answer",
    "Loaded",
    "Progress",
    "Saved",
    "account_key",
    "bring",
    "clear_decided",
    "correct",
    "drop",
    "end_waiting",
    "kept_days",
    "load",
    "owner_of",
    "pack",
    "progress",
    "put_part",
    "read",
    "store",
    "take",
    "take_for",
    "tidy",
    "visit_beside",
]
