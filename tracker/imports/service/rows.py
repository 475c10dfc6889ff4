"""The rows of a sheet through the steps of its feature (逐行放入), on trial or for good."""

from collections.abc import Mapping, Sequence

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import, ParsedRow, refused, take
from tracker.excel.incoming.outcome import CellError, ImportResult
from tracker.excel.incoming.read import Table
from tracker.excel.report import Column
from tracker.imports.rules import too_long
from tracker.store.action import Act
from tracker.store.jobs import Run

SETTLE_EVERY = 1_000
"""Rows after which what was taken in is written out: a sheet of any length needs no memory."""
NOT_YOURS = _("这一行写的不归您管")


def put_rows(
    importer: Import, table: Table, mapping: Mapping[str, str] | None, act: Act, run: Run | None = None
) -> ImportResult:
    """Every good row into the act, every wrong one into the result; `run` hears how far it is."""
    columns, rows = importer.read(table, mapping)
    result = ImportResult()
    for count, row in enumerate(rows, 1):
        act.row = row.number
        try:
            _put(importer, columns, act, row, result)
        except Exception:
            if run is not None:
                run.done = row.number - 1  # who hears of the failure reads the file's own row
            raise
        if run is not None:
            run.progress(count)
        if count % SETTLE_EVERY == 0:
            act.settle()
    return result


def _put(importer: Import, columns: Sequence[Column], act: Act, row: ParsedRow, result: ImportResult) -> None:
    try:
        if found := too_long(importer.kind, row.values):
            raise RuleBroken(_("最多 {n} 个字"), field=found[0], n=found[1])
        take(importer, columns, act, row, result)
    except RuleBroken as broken:
        result.add_wrong(row.number, row.cells, (refused(row, columns, broken),))
    except NotFound:
        result.add_wrong(row.number, row.cells, (CellError(row.number, _("整行"), NOT_YOURS),))


def count_rows(table: Table) -> int:
    """How many rows there are to do."""
    return sum(1 for _line in table)
