"""照片: how many, how large, of which kind; when the sealed original may be opened."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

MOST_AT_ONCE = 3  # ux.md R11
MOST_OF_A_MATTER = 12
LARGEST_FILE = 10 * 2**20
LARGEST_PIXELS = 40_000_000
LARGEST_WEBP_PIXELS, LARGEST_SCANNED_PIXELS = 12_600_000, 24_000_000
"""WebP is decoded with three whole pictures in memory, a JPEG of several scans with all its coefficients."""
MOST_SCANS = 100
"""A JPEG is drawn in some ten scans; one of thousands is there to keep the machine busy."""
SHOWN_SIDE, THUMB_SIDE = 1600, 320
SHOWN_BYTES = 300_000  # ux.md B14
OPEN_FOR = timedelta(hours=24)
LONGEST_REASON = 200

FIELD = "photos"
NOT_A_PICTURE = _("这张照片打不开，可能没有传完整。请重新选一张，或者先不放照片")
HEIC = _(
    "这是苹果手机的 HEIC 照片，这里打不开。请把它截一次屏，交截图；"
    "或者在手机“设置 - 相机 - 格式”里选“兼容性最佳”，再拍一张"
)
TOO_MANY_PIXELS = _("这张照片太大了，请用手机的“编辑”缩小一点，或者截一次屏，交截图")
BUSY = _("现在传照片的人多，请过一分钟再交")


def check_size(size: int) -> None:
    if size > LARGEST_FILE:
        raise RuleBroken(_("一张照片最多 {n} MB，这张太大了。请换一张，或者截一次屏，交截图"), field=FIELD,
                         n=LARGEST_FILE // 2**20)


def check_count(count: int, limit: int = MOST_AT_ONCE) -> None:
    if count > limit:
        raise RuleBroken(_("照片最多 {n} 张，您选了 {count} 张"), field=FIELD, n=limit, count=count)


def check_room(kept: int, more: int) -> None:
    """`kept`: how many the matter has already."""
    if kept + more > MOST_OF_A_MATTER:
        raise RuleBroken(_("这件事的照片最多 {n} 张，已经有 {kept} 张了"), field=FIELD, n=MOST_OF_A_MATTER,
                         kept=kept)


def is_heic(data: bytes) -> bool:
    """HEIC, HEIF and AVIF carry their brand after `ftyp`; the library here does not decode them."""
    brands = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
    return data[4:8] == b"ftyp" and data[8:12] in brands


def scans_in(data: bytes) -> int:
    """Of a JPEG: in its data an FF is always followed by 00, so each FF DA begins a scan. Else 0."""
    return data.count(b"\xff\xda") if data[:2] == b"\xff\xd8" else 0


def most_pixels(kind: str | None, scans: int) -> int:
    """How many pixels of this kind can be decoded without a few hundred megabytes of memory."""
    if kind == "WEBP":
        return LARGEST_WEBP_PIXELS
    return LARGEST_SCANNED_PIXELS if scans > 1 else LARGEST_PIXELS


def check_reason(text: str) -> None:
    if not text.strip():
        raise RuleBroken(_("请写明为什么要看原件"), field="reason")


def check_second(asked_by: int | None, decided_by: int | None) -> None:
    if asked_by == decided_by:
        raise RuleBroken(_("自己申请的，要请另一个人同意"))


def may_open(decided_at: datetime | None, opened_at: datetime | None, now: datetime) -> bool:
    """Once, within a day after the second person agreed."""
    return decided_at is not None and opened_at is None and now - decided_at <= OPEN_FOR


Area = tuple[int, int, int, int]
"""涂黑: a part of a picture in thousandths of its sides (left, top, width, height)."""
GRID_COLUMNS, GRID_ROWS, WHOLE = 8, 6, 1000
MOST_AREAS = 60
NUMBER = re.compile("[0-9]{1,4}")


def cell_name(row: int, column: int) -> str:
    """A1 is the upper left corner, the letter is the row."""
    return f"{chr(ord('A') + row)}{column + 1}"


CELLS: tuple[str, ...] = tuple(
    cell_name(row, column) for row in range(GRID_ROWS) for column in range(GRID_COLUMNS)
)


def areas_of_cells(names: Sequence[str]) -> list[Area]:
    """The areas of the cells of the grid; names that are none are left out."""
    found = []
    for name in names:
        if name in CELLS:
            row, column = divmod(CELLS.index(name), GRID_COLUMNS)
            left, top = column * WHOLE // GRID_COLUMNS, row * WHOLE // GRID_ROWS
            right, bottom = (column + 1) * WHOLE // GRID_COLUMNS, -(-(row + 1) * WHOLE // GRID_ROWS)
            found.append((left, top, right - left, bottom - top))
    return found


def cells_and_rest(areas: Sequence[Area]) -> tuple[list[str], list[Area]]:
    """The areas that are cells of the grid by their names, and the others: what the page began with."""
    cell_of = {areas_of_cells([name])[0]: name for name in CELLS}
    return [cell_of[one] for one in areas if one in cell_of], [one for one in areas if one not in cell_of]


def areas_of_text(text: str) -> list[Area]:
    """Areas as the page sends what was dragged: `left,top,width,height;…`; RuleBroken for anything else."""
    found: list[Area] = []
    for part in filter(None, text.split(";")):
        numbers = part.split(",")
        if len(numbers) != 4 or not all(NUMBER.fullmatch(one) for one in numbers):
            raise RuleBroken(_("涂黑的位置没有传完整，请重新画"))
        left, top, width, height = (min(int(one), WHOLE) for one in numbers)
        if width and height:
            found.append((left, top, width, height))
    if len(found) > MOST_AREAS:
        raise RuleBroken(_("最多画 {n} 块，可以画大一点"), n=MOST_AREAS)
    return found


def text_of_areas(areas: Sequence[Area]) -> str:
    return ";".join(",".join(str(number) for number in area) for area in areas)
