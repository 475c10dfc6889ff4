"""办件统计: what came in and what became of it by village, department, window, in fixed spans."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.text import _ as N_
from tracker.excel.book.suppress import Mask, mask_of
from tracker.excel.period import SPAN, Period, period_of, spans
from tracker.excel.report import Report, cell_text, column_keys, flat_columns
from tracker.hall.reports import (
    FIGURES,
    LATE,
    LEDGER,
    LINE_TIMES,
    NOTICES,
    RATING_CASES,
    RATINGS,
    TIMES,
)
from tracker.hall.reports.figures import DEPARTMENT, VILLAGE, WINDOW, PlaceRow
from tracker.hall.rules.figures import Counts
from tracker.hall.views.frame import View, bp
from tracker.line.queries import is_on
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg

TABS = {VILLAGE: N_("按村"), DEPARTMENT: N_("按部门"), WINDOW: N_("按窗口")}
FIRST_COLUMN = {VILLAGE: N_("村（社区）"), DEPARTMENT: N_("部门"), WINDOW: N_("窗口")}
NOT_SHOWN = {FIGURES.name: ("name", "axis"), TIMES.name: ("code",)}
"""Columns that the head of the row says already."""


@dataclass(frozen=True)
class Line:
    """One row of a table: its texts as the workbook has them, and the list of what it counts."""

    name: str
    cells: tuple[str, ...]
    url: str = ""
    is_sum: bool = False


@bp.get("/tasks/figures")
@page("task.report")
def figures() -> View:
    """No free span: the difference of two of them would tell of a single day (security.md 2.5)."""
    today = clock.today()
    span = text_arg("span") if SPAN.fullmatch(text_arg("span")) else f"{today:%Y-%m}"
    period, has_windows = period_of(span), is_on()
    by = next((axis for axis in TABS if axis == text_arg("by") and (axis != WINDOW or has_windows)), VILLAGE)
    rows: list[PlaceRow] = list(FIGURES.rows(current_actor, period))
    mask = mask_of(FIGURES, rows)
    everything = next(at for at, row in enumerate(rows) if not row.axis and not row.code)
    shown = [at for at, row in enumerate(rows) if row.axis == by]
    return render(
        "hall/figures.html", span=span, spans=spans(today), by=by, caption=period.caption,
        said=_sentence(rows[everything].counts), report=FIGURES,
        notes=FIGURES.notes_of(current_actor, period) if FIGURES.notes_of else (),
        tabs=[
            (_(label), url_for(".figures", span=span, by=axis), axis == by, None)
            for axis, label in TABS.items() if axis != WINDOW or has_windows
        ],
        titles=[_(FIRST_COLUMN[by]), *(_(column.title) for _key, column in _columns(FIGURES))],
        lines=[_line(rows[at], mask, at) for at in [everything, *shown]],
        left_out=[(row.name, row.counts.received) for row in rows if row.is_left_out],
        is_empty=not rows[everything].counts.received, stages=_table(TIMES, period),
        waits=_table(LINE_TIMES, period) if has_windows and can(LINE_TIMES.action) else None,
        files=_files(period, has_line=has_windows),
    )


def _columns(report: Report) -> list[tuple[str, Any]]:
    """(key, column) in their order, without 序号."""
    columns = zip((key for key, _title in column_keys(report)), flat_columns(report)[1:], strict=True)
    return [(key, column) for key, column in columns if key not in NOT_SHOWN.get(report.name, ())]


def _line(row: PlaceRow, mask: Mask, at: int) -> Line:
    cells = tuple(
        cell_text(mask.at(key, at, column.getter(row)), column) for key, column in _columns(FIGURES)
    )
    is_village = row.axis == VILLAGE and bool(row.code) and bool(row.counts.received)
    url = url_for(".index", village=row.code) if is_village and can("task.list") else ""
    return Line(row.name, cells, url, is_sum=not row.axis)


def _sentence(all_: Counts) -> str:
    """The month in one line; who rated is nobody's business, so that the line says how many, not what."""
    words = _(
        "收到 %(received)s 件，受理 %(accepted)s 件；应办结 %(due)s 件，已办结 %(done)s 件，"
        "其中按期 %(in_time)s 件；在办 %(open)s 件。", received=all_.received, accepted=all_.accepted,
        due=all_.due, done=all_.done, in_time=all_.in_time, open=all_.open,
    )
    if all_.late:
        words += _("过了日子还没有办结的 %(n)s 件。", n=all_.late)
    return str(words)


@dataclass(frozen=True)
class Table:
    """A report small enough to stand on the page whole."""

    report: Report
    titles: list[str]
    lines: list[Line]


def _table(report: Report, period: Period) -> Table:
    """As in the workbook; the first column heads the row."""
    columns = _columns(report)
    lines = [
        [cell_text(column.getter(row), column) for _key, column in columns]
        for row in report.rows(current_actor, period)
    ]
    return Table(
        report, [_(column.title) for _key, column in columns],
        [Line(cells[0], tuple(cells[1:])) for cells in lines],
    )


def _files(period: Period, *, has_line: bool) -> list[tuple[str, str]]:
    """(title, address) of the same figures as workbooks, and of the books behind them."""
    if not can("report.list"):
        return []
    offered = (FIGURES, TIMES, LEDGER, NOTICES, LATE, RATINGS, RATING_CASES, LINE_TIMES)
    return [
        (_(one.title), url_for("exports.report", name=one.name, start=period.start, end=period.end))
        for one in offered if can(one.action) and (has_line or one is not LINE_TIMES)
    ]
