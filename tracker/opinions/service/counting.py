"""Step of every deed: the summary rows (统计汇总) follow in the same transaction; at night they are checked.

Whatever service changes a matter, its calls, ratings or subjects: what it was to the summary is read before
the first flush, what it has become before the commit, and the difference is written.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.models import Call, Opinion, OpinionCount, OpinionSubject, Rating
from tracker.opinions.queries import figures
from tracker.opinions.queries.figures import KEY, SummaryKey
from tracker.opinions.rates import Fact, Kind
from tracker.store.action import action
from tracker.store.db import db
from tracker.township.queries import setting
from tracker.township.service import put_setting

SEEN = "matters counted"
NOTHING = {fact.value: 0 for fact in Fact}
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def recount(actor: Actor) -> str:
    """Compare the summary with the full count, put right what differs; answers what was found.

    Counted beside the writers; only a difference is counted again under the write lock.
    """
    is_first, differs = not setting(figures.SUMMED), bool(_difference())
    with action(actor, "nightly.run") as act:
        _fold(act.today)
        wrong = _difference() if differs else Counter()
        _write(wrong)
        db.session.execute(sa.delete(OpinionCount).where(*(column == 0 for column in figures.COUNTS)))
        put_setting(figures.SUMMED, act.today.isoformat())
    if is_first:
        return _("民意统计的汇总数第一次建好了")
    if wrong:
        return _("民意统计的汇总数有 {n} 处和逐件数的不一样，已改成逐件数的").format(n=len(wrong))
    return _("民意统计的汇总数和逐件数的一样")


def _difference() -> Counter[SummaryKey]:
    """What has to be added to the summary to make it equal to the full count."""
    found = figures.full_count()
    found.subtract(figures.summary())
    return Counter({key: n for key, n in found.items() if n})


def _fold(today: date) -> None:
    """Write the days of months that are over as the first of their month: the rows stay few for good."""
    over = figures.unfolded(today)
    if not over:
        return
    old = sa.delete(OpinionCount).where(
        *(getattr(OpinionCount, name) == sa.bindparam(f"old_{name}") for name in KEY)
    )
    keys = [{f"old_{name}": getattr(one, name) for name in KEY} for one in over]
    db.session.connection().execute(old, keys)
    rows: Counter[SummaryKey] = Counter()
    for town, axis, month, code, since, *counts in over:
        first = figures.folded(since, today)
        rows.update({(town, axis, month, code, fact, first): n for fact, n in zip(Fact, counts, strict=True)})
    _write(rows)


def _write(rows: Counter[SummaryKey]) -> None:
    """Add these differences; in the order of the key, so that two writers never wait for each other."""
    changed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (town_code, axis, month, code, fact, since), n in rows.items():
        if n:
            key = (town_code, axis, month, code, since)
            changed.setdefault(key, {**dict(zip(KEY, key, strict=True)), **NOTHING})[fact.value] += n
    if changed:
        db.session.execute(_upsert(db.engine.dialect.name), [changed[key] for key in sorted(changed)])


@cache
def _upsert(dialect: str) -> Any:
    added = INSERTS[dialect](OpinionCount)
    table = OpinionCount.__table__
    return added.on_conflict_do_update(
        index_elements=KEY, set_={name: table.c[name] + added.excluded[name] for name in NOTHING}
    )


@sa.event.listens_for(Session, "before_flush")
def _see(session: Session, _context: Any, _instances: Any) -> None:
    """Remember what the matters that are about to change were to the summary."""
    touched = set(_matters((*session.new, *session.dirty, *session.deleted)))
    seen: dict[int, Kind | None] = session.info.setdefault(SEEN, {})
    fresh = touched - seen.keys()
    if fresh:
        known = figures.kinds_of(fresh)
        seen.update({one: known.get(one) for one in fresh})


@sa.event.listens_for(Session, "after_flush")
def _see_new(session: Session, _context: Any) -> None:
    """A new matter has its id now; before, it was nothing to the summary."""
    seen = session.info.setdefault(SEEN, {})
    for one in session.new:
        if isinstance(one, Opinion):
            seen.setdefault(one.id, None)


def _matters(records: Iterable[Any]) -> Iterable[int]:
    for one in records:
        found = None
        if isinstance(one, Opinion):
            found = one.id
        elif isinstance(one, (Call, Rating)):
            found = one.opinion_id
        elif isinstance(one, OpinionSubject):
            found = one.matter_id
        if found is not None:
            yield found


@sa.event.listens_for(Session, "before_commit")
def _follow(session: Session) -> None:
    session.flush()
    seen: dict[int, Kind | None] = session.info.pop(SEEN, {})
    if not seen:
        return
    now = figures.kinds_of(seen)
    changed = [one for one, before in seen.items() if before != now.get(one)]
    rows = figures.summary_of(Counter(now[one] for one in changed if one in now))
    rows.subtract(figures.summary_of(Counter(filter(None, (seen[one] for one in changed)))))
    _write(rows)


@sa.event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(SEEN, None)
