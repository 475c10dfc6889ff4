"""The register (导出登记): orders under their numbers, the second person's word, files made and taken."""

import hashlib
from pathlib import Path
from typing import Any

from tracker.domain.errors import NotFound
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.exports import rules
from tracker.exports.models import Export
from tracker.exports.rules import FLOW, Status
from tracker.store import files
from tracker.store.action import Act, action, note
from tracker.store.jobs import Run
from tracker.store.numbers import next_number


def new_export(
    actor: Actor, source: str, title: str, caption: str, choice: dict[str, Any], purpose: str, *,
    is_unmasked: bool,
) -> Export:
    """An order that is not in the register yet; `choice` also tells in which post it was asked for."""
    return Export(
        unit_code=actor.unit_code, author_id=actor.user_id, source=source, title=title, caption=caption,
        choice={**choice, "post": actor.post_id}, purpose=purpose.strip(), is_unmasked=is_unmasked,
        status=Status.WAITING if is_unmasked else Status.ORDERED,
    )


def number_it(act: Act, export: Export) -> None:
    """Step: into the register under the next number, 导出-2026-000123 (security.md 2.6)."""
    export.number = _("导出-{year}-{n:06d}").format(
        year=act.today.year, n=next_number(f"export:{act.today.year}")
    )
    act.on("export.order", export)


def approve(actor: Actor, export: Export) -> None:
    """同意: the second person has read what the file will hold and what for."""
    with action(actor, "export.approve", export) as act:
        rules.check_second(export.author_id, actor.user_id)
        export.status = FLOW.step(export.status, "approve")
        export.approver_id, export.decided_at = actor.user_id, act.now


def refuse(actor: Actor, export: Export, *, reason: str) -> None:
    """不同意, with the reason that the other person reads."""
    with action(actor, "export.refuse", export) as act:
        rules.check_second(export.author_id, actor.user_id)
        export.status = FLOW.step(export.status, "refuse")
        export.approver_id, export.decided_at, export.refusal = actor.user_id, act.now, reason


def finish(
    actor: Actor, export: Export, file: str, rows: int, download_name: str, run: Run | None = None
) -> None:
    """The file is there: its fingerprint, its rows and its name go into register and audit log together."""
    with open(files.folder(files.RESULTS) / file, "rb") as content:
        fingerprint = hashlib.file_digest(content, "sha256").hexdigest()
    with action(actor.without_ticket, "export.make", export) as act:
        if run:
            run.hold()
        export.status = FLOW.step(export.status, "make")
        export.file, export.sha256, export.row_count = file, fingerprint, rows
        export.download_name, export.made_at, export.refusal = download_name, act.now, ""


def fail(actor: Actor, export: Export, reason: str) -> None:
    """The file cannot be made; the number stays in the register with the reason."""
    with action(actor.without_ticket, "export.fail", export):
        export.status = FLOW.step(export.status, "fail")
        export.refusal = reason[:200]


def take(actor: Actor, export: Export) -> Path:
    """The file, for whoever ordered it, within a day; NotFound when it is gone. Each time is noted."""
    place = files.path_of(files.RESULTS, export.file)
    if place is None:
        raise NotFound("file")
    note(actor, "export.take", export, "ok")
    return place
