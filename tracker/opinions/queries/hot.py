"""热点: the matters of a week, and of the quarter before it, that one person may see, as groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.opinions.rules import redacted, title_of
from tracker.opinions.rules.hot import WEEK, WEEKS_BEFORE, Hot, Voice, hot_matters, without_names
from tracker.store.access import visible
from tracker.store.db import db
from tracker.township.queries import villages

MOST_READ = 2000


@dataclass(frozen=True)
class Line:
    """One matter of a group, as the page shows it."""

    ref: str
    excerpt: str
    submitted_on: date
    is_now: bool


@dataclass(frozen=True)
class HotGroup:
    """A group with its matters, the newest first."""

    village_code: str | None
    words: list[str]
    lines: Sequence[Line]
    now: int

    @property
    def times(self) -> int:
        return len(self.lines)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return date.fromordinal(day.toordinal() - day.weekday())


def hot_of(actor: Actor, monday: date) -> list[HotGroup]:
    """Groups of the week that begins on `monday`, over at most MOST_READ matters of it and the 12 before."""
    since, until = monday - WEEKS_BEFORE * WEEK, monday + WEEK
    query = visible(actor, "opinion.hot", Opinion).where(
        Opinion.submitted_on >= since, Opinion.submitted_on < until
    )
    rows = db.session.execute(
        query.with_only_columns(
            Opinion.id, Opinion.ref, Opinion.village_code, Opinion.submitted_on, Opinion.title, Opinion.text
        ).order_by(Opinion.submitted_on.desc(), Opinion.id.desc()).limit(MOST_READ)
    ).all()
    now = {row.id for row in rows if row.submitted_on >= monday}
    clean = without_names(name for unit in villages(actor.town_code) for name in (unit.name, unit.short_name))
    voices = [
        Voice(row.id, row.village_code, clean(f"{row.title}。{row.text}"), row.id in now) for row in rows
    ]
    lines = {
        row.id: Line(row.ref, redacted(row.title or title_of(row.text)), row.submitted_on, row.id in now)
        for row in rows
    }
    return [_group(one, [lines[number] for number in one.ids]) for one in hot_matters(voices)]


def _group(found: Hot, lines: Sequence[Line]) -> HotGroup:
    return HotGroup(found.village_code, found.words, lines, found.now)
