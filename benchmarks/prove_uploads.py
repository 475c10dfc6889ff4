"""Hostile photographs (照片) over the web: nothing is stored that was not drawn anew, nothing falls over.

    python benchmarks/prove_uploads.py [files=1200] [seed=1]

Spoilt, lying and bursting files go through the resident's page as a phone would send them, three at a time.
Afterwards every picture in the database is opened: it must be a whole JPEG of ours without metadata, and no
byte of what was hidden in the files may stand in it. Ends with 1 when a promise of security.md P10 is broken.
"""

import io
import multiprocessing
import random
import secrets
import struct
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _arms import TOWN, found_town
from PIL import Image, PngImagePlugin
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

CANARY = b"CANARY-of-the-phone"
MOST_GROWTH = 300 * 2**20
AT_ONCE, A_MATTER, AHEAD = 3, 12, 6
Bytes = Callable[[random.Random], bytes]


def saved(kind: str, image: Image.Image, **options: Any) -> bytes:
    sheet = io.BytesIO()
    image.save(sheet, kind, **options)
    return sheet.getvalue()


def noise(side: int = 300) -> Image.Image:
    return Image.effect_noise((side, side), 80).convert("RGB")


def honest() -> list[bytes]:
    """Good files of every kind, each with something in it that must not come through."""
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", CANARY.decode())
    image = noise()
    return [
        saved("JPEG", image, exif=exif.tobytes(), comment=CANARY),
        saved("JPEG", image, progressive=True, comment=CANARY),
        saved("JPEG", image.convert("CMYK"), comment=CANARY),
        saved("PNG", image, pnginfo=said), saved("PNG", image.convert("P"), pnginfo=said),
        saved("PNG", image.convert("RGBA"), pnginfo=said), saved("PNG", image.convert("I;16")),
        saved("WEBP", image, exif=exif.tobytes()), saved("WEBP", image, lossless=True, xmp=CANARY),
        saved("GIF", image.convert("P"), comment=CANARY),
        saved("GIF", image.convert("P"), save_all=True, append_images=[image.convert("P")] * 3),
    ]


GOOD = honest()


def png(width: int, height: int, body: bytes, *more: bytes, depth: int = 8, colour: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = (chunk(b"IHDR", head), *more, chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def flipped(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(GOOD))
    for _n in range(chance.choice((1, 3, 20, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def spoilt_head(chance: random.Random) -> bytes:
    """The first hundred bytes, where sizes and lengths stand."""
    data = bytearray(chance.choice(GOOD))
    for _n in range(chance.randrange(1, 6)):
        data[chance.randrange(min(100, len(data)))] = chance.choice((0, 1, 127, 128, 255))
    return bytes(data)


def cut(chance: random.Random) -> bytes:
    data = chance.choice(GOOD)
    return data[: chance.randrange(len(data))]


def spliced(chance: random.Random) -> bytes:
    one, other = chance.choice(GOOD), chance.choice(GOOD)
    return one[: chance.randrange(len(one))] + other[chance.randrange(len(other)) :]


def two_in_one(chance: random.Random) -> bytes:
    tail = chance.choice((b"<script>alert(1)</script>", b"PK\x03\x04", b"%PDF-1.7", b"#!/bin/sh\n", b"<?php"))
    return chance.choice(GOOD) + tail + CANARY


def strangers(chance: random.Random) -> bytes:
    """Files that are no pictures, or pictures we do not take."""
    return chance.choice((
        b"", b"\0" * 1000, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"%PDF-1.7\n" + CANARY,
        b"PK\x03\x04" + CANARY, saved("BMP", noise(50)), saved("TIFF", noise(50)), saved("ICO", noise(50)),
        b"\0\0\0\x18ftypheic" + CANARY, b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"RIFF\xff\xff\xff\xffWEBPVP8X",
        saved("JPEG2000", noise(50)), saved("PPM", noise(50)), saved("TGA", noise(50)),
        chance.randbytes(5000),
    ))


def bursting(chance: random.Random) -> bytes:
    """Small files that claim, or are, very large pictures."""
    side = chance.choice((3000, 6300, 12_000, 30_000, 65_000))
    rows = min(side, 6300)
    black = zlib.compress(b"\0" * (rows * (1 + 3 * rows)), 9)
    flat, said = zlib.compress(b"\0" * (6300 * 6301), 9), b"a\0\0" + zlib.compress(b"\0" * 50_000_000, 9)
    dot, small = b"\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;", zlib.compress(b"\0" * 7600)
    return chance.choice((
        png(side, side, black), png(2**31 - 1, 1, black[:2000]), png(side, side, black[:500]),
        png(side, side, black, depth=16, colour=6), png(6300, 6300, flat, colour=3),
        b"GIF89a" + struct.pack("<HH", min(side, 65_535), min(side, 65_535)) + dot,
        png(50, 50, small, chunk(b"zTXt", said)), png(50, 50, small, chunk(b"iCCP", said)),
    ))


def large(chance: random.Random) -> bytes:
    """Real pictures near the limits."""
    wide, high = chance.choice(((6300, 6300), (20_000, 1900), (39_000, 1000)))
    image = Image.new("RGBA" if chance.random() < 0.5 else "RGB", (wide, high), (10, 200, 30))
    kind = chance.choice(("PNG", "JPEG", "WEBP") if wide < 16_000 else ("PNG", "JPEG"))
    options = {"quality": 30, "progressive": True} if kind == "JPEG" else {}
    return saved(kind, image.convert("RGB") if kind == "JPEG" else image, **options)


def many_scans(chance: random.Random) -> bytes:
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0"
    return GOOD[1][:-2] + scan * chance.choice((50, 500, 100_000)) + b"\xff\xd9"


def nonsense_in_metadata(chance: random.Random) -> bytes:
    rest = chance.randbytes(chance.randrange(2, 4000)) + CANARY
    block = b"Exif\0\0" + chance.choice((b"MM\0*", b"II*\0", b"")) + rest
    return GOOD[0][:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + GOOD[0][2:]


KINDS: dict[str, tuple[Bytes, int]] = {
    "good as it is": (lambda chance: chance.choice(GOOD), 6), "bytes flipped": (flipped, 25),
    "head spoilt": (spoilt_head, 15), "cut off": (cut, 12), "two spliced": (spliced, 10),
    "two in one": (two_in_one, 8), "no picture": (strangers, 8), "bursting": (bursting, 5),
    "near the limits": (large, 2), "many scans": (many_scans, 3),
    "nonsense in metadata": (nonsense_in_metadata, 6),
}


def made(order: tuple[str, int]) -> tuple[str, bytes]:
    """In a process of its own: making large pictures takes memory too, which is not the product's."""
    name, seed = order
    return name, KINDS[name][0](random.Random(seed))  # noqa: S311  # the same files again


def mutations(count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    names, weights = list(KINDS), [weight for _make, weight in KINDS.values()]
    orders = [(name, chance.getrandbits(32)) for name in chance.choices(names, weights, k=count)]
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=200) as pool:
        for at in range(0, count, AHEAD):
            yield from pool.map(made, orders[at : at + AHEAD])


def peak() -> int:
    """The most memory this process ever held, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


class Phone:
    """A resident behind the receipt, who sends what it is given."""

    def __init__(self, app: Any) -> None:
        self.app, self.sent = app, A_MATTER

    def send(self, photos: list[bytes]) -> int:
        if self.sent + len(photos) > A_MATTER:
            self._begin()
        self.sent += len(photos)
        page = self.client.get("/progress/supplement").text
        start = 'name="{}" type="hidden" value="'
        names = ("form_key", "token", "version")
        fields = [(name, page.split(start.format(name), 1)[1].split('"', 1)[0]) for name in names]
        files = [FileStorage(io.BytesIO(one), "photo.jpg", "photos") for one in photos]
        form = MultiDict([*fields, ("text", "路边的照片"), *(("photos", one) for one in files)])
        stream, _length, boundary = stream_encode_multipart(form, use_tempfile=False)
        kind = f"multipart/form-data; boundary={boundary}"
        answer = self.client.post("/progress/supplement", data=stream.read(), content_type=kind)
        return int(answer.status_code)

    def _begin(self) -> None:
        """Another matter: one holds twelve photographs."""
        from tracker.domain.roles import Actor, Role
        from tracker.opinions import service
        from tracker.opinions.rules import Draft
        from tracker.store import sessions

        with self.app.app_context():
            actor = Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN)
            sent = service.submit(actor, Draft(text="桥头的护栏断了"), secrets.token_hex(16))
            token = sessions.start("public", None, {"opinion": _id_of(sent.ref)}, 60)
        self.client, self.sent = self.app.test_client(), 0
        self.client.set_cookie("tracker_public", token)


def _id_of(ref: str) -> int:
    from tracker.opinions.models import Opinion
    from tracker.store.db import db

    found: int = db.session.query(Opinion.id).filter_by(ref=ref).scalar()
    return found


def stored_badly(app: Any) -> tuple[int, list[str]]:
    """How many pictures are stored, and what is wrong with any of them."""
    from tracker.pictures.models import Picture
    from tracker.store.db import db

    wrong: list[str] = []
    count = 0
    with app.app_context():
        for picture in db.session.query(Picture).yield_per(50):
            count += 1
            for data in (picture.shown, picture.thumb):
                wrong += [f"{picture.id}: {what}" for what in _faults(data)]
    return count, wrong


def _faults(data: bytes) -> list[str]:
    found = []
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        found.append("not one JPEG from its first to its last byte")
    if CANARY in data or any(mark in data for mark in (b"Exif", b"<script", b"ICC_PROFILE", b"http://ns.adobe")):
        found.append("something of the file came through")
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        if image.format != "JPEG" or set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}:
            found.append(f"{image.format} with {sorted(image.info)}")
    return found


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)  # noqa: S311  # the same files again
    with tempfile.TemporaryDirectory() as folder:
        app = found_town(Path(folder))
        phone, answers, sorts = Phone(app), Counter[str](), Counter[str]()
        phone.send([GOOD[0]])  # whatever is loaded at the first picture is no growth
        batch: list[bytes] = []
        start, before, slowest = time.monotonic(), peak(), 0.0
        for name, data in mutations(count, chance):
            sorts[name] += 1
            batch.append(data)
            if len(batch) == chance.randint(1, AT_ONCE) or len(batch) == AT_ONCE:
                began = time.monotonic()
                answers[str(phone.send(batch))] += 1
                slowest, batch = max(slowest, time.monotonic() - began), []
        growth, seconds = peak() - before, time.monotonic() - start
        stored, wrong = stored_badly(app)
    print(f"{sum(sorts.values())} files in {seconds:.0f} s: {dict(sorts)}")
    print(f"answers {dict(answers)}, slowest {slowest:.1f} s, stored {stored}")
    print(f"memory grew by {growth / 2**20:.0f} MiB at most")
    broken = [one for one in answers if one.startswith("5")] or wrong or growth >= MOST_GROWTH
    print("\n".join(wrong[:20]) or "every stored picture was drawn anew")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
