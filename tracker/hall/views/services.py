"""事项: the catalogue as the hall keeps it: list, edit, publish, take down."""

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
    Kind,
    Status,
    Topic,
    Type,
    parse_materials,
)
from tracker.domain.errors import RuleBroken
from tracker.hall.forms import ItemForm, PublishForm
from tracker.hall.views.frame import View, bp, one_of, to
from tracker.store.access import fetch
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, text_arg


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
        type=Type.PUBLIC_SERVICE, topic=Topic.OTHER, kind=Kind.PROMISED, fee=_("不收费"), department_code=""
    )
    form.offer(town.office_choices(current_actor.town_code))
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
    names = ("code", "name", "type", "topic", "kind", "asks_id", "legal_workdays")
    words = (*SIX_FACTS, "conditions", "basis", "fee", "phone", "department_code")
    return {
        **{name: form[name].data for name in names},
        **{name: form[name].data or "" for name in words},
        "promised_workdays": form.promised_workdays.data or 0,
        "materials": parse_materials(form.materials_text.data or ""),
    }


@bp.route("/admin/services/<int:item_id>/edit", methods=["GET", "POST"])
@page("service.edit")
def edit_service(item_id: int) -> View:
    item = fetch(current_actor, "service.edit", ServiceItem, item_id)
    form = ItemForm(record=item)
    form.offer(town.office_choices(current_actor.town_code))
    if form.sent_well():
        try:
            service.edit_item(current_actor, item, _item_facts(form))
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
