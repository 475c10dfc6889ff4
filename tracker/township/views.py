"""Desk pages about the town: the tree of units (单位), the working days (工作日), settings (设置)."""

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.township import queries, service
from tracker.township.forms import WorkdayForm, YearForm, setting_form
from tracker.township.settings import SETTINGS, setting_named
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render

bp = Blueprint("township", __name__)
record_page("workday_override", lambda _row_id: url_for("township.workdays"))
record_page("setting_change", lambda _row_id: url_for("township.settings"))


@bp.get("/admin/units")
@page("unit.list")
def units() -> tuple[str, int]:
    return render("township/units.html", units=queries.units(current_actor), kinds=queries.kind_labels())


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
        try:
            service.confirm_year(current_actor, int(form.year.data))
        except RuleBroken as broken:
            form.show(broken)
        else:
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


@bp.get("/admin/settings")
@page("setting.list")
def settings() -> tuple[str, int]:
    """What the town decides for itself, what holds now, and who changed it when."""
    changes = queries.setting_changes(current_actor)
    return render(
        "township/settings.html", changes=changes, known={one.name: one for one in SETTINGS},
        rows=[(one, one.said(queries.setting(one.name, one.otherwise))) for one in SETTINGS],
    )


@bp.route("/admin/settings/<name>", methods=["GET", "POST"])
@page("setting.change")
def setting(name: str) -> Response | tuple[str, int]:
    """One setting: what holds, what may be said, what follows; nothing changes without the tick."""
    found = setting_named(name)
    if found is None:
        abort(404)
    now = queries.setting(found.name, found.otherwise)
    form = setting_form(found, now)
    if form.sent_well():
        try:
            service.change_setting(current_actor, found, form.value.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了：%(label)s，%(value)s", label=found.label,
                    value=found.said(queries.setting(found.name))), "success")
            return redirect(url_for("township.settings"), 303)  # type: ignore[return-value]
    return render("township/setting.html", form=form, setting=found, now=found.said(now))
