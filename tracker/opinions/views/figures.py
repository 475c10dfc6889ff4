"""The page of figures (民意统计): three rates with their n by village, office, category, in fixed spans."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.text import _ as N_
from tracker.excel.book.suppress import Hidden, Mask, mask_of
from tracker.excel.period import IN_A_QUARTER, SPAN, period_of, spans
from tracker.excel.report import Period, cell_text, column_keys, flat_columns
from tracker.opinions.figure_reports import THREE_RATES
from tracker.opinions.rates import LEAST_ANSWERS, Axis, Rates
from tracker.opinions.tables import grown_most
from tracker.opinions.views.frame import Answer, bp
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg

TABS = ((Axis.VILLAGE, N_("按村")), (Axis.OFFICE, N_("按部门")), (Axis.CATEGORY, N_("按类别")))
CHARTS = {
    Axis.VILLAGE: N_("各村反映的事，按行政区划代码排列"), Axis.OFFICE: N_("各部门承办的事，按代码排列"),
    Axis.CATEGORY: N_("各类事有多少件，按类别目录排列"),
}
SHOWN = (
    "received", "done", "called", "contacted", "contacted_rate", "solved", "partly", "solved_rate", "good",
    "fair", "bad", "good_rate", "composite", "proxy", "rated",
)
"""The columns of the report that the page shows, in this order."""


@dataclass(frozen=True)
class Line:
    """One row of the table: its texts as the workbook has them, and the list of what it counts."""

    name: str
    cells: tuple[str, ...]
    url: str
    is_sum: bool


@bp.get("/figures")
@page("opinion.figures")
def figures() -> Answer:
    """No free span: the difference of two of them would tell of a single day (security.md 2.5)."""
    today = clock.today()
    span = text_arg("span") if SPAN.fullmatch(text_arg("span")) else str(today.year)
    by = next((axis for axis, _label in TABS if axis == text_arg("by")), Axis.VILLAGE)
    period = period_of(span)
    rows = list(THREE_RATES.rows(current_actor, period))
    mask = mask_of(THREE_RATES, rows)
    everything = next(at for at, row in enumerate(rows) if not row.family and not row.code)
    shown = [at for at, row in enumerate(rows) if row.family == by or at == everything]
    charted = [(row.name, row.received) for row in rows if row.family == by and row.received]
    return render(
        "opinions/figures.html", span=span, spans=spans(today), by=by, caption=period.caption,
        tabs=[(_(label), url_for(".figures", span=span, by=axis), axis is by, None) for axis, label in TABS],
        said=_sentence(rows[everything], mask, everything), titles=_titles(by),
        chart=_chart_title(rows, by, span),
        lines=[_line(rows[at], mask, at, period) for at in shown], charted=charted,
        left_out=[(row.name, row.received) for row in rows if row.code == "-"], report=THREE_RATES,
        notes=THREE_RATES.notes_of(current_actor, period) if THREE_RATES.notes_of else (),
        file=url_for("exports.report", name=THREE_RATES.name, start=period.start, end=period.end)
        if can("report.list") else "",
    )


def _chart_title(rows: list[Rates], by: Axis, span: str) -> str:
    """What there is to see, as a sentence; villages and offices are never compared (domain.md 12.6)."""
    grown = None
    if by is Axis.CATEGORY:
        grown = grown_most(current_actor, [row for row in rows if row.family == by], period_of(_before(span)))
    if grown is None:
        return str(_(CHARTS[by]))
    return str(_("%(name)s增加最多，比前一段多 %(n)s 件", name=grown[0], n=grown[1]))


def _before(span: str) -> str:
    """The span of the same length before this one."""
    first = period_of(span).first or clock.today()
    day = first - timedelta(days=1)
    if "Q" in span:
        return f"{day.year}-Q{(day.month - 1) // IN_A_QUARTER + 1}"
    return f"{day:%Y-%m}" if "-" in span else str(day.year)


def _sentence(row: Rates, mask: Mask, at: int) -> str:
    """How many answered first; 51 人评价，50 人说满意 (ux.md 5.4), and nothing that the table hides."""
    told = {key: mask.at(key, at, getattr(row, key)) for key in ("called", "contacted", "solved", "good")}
    if row.called < LEAST_ANSWERS or isinstance(told["called"], Hidden):
        words = _("办结 %(done)s 件。有效回访太少，列出来会认出是谁说的。", done=row.done)
    elif any(isinstance(one, Hidden) for one in told.values()):
        words = _(
            "办结 %(done)s 件，回访到 %(called)s 人。有的回答不足 5 人，不列细数。", done=row.done,
            called=row.called,
        )
    else:
        words = _(
            "办结 %(done)s 件，回访到 %(called)s 人：工作人员联系过 %(contacted)s 人，%(solved)s 人说解决了，"
            "%(good)s 人说满意。", done=row.done, **told,
        )
    return str(words)


def _titles(by: Axis) -> list[str]:
    first = {Axis.VILLAGE: _("村（社区）"), Axis.OFFICE: _("承办部门"), Axis.CATEGORY: _("类别")}[by]
    columns = dict(zip(_keys(), flat_columns(THREE_RATES), strict=True))
    return [first, *(_(columns[key].title) for key in SHOWN)]


def _keys() -> list[str]:
    return ["ordinal", *(key for key, _title in column_keys(THREE_RATES))]


def _line(row: Rates, mask: Mask, at: int, period: Period) -> Line:
    columns = dict(zip(_keys(), flat_columns(THREE_RATES), strict=True))
    cells = tuple(
        cell_text(mask.at(key, at, columns[key].getter(row)), columns[key]) for key in SHOWN
    )
    return Line(row.name, cells, _list_of(row, period), is_sum=not row.family)


def _list_of(row: Rates, period: Period) -> str:
    """The list of the matters that 收件 counts; none of few, and only for those who may read lists."""
    if row.received < LEAST_ANSWERS or not can("opinion.list"):
        return ""
    if row.family and not row.code:
        return ""
    code = row.code[len(current_actor.town_code):] if row.family == Axis.CATEGORY else row.code
    wanted: dict[str, Any] = {"since": period.start, "until": period.end, "counted": "1"}
    if row.family:
        wanted[str(row.family)] = code
    return url_for(".index", all=1, **wanted)
