"""A report as its reader has it: lines of texts by their headings, small counts hidden."""

from typing import Any

from tracker.domain.roles import Actor
from tracker.excel.book.suppress import mask_of
from tracker.excel.choose import chosen
from tracker.excel.period import Period
from tracker.excel.report import Report, cell_text, cell_values, column_keys, flat_columns


def lines_of(
    report: Report, actor: Actor, period: Period | None = None, *, unmasked: bool = False
) -> list[dict[str, str]]:
    """{title of a column: text of its cell} for each row; columns of one title keep the last one."""
    shaped = chosen(report, None, unmasked=unmasked)
    rows = list(report.rows(actor, period or Period()))
    mask, columns = mask_of(shaped, rows), flat_columns(shaped)
    keys = ("ordinal", *(key for key, _title in column_keys(shaped)))
    return [
        {
            column.title: cell_text(mask.at(key, at, value), column)
            for key, column, value in zip(keys, columns, cell_values(shaped, row, at + 1), strict=True)
        }
        for at, row in enumerate(rows)
    ]


def titles_of(report: Report) -> list[str]:
    return [column.title for column in flat_columns(report)]


def picked(lines: list[dict[str, str]], *titles: str) -> list[tuple[Any, ...]]:
    """Only these columns of each line."""
    return [tuple(line[title] for title in titles) for line in lines]
