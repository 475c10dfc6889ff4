"""备份与恢复: one verified copy of the database, without the keys that open what is encrypted in it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from datetime import datetime
from pathlib import Path

from tracker.domain import clock
from tracker.domain.errors import TrackerError
from tracker.store import audit, schema
from tracker.store.db import db

MANIFEST = "manifest.json"
SQLITE_FILE, POSTGRES_FILE = "tracker.db", "tracker.dump"
DATABASE = "tracker.db"


class BackupUnusable(TrackerError):
    """A copy that is not whole, or a place it cannot go to; the text says what to do."""


def backup(target: Path, ordered_at: datetime | None = None) -> Path:
    """A folder in `target` with the database and a manifest; appears only when it is whole and checked.

    It bears the time of `ordered_at` (None: now); one that is there already is answered as it is.
    """
    name = f"tracker-{clock.local(ordered_at or clock.now()):%Y%m%d-%H%M%S}"
    making, made = target / f".{name}", target / name
    if ordered_at and made.exists():
        return made
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True, mode=0o700)
    try:
        file = _copy_sqlite(making) if db.engine.dialect.name == "sqlite" else _dump_postgres(making)
        verdict = audit.verify()
        manifest = {
            "made_at": clock.now().isoformat(),
            "schema": schema.current(),
            "files": {file.name: _sha256(file)},
            "audit": verdict.checkpoint,
        }
        _write(making / MANIFEST, json.dumps(manifest, indent=1))
        making.rename(made)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return made


def _copy_sqlite(folder: Path) -> Path:
    """VACUUM INTO copies a living database in one statement; copying the file would not."""
    file = folder / SQLITE_FILE
    raw = db.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (str(file),))
    finally:
        raw.close()
    with open(file, "rb+") as copy:
        os.fsync(copy.fileno())
    _check_sqlite(file)
    return file


def _check_sqlite(file: Path) -> None:
    copy = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupUnusable("备份出来的数据库不完整，请检查磁盘后再备份")
    finally:
        copy.close()


def _dump_postgres(folder: Path) -> Path:
    file, tool = folder / POSTGRES_FILE, shutil.which("pg_dump")
    if tool is None:
        raise BackupUnusable("找不到 pg_dump，请安装 PostgreSQL 的客户端")
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    _run(tool, "--format=custom", f"--file={file}", f"--dbname={url}")
    return file


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words
    if done.returncode:
        raise BackupUnusable(f"备份工具没有做完：{done.stderr.strip()[-300:]}")


def restore(folder: Path, instance: Path) -> str:
    """Put a SQLite copy into an instance that has no database yet; answers the checkpoint it must meet.

    The keys are kept elsewhere on purpose: keys.json has to be laid into the instance by hand.
    """
    manifest = _manifest(folder)
    file = folder / SQLITE_FILE
    if SQLITE_FILE not in manifest["files"]:
        raise BackupUnusable("这是 PostgreSQL 的备份，请用 pg_restore 恢复 tracker.dump")
    target = instance / DATABASE
    if target.exists():
        raise BackupUnusable(f"{target} 已经有数据库，请换一个空的文件夹")
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = instance / f".{DATABASE}"
    shutil.copyfile(file, arriving)
    _check_sqlite(arriving)
    arriving.rename(target)
    return str(manifest["audit"])


def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    try:
        manifest: dict[str, dict[str, str]] = json.loads((folder / MANIFEST).read_text())
        wrong = [name for name, digest in manifest["files"].items() if _sha256(folder / name) != digest]
    except (OSError, ValueError, KeyError) as broken:
        raise BackupUnusable(f"{folder} 不是一份完整的备份") from broken
    if wrong:
        raise BackupUnusable(f"备份里的 {wrong[0]} 被改动过或损坏了，请换一份")
    return manifest


def _sha256(file: Path) -> str:
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
