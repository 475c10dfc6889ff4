"""The steps of the wizard (导入向导): hand a sheet in, match its columns, check it, take it in or drop it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.intake import DEFAULT, MIB, Limits
from tracker.excel.incoming.matching import equal, suggest
from tracker.excel.incoming.read import Table
from tracker.imports import queries, rules
from tracker.imports.kinds import IMPORTS, imports_of
from tracker.imports.models import ImportBatch
from tracker.imports.rules import FLOW, Status
from tracker.imports.service.findings import Findings
from tracker.jobs import service as jobs
from tracker.store import files
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.jobs import Status as JobStatus

CHECK, IMPORT = "import-check", "import"
SUFFIXES = (".xlsx", ".xls", ".csv")
LONGEST_NAME = 200
NO_ROWS = _("表里只有表头，还没有填内容")
FILE_GONE = _("这份文件放了一天，已经清掉了，请重新上传")
OVER = (JobStatus.FAILED, JobStatus.CANCELLED)


def importer_of(actor: Actor, kind: str) -> Import:
    """The kind of sheet, NotFound when there is none or this actor may not take it in."""
    found = IMPORTS.get(kind)
    if found is None or not may_come(actor, found.action):
        raise NotFound(kind)
    return found


def batch_of(actor: Actor, action_name: str, batch_id: int) -> ImportBatch:
    """A batch on which this actor may do this, of a kind that this actor may take in."""
    return queries.batch(actor, action_name, batch_id, [one.kind for one in imports_of(actor)])


def browser_limits(importer: Import) -> Limits:
    """How large a sheet may be that the web process opens for its headings; larger ones come by command."""
    own = importer.limits
    return Limits(min(own.packed, 11 * MIB), min(own.unpacked, 160 * MIB), rows=min(own.rows, DEFAULT.rows))


def upload(actor: Actor, importer: Import, file_name: str, data: bytes) -> ImportBatch:
    """Keep a sheet that can be read; when its headings are ours, order the check at once.

    RuleBroken (field "file") when it is no such sheet, or has no rows.
    """
    try:
        table = replace(importer, limits=browser_limits(importer)).open(data)
        if next(iter(table), None) is None:
            raise RuleBroken(NO_ROWS)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="file", **broken.params) from broken
    name = _plain_name(file_name)
    batch = ImportBatch(
        unit_code=actor.unit_code, author_id=actor.user_id, kind=importer.kind, title=importer.title,
        file_name=name, file=files.keep(files.INCOMING, data, _suffix(name)), mapping={},
        sha256=hashlib.sha256(data).hexdigest(), status=FLOW.initial, findings=Findings.of(table).text(),
    )
    with action(actor, "import.upload") as act:
        act.on("import.upload", batch)
        db.session.flush()
        if fits(importer, table):
            _order_check(act, batch)
    return batch


def fits(importer: Import, table: Table) -> bool:
    """Are the headings ours as they stand, with nothing left that could be one of them under another name?"""
    for columns in importer.variants:
        found = equal(table.headers, columns)
        if all(found[str(one.value)] for one in columns if one.required):
            return found == suggest(table.headers, columns)
    return False


def check(actor: Actor, batch: ImportBatch, mapping: Mapping[str, str] | None = None) -> None:
    """逐行检查: columns as somebody matched them, or (None) as before. RuleBroken names the column."""
    importer = importer_of(actor, batch.kind)
    if mapping is not None:
        columns = [(str(one.value), one.required) for one in importer.columns]
        for column, sentence in rules.mapping_problems(columns, mapping).items():
            raise RuleBroken(sentence, field=column)
    path_of(batch)
    with action(actor, "import.check", batch) as act:
        _free(batch)
        if mapping is not None:
            batch.mapping = {column: heading for column, heading in mapping.items() if heading}
        _order_check(act, batch)


def _order_check(act: Act, batch: ImportBatch) -> None:
    batch.status, batch.message = FLOW.step(batch.status, "check"), ""
    _order(act, batch, CHECK, _("检查导入的{title}：{file}"))


def take(actor: Actor, batch: ImportBatch) -> None:
    """导入: order that the good rows come in."""
    path_of(batch)
    with action(actor, "import.take", batch) as act:
        batch.status = FLOW.step(batch.status, "take")
        _order(act, batch, IMPORT, _("导入{title}：{file}"))


def _order(act: Act, batch: ImportBatch, kind: str, title: str) -> None:
    total = batch.new_count + batch.updated_count + batch.skipped_count + batch.wrong_count
    said = title.format(title=batch.title, file=batch.file_name)[:200]
    job = jobs.order(act, kind, said, {"record": ["import_batch", batch.id]}, total or None)
    batch.job_id = job.id


def drop(actor: Actor, batch: ImportBatch) -> None:
    """不导入了: the file and what was found in it go at once."""
    with action(actor, "import.drop", batch) as act:
        _free(batch)
        batch.status = FLOW.step(batch.status, "drop")
        act.after_commit.append(_forget(batch))


def _forget(batch: ImportBatch) -> Callable[[], None]:
    name, batch.file, batch.findings = batch.file, "", None
    return lambda: files.drop(files.INCOMING, name)


def cancel(actor: Actor, batch: ImportBatch) -> None:
    """Take back the check or the import that runs; one that still waits is over at once."""
    job = queries.job_of(batch)
    if job is None:
        raise NotFound("job")
    jobs.cancel(actor.without_ticket, job)
    if is_stuck(batch):
        fail(actor, batch, _("您取消了，什么都没有留下"))


def fail(actor: Actor, batch: ImportBatch, message: str) -> None:
    """The check or the import came to nothing; the sentence says why."""
    with action(actor.without_ticket, "import.fail", batch):
        batch.status, batch.message = FLOW.step(batch.status, "fail"), message[:500]


def is_stuck(batch: ImportBatch) -> bool:
    """Its job is over and could not tell it any more (nobody was there to run it)."""
    if batch.status not in (Status.CHECKING, Status.IMPORTING):
        return False
    job = queries.job_of(batch)
    return job is None or job.status in OVER


def _free(batch: ImportBatch) -> None:
    if is_stuck(batch):
        batch.status = FLOW.step(batch.status, "fail")


def path_of(batch: ImportBatch) -> Path:
    """Where the sheet lies; RuleBroken when its day is over."""
    place = files.path_of(files.INCOMING, batch.file)
    if place is None:
        raise RuleBroken(FILE_GONE)
    return place


def has_file(batch: ImportBatch) -> bool:
    return files.path_of(files.INCOMING, batch.file) is not None


def _plain_name(file_name: str) -> str:
    """What the person calls the file, without the folder some browsers send along."""
    name = PurePath(file_name.replace("\\", "/")).name
    return "".join(one for one in name if one.isprintable())[-LONGEST_NAME:]


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ""
