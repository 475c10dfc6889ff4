"""Where the printed pages of a table end (分页): notes and signatures never stand on a page without rows."""

from collections.abc import Sequence
from typing import Literal

KEPT_ROWS = 3
POINTS = {"landscape": (785.0, 510.0), "portrait": (538.0, 756.0)}
"""Width and height that A4 leaves between the margins."""
CHARACTER = (6.0, 7.1)
"""Points of a half-width character at 11 pt: in 宋体, and where another font stands in for it."""
SAFE = 0.96
"""Printers and programs differ by some points: a page that is nearly full counts as full."""


def rows_before_break(
    heights: Sequence[int],
    *,
    head: float,
    repeated: float,
    foot: float,
    width: int,
    orientation: Literal["landscape", "portrait"],
) -> int | None:
    """How many of the rows stay where they are so that the last ones go over with the foot; None: no break.

    All heights in points: `head` above the first row, `repeated` the headings of each further page, `foot`
    all below the last row. `width` of the sheet in half-width characters; it is printed one page wide.
    """
    if len(heights) <= KEPT_ROWS:
        return None
    wide, high = POINTS[orientation]
    rooms = (high * SAFE / min(wide / (width * unit), 1) for unit in CHARACTER)
    if any(_is_torn(heights, head, repeated, foot, room) for room in rooms):
        return len(heights) - KEPT_ROWS
    return None


def _is_torn(heights: Sequence[int], head: float, repeated: float, foot: float, room: float) -> bool:
    """Whether the foot, or nearly it alone, begins a page when one holds so many points."""
    used, on_page, pages = head, 0, 1
    for height in heights:
        if used + height > room and on_page:
            used, on_page, pages = repeated, 0, pages + 1
        used, on_page = used + height, on_page + 1
    return used + foot > room or (pages > 1 and on_page < KEPT_ROWS)
