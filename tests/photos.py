"""Photographs for tests: honest ones, ones that tell too much, ones that are no pictures."""

import io
from typing import Any

from PIL import ExifTags, Image, PngImagePlugin

CANARY = b"CANARY-of-the-phone"
PLACE = b"29;33;21N"


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Four coloured quarters: red, green, blue, grey from the upper left corner round."""
    sheet = Image.new("RGB", (width, height), (120, 120, 120))
    for box, colour in (
        ((0, 0, width // 2, height // 2), (220, 30, 30)),
        ((width // 2, 0, width, height // 2), (30, 180, 30)),
        ((0, height // 2, width // 2, height), (30, 30, 220)),
    ):
        sheet.paste(colour, box)
    return sheet.convert(mode)


def photo(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    sheet = io.BytesIO()
    (image or picture()).save(sheet, kind, **options)
    return sheet.getvalue()


def telling_photo(orientation: int = 1) -> bytes:
    """A JPEG with a place, a phone's name, XMP and a comment in it, and a file hung behind it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = CANARY.decode()
    exif[ExifTags.Base.ImageDescription] = CANARY.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = PLACE
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"
    return photo(exif=exif.tobytes(), comment=CANARY, xmp=xmp) + b"PK\x03\x04" + CANARY


def telling_png() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", CANARY.decode())
    said.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    return photo("PNG", pnginfo=said) + CANARY


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def colour_at(data: bytes, x: float, y: float) -> tuple[int, int, int]:
    """The colour at a share of width and height."""
    image = opened(data).convert("RGB")
    found: Any = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    return found


def is_near(colour: tuple[int, int, int], wanted: tuple[int, int, int], far: int = 40) -> bool:
    return all(abs(a - b) <= far for a, b in zip(colour, wanted, strict=True))


RED, GREEN, BLUE, GREY, BLACK = (220, 30, 30), (30, 180, 30), (30, 30, 220), (120, 120, 120), (0, 0, 0)
