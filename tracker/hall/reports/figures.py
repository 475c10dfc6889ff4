"""按村、部门、窗口办结率统计表 of the hall: by code, never ranked (domain.md 11.2, 11.3)."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.report import INT, PERCENT, Chart, Column, Period, Report
from tracker.hall.queries import figures
from tracker.hall.rules import Status, rated_before
from tracker.hall.rules.figures import Counts
from tracker.township.queries import offices, villages

VILLAGE, DEPARTMENT, WINDOW = "village", "department", "window"
AXIS_LABELS = {VILLAGE: _("村"), DEPARTMENT: _("部门"), WINDOW: _("窗口")}
NOWHERE = {VILLAGE: _("没有写明村的"), DEPARTMENT: _("没有写明部门的"), WINDOW: _("没有取号的")}
LEFT_OUT = {
    Status.DECLINED: _("不计入：不予受理的"), Status.WITHDRAWN: _("不计入：撤回和视为撤回的"),
    Status.TERMINATED: _("不计入：终止办理的"),
}


@dataclass(frozen=True)
class PlaceRow:
    """One line; `axis`: the lines that add up to 全部 together, "" for 全部 and for what is not counted."""

    code: str
    name: str
    axis: str
    counts: Counts

    @property
    def is_left_out(self) -> bool:
        return self.code == "-"


def place_rows(actor: Actor, period: Period) -> list[PlaceRow]:
    """A row for each village, department, window; then all together, then what does not count."""
    found = figures.tally(actor, period)
    towns = {
        VILLAGE: {one.unit_code: one.name for one in villages(actor.town_code)},
        DEPARTMENT: {one.unit_code: one.name for one in offices(actor.town_code)},
    }
    rows = [
        *_rows(VILLAGE, dict(sorted(towns[VILLAGE].items())), found.villages, period),
        *_rows(DEPARTMENT, dict(sorted(towns[DEPARTMENT].items())), found.departments, period),
    ]
    names = figures.window_names(actor)
    if names:
        # only of the windows a name is known for is told; the rest came without a number
        windows = {str(key or ""): counts for key, counts in found.windows.items()}
        rows += _rows(WINDOW, {str(key): name for key, name in names.items()}, windows, Period())
    rows.append(PlaceRow("", _("全部"), "", found.everything))
    left_out = sorted(found.left_out.items())
    return rows + [PlaceRow("-", LEFT_OUT[status], "", Counts(received=n)) for status, n in left_out]


def _rows(axis: str, names: dict[str, str], found: dict[str, Counts], period: Period) -> list[PlaceRow]:
    """By code; of a scope that was chosen, and what has something in it; what has no name stands last."""
    nowhere = Counts()
    for code, counts in found.items():
        if code not in names:
            nowhere.add(counts)
    rows = [
        PlaceRow(code, name, axis, found.get(code, Counts())) for code, name in names.items()
        if code.startswith(period.unit) or code in found
    ]
    return [*rows, PlaceRow("", NOWHERE[axis], axis, nowhere)] if nowhere.received else rows


def _is_sum(row: PlaceRow) -> bool:
    return not row.axis and not row.code


def _family(row: PlaceRow) -> str | None:
    return row.axis or None


def _axis(row: PlaceRow) -> str:
    return AXIS_LABELS.get(row.axis, "")


def _notes(_actor: Actor, period: Period) -> tuple[str, ...]:
    today = clock.today()
    day, rated = period.cut_off(today), rated_before(today)
    return (
        _("统计截止日：{day}，是否受理、办结、到期、超期都按这一天算；范围是统计区间内收到的办件。").format(day=day),
        _("评价只算到 {day}以前，免得看出刚才那一位说了什么。").format(day=rated),
    )


def _count(title: str, name: str, width: int = 8, *, small: bool = False) -> Column:
    return Column(
        title, lambda row: getattr(row.counts, name), width=width, format=INT, key=name, small=small
    )


def _rate(title: str, name: str, width: int = 10, hides_with: str | None = None) -> Column:
    def value(row: PlaceRow) -> Decimal | None:
        found: Decimal | None = None if row.is_left_out else getattr(row.counts, name)
        return found

    return Column(title, value, width=width, format=PERCENT, key=name, dash=True, hides_with=hides_with)


FIGURES = Report(
    name="hall-figures",
    title=_("便民服务按村、部门、窗口办结率统计表"),
    action="task.report",
    one_page_rows=40,
    in_months=True,
    rows=place_rows,
    notes_of=_notes,
    columns=(
        Column(_("村、部门、窗口"), "name", width=26),
        Column(_("类型"), _axis, width=7, align="center", key="axis"),
        _count(_("收件"), "received"),
        _count(_("受理"), "accepted"),
        _count(_("应办结"), "due"),
        _count(_("已办结"), "done"),
        _count(_("按期办结"), "in_time", 9),
        _rate(_("办结率"), "done_rate"),
        _rate(_("按期办结率"), "in_time_rate", 11),
        _count(_("在办"), "open"),
        _count(_("超期在办"), "late", 9),
        _count(_("有评价"), "rated", 8, small=True),
        _rate(_("参评率"), "rated_rate", hides_with="rated"),
        _rate(_("满意率"), "good_rate", hides_with="rated"),
        _count(_("有效回访"), "called", 9, small=True),
        _rate(_("解决率"), "solved_rate", hides_with="called"),
    ),
    notes=(
        _("按整月统计，区间里不满一个月的按整月算。"),
        _("按代码和窗口号排列，不排名。同一件办件在村、部门、窗口里各计一次，在“全部”里只计一次。"),
        _("不予受理、撤回、终止的只在表末列数，不计入各率；正在走特别程序的不算到期，也不算超期。"),
        _("评价、回访不足 5 件的，不列数，不列率；没有评价的不算满意。"),
    ),
    definitions=(
        (_("受理"), _("到统计截止日已经受理，含视为受理")),
        (_("应办结"), _("到统计截止日已到应办结日的，加上提前办结的")),
        (_("办结率"), _("已办结 ÷ 应办结")),
        (_("按期办结率"), _("按期办结 ÷ 应办结；办结不晚于应办结日的是按期，特别程序、延期已经算进应办结日")),
        (_("在办"), _("收件减已办结")),
        (_("超期在办"), _("过了应办结日还没有办结的")),
        (_("参评率"), _("有评价 ÷ 已办结；误评经复核的除外")),
        (_("满意率"), _("非常满意和满意 ÷ 有评价")),
        (_("有效回访"), _("差评办理以后，由被评的人以外的人联系上并得到回答的回访")),
        (_("解决率"), _("回访答“解决了” ÷ 有效回访")),
        (_("窗口"), _("来办事的人在哪个窗口叫的号；代办和走访带回的没有取号")),
    ),
    is_sum=_is_sum,
    family=_family,
    chart=Chart(
        _("收件与办结"), "bar", labels="name", values=("received", "done"),
        rows=lambda row: bool(row.axis and row.code), unit=_("件"),
    ),
)
