"""What the worker does with a sheet (检查、导入): all of it on trial, then all its good rows in one act."""

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import SYSTEM, Actor
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.outcome import ImportResult
from tracker.excel.incoming.read import Table
from tracker.imports.models import ImportBatch
from tracker.imports.rules import FLOW, NEVER_UNDONE, Status
from tracker.imports.service.batches import CHECK, IMPORT, batch_of, fail, importer_of, path_of
from tracker.imports.service.findings import Findings
from tracker.imports.service.journal import Journal
from tracker.imports.service.rows import count_rows, put_rows
from tracker.jobs.service import Kind
from tracker.store import files
from tracker.store.action import Act, action
from tracker.store.jobs import Run
from tracker.store.trial import trial
from tracker.township.queries import default_town

NOT_WAITING = _("这张表已经不等着这一步了，请到它的页面上接着办")
NOWHERE = "000000000"
"""Of a sheet that comes in before there is any town."""


def _check(actor: Actor, run: Run) -> str:
    """The job: the whole sheet on trial; nothing of it stays but what was found."""
    batch = _batch(actor, run, "import.finish_check", Status.CHECKING)
    importer, table = _opened(actor, batch)
    mapping = batch.mapping or None
    run.total = count_rows(table)
    with trial(actor) as act:
        result = put_rows(importer, table, mapping, act, run)
    finish_check(actor, batch, table, result, run)
    return result.summary


def finish_check(actor: Actor, batch: ImportBatch, table: Table, result: ImportResult, run: Run) -> None:
    """检查完: what was found lies with the batch, encrypted, for a day."""
    with action(actor, "import.finish_check", batch) as act:
        run.hold()
        batch.status = FLOW.step(batch.status, "finish_check")
        _note(act, batch, table, result)
        if batch.kind in NEVER_UNDONE and not (result.new or result.updated):  # nothing is left to take in
            _drop_file(act, batch)


def _import(actor: Actor, run: Run) -> str:
    """The job: every good row in one act, which is also the act that says so: killed at any moment and run
    again it comes to one result."""
    batch = batch_of(actor, "import.finish", run.args["record"][1])
    if batch.status is Status.IMPORTED:
        return batch.message
    batch = _batch(actor, run, "import.finish", Status.IMPORTING)
    importer, table = _opened(actor, batch)
    mapping, journal = batch.mapping or None, Journal()
    with action(actor, importer.action) as act:
        run.hold()
        with journal.watching(act):
            result = put_rows(importer, table, mapping, act, run)
        act.on("import.finish", batch)
        batch.status = FLOW.step(batch.status, "finish")
        finish(act, batch, table, result, journal)
    return result.summary


def finish(act: Act, batch: ImportBatch, table: Table, result: ImportResult, journal: Journal) -> None:
    """导入完: step of the act that took the rows in."""
    batch.imported_at, batch.message = act.now, result.summary
    batch.journal = journal.text()
    _note(act, batch, table, result)
    if batch.kind in NEVER_UNDONE:  # no list beside the books of what came of each row
        batch.journal, batch.findings = None, Findings(headers=table.headers, wrong=result.wrong).text()
        _drop_file(act, batch)


def _drop_file(act: Act, batch: ImportBatch) -> None:
    """What residents wrote lies open in the file, what was refused because of whom it names too."""
    act.after_commit.append(partial(files.drop, files.INCOMING, batch.file))


def _note(act: Act, batch: ImportBatch, table: Table, result: ImportResult) -> None:
    batch.new_count, batch.updated_count = result.new, result.updated
    batch.skipped_count, batch.wrong_count = result.skipped, result.wrong_rows
    batch.findings = Findings.of(table, result).text()


def _batch(actor: Actor, run: Run, action_name: str, expected: Status) -> ImportBatch:
    """The sheet this job is about, if it still waits for it."""
    batch = batch_of(actor, action_name, run.args["record"][1])
    if batch.status is not expected:
        raise RuleBroken(NOT_WAITING)
    return batch


def _opened(actor: Actor, batch: ImportBatch) -> tuple[Import, Table]:
    importer = importer_of(actor, batch.kind)
    return importer, importer.open(path_of(batch))


def _dropped(system: Actor, run: Run, message: str) -> None:
    """The job came to nothing: so did this step of the sheet."""
    batch = batch_of(system, "import.fail", run.args["record"][1])
    if batch.status in (Status.CHECKING, Status.IMPORTING):
        fail(system, batch, message)


KINDS = (Kind(CHECK, _check, _dropped), Kind(IMPORT, _import, _dropped))


def import_sheet(
    importer: Import, source: str | Path, *, town: str = "", is_dry_run: bool = False
) -> ImportResult:
    """The same by command, in the name of the system: all good rows in one act, wrong ones by row and column.

    RuleBroken when the file as a whole is unusable; nothing is written then, nor in a dry run.
    """
    actor = replace(SYSTEM, unit_code=_town_code(town))
    table = importer.open(source)
    if is_dry_run:
        with trial(actor) as act:
            return put_rows(importer, table, None, act)
    journal = Journal()
    with action(actor, importer.action) as act:
        with journal.watching(act):
            result = put_rows(importer, table, None, act)
        batch = ImportBatch(
            unit_code=_town_code(town) or NOWHERE, kind=importer.kind, title=importer.title,
            file_name=Path(source).name[-200:], mapping={}, status=Status.IMPORTED,
            sha256=hashlib.sha256(Path(source).read_bytes()).hexdigest(),
        )
        act.on("import.upload", batch)
        finish(act, batch, table, result, journal)
    return result


def _town_code(town: str) -> str:
    found = default_town(town)
    if town and found is None:
        raise RuleBroken(_("没有代码为 {town} 的乡镇"), town=town)
    return found.unit_code if found else ""
