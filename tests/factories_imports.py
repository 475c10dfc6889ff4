"""Sheets that come in, handed in through the real wizard and taken as far as a test needs."""

import io
from typing import Any

import openpyxl
from factories import make_town

from tracker.domain.roles import Actor
from tracker.imports import service
from tracker.imports.kinds import IMPORTS
from tracker.imports.models import ImportBatch
from tracker.imports.rules import FLOW
from tracker.jobs import service as jobs
from tracker.store.action import action

ROLL = ("村", "户主姓名", "组", "电话", "地址", "类别")
ODD_ROLL = ("所在的村子", "户主", "组别")
GOOD_ROLL = (
    ("石门村", "王秀英", "1组", "13812345678", "", ""),
    ("石门村", "赵铁柱", "1组", "", "", "困难户"),
)


def workbook(*rows: Any) -> bytes:
    """A sheet with these rows as an .xlsx."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def upload(actor: Actor, *rows: Any, kind: str = "households", name: str = "户.xlsx") -> ImportBatch:
    """Handed in; with our own headings it is checked as well."""
    make_town()
    return service.upload(actor, IMPORTS[kind], name, workbook(*rows))


def checked(actor: Actor, *rows: Any, **facts: Any) -> ImportBatch:
    """A roll of households that only has to be taken in."""
    return upload(actor, ROLL, *(rows or GOOD_ROLL), **facts)


def imported(actor: Actor, *rows: Any, **facts: Any) -> ImportBatch:
    batch = checked(actor, *rows, **facts)
    service.take(actor, batch)
    return batch


def odd(actor: Actor) -> ImportBatch:
    """Its headings are not ours: somebody has to say which column is which."""
    return upload(actor, ODD_ROLL, ("石门村", "王秀英", "1组"))


def waiting(actor: Actor, step: str = "check") -> ImportBatch:
    """Its job waits for a worker that nobody has called."""
    return _left_waiting(actor, odd(actor) if step == "check" else checked(actor), step)


def _left_waiting(actor: Actor, batch: ImportBatch, step: str) -> ImportBatch:
    with action(actor, f"import.{step}", batch) as act:
        batch.status = FLOW.step(batch.status, step)
        kind = {"check": "import-check", "take": "import"}[step]
        batch.job_id = jobs.order(act, kind, batch.file_name, {"record": ["import_batch", batch.id]}).id
        act.after_commit.clear()
    return batch


def waiting_roll(actor: Actor, count: int) -> ImportBatch:
    """A long roll whose import waits for a worker."""
    make_town()
    batch = checked(actor, *(("石门村", f"王{number}", "1组", "", "", "") for number in range(count)))
    return _left_waiting(actor, batch, "take")
