"""Deeds on residents' matters (民意、诉求): intake, sorting, handling, answering, what follows, sheets."""

from tracker.opinions.service.aftercare import (
    call_back,
    close,
    is_explained,
    miss_call,
    rate,
    reopen,
)
from tracker.opinions.service.answering import draft, send_back, sign
from tracker.opinions.service.bulk import Given, assign_many, route_many, unroute, unroute_many
from tracker.opinions.service.clocks import recount_clocks
from tracker.opinions.service.codes import give_code, put_code
from tracker.opinions.service.consent import set_consent
from tracker.opinions.service.counting import recount
from tracker.opinions.service.deferral import (
    ask_defer,
    ask_extend,
    defer,
    end_defer,
    end_defer_due,
    extend,
    refuse_defer,
    refuse_extend,
)
from tracker.opinions.service.entering import enter, mark_of
from tracker.opinions.service.following import report_retaliation, supplement
from tracker.opinions.service.handling import (
    allow_return,
    assign,
    contact,
    hand_over,
    refuse_over,
    refuse_return,
    return_unit,
    route,
    take_over,
)
from tracker.opinions.service.intake import (
    TO_THE_COUNTY,
    Sent,
    hand_in,
    register,
    release,
    sent_with,
    submit,
)
from tracker.opinions.service.merging import merge, unmerge
from tracker.opinions.service.papers import answer_question, ask_more, ask_question, resume, resume_due
from tracker.opinions.service.questions import answer_with_photos
from tracker.opinions.service.reopening import check_withdrawal, reinstate, restart
from tracker.opinions.service.requests import extendable, obstacle, open_moves, waiting_request
from tracker.opinions.service.retention import anonymise
from tracker.opinions.service.reviews import ask_review, record_review
from tracker.opinions.service.sheets import create_default_categories, put_category, put_imported
from tracker.opinions.service.tray import clear_suspect, sort_many
from tracker.opinions.service.triage import (
    accept,
    decline,
    hand_back,
    keep,
    object_to,
    seal,
    transfer,
    withdraw,
)
from tracker.opinions.service.whistles import arrive, end_whistle, whistle

__all__ = [
    "TO_THE_COUNTY",
    "Given",
    "Sent",
    "accept",
    "allow_return",
    "anonymise",
    "answer_question",
    "answer_with_photos",
    "arrive",
    "ask_defer",
    "ask_extend",
    "ask_more",
    "ask_question",
    "ask_review",
    "assign",
    "assign_many",
    "call_back",
    "check_withdrawal",
    "clear_suspect",
    "close",
    "contact",
    "create_default_categories",
    "decline",
    "defer",
    "draft",
    "end_defer",
    "end_defer_due",
    "end_whistle",
    "enter",
    "extend",
    "extendable",
    "give_code",
    "hand_back",
    "hand_in",
    "hand_over",
    "is_explained",
    "keep",
    "mark_of",
    "merge",
    "miss_call",
    "object_to",
    "obstacle",
    "open_moves",
    "put_category",
    "put_code",
    "put_imported",
    "rate",
    "record_review",
    "recount",
    "recount_clocks",
    "refuse_defer",
    "refuse_extend",
    "refuse_over",
    "refuse_return",
    "register",
    "reinstate",
    "release",
    "reopen",
    "report_retaliation",
    "restart",
    "resume",
    "resume_due",
    "return_unit",
    "route",
    "route_many",
    "seal",
    "send_back",
    "sent_with",
    "set_consent",
    "sign",
    "sort_many",
    "submit",
    "supplement",
    "take_over",
    "transfer",
    "unmerge",
    "unroute",
    "unroute_many",
    "waiting_request",
    "whistle",
    "withdraw",
]
