"""The rows of 走访情况: what was done beside what came of it (practice.md 1.4, domain.md 4.6).

One source for the page and for the workbook. People stand in the order of their names, never of a figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.people.queries import OnRoll, roll_call
from tracker.store import phones
from tracker.store.access import visible
from tracker.store.db import db
from tracker.visits import rules
from tracker.visits.models import ClosedLine, MonthClosing
from tracker.visits.queries.goals import goals_on, span_of, standings, ties
from tracker.visits.queries.walked import ACTION, Counts, counted, same_texts
from tracker.visits.rules import VILLAGE_DIGITS, Habit, News, Standing

FOUNDED = date(2000, 1, 1)
"""Before that there are no visits."""


@dataclass(frozen=True)
class CadreRow:
    """One person. `need`, `reached` None: no goal is meant for any of the contact points."""

    user_id: int
    name: str
    unit: str
    counts: Counts
    news: News = News.HEARD
    words: str = ""
    need: int | None = None
    reached: int | None = None

    def told(self, count: int | None) -> int | str | None:
        """Not heard from is not nought: the word stands where a 0 would accuse."""
        return rules.NEWS_LABELS[self.news] if count == 0 and self.news is not News.HEARD else count


@dataclass(frozen=True)
class PlaceRow:
    code: str
    name: str
    counts: Counts


@dataclass(frozen=True)
class Overview:
    """Both tables; `closed_on` None: the month stands open, or the span is no month."""

    cadres: list[CadreRow]
    villages: list[PlaceRow]
    has_goals: bool
    closed_on: date | None
    totals: Counts = field(default_factory=Counts)


def overview(actor: Actor, period: Period) -> Overview:
    """Whoever is linked or went in the span, and every village somebody is linked to or went to."""
    today = clock.today()
    day = max(period.cut_off(today), FOUNDED)
    closed = _closings(actor, period)
    people, villages, names = counted(actor, period, {one.town: one.closed_at for one in closed.values()})
    wanted = goals_on(actor, ACTION, day)
    first = min(period.first or day, span_of(wanted, day)[0])
    found = ties(actor, ACTION, first, day, period.unit)
    names |= {tie.unit_code[:VILLAGE_DIGITS]: tie.village for tie in found}
    ids = {*people, *(tie.cadre_id for tie in found)}
    roll = roll_call(ids, first, max(day, span_of(wanted, day)[1]))
    measured = standings(actor, ACTION, found, wanted, day, {one.user_id: one.leaves for one in roll})
    of_cadre: dict[int, list[Standing]] = {}
    for tie in found:
        if tie.link_id in measured:
            of_cadre.setdefault(tie.cadre_id, []).append(rules.strictest(measured[tie.link_id]))
    heard = phones.last_heard(ids)
    cadres = [
        _cadre_row(
            one, _frozen(people.get(one.user_id, Counts()), closed, one.unit_code, one.user_id),
            heard.get(one.user_id), day, of_cadre.get(one.user_id, []), period,
        )
        for one in roll
    ]
    places = [
        PlaceRow(code, names[code] or "", _frozen(villages.get(code, Counts()), closed, code, code))
        for code in sorted(names)
    ]
    return Overview(
        cadres, places, bool(wanted), max((one.closed_on for one in closed.values()), default=None),
        _sum(one.counts for one in places),
    )


def cadre_rows(actor: Actor, period: Period) -> list[CadreRow]:
    """The rows of the workbook: the very same as on the page."""
    return overview(actor, period).cadres


def _cadre_row(
    person: OnRoll, counts: Counts, heard: tuple[date, int] | None, day: date,
    measured: Sequence[Standing], period: Period,
) -> CadreRow:
    recorded = clock.local(counts.recorded_at).date() if counts.recorded_at else None
    news = rules.news_of(heard, recorded, day)
    row = CadreRow(
        person.user_id, person.name, person.unit, counts, news,
        _words(counts, news, heard, day, _away(person.leaves, period, day)),
    )
    if not measured:
        return row
    return replace(
        row, need=sum(one.need for one in measured), reached=sum(min(one.done, one.need) for one in measured)
    )


def _away(leaves: Sequence[tuple[date, date]], period: Period, day: date) -> int:
    """Calendar days of leave in the span, up to and with `day`."""
    return rules.days_away(leaves, period.first or min((one[0] for one in leaves), default=day), day)


def _words(
    counts: Counts, news: News, heard: tuple[date, int] | None, day: date, away: int
) -> str:
    """What has to be known beside the figures: not heard from, on leave, nothing recorded."""
    told = [rules.news_words(news, heard, day)]
    if away:
        told.append(_("请假 {n} 天").format(n=away))
    if not counts.visits and news is News.HEARD:
        told.append(rules.NEWS_LABELS[News.HEARD])
    return _("；").join(one for one in told if one)


def _sum(some: Iterable[Counts]) -> Counts:
    """Of the villages: no visit lies in two of them."""
    counts = list(some)
    return Counts(
        raised=sum(one.raised for one in counts), solved=sum(one.solved for one in counts),
        visits=sum(one.visits for one in counts), empty=sum(one.empty for one in counts),
    )


@dataclass
class Closed:
    """One closed month of one town."""

    town: str
    closed_at: datetime
    lines: dict[int | str, tuple[int, int]] = field(default_factory=dict)

    @property
    def closed_on(self) -> date:
        return clock.local(self.closed_at).date()


def _closings(actor: Actor, period: Period) -> dict[int, Closed]:
    """Of a whole month over all places; a span that is none has no closing."""
    first, last = period.first, period.last
    if period.unit or not first or not last or last >= clock.today():
        return {}
    if rules.full_window(rules.Cycle.MONTH, first) != (first, last):
        return {}
    rows: Iterable[Any] = db.session.execute(
        visible(actor, ACTION, MonthClosing)
        .outerjoin(ClosedLine, ClosedLine.closing_id == MonthClosing.id)
        .where(MonthClosing.month == first)
        .with_only_columns(
            MonthClosing.id, MonthClosing.unit_code, MonthClosing.created_at, ClosedLine.user_id,
            ClosedLine.village_code, ClosedLine.days, ClosedLine.homes,
        )
    )
    found: dict[int, Closed] = {}
    for row in rows:
        one = found.setdefault(row.id, Closed(row.unit_code, row.created_at))
        one.lines[row.user_id or row.village_code] = (row.days, row.homes)
    return found


def _frozen(counts: Counts, closed: dict[int, Closed], place: str, key: int | str) -> Counts:
    """Days and households as they stood when the town of `place` closed the month; later ones are 补报."""
    own = next((one for one in closed.values() if place.startswith(one.town)), None)
    if own is None:
        return replace(counts, late=None)
    days, homes = own.lines.get(key, (0, 0))
    return replace(counts, days=days, homes=homes, late=counts.late or 0)


def habits(actor: Actor, period: Period, rows: Iterable[CadreRow]) -> list[Habit]:
    """For the questions to ask, in the order of the rows."""
    same = same_texts(actor, period)
    return [
        Habit(row.name, row.counts.visits, row.counts.empty, same.get(row.user_id, 0)) for row in rows
    ]


def closing_of(actor: Actor, month: date) -> MonthClosing | None:
    """The own town's closing of a month."""
    return db.session.scalar(
        sa.select(MonthClosing).where(MonthClosing.unit_code == actor.town_code, MonthClosing.month == month)
    )
