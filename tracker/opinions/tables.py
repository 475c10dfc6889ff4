"""The rows of the tables of figures on residents' matters (办结率、分类统计)."""

from collections.abc import Iterator

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.period import Period
from tracker.opinions.queries import figures
from tracker.opinions.rates import Rates

NO_VILLAGE, NO_OFFICE, NO_CATEGORY = _("没有写明村的"), _("还没有交办的"), _("没有分类的")


def closing_rates(actor: Actor, period: Period) -> list[Rates]:
    """One row for each village and office by code; then all together, then what does not count."""
    rows = {one.unit_code: Rates(one.unit_code, one.name, "village") for one in figures.villages(actor)}
    rows |= {one.unit_code: Rates(one.unit_code, one.name, "office") for one in figures.offices(actor)}
    nowhere, everything, left_out = Rates("", NO_VILLAGE, "village"), _everything(), _left_out()
    for alike, n in figures.counted(actor, period, period.cut_off(clock.today())).items():
        if not alike.is_counted:
            left_out.received += n
            continue
        office = rows.get(alike.office_code or "")
        for row in (everything, rows.get(alike.village_code or "", nowhere), *([office] if office else ())):
            row.add(alike, n)
    shown = [row for code, row in sorted(rows.items()) if code.startswith(period.unit) or row.received]
    return [*shown, nowhere, everything, left_out]


def _everything() -> Rates:
    return Rates("", _("全部"))


def _left_out() -> Rates:
    return Rates("-", _("不计入（不予受理、已撤回）"))


def category_rates(actor: Actor, period: Period) -> list[Rates]:
    """One row for each category of the first level in the order of the tree, then as in closing_rates().

    RuleBroken for a single village: there every count tells who spoke; the table by village hides small ones.
    """
    if any(period.unit.startswith(one.unit_code) for one in figures.villages(actor)):
        raise RuleBroken(_("只看一个村，请用分村的那张表，那里会隐去过小的数"), field="unit")
    names, first_of = figures.first_levels(actor)
    rows = {name: Rates("", name, "category") for name in (*names, NO_CATEGORY)}
    everything, left_out = _everything(), _left_out()
    for alike, n in figures.counted(actor, period, period.cut_off(clock.today())).items():
        if not alike.is_counted:
            left_out.received += n
            continue
        everything.add(alike, n)
        rows[first_of.get(alike.category_id, NO_CATEGORY)].add(alike, n)
    return [*rows.values(), everything, left_out]


def village_category_rates(actor: Actor, period: Period) -> Iterator[Rates]:
    """The same for each village by code; the categories of which something came."""
    names, first_of = figures.first_levels(actor)
    villages = {one.unit_code: one.name for one in figures.villages(actor)}
    found: dict[tuple[str, str], Rates] = {}
    for alike, n in figures.counted(actor, period, period.cut_off(clock.today())).items():
        if alike.is_counted:
            village = villages.get(alike.village_code or "", NO_VILLAGE)
            code = "" if village is NO_VILLAGE else alike.village_code or ""
            name = first_of.get(alike.category_id, NO_CATEGORY)
            found.setdefault((code, name), Rates(code, name, village=village)).add(alike, n)
    order = {name: at for at, name in enumerate((*names, NO_CATEGORY))}
    # matters without a village come last, as in the table of closing rates
    yield from sorted(found.values(), key=lambda row: (row.code or "~", order[row.name]))
