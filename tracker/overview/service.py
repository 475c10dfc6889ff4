"""Deeds across features: exports (导出)."""

from io import BytesIO
from itertools import islice

from tracker.domain import clock
from tracker.domain.errors import Forbidden
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.report import Period, Report, SheetHead, cell_text, cell_values, file_name, flat_columns
from tracker.excel.write import write
from tracker.overview.reports import REPORTS
from tracker.overview.rules import SHOWN_ROWS
from tracker.store.action import note
from tracker.township.queries import unit_of


def _town_name(actor: Actor) -> str:
    town = unit_of(actor.town_code)
    return town.name if town else ""


def permitted(actor: Actor, name: str) -> Report:
    """The declaration, or Forbidden (noted in the audit log)."""
    report = REPORTS[name]
    if not may_come(actor, report.action):
        note(actor, report.action, None, "denied")
        raise Forbidden(report.action)
    return report


def sheet_head(actor: Actor, period: Period) -> SheetHead:
    return SheetHead(
        unit=_town_name(actor), period=period.caption, made_by=actor.name, made_at=clock.local(clock.now())
    )


def report_file(actor: Actor, name: str, period: Period) -> BytesIO:
    """The workbook this actor may have, in memory; leaves a trace in the audit log."""
    report, file = permitted(actor, name), BytesIO()
    write(file, report, report.rows(actor, period), sheet_head(actor, period))
    note(actor, report.action, None, "ok")
    file.seek(0)
    return file


def export_name(actor: Actor, name: str, period: Period) -> str:
    return file_name(_town_name(actor), REPORTS[name].title, period, clock.today())


def preview(actor: Actor, name: str, period: Period) -> list[list[str]]:
    """The texts of the first rows, drawn from the same declaration as the file."""
    report = permitted(actor, name)
    columns = flat_columns(report)
    return [
        [cell_text(value, column) for value, column in zip(cell_values(report, row, number), columns, strict=True)]
        for number, row in enumerate(islice(report.rows(actor, period), SHOWN_ROWS), 1)
    ]
