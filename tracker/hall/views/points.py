"""代办点: where in the villages somebody takes papers to the hall for others, as the hall keeps them."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.catalogue import queries, service
from tracker.catalogue.models import AgencyPoint
from tracker.catalogue.service.points import PointFacts
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.hall.forms import PointForm
from tracker.hall.views.frame import View, bp, to
from tracker.people.queries import staff_of
from tracker.store.access import fetch
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.pages import record_page, render

record_page("agency_point", lambda point_id: url_for("hall.edit_point", point_id=point_id))


@bp.get("/admin/points")
@page("point.list")
def points() -> View:
    rows = queries.point_rows(current_actor)
    open_in = {row.village_code for row in rows if row.is_open}
    return render(
        "hall/points.html", rows=rows, vacant=[row.village for row in rows if row.is_open and not row.agent],
        without=[name for code, name in town.village_choices(current_actor.town_code) if code not in open_in],
    )


@bp.route("/admin/points/new", methods=["GET", "POST"])
@page("point.add")
def new_point() -> View:
    form = PointForm(name=_("便民代办点"), is_open=True)
    form.offer(
        town.village_choices(current_actor.town_code), _agents(current_actor.town_code), is_new=True
    )
    if form.sent_well():
        try:
            service.add_point(current_actor, _facts(form, form.village_code.data))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("代办点加好了"), "success")
            return to(url_for("hall.points"))
    return render("hall/point.html", form=form, point=None)


@bp.route("/admin/points/<int:point_id>/edit", methods=["GET", "POST"])
@page("point.edit")
def edit_point(point_id: int) -> View:
    point = fetch(current_actor, "point.edit", AgencyPoint, point_id)
    form = PointForm(record=point)
    form.offer([], _agents(point.unit_code), is_new=False)
    if form.sent_well():
        try:
            service.edit_point(current_actor, point, _facts(form, point.unit_code))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("保存了"), "success")
            return to(url_for("hall.points"))
    return render("hall/point.html", form=form, point=point, village=town.town_name(point.unit_code))


def _agents(code: str) -> list[tuple[str, str]]:
    """(id, 村 姓名) of the 代办员 below this unit."""
    people = staff_of(code, [Role.AGENT])
    names = town.names_of({user.unit_code for user in people})
    return [(str(user.id), f"{names.get(user.unit_code, '')} {user.name}".strip()) for user in people]


def _facts(form: PointForm, village_code: str) -> PointFacts:
    return PointFacts(
        village_code, form.name.data, form.place.data, form.hours.data, form.phone.data,
        form.assignee_id.data, bool(form.is_open.data),
    )
