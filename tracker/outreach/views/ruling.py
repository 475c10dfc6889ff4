"""The rules of proactive service, and the roll they look into (规则、名册)."""

from flask import flash
from flask_babel import gettext as _

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.queries import item_choices
from tracker.domain.errors import RuleBroken
from tracker.outreach import queries, service
from tracker.outreach.forms import RuleForm
from tracker.outreach.rules import OCCASION_LABELS
from tracker.outreach.views.frame import View, bp
from tracker.store.access import fetch
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import Page, id_arg, render, text_arg, to


@bp.get("/rules")
@page("outreach.rules")
def rules() -> View:
    return render(
        "outreach/rules.html", rows=queries.rules_of(current_actor), occasions=OCCASION_LABELS,
        press=PressForm(), roll_count=queries.roll_count(current_actor),
    )


@bp.route("/rules/new", methods=["GET", "POST"])
@page("outreach.set_rule")
def new_rule() -> View:
    form = RuleForm()
    form.item_id.choices = [("", _("（还没选）")), *item_choices(current_actor)]
    if form.sent_well():
        try:
            service.add_rule(
                current_actor, fetch(current_actor, "service.list", ServiceItem, form.item_id.data),
                occasion=form.occasion.data, age=form.age.data, days_before=form.days_before.data,
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("加好了，今晚起按它列人"), "success")
            return to("outreach.rules")
    return render("outreach/rule.html", form=form)


@bp.post("/rules/<int:rule_id>/use")
@page("outreach.set_rule")
def use_rule(rule_id: int) -> View:
    """停用, or 恢复使用 of one that was stopped."""
    one = queries.rule(current_actor, "outreach.set_rule", rule_id)
    if PressForm(record=one).sent_well():
        try:
            (service.stop_rule if one.is_used else service.resume_rule)(current_actor, one)
        except RuleBroken as broken:
            flash(str(broken), "warning")
        else:
            flash(_("恢复使用了") if one.is_used else _("停用了，已经列出的人不变"), "success")
    return to("outreach.rules")


@bp.get("/roll")
@page("roll.list")
def roll() -> View:
    village, after = text_arg("village"), id_arg("after") or 0
    rows, next_after = queries.roll(current_actor, village=village, after=after)
    villages = town.village_choices(current_actor.town_code)
    return render(
        "outreach/roll.html", rows=rows, village=village, villages=villages, units=dict(villages),
        press=PressForm(),
        page=Page(rows, next_after=str(next_after) if next_after else None, has_previous=bool(after)),
    )


@bp.post("/roll/<int:entry_id>/drop")
@page("roll.drop")
def drop_entry(entry_id: int) -> View:
    """移出名册."""
    one = queries.entry(current_actor, "roll.drop", entry_id)
    if PressForm().sent_well():
        service.drop_entry(current_actor, one)
        flash(_("移出名册了，已经列出的人不变"), "success")
    return to("outreach.roll")
