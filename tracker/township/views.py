"""Desk pages about the town: the tree of units (单位), the working days (工作日)."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.township import queries, service
from tracker.township.forms import WorkdayForm, YearForm
from tracker.township.rules import LABELS
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render

bp = Blueprint("township", __name__)
record_page("workday_override", lambda _row_id: url_for("township.workdays"))


@bp.get("/admin/units")
@page("unit.list")
def units() -> tuple[str, int]:
    return render("township/units.html", units=queries.units(current_actor), kinds=LABELS)


@bp.get("/admin/workdays")
@page("workday.list")
def workdays() -> tuple[str, int]:
    calendar, year = queries.work_calendar(), clock.today().year
    return render(
        "township/workdays.html", overrides=queries.overrides(), years=sorted(calendar.confirmed_years)[-3:],
        unconfirmed=[y for y in (year, year + 1) if y not in calendar.confirmed_years],
        may_change=can("workday.change"),
    )


@bp.route("/admin/workdays/confirm", methods=["GET", "POST"])
@page("workday.change")
def confirm_year() -> Response | tuple[str, int]:
    """The whole notice of a year is in: limits that reach into it are no longer provisional."""
    calendar, year = queries.work_calendar(), clock.today().year
    form = YearForm()
    form.year.choices = [
        (str(one), _("%(year)s 年", year=one))
        for one in (year, year + 1) if one not in calendar.confirmed_years
    ]
    if form.sent_well():
        service.confirm_year(current_actor, int(form.year.data))
        flash(_("记下了。跨到这一年的期限今晚重新算，每件的“经过”里会记一笔"))
        return redirect(url_for("township.workdays"), 303)  # type: ignore[return-value]
    return render("township/year.html", form=form)


@bp.route("/admin/workdays/change", methods=["GET", "POST"])
@page("workday.change")
def change_workday() -> Response | tuple[str, int]:
    form = WorkdayForm()
    if form.sent_well():
        service.change_workday(
            current_actor, on_date=form.on_date.data, is_workday=form.is_workday.data == "yes",
            name=form.name.data or "",
        )
        flash(_("记下了，今后的期限按新的工作日算"))
        return redirect(url_for("township.workdays"), 303)  # type: ignore[return-value]
    return render("township/workday.html", form=form)
