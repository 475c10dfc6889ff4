"""涂黑: areas painted black in the pixels themselves, and the labelled grid to choose them by."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from tracker.pictures import rules
from tracker.pictures.rules import Area
from tracker.pictures.service.rebuilding import jpeg, small_jpeg, thumb_of

BLACK, LINE, INK = (0, 0, 0), (255, 214, 0), (0, 0, 0)
GRID_QUALITY = 76


def blacken(shown: bytes, areas: Sequence[Area]) -> tuple[bytes, bytes]:
    """(picture, thumb) of a rebuilt picture with these areas painted over: what was there is gone."""
    sheet = _read(shown)
    pen = ImageDraw.Draw(sheet)
    for area in areas:
        pen.rectangle(_box(sheet, area), fill=BLACK)
    return small_jpeg(sheet), thumb_of(sheet)


def gridded(shown: bytes) -> bytes:
    """The picture under the labelled grid, to choose cells by."""
    sheet = _read(shown)
    pen = ImageDraw.Draw(sheet)
    letters = ImageFont.load_default(size=max(14, sheet.height // 24))
    wide = max(1, max(sheet.size) // 500)
    for name in rules.CELLS:
        left, top, right, bottom = _box(sheet, rules.areas_of_cells([name])[0])
        pen.rectangle((left, top, right, bottom), outline=LINE, width=wide)
        spot = (left + 2 * wide, top + 2 * wide)
        pen.rectangle(pen.textbbox(spot, name, font=letters), fill=LINE)
        pen.text(spot, name, fill=INK, font=letters)
    return jpeg(sheet, GRID_QUALITY)


def _read(shown: bytes) -> Image.Image:
    """Our own JPEG, made by `rebuild`."""
    with Image.open(io.BytesIO(shown), formats=("JPEG",)) as image:
        return image.convert("RGB")


def _box(sheet: Image.Image, area: Area) -> tuple[int, int, int, int]:
    """Pixels of an area, grown to whole ones: rather a line too much than an edge of a face."""
    left, top, width, height = area
    right, bottom = left + width, top + height
    return (
        left * sheet.width // rules.WHOLE, top * sheet.height // rules.WHOLE,
        min(sheet.width, -(-right * sheet.width // rules.WHOLE)) - 1,
        min(sheet.height, -(-bottom * sheet.height // rules.WHOLE)) - 1,
    )
