"""A durable submission (提交诉求) side by side: ours, ours with cheap hashing, raw sqlite3 with three rows.

    python benchmarks/submission.py [transactions] [rounds]

Every arm runs with one client and with eight threads, in a process and on a database of its own. Ours is what
happens when a resident presses 提交: search for names of the roster, door, audit, ticket, receipt (argon2).
The arms with argon2 do a fifth of the transactions. Put TMPDIR on the disk that you want to know about.
"""

import contextlib
import hashlib
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _arms import TOWN, VILLAGES, Figures, Results, found_town, in_turn, median, paired, sqlite_module

CLIENTS = 8
DISK = "disk: 4 KiB append + fdatasync"
RAW, OURS, CHEAP = "raw sqlite3, 3 rows", "ours, argon2", "ours, cheap hashing"
ARMS = [DISK, *(f"{arm} x{clients}" for clients in (1, CLIENTS) for arm in (RAW, CHEAP, OURS))]
TEXT = "村口的路灯坏了一个多月，晚上老人出门看不见，请派人来修一修。" * 5
RAW_SCHEMA = """
CREATE TABLE submission (id INTEGER PRIMARY KEY, ref TEXT, unit_code TEXT, village_code TEXT, status TEXT,
    channel TEXT, text BLOB, place BLOB, name BLOB, phone BLOB, created_at TEXT, version INTEGER);
CREATE INDEX ix_ref ON submission (ref);
CREATE INDEX ix_village ON submission (village_code, created_at, id);
CREATE INDEX ix_status ON submission (status, created_at, id);
CREATE TABLE history (id INTEGER PRIMARY KEY, submission_id INTEGER, status TEXT, at TEXT);
CREATE INDEX ix_history ON history (submission_id);
CREATE TABLE audit (id INTEGER PRIMARY KEY, at TEXT, role TEXT, unit_code TEXT, action TEXT,
    record_id INTEGER, changes TEXT);
CREATE INDEX ix_audit ON audit (at);
"""

Client = Callable[[int], None]
"""Does the transaction of this number."""


def disk(folder: Path) -> Client:
    handle = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    block = b"x" * 4096

    def append(_number: int) -> None:
        os.write(handle, block)
        os.fdatasync(handle)

    return append


def raw(folder: Path) -> Callable[[], Client]:
    """What sqlite3 alone can do: WAL, FULL, three inserts and five indexes, a connection a client."""
    sqlite = sqlite_module()

    def connect() -> Any:
        connection = sqlite.connect(folder / "raw.db", timeout=10, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    with contextlib.closing(connect()) as first:
        first.executescript(RAW_SCHEMA)

    def client() -> Client:
        connection = connect()
        return lambda number: write_three(connection, number)

    return client


def write_three(connection: Any, number: int) -> None:
    text, at = TEXT.encode(), "2026-11-23 04:00:00"
    connection.execute("BEGIN IMMEDIATE")
    record = connection.execute(
        "INSERT INTO submission VALUES (NULL, ?, ?, ?, 'submitted', 'web', ?, ?, ?, ?, ?, 1)",
        (f"石门-诉-{number}", TOWN, VILLAGES[number % len(VILLAGES)], text, b"", b"", b"", at),
    ).lastrowid
    connection.execute("INSERT INTO history VALUES (NULL, ?, 'submitted', ?)", (record, at))
    connection.execute(
        "INSERT INTO audit VALUES (NULL, ?, 'public', ?, 'opinion.submit', ?, ?)",
        (at, TOWN, record, '{"status": [null, "submitted"], "channel": [null, "web"]}'),
    )
    connection.execute("COMMIT")


def ours(folder: Path, *, is_cheap: bool) -> Callable[[], Client]:
    from tracker.domain.roles import Actor, Role, Ticket
    from tracker.opinions import service
    from tracker.opinions.rules import Draft
    from tracker.store import secrets

    app = found_town(folder)
    if is_cheap:
        secrets.cheap_hashing()

    def submit(number: int) -> None:
        key = hashlib.sha256(f"form {number}".encode()).hexdigest()
        actor = Actor(
            user_id=None, role=Role.PUBLIC, unit_code=TOWN, name="石门镇", ticket=Ticket(key, key)
        )
        draft = Draft(text=TEXT, village_code=VILLAGES[number % len(VILLAGES)], place="村口")
        with app.app_context():
            sent = service.submit(actor, draft, key)
        assert len(sent.code) == 20, "no receipt: the matter went another way"

    return lambda: submit


def client_maker(arm: str, folder: Path) -> Callable[[], Client]:
    if arm == DISK:
        return lambda: disk(folder)
    return raw(folder) if arm.startswith(RAW) else ours(folder, is_cheap=arm.startswith(CHEAP))


def measure(arm: str, count: int) -> Figures:
    """In the child: warm up, then all clients at once; each transaction timed on its own."""
    clients = CLIENTS if arm.endswith(f" x{CLIENTS}") else 1
    share = max(count // (5 if arm.startswith(OURS) else 1) // clients, 5)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        make = client_maker(arm, Path(folder))
        took: list[float] = []
        ready = threading.Barrier(clients + 1)
        threads = [
            threading.Thread(target=_work, args=(make, number, share, ready, took))
            for number in range(clients)
        ]
        for thread in threads:
            thread.start()
        ready.wait()
        wall, cpu = time.perf_counter(), time.process_time()
        for thread in threads:
            thread.join()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert len(took) == share * clients, "a client died"
    took.sort()
    return {
        "per_second": len(took) / wall, "cpu": cpu / len(took) * 1000, "p50": statistics.median(took),
        "p99": took[int(len(took) * 0.99)], "max": took[-1],
    }


def _work(
    make: Callable[[], Client], number: int, share: int, ready: threading.Barrier, took: list[float]
) -> None:
    transact = make()
    first = number * (share + 3)
    for warm_up in range(3):
        transact(first + warm_up)
    mine = []
    ready.wait()
    for one in range(first + 3, first + 3 + share):
        began = time.perf_counter()
        transact(one)
        mine.append((time.perf_counter() - began) * 1000)
    took.extend(mine)


def show(results: Results, count: int) -> None:
    rounds = len(results[DISK])
    print(f"{count} transactions (argon2: {count // 5}), medians of {rounds} paired rounds; max: the worst")
    heads = ("tx/s", "/ raw", "p50 ms", "p99 ms", "max ms", "CPU ms", "/ raw")
    print(f"{'arm':34}{''.join(f'{head:>8}' for head in heads)}")
    for arm, found in results.items():
        base = results[f"{RAW} x{arm[-1]}"] if arm != DISK else None
        speed, cpu = ((paired(found, base, key) if base else None) for key in ("per_second", "cpu"))
        worst = max(one["max"] for one in found)
        print(
            f"{arm:34}{median(found, 'per_second'):8.0f}{_ratio(speed)}{median(found, 'p50'):8.2f}"
            f"{median(found, 'p99'):8.2f}{worst:8.1f}{median(found, 'cpu'):8.3f}{_ratio(cpu)}"
        )
    alone = results[f"{RAW} x1"]
    print("target: one client >= 0.5 x raw (tx/s); 8 clients: p99 <= 20 x the single raw p50, max <= 100 ms")
    for arm in (CHEAP, OURS):
        crowd = results[f"{arm} x{CLIENTS}"]
        tail = statistics.median(one["p99"] / by["p50"] for one, by in zip(crowd, alone, strict=True))
        own = statistics.median(
            one["p99"] / by["p50"] for one, by in zip(crowd, results[f"{arm} x1"], strict=True)
        )
        print(f"{arm}, 8 clients: p99 = {tail:.0f} x the single raw p50 = {own:.1f} x its own single p50")


def _ratio(value: float | None) -> str:
    return f"{value:8.3f}" if value is not None else " " * 8


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        transactions, paired_rounds = numbers + [1000, 5][len(numbers) :]
        show(in_turn(__file__, ARMS, paired_rounds, transactions), transactions)
