"""The line of sums in words (汇总行) above the table: plain text, for viewers that do not calculate."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.domain.text import _
from tracker.excel.book.totals import Totals
from tracker.excel.declaration import NUMBERS, Report, cell_text, column_keys, flat_columns

PLACEHOLDER = "0" * 7  # a figure wider than any: the line's height is fixed before its figures are known


def summary_line(report: Report, count: int, totals: Totals, sum_row: Sequence[Any] | None = None) -> str:
    """共 186 行；收件 186，已办结 171，办结率 91.94%

    The figures are those of the line of totals or, where rows are sums of others, of the first such row.
    """
    figures = [(at, totals.text(at)) for at in _wanted(report)]
    if sum_row is None:
        return _sentence(report, str(count), figures)
    named = next((value for value in sum_row if isinstance(value, str)), "")
    columns = flat_columns(report)
    figures = [(at, cell_text(sum_row[at], columns[at])) for at in _wanted(report)]
    return _sentence(report, str(count), figures, named)


def longest_summary(report: Report) -> str:
    """A text at least as long as the line will be."""
    return _sentence(report, PLACEHOLDER, [(at, PLACEHOLDER) for at in _wanted(report)], PLACEHOLDER)


def _wanted(report: Report) -> list[int]:
    """The columns with a total; of a report with rows that are sums, all columns of numbers."""
    columns = flat_columns(report)
    if report.is_sum:
        return [at for at, column in enumerate(columns) if at and column.format in NUMBERS]
    return [at for at, column in enumerate(columns) if column.total]


def _sentence(report: Report, count: str, figures: Iterable[tuple[int, str]], named: str = "") -> str:
    titles = _titles(report)
    said = "，".join(f"{titles[at]} {text}" for at, text in figures if text)
    lead = _("汇总：共 {count} 行").format(count=count)
    if not said:
        return lead
    return f"{lead}；{named}：{said}" if named else f"{lead}；{said}"


def _titles(report: Report) -> list[str]:
    """What each figure is called: with its group where the title alone could mean two, 平均 for means."""
    columns = flat_columns(report)
    alone = [column.title for column in columns]
    full = ["", *(title.replace("·", "") for _key, title in column_keys(report))]
    return [
        (full[at] if alone.count(column.title) > 1 else column.title)
        + (_("平均") if column.total == "average" else "")
        for at, column in enumerate(columns)
    ]
