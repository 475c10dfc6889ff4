"""A throwaway PostgreSQL for the tests: the one configured, or one started from the machine's package."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NONE_HERE = "这台机器上没有 PostgreSQL（也没有设 TRACKER_TEST_DATABASE_URL），PostgreSQL 的一半没有测"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first; None when there is no server here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def is_possible() -> bool:
    return bool(os.environ.get("TRACKER_TEST_DATABASE_URL")) or (
        binaries() is not None and _user() is not None
    )


def _user() -> str | None:
    """PostgreSQL refuses root: then the package's own user runs it."""
    if os.geteuid() != 0:
        return ""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database, for as long as the block runs."""
    given = os.environ.get("TRACKER_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder, bin_folder, user = Path(tempfile.mkdtemp(prefix="tracker-pg-", dir="/tmp")), binaries(), _user()
    assert bin_folder is not None
    prefix = ["runuser", "-u", user, "--"] if user else []
    if user:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, capture_output=True, cwd="/")

    run(
        str(bin_folder / "initdb"),
        "--no-sync",
        "-U",
        "tracker",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-D",
        str(data),
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    run(str(bin_folder / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://tracker@/postgres?host={folder}"
    finally:
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
