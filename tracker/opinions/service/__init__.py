"""Deeds on residents' matters (民意、诉求): intake, sorting, handling, answering, what follows, sheets."""

from tracker.opinions.service.aftercare import call_back, close, miss_call, rate, reopen
from tracker.opinions.service.answering import draft, send_back, sign
from tracker.opinions.service.handling import allow_return, assign, refuse_return, return_unit, route
from tracker.opinions.service.intake import (
    TO_THE_COUNTY,
    Sent,
    enter,
    hand_in,
    register,
    release,
    sent_with,
    submit,
    supplement,
)
from tracker.opinions.service.sheets import create_default_categories, put_category, put_imported
from tracker.opinions.service.triage import accept, decline, seal, withdraw

__all__ = [
    "TO_THE_COUNTY",
    "Sent",
    "accept",
    "allow_return",
    "assign",
    "call_back",
    "close",
    "create_default_categories",
    "decline",
    "draft",
    "enter",
    "hand_in",
    "miss_call",
    "put_category",
    "put_imported",
    "rate",
    "refuse_return",
    "register",
    "release",
    "reopen",
    "return_unit",
    "route",
    "seal",
    "send_back",
    "sent_with",
    "sign",
    "submit",
    "supplement",
    "withdraw",
]
