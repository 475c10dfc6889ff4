"""The rows of the tables of figures on residents' matters (办结率、三率、分类统计)."""

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.opinions.queries import figures
from tracker.opinions.rates import LEAST_ANSWERS, NOT_COUNTED, Axis, Fact, Rates, Weights, facts

NO_VILLAGE, NO_OFFICE, NO_CATEGORY = _("没有写明村的"), _("还没有交办的"), _("没有分类的")
LEFT_OUT = {
    Fact.MERGED: _("不计入：并入别的事项的"), Fact.REVIEW: _("不计入：复查复核中的"),
    Fact.NOT_OURS: _("不计入：非本级职责的"), Fact.DECLINED: _("不计入：不予受理的"),
    Fact.WITHDRAWN: _("不计入：本人撤回的"),
}


def closing_rates(actor: Actor, period: Period) -> list[Rates]:
    """One row for each village and office by code; then all together, then what does not count."""
    found = figures.tally(actor, period, (Axis.VILLAGE, Axis.OFFICE, Axis.ALL))
    rows = _rows_of_places(actor, figures.weights())
    _fill(rows, found)
    nowhere, everything = rows[Axis.VILLAGE, ""], rows[Axis.ALL, ""]
    return [*_shown(rows, period), nowhere, everything, *_left_out(found)]


def three_rates(actor: Actor, period: Period) -> list[Rates]:
    """The same with one row for each category of the first level behind the offices."""
    found = figures.tally(actor, period, tuple(Axis))
    by = figures.weights()
    rows, names = _rows_of_places(actor, by), figures.first_levels(actor)
    rows[Axis.OFFICE, ""] = Rates("", NO_OFFICE, Axis.OFFICE, weights=by)
    _fill(rows, found)
    shown: list[Rates] = []
    for axis in (Axis.VILLAGE, Axis.OFFICE):
        shown += [row for row in _shown(rows, period) if row.family is axis]
        shown += [row for row in (rows[axis, ""],) if row.received]
    return [*shown, *_categories(names, found, by), rows[Axis.ALL, ""], *_left_out(found)]


Rows = dict[tuple[Axis, str], Rates]


def _rows_of_places(actor: Actor, by: Weights) -> Rows:
    """A row for each village and office, for no village, and for all."""
    rows: Rows = {}
    for axis, units in ((Axis.VILLAGE, figures.villages(actor)), (Axis.OFFICE, figures.offices(actor))):
        rows |= {(axis, one.unit_code): Rates(one.unit_code, one.name, axis, weights=by) for one in units}
    rows[Axis.VILLAGE, ""] = Rates("", NO_VILLAGE, Axis.VILLAGE, weights=by)
    rows[Axis.ALL, ""] = Rates("", _("全部"), weights=by)
    return rows


def _fill(rows: Rows, found: figures.Tally) -> None:
    """What has no row of its own (a village that is no more) is told with 没有写明村的."""
    for (axis, code, fact), n in found.items():
        row = rows.get((axis, code)) or rows.get((axis, ""))
        if row is not None:
            row.add(fact, n)


def _shown(rows: Rows, period: Period) -> list[Rates]:
    """Villages and offices by code; of a scope that was chosen, and those with something in it."""
    own = sorted((row for row in rows.values() if row.code), key=lambda row: row.code)
    return [row for row in own if row.code.startswith(period.unit) or row.received]


def _left_out(found: figures.Tally) -> list[Rates]:
    """A row for each reason of which there is one, with its number alone (domain.md 11.3)."""
    counts = [(fact, found[Axis.ALL, "", fact]) for fact in NOT_COUNTED]
    return [Rates("-", LEFT_OUT[fact], received=n) for fact, n in counts if n]


def category_rates(actor: Actor, period: Period) -> list[Rates]:
    """One row for each category of the first level in the order of the tree, then as in closing_rates().

    RuleBroken for a single village: there every count tells who spoke; the table by village hides small ones.
    """
    if any(period.unit.startswith(one.unit_code) for one in figures.villages(actor)):
        raise RuleBroken(_("只看一个村，请用分村的那张表，那里会隐去过小的数"), field="unit")
    by = figures.weights()
    found = figures.tally(actor, period, (Axis.CATEGORY, Axis.ALL))
    rows: Rows = {(Axis.ALL, ""): Rates("", _("全部"), weights=by)}
    _fill(rows, found)
    categories = _categories(figures.first_levels(actor), found, by)
    return [*categories, rows[Axis.ALL, ""], *_left_out(found)]


def _categories(names: dict[str, str], found: figures.Tally, by: Weights) -> list[Rates]:
    codes = {name: code for code, name in reversed(names.items())} | {NO_CATEGORY: ""}
    rows = {
        name: Rates(codes[name], name, Axis.CATEGORY, weights=by)
        for name in (*_in_order(names.values()), NO_CATEGORY)
    }
    for (axis, code, fact), n in found.items():
        if axis is Axis.CATEGORY:
            rows[names.get(code, NO_CATEGORY)].add(fact, n)
    return list(rows.values())


def grown_most(actor: Actor, rows: Sequence[Rates], before: Period) -> tuple[str, int] | None:
    """(name, by how many more) of the category that grew most against another span; None: none by five."""
    names, earlier = figures.first_levels(actor), dict.fromkeys((row.name for row in rows), 0)
    for (axis, code, fact), n in figures.tally(actor, before, (Axis.CATEGORY,)).items():
        if axis is Axis.CATEGORY and fact is Fact.RECEIVED:
            name = names.get(code, NO_CATEGORY)
            earlier[name] = earlier.get(name, 0) + n
    grown = [(row.name, row.received - earlier[row.name]) for row in rows if row.code]
    best = max(grown, key=lambda one: one[1], default=("", 0))
    return best if best[1] >= LEAST_ANSWERS else None


def _in_order(names: Iterable[str]) -> Sequence[str]:
    """Each name once."""
    return list(dict.fromkeys(names))


def village_category_rates(actor: Actor, period: Period) -> Iterator[Rates]:
    """The same for each village by code; the categories of which something came."""
    names, cut_off = figures.first_levels(actor), period.cut_off(clock.today())
    villages = {one.unit_code: one.name for one in figures.villages(actor)}
    found: dict[tuple[str, str], Rates] = {}
    for kind, n in figures.kinds(actor, period).items():
        if kind.left_out:
            continue
        village = villages.get(kind.village_code or "", NO_VILLAGE)
        code = "" if village is NO_VILLAGE else kind.village_code or ""
        name = names.get(kind.code(Axis.CATEGORY), NO_CATEGORY)
        row = found.setdefault((code, name), Rates(code, name, village=village))
        for fact, day in facts(kind):
            if day <= cut_off:
                row.add(fact, n)
    order = {name: at for at, name in enumerate((*_in_order(names.values()), NO_CATEGORY))}
    # matters without a village come last, as in the table of closing rates
    yield from sorted(found.values(), key=lambda row: (row.code or "~", order[row.name]))
