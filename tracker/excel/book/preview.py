"""The preview of a report (预览): its headings and first rows as texts, just as the file shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tracker.excel.book.body import Body
from tracker.excel.book.foot import all_notes
from tracker.excel.book.suppress import has_small
from tracker.excel.book.totals import Totals
from tracker.excel.declaration import HeaderCell, Report, cell_text, flat_columns, header_rows


@dataclass(frozen=True)
class Preview:
    """`headings` are one or two rows of heading cells, `rows` the texts of the first rows, 序号 first.

    `more`: there are rows beyond these. `totals` are the texts of the line of totals, 合计 first; None when
    there is none or not every row was seen. `count` is the number of rows, None when that is not known.
    `notes` stand under the table.
    """

    headings: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    more: bool
    totals: tuple[str, ...] | None
    count: int | None
    notes: tuple[str, ...]


def preview_of(report: Report, rows: Iterable[Any], limit: int = 50) -> Preview:
    """What the page shows of these rows, from the same declaration as the file.

    Only one row more than shown is read, all of them when small counts have to be hidden.
    """
    is_whole = has_small(report)
    body = Body(report, rows if is_whole else islice(rows, limit + 1))
    totals, columns = Totals(report, body.mask), flat_columns(report)
    texts: list[tuple[str, ...]] = []
    count = 0
    for block in body:
        totals.add(block.values)
        count += len(block.rows)
        shown = zip(*(values[: limit - len(texts)] for values in block.shown), strict=True)
        texts.extend(tuple(map(cell_text, row, columns)) for row in shown)
    is_known = is_whole or count <= limit
    return Preview(
        headings=header_rows(report),
        rows=tuple(texts),
        more=count > limit,
        totals=totals.texts() if totals and count and is_known else None,
        count=count if is_known else None,
        notes=all_notes(report, None, bool(body.mask)),
    )
