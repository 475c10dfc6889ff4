"""Full-text search over encrypted matters (全文检索) against LIKE over the same texts in the open.

    python benchmarks/search.py [texts] [rounds]

Measured with the application's own index and queries (performance.md 0, target 6): the newest 50 and the
count of words of two, three and six characters, recall against LIKE, the size of the index as written
and after the night's tidy(), what an insert costs more (in batches, and alone in a transaction), and
the suggestions of 可能是同一件 on the same heap. LIKE goes through the words once, the rest each round.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from _arms import TOWN, VILLAGES, found_town, sqlite_module

WORDS, ASKED, TOP, BATCH, ALONE = 30_000, 10, 50, 2_000, 2_000
LENGTH = 60
"""Words of a text: about 131 characters with the commas."""
Query = Callable[[str], Any]


def made_texts(count: int) -> Iterator[str]:
    """Words drawn by rank (Zipf) from a list of the benchmark's own; the same ones in every run."""
    dice = random.Random(count)  # noqa: S311  nothing secret
    characters = [chr(0x4E00 + at * 7) for at in range(2_500)]
    words = ["".join(dice.choices(characters, k=2 if at % 10 < 7 else 3)) for at in range(WORDS)]
    weights = [0.0]
    for rank in range(1, WORDS + 1):
        weights.append(weights[-1] + 1 / (rank + 20))
    for _text in range(count):
        drawn = dice.choices(words, cum_weights=weights[1:], k=LENGTH)
        yield "，".join("".join(drawn[at : at + 6]) for at in range(0, LENGTH, 6))


def row_of(number: int, text: str, day: date) -> dict[str, Any]:
    """A matter as the table has it."""
    from tracker.opinions.rules import Channel, Contact

    return {
        "id": number, "ref": f"石门-诉-{number:07d}", "town_code": TOWN, "unit_code": TOWN, "text": text,
        "place": "", "name": "", "phone": "", "channel": Channel.PHONE, "version": 1, "title": "",
        "contact": Contact.ANONYMOUS, "village_code": VILLAGES[number % len(VILLAGES)], "submitted_on": day,
    }


def prepare(folder: Path, count: int) -> tuple[Any, Any, dict[str, float]]:
    """(application, a database with the texts in the open, what filling the index cost)."""
    import sqlalchemy as sa

    from tracker.domain import clock
    from tracker.opinions.models import Opinion
    from tracker.store.db import db
    from tracker.store.search import OPINIONS, tokens

    app = found_town(folder)
    bare = sqlite_module().connect(folder / "bare.db")
    bare.execute("CREATE TABLE opinion (id INTEGER PRIMARY KEY, text TEXT)")
    end, spent, size = clock.today(), 0.0, 0
    with app.app_context():
        texts = enumerate(made_texts(count), 1)
        while batch := [one for one, _n in zip(texts, range(BATCH), strict=False)]:
            days = {n: end - timedelta(days=1000 * (count - n) // count) for n, _text in batch}
            rows = [row_of(n, text, days[n]) for n, text in batch]
            db.session.connection().execute(sa.insert(Opinion), rows)
            db.session.commit()
            began = time.process_time()
            OPINIONS.put({n: tokens(text) for n, text in batch})
            db.session.commit()
            spent += time.process_time() - began
            size += sum(len(text.encode()) for _n, text in batch)
            bare.executemany("INSERT INTO opinion VALUES (?, ?)", batch)
            bare.commit()
    return app, bare, {"put_ms": spent / count * 1000, "text": size}


def asked_words(bare: Any, length: int) -> list[str]:
    """Runs of this length out of the texts, the same ones in every run."""
    dice = random.Random(length)  # noqa: S311  nothing secret
    (most,) = bare.execute("SELECT max(id) FROM opinion").fetchone()
    found: list[str] = []
    while len(found) < ASKED:
        (text,) = bare.execute("SELECT text FROM opinion WHERE id = ?", (dice.randint(1, most),)).fetchone()
        run = dice.choice([one for one in text.split("，") if len(one) >= length])
        at = dice.randint(0, len(run) - length)
        found.append(run[at : at + length])
    return found


def timed(query: Query, words: list[str], rounds: int) -> float:
    """p50 in milliseconds of CPU over all words and rounds, after one round to warm up."""
    times = []
    for turn in range(rounds + 1):
        for word in words:
            began = time.process_time()
            query(word)
            times += [(time.process_time() - began) * 1000] if turn else []
    return statistics.median(times)


def compare(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        app, bare, cost = prepare(Path(folder), count)
        with app.app_context():
            show(bare, cost, count, rounds)


def show(bare: Any, cost: dict[str, float], count: int, rounds: int) -> None:
    from tracker.domain import clock
    from tracker.opinions import queries
    from tracker.opinions.queries import Filters
    from tracker.opinions.queries.similar import like
    from tracker.opinions.service import indexing
    from tracker.people.queries import actor_by_login
    from tracker.store.db import db
    from tracker.store.search import OPINIONS, tokens

    clerk = actor_by_login("clerk")
    assert clerk is not None
    raw = db.session.connection().connection.dbapi_connection
    assert raw is not None
    match = f"SELECT rowid FROM {OPINIONS.name} WHERE {OPINIONS.name} MATCH ?"  # noqa: S608  our own name
    counted = f"SELECT count(*) FROM {OPINIONS.name} WHERE {OPINIONS.name} MATCH ?"  # noqa: S608

    def asked(word: str) -> tuple[str]:
        return (" AND ".join(tokens(word)),)

    arms: dict[str, Query] = {
        "index, newest 50": lambda word: raw.execute(
            f"{match} ORDER BY rowid DESC LIMIT {TOP}", asked(word)
        ).fetchall(),
        "LIKE, newest 50": lambda word: bare.execute(
            "SELECT id FROM opinion WHERE text LIKE ? ORDER BY id DESC LIMIT ?", (f"%{word}%", TOP)
        ).fetchall(),
        "index, count": lambda word: raw.execute(counted, asked(word)).fetchone(),
        "LIKE, count": lambda word: bare.execute(
            "SELECT count(*) FROM opinion WHERE text LIKE ?", (f"%{word}%",)
        ).fetchone(),
        "page of the list": lambda word: queries.inbox(clerk, Filters(text=word)),
        "sentence above it": lambda word: queries.totals(clerk, Filters(text=word)),
    }
    written = index_bytes()
    began = time.process_time()
    indexing.tidy()
    print(f"tidied in {time.process_time() - began:.1f} s CPU")
    tidied = index_bytes()
    print(f"index / text: {tidied / cost['text']:.3f} (target <= 0.7), {tidied / 2**20:.0f} MiB; "
          f"before tidying {written / cost['text']:.3f}", flush=True)
    print(f"{count} texts, p50 in ms CPU over {ASKED} words and {rounds} rounds")
    words = {length: asked_words(bare, length) for length in (2, 3, 6)}
    turns = {name: 1 if name.startswith("LIKE") else rounds for name in arms}
    figures = {name: {n: timed(arm, words[n], turns[name]) for n in words} for name, arm in arms.items()}
    print(f"{'':22}" + "".join(f"{n:>6} chars" for n in words))
    for name, found in figures.items():
        print(f"{name:22}" + "".join(f"{found[n]:12.3f}" for n in words))
    ratio = figures["index, count"][2] / figures["LIKE, count"][2]
    print(f"count of two characters / LIKE: {ratio:.5f} (target <= 0.001)")
    hits = {n: recall(bare, words[n], lambda word: queries.matching(clerk, Filters(text=word), clock.today()))
            for n in words}
    print("found / LIKE: " + ", ".join(f"{n} characters {a}/{b}" for n, (a, b) in hits.items()))
    print(f"an insert costs {cost['put_ms']:.3f} ms CPU more, in batches of {BATCH} (target <= 0.2)")
    texts = [text for (text,) in bare.execute("SELECT text FROM opinion ORDER BY id DESC LIMIT 10")]
    print(f"可能是同一件: {timed(lambda text: like(clerk, text), texts, rounds):.1f} ms")
    alone = insert_alone(count)
    print(f"an insert in a transaction of its own: {alone:.3f} ms CPU more")


def index_bytes() -> int:
    """What the index takes in the file, without the rest of its pages."""
    import sqlalchemy as sa

    from tracker.store.db import db
    from tracker.store.search import OPINIONS

    return int(db.session.scalar(sa.text(
        f"SELECT (SELECT sum(length(block)) FROM {OPINIONS.name}_data)"  # noqa: S608  our own name
        f" + (SELECT sum(length(sz)) FROM {OPINIONS.name}_docsize)"
    )))


def insert_alone(count: int) -> float:
    """Milliseconds more that a matter costs with its words than without; they take turns."""
    import sqlalchemy as sa

    from tracker.domain import clock
    from tracker.opinions.models import Opinion
    from tracker.store.db import db
    from tracker.store.search import OPINIONS, tokens

    spent: dict[bool, list[float]] = {True: [], False: []}
    for number, text in enumerate(made_texts(ALONE), count + 1):
        is_indexed = number % 2 == 0
        began = time.process_time()
        db.session.connection().execute(sa.insert(Opinion), [row_of(number, text, clock.today())])
        if is_indexed:
            OPINIONS.put({number: tokens(text)})
        db.session.commit()
        spent[is_indexed].append((time.process_time() - began) * 1000)
    return statistics.fmean(spent[True]) - statistics.fmean(spent[False])


def recall(bare: Any, words: list[str], query: Query) -> tuple[int, int]:
    """(how many the application finds, how many LIKE finds); stops when they are others."""
    from tracker.opinions.models import Opinion
    from tracker.opinions.queries.search import MOST
    from tracker.store.db import db

    mine = theirs = 0
    for word in words:
        found = set(db.session.scalars(query(word).with_only_columns(Opinion.id)))
        sql = "SELECT id FROM opinion WHERE text LIKE ? ORDER BY id DESC"
        there = [number for (number,) in bare.execute(sql, (f"%{word}%",))]
        assert found == set(there) or found == set(there[:MOST]), word
        mine, theirs = mine + len(found), theirs + len(there)
    return mine, theirs


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    compare(*(numbers + [100_000, 5][len(numbers) :]))
