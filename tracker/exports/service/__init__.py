"""Deeds on exports (导出): order a file, agree to it, make it, take it away."""

from tracker.exports.service.making import (
    EXPORT,
    Maker,
    export_to,
    job_kind,
    make,
    order,
    start,
    to_worker,
    use_maker,
)
from tracker.exports.service.register import approve, fail, finish, new_export, number_it, refuse, take
from tracker.exports.service.wanted import Wanted, counted, look, wanted_of

__all__ = [
    "EXPORT",
    "Maker",
    "Wanted",
    "approve",
    "counted",
    "export_to",
    "fail",
    "finish",
    "job_kind",
    "look",
    "make",
    "new_export",
    "number_it",
    "order",
    "refuse",
    "start",
    "take",
    "to_worker",
    "use_maker",
    "wanted_of",
]
