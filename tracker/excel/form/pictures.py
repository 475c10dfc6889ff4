"""Pictures of a form (图片): which rows they lie on, and where they lie after its lists grew."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.form.measure import Ruler
from tracker.excel.form.stretch import RowMap

EMU = 12_700  # drawing units in a point
HAIR = 0.01  # points
MOST_ROWS = 5_000  # rows may all be hidden: no picture reaches further


class Picture(Image):
    """A picture that several sheets share: kept once in the file, named by number."""

    def __init__(self, source: Image, number: int, data: bytes) -> None:
        self.format, self.anchor = source.format, source.anchor
        self.number, self.bytes = number, data

    @property
    def path(self) -> str:
        return f"/xl/media/picture{self.number}.{self.format}"

    def _data(self) -> bytes:
        return self.bytes


def share_pictures(sheets: Sequence[Worksheet]) -> None:
    """Make the pictures of the sheets such that copies cost nothing."""
    number = 0
    for sheet in sheets:
        inside: Any = sheet
        for at, image in enumerate(inside._images):
            number += 1
            inside._images[at] = Picture(image, number, image.ref.getvalue())


def rows_of(image: Image, sheet: Worksheet) -> tuple[int, int]:
    """The first and the last row that the picture touches."""
    anchor: Any = image.anchor
    ruler = Ruler(sheet)
    first = last = anchor._from.row + 1
    bottom = _bottom(anchor, ruler)
    while ruler.top(last + 1) < bottom - HAIR and last < first + MOST_ROWS:
        last += 1
    return first, last


def _bottom(anchor: Any, ruler: Ruler) -> float:
    """Points from the top of the sheet to the lower edge."""
    if hasattr(anchor, "to"):
        return ruler.top(anchor.to.row + 1) + int(anchor.to.rowOff) / EMU
    return _top(anchor, ruler) + int(anchor.ext.height) / EMU


def move_pictures(source: Worksheet, target: Worksheet, rows: RowMap) -> None:
    """Every picture to its new place, at its old size, once the rows of the target have their heights."""
    before, after = Ruler(source), Ruler(target)
    inside: Any = source
    goal: Any = target
    for image in inside._images:
        height = _bottom(image.anchor, before) - _top(image.anchor, before)
        for place in rows.places(image.anchor._from.row + 1):
            copy: Any = Picture(image, image.number, image.bytes)
            copy.anchor = deepcopy(image.anchor)
            copy.anchor._from.row = place.row - 1
            if hasattr(copy.anchor, "to"):
                _set_bottom(copy.anchor.to, _top(copy.anchor, after) + height, place.row, after)
            goal._images.append(copy)


def _top(anchor: Any, ruler: Ruler) -> float:
    """Points from the top of the sheet to the upper edge."""
    return ruler.top(anchor._from.row + 1) + int(anchor._from.rowOff) / EMU


def _set_bottom(marker: Any, bottom: float, row: int, ruler: Ruler) -> None:
    last = row + MOST_ROWS
    while ruler.top(row + 1) < bottom - HAIR and row < last:
        row += 1
    marker.row, marker.rowOff = row - 1, round((bottom - ruler.top(row)) * EMU)
