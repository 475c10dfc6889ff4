"""Deeds on imports (导入): the wizard's steps, the worker's, the command's, and undo."""

from tracker.imports.service.batches import (
    batch_of,
    browser_limits,
    cancel,
    check,
    drop,
    fail,
    has_file,
    importer_of,
    is_stuck,
    take,
    upload,
)
from tracker.imports.service.findings import Findings
from tracker.imports.service.papers import template, tidy, wrong_rows
from tracker.imports.service.undo import Plan, undo, undo_plan
from tracker.imports.service.work import KINDS, finish, finish_check, import_sheet

__all__ = [
    "KINDS",
    "Findings",
    "Plan",
    "batch_of",
    "browser_limits",
    "cancel",
    "check",
    "drop",
    "fail",
    "finish",
    "finish_check",
    "has_file",
    "import_sheet",
    "importer_of",
    "is_stuck",
    "take",
    "template",
    "tidy",
    "undo",
    "undo_plan",
    "upload",
    "wrong_rows",
]
