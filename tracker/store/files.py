"""Files that stay for a day (临时文件): what people hand in and what they take away, beside the database."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from tracker.domain import clock

KEPT = timedelta(hours=24)
"""security.md 2.6: a file that was made goes after a day; whoever still needs it makes it again."""
INCOMING, RESULTS, BACKUPS = "incoming", "results", "backups"

_root: Path | None = None


def use_folder(instance: Path) -> None:
    global _root
    _root = instance


def folder(kind: str) -> Path:
    """The folder of this kind in the instance, closed to others."""
    if _root is None:
        raise RuntimeError("the instance folder is not known yet")
    place = _root / kind
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def new_name(suffix: str) -> str:
    """A name nobody can guess; what a person called the file stands in the database, not on the disk."""
    return secrets.token_hex(16) + suffix


def keep(kind: str, data: bytes, suffix: str) -> str:
    """Lay data down and answer the name it lies under."""
    name = new_name(suffix)
    place = folder(kind) / name
    place.touch(mode=0o600)
    place.write_bytes(data)
    return name


@contextmanager
def making(kind: str, suffix: str) -> Iterator[Path]:
    """The place of a new file; what was written there is gone again when it comes to nothing."""
    place = folder(kind) / new_name(suffix)
    place.touch(mode=0o600)
    try:
        yield place
        with place.open("rb") as written:
            os.fsync(written.fileno())  # what the register calls made outlives a power cut
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def path_of(kind: str, name: str) -> Path | None:
    """Where a file lies; None when it is gone, or the name is none of ours."""
    place = folder(kind) / name
    return place if name and place.parent == folder(kind) and place.is_file() else None


def drop(kind: str, name: str) -> None:
    if place := path_of(kind, name):
        place.unlink(missing_ok=True)


def sweep() -> int:
    """Take away what is older than a day; answers how many files."""
    gone, before = 0, clock.real_seconds() - KEPT.total_seconds()
    for kind in (INCOMING, RESULTS):
        for place in folder(kind).iterdir():
            if place.is_file() and place.stat().st_mtime < before:
                place.unlink(missing_ok=True)
                gone += 1
    return gone
