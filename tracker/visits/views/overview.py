"""走访情况: what the month's visits came to, told to those who lead; closing a month (结账)."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.excel.report import Period, Report, cell_text, flat_columns
from tracker.visits import queries, rules, service
from tracker.visits.overview_report import VISIT_GOALS
from tracker.visits.views.frame import View, bp
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render, text_arg, to

record_page("visit_month", lambda _closing_id: url_for("visits.overview"))
ONE_DAY = timedelta(days=1)


def _month() -> tuple[date, date]:
    return rules.month_of(text_arg("month"), clock.today())


@bp.get("/visits/overview")
@page("visit.overview")
def overview() -> View:
    """The cells of the people are those of the workbook, column by column."""
    today, (first, last) = clock.today(), _month()
    period = Period(start=first, end=last)
    found = queries.overview(current_actor, period)
    columns, cadres = _table(VISIT_GOALS, found.cadres)
    return render(
        "visits/overview.html", found=found, first=first, last=last, today=today,
        columns=columns, cadres=cadres,
        summary=rules.all_in_all(found.totals.visits, found.totals.empty),
        questions=rules.questions(queries.habits(current_actor, period, found.cadres)),
        previous=(first - ONE_DAY).strftime("%Y-%m"), following=(last + ONE_DAY).strftime("%Y-%m"),
        has_next=last < today, may_close=last < today and not found.closed_on and can("visit.close_month"),
        definitions=VISIT_GOALS.definitions, figures=_figures,
    )


def _table(report: Report, rows: Sequence[queries.CadreRow]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells; a column that says nothing of anybody (no goals, month open) is left out."""
    shown = [
        column for column in flat_columns(report)[1:]
        if not column.dash or any(column.getter(row) is not None for row in rows)
    ]
    return (
        [column.title for column in shown],
        [[cell_text(column.getter(row), column) for column in shown] for row in rows],
    )


def _figures(titles: Sequence[str]) -> list[dict[str, str]]:
    """Headings of columns of numbers."""
    return [{"label": title, "cls": "num"} for title in titles]


@bp.route("/visits/overview/close", methods=["GET", "POST"])
@page("visit.close_month")
def close_month() -> View:
    """The month before this one, when the address names none."""
    first, _last = _month() if text_arg("month") else rules.month_of(_last_month(), clock.today())
    form = PressForm()
    if form.sent_well():
        try:
            service.close_month(current_actor, first)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("结账了，以后补录的走访记在“补报”里"), "success")
            return to("visits.overview", month=f"{first:%Y-%m}")
    return render(
        "visits/close_month.html", form=form, first=first,
        back=url_for("visits.overview", month=f"{first:%Y-%m}"),
    )


def _last_month() -> str:
    return f"{clock.today().replace(day=1) - ONE_DAY:%Y-%m}"
