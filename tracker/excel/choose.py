"""The columns somebody wants of a report (选择列), and the file without masks (不脱敏)."""

from collections.abc import Collection
from dataclasses import replace

from tracker.excel.declaration import Chart, Column, Group, Ratio, Report, column_keys, flat_columns

__all__ = ["chosen", "column_keys", "has_unmasked", "left_out"]


def chosen(report: Report, keys: Collection[str] | None, *, unmasked: bool = False) -> Report:
    """The report with only these columns, groups kept, in the order of the declaration.

    Unknown keys are ignored; None, or none left, means all. A rate loses its total when the columns that feed
    it are left out, the chart goes with its columns. With `unmasked` the columns show what they hide else:
    whether somebody may have that is the caller's question.
    """
    named = [key for key, _title in column_keys(report)]
    wanted = {key for key in named if keys is None or key in keys} or set(named)
    flat = iter(zip(named, flat_columns(report)[1:], strict=True))
    columns: list[Column | Group] = []
    for part in report.columns:
        members = [next(flat) for _column in (part.columns if isinstance(part, Group) else (part,))]
        kept = tuple(_shown(key, column, wanted, unmasked) for key, column in members if key in wanted)
        if kept and isinstance(part, Group):
            columns.append(replace(part, columns=kept))
        else:
            columns.extend(kept)
    base, chart = report.base or report, _chart_of(report, wanted)
    return replace(report, columns=tuple(columns), chart=chart, base=base)


def has_unmasked(report: Report) -> bool:
    """Whether a file without masks would show more than one with them."""
    return any(column.unmasked for column in flat_columns(report))


def left_out(report: Report) -> tuple[str, ...]:
    """The titles of the columns that a chosen report does not show, for the sheet 说明."""
    kept = {key for key, _title in column_keys(report)}
    return tuple(title for key, title in column_keys(report.base or report) if key not in kept)


def _shown(key: str, column: Column, wanted: set[str], unmasked: bool) -> Column:
    total = column.total
    if isinstance(total, Ratio) and not {total.over, total.under} <= wanted:
        total = None
    value = (unmasked and column.unmasked) or column.value
    sources = tuple(dict.fromkeys(column.sources))
    return replace(column, key=key, value=value, total=total, hides_with=sources or None)


def _chart_of(report: Report, wanted: set[str]) -> Chart | None:
    values = tuple(key for key in report.chart.values if key in wanted) if report.chart else ()
    if not report.chart or not values or report.chart.labels not in wanted:
        return None
    return replace(report.chart, values=values)
