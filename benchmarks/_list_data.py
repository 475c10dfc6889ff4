"""The opinions (诉求) the list is measured on: in the tables of the application, and again in bare ones."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from _arms import HANDLERS, OFFICES, TOWN, VILLAGES, found_town, sqlite_module

OLD = {"closed": 83, "replied": 15, "declined": 2}
RECENT = {"handling": 75, "accepted": 8, "submitted": 7, "replied": 10}
RECENT_SHARE = 0.09
"""What came in the last three months of a thousand days is mostly open, what came before is answered."""
FILTERED = ("closed", "handling", "replied")
WORDS = ("路灯不亮", "水管漏水", "垃圾没人收", "低保怎么申请", "邻居占了路", "桥面裂了", "井盖坏了")
SURNAMES = "王李张刘陈杨黄赵吴周"
BATCH = 5000
BARE_SCHEMA = """
CREATE TABLE unit (code TEXT PRIMARY KEY, name TEXT, kind TEXT);
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE category (id INTEGER PRIMARY KEY, code TEXT, name TEXT);
CREATE TABLE subject (id INTEGER PRIMARY KEY, matter_id INTEGER, user_id INTEGER);
CREATE INDEX ix_subject ON subject (matter_id);
CREATE TABLE opinion (id INTEGER PRIMARY KEY, ref TEXT UNIQUE, unit_code TEXT, status TEXT, title TEXT,
    name TEXT, village_code TEXT REFERENCES unit, category_id INTEGER REFERENCES category,
    office_code TEXT REFERENCES unit, assignee_id INTEGER REFERENCES person, submitted_on DATE, due_on DATE,
    replied_on DATE, created_at DATETIME);
CREATE INDEX ix_opinion ON opinion (created_at, id);
CREATE INDEX ix_opinion_both ON opinion (village_code, status, created_at, id);
CREATE INDEX ix_opinion_village ON opinion (village_code, created_at, id);
CREATE INDEX ix_opinion_status ON opinion (status, created_at, id);
CREATE INDEX ix_opinion_category ON opinion (category_id, created_at, id);
CREATE INDEX ix_opinion_office ON opinion (office_code, created_at, id);
"""
BARE_COLUMNS = (
    "id ref unit_code status title name village_code category_id office_code assignee_id submitted_on due_on "
    "replied_on created_at"
).split()


def prepare(folder: Path, count: int) -> None:
    """The instance with `count` opinions, and bare.db with the same lists unencrypted, for the other arms."""
    import sqlalchemy as sa

    from tracker.opinions.models import Category, Opinion
    from tracker.people.models import User
    from tracker.store.db import db
    from tracker.township.models import Unit

    app = found_town(folder)
    bare = sqlite_module().connect(folder / "bare.db")
    bare.execute("PRAGMA journal_mode=WAL")
    bare.executescript(BARE_SCHEMA)
    with app.app_context(), db.engine.connect() as connection:
        units = connection.execute(sa.select(Unit.unit_code, Unit.name, Unit.kind)).all()
        people = connection.execute(sa.select(User.id, User.name).order_by(User.id)).all()
        kinds = connection.execute(sa.select(Category.id, Category.code, Category.name)).all()
        bare.executemany("INSERT INTO unit VALUES (?, ?, ?)", [tuple(map(_plain, row)) for row in units])
        bare.executemany("INSERT INTO person VALUES (?, ?)", [tuple(row) for row in people])
        bare.executemany("INSERT INTO category VALUES (?, ?, ?)", [tuple(row) for row in kinds])
        rows = made_rows(count, [row.id for row in people[-HANDLERS:]], [row.id for row in kinds])
        while batch := [row for row, _n in zip(rows, range(BATCH), strict=False)]:
            connection.execute(sa.insert(Opinion), batch)
            connection.commit()
            _put_bare(bare, batch)
    bare.commit()
    bare.close()


def _put_bare(bare: Any, batch: list[dict[str, Any]]) -> None:
    marks = ", ".join("?" * len(BARE_COLUMNS))
    bare.executemany(
        f"INSERT INTO opinion VALUES ({marks})",  # noqa: S608  nothing but question marks
        [tuple(_plain(row[name]) for name in BARE_COLUMNS) for row in batch],
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "tzinfo"):
        return value.replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if hasattr(value, "isoformat") else getattr(value, "value", value)


def made_rows(count: int, handlers: list[int], categories: list[int]) -> Iterator[dict[str, Any]]:
    """Three years of matters, the newest last; the same ones in every run."""
    from tracker.domain import clock
    from tracker.opinions.rules import Channel, ClockKind, Contact, Decline, Status, Urgency

    dice = random.Random(count)  # noqa: S311  nothing secret
    end, step = clock.now().replace(microsecond=0), timedelta(days=1000) / count
    recent = int(count * RECENT_SHARE)
    statuses = [
        *dice.choices(list(OLD), list(OLD.values()), k=count - recent),
        *dice.choices(list(RECENT), list(RECENT.values()), k=recent),
    ]
    for n, status in enumerate(statuses, 1):
        at = end - step * (count - n + 1)
        day, office = clock.local(at).date(), n % len(OFFICES)
        accepted = day + timedelta(1) if status not in ("submitted", "declined") else None
        replied = day + timedelta(4) if status in ("closed", "replied") else None
        name = f"{dice.choice(SURNAMES)}某某" if n % 5 < 3 else ""
        yield {
            "id": n, "ref": f"石门-诉-{n:06d}", "town_code": TOWN, "unit_code": TOWN,
            "status": Status(status), "outside_no": None, "channel": Channel.PHONE, "urgency": Urgency.ACT,
            "title": f"第{n % 12 + 1}组{dice.choice(WORDS)}，已经{n % 28 + 2}天了",
            "text": dice.choice(WORDS) * 30, "place": "村口", "name": name,
            "contact": Contact.OPEN if name else Contact.ANONYMOUS,
            "phone": f"138{n:08d}" if name else "", "phone_index": f"{n:032d}" if name else None,
            "village_code": VILLAGES[dice.randrange(len(VILLAGES))], "category_id": dice.choice(categories),
            "office_code": OFFICES[office] if accepted else None,
            "assignee_id": handlers[n % len(handlers)] if accepted and status != "accepted" else None,
            "author_id": None, "submitted_on": day, "accepted_on": accepted,
            "clock_kind": ClockKind.HOTLINE if accepted else None, "clock_from": accepted,
            "due_on": accepted + timedelta(7) if accepted else None, "replied_on": replied,
            "closed_on": replied if status == "closed" else None,
            "declined_for": Decline.NOT_OURS if status == "declined" else None, "reopened": 0,
            "is_read_back": True, "created_at": at, "version": 1,
        }
