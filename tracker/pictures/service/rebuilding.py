"""A picture made anew from its pixels (重建): nothing else of a file that somebody sent is kept."""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from tracker.domain.errors import RuleBroken
from tracker.pictures import rules

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITIES = (84, 76, 68, 60, 52, 44)
THUMB_QUALITY = 68
STRIP_PIXELS = 1_000_000
WAIT_SECONDS = 20
_turn = threading.Lock()
"""A large picture takes 200 MB while it is decoded: one at a time, the others wait."""
ORIENTATION = 0x0112
WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Rebuilt:
    """Two fresh JPEGs without metadata, and what they were made of."""

    shown: bytes
    thumb: bytes
    width: int
    height: int
    original: bytes


def rebuild(data: bytes) -> Rebuilt:
    """Decode what was sent and draw it anew; RuleBroken at "photos" for what is no picture or too large."""
    rules.check_size(len(data))
    if rules.is_heic(data):
        raise RuleBroken(rules.HEIC, field=rules.FIELD)
    if rules.scans_in(data) > rules.MOST_SCANS:
        raise RuleBroken(rules.NOT_A_PICTURE, field=rules.FIELD)
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise RuleBroken(rules.BUSY, field=rules.FIELD)
    try:
        shown = fitted(_pixels_of(data), rules.SHOWN_SIDE)
        return Rebuilt(small_jpeg(shown), thumb_of(shown), shown.width, shown.height, data)
    except RuleBroken:
        raise
    except Exception as broken:  # decoders of strange bytes raise whatever they like
        raise RuleBroken(rules.NOT_A_PICTURE, field=rules.FIELD) from broken
    finally:
        _turn.release()


def rebuild_all(photos: Sequence[bytes]) -> tuple[Rebuilt, ...]:
    """For doors: called before the door opens, for this takes time and writers take turns."""
    rules.check_count(len(photos))
    return tuple(rebuild(one) for one in photos)


def _pixels_of(data: bytes) -> Image.Image:
    """The first frame as RGB on white, upright, not much larger than needed."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > rules.most_pixels(image.format, rules.scans_in(data)):
            raise RuleBroken(rules.TOO_MANY_PIXELS, field=rules.FIELD)
        turned = _orientation(image)
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (rules.SHOWN_SIDE, rules.SHOWN_SIDE))
        image.load()
        fresh = _drawn_anew(image)
    method = TURNS.get(turned)
    return fresh.transpose(method) if method is not None else fresh


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF's eight orientations."""


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # a spoilt EXIF block says nothing about the picture
        return 1


def _drawn_anew(image: Image.Image) -> Image.Image:
    """Strip by strip onto a new white sheet: two whole copies of a large picture would not fit."""
    factor = max(1, max(image.size) // rules.SHOWN_SIDE)
    rows = max(1, STRIP_PIXELS // (image.width * factor)) * factor
    fresh = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)), WHITE)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        flat = _on_white(strip)
        fresh.paste(flat.reduce(factor) if factor > 1 else flat, (0, top // factor))
    return fresh


def _on_white(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I") or strip.mode == "F":
        return _eight_bits(strip)
    if strip.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in strip.info:
        clear = strip.convert("RGBA")
        sheet = Image.new("RGB", clear.size, WHITE)
        sheet.paste(clear, mask=clear.getchannel("A"))
        return sheet
    return strip.convert("RGB")


def _eight_bits(strip: Image.Image) -> Image.Image:
    """Sixteen bits a pixel as eight: the upper ones."""
    return strip.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")


def fitted(image: Image.Image, side: int) -> Image.Image:
    """Not longer than `side` on its long side; never made larger."""
    if max(image.size) <= side:
        return image
    share = side / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS)


def jpeg(image: Image.Image, quality: int) -> bytes:
    sheet = io.BytesIO()
    image.save(sheet, "JPEG", quality=quality, optimize=True)
    return sheet.getvalue()


def small_jpeg(image: Image.Image) -> bytes:
    """As good as it can be within SHOWN_BYTES; what is still larger at the lowest step stays as it is."""
    made = b""
    for quality in QUALITIES:
        made = jpeg(image, quality)
        if len(made) <= rules.SHOWN_BYTES:
            break
    return made


def thumb_of(image: Image.Image) -> bytes:
    return jpeg(fitted(image, rules.THUMB_SIDE), THUMB_QUALITY)
