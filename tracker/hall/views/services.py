"""事项: the catalogue as the hall keeps it: list, edit, publish, take down, versions, sheets to print."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.catalogue import queries, service
from tracker.catalogue.models import ServiceItem
from tracker.catalogue.rules import (
    KIND_LABELS,
    SIX_FACTS,
    STATUS_LABELS,
    STATUS_TAGS,
    TOPIC_LABELS,
    TYPE_LABELS,
    Audience,
    GapRule,
    Kind,
    Status,
    Topic,
    Type,
    audience_codes,
    parse_materials,
)
from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.hall.forms import ItemForm, PublishForm
from tracker.hall.views.frame import View, bp, one_of, to
from tracker.store.access import fetch
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import render, text_arg

AS_GIVEN = (
    "code", "name", "type", "topic", "kind", "asks_id", "legal_workdays", "is_online", "is_posted",
    "is_bookable", "at_home", "by_agent", "valid_months", "county_stops",
)
WORDS = (
    *SIX_FACTS, "conditions", "basis", "fee", "fee_basis", "phone", "complaint_phone", "department_code",
    "everyday_words", "trips_reason", "result_name", "result_pickup", "special_procedure", "intermediary",
    "body_kind", "level", "scope", "questions",
)


@bp.get("/admin/services")
@page("service.list")
def services() -> View:
    text, status = text_arg("q"), text_arg("status")
    found = queries.items(current_actor, text=text, status=one_of(Status, status))
    return render(
        "hall/services.html", items=found, text=text, status=status, statuses=STATUS_LABELS, tags=STATUS_TAGS,
        kinds=KIND_LABELS, topics=TOPIC_LABELS, departments=town.names_of({i.department_code for i in found}),
    )


@bp.route("/admin/services/new", methods=["GET", "POST"])
@page("service.add")
def new_service() -> View:
    form = ItemForm(
        type=Type.PUBLIC_SERVICE, topic=Topic.OTHER, kind=Kind.PROMISED, fee=_("不收费"), department_code="",
        audiences=[Audience.EVERYONE], trips=1, is_bookable=True, by_agent=True, gap_rule=GapRule.NONE,
    )
    form.offer(town.office_choices(current_actor.town_code), is_public=False)
    if form.sent_well():
        try:
            item = service.add_item(current_actor, _item_facts(form))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("存成草稿了，六项都写好就可以公布"), "success")
            return to(url_for("hall.edit_service", item_id=item.id))
    return render("hall/service.html", form=form, item=None)


def _item_facts(form: ItemForm) -> dict[str, Any]:
    """The columns of an item from the form; the list of materials line by line."""
    return {
        **{name: form[name].data for name in AS_GIVEN},
        **{name: form[name].data or "" for name in WORDS},
        "promised_workdays": form.promised_workdays.data or 0,
        "trips": 1 if form.trips.data is None else form.trips.data,
        "gap_rule": form.gap_rule.data or GapRule.NONE,
        "audience_codes": audience_codes(form.audiences.data or ()),
        "materials": parse_materials(form.materials_text.data or ""),
    }


@bp.route("/admin/services/<int:item_id>/edit", methods=["GET", "POST"])
@page("service.edit")
def edit_service(item_id: int) -> View:
    item = fetch(current_actor, "service.edit", ServiceItem, item_id)
    form = ItemForm(record=item)
    form.offer(town.office_choices(current_actor.town_code), is_public=item.is_published)
    if form.sent_well():
        reason = form.reason.data or "" if "reason" in form else ""
        try:
            service.edit_item(current_actor, item, _item_facts(form), reason=reason)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("保存了"), "success")
            return to(url_for("hall.edit_service", item_id=item_id))
    return render(
        "hall/service.html", form=form, item=item, statuses=STATUS_LABELS, tags=STATUS_TAGS,
        may_publish=can("service.publish", item) and item.is_publishable,
        may_take_down=can("service.take_down", item) and item.is_published,
    )


@bp.route("/admin/services/<int:item_id>/publish", methods=["GET", "POST"])
@page("service.publish")
def publish(item_id: int) -> View:
    item = fetch(current_actor, "service.publish", ServiceItem, item_id)
    form = PublishForm(record=item)
    if form.sent_well():
        try:
            service.publish(current_actor, item, {name: form[name].data for name in SIX_FACTS})
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("公布了，群众现在就能看到"), "success")
            return to(url_for("hall.services"))
    return render("hall/publish.html", form=form, item=item)


@bp.route("/admin/services/<int:item_id>/take_down", methods=["GET", "POST"])
@page("service.take_down")
def take_down(item_id: int) -> View:
    item = fetch(current_actor, "service.take_down", ServiceItem, item_id)
    form = PressForm(record=item)
    if form.sent_well():
        try:
            service.take_down(current_actor, item)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("撤下了，群众看不到它了"), "success")
            return to(url_for("hall.services"))
    return render("hall/take_down.html", form=form, item=item)


@bp.get("/admin/services/<int:item_id>/versions")
@page("service.list")
def service_versions(item_id: int) -> View:
    """改了什么: every public version, the newest first."""
    item = fetch(current_actor, "service.list", ServiceItem, item_id)
    return render("hall/versions.html", item=item, versions=queries.versions(item))


@bp.get("/admin/services/<int:item_id>/guide")
@page("service.list")
def guide_sheet(item_id: int) -> View:
    """办事指南 on paper, for the counter and the village."""
    item = fetch(current_actor, "service.list", ServiceItem, item_id)
    return render(
        "hall/guide_sheet.html", item=item, six=SIX_FACTS, kinds=KIND_LABELS, types=TYPE_LABELS,
        department=town.unit_of(item.department_code) if item.department_code else None,
        back_url=_back_to(item), now_text=moment(clock.now()),
    )


@bp.get("/admin/services/<int:item_id>/notice")
@page("service.list")
def notice_sheet(item_id: int) -> View:
    """一次性告知 as a blank: every paper of the guide, to tick what is there and what is missing."""
    item = fetch(current_actor, "service.list", ServiceItem, item_id)
    return render(
        "hall/notice_sheet.html", item=item, back_url=_back_to(item), now_text=moment(clock.now())
    )


def _back_to(item: ServiceItem) -> str:
    if can("service.edit", item):
        return url_for("hall.edit_service", item_id=item.id)
    return url_for("hall.services")
