"""代录: a clerk takes in what came by telephone, letter, visit, slip or from the hotline."""


from flask import Response, redirect, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.register import RegisterForm
from tracker.opinions.forms.say import keep_form_key, kept_form_key
from tracker.opinions.views.frame import Answer, bp
from tracker.sealed.rules import Way
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, text_arg


@bp.route("/new", methods=["GET", "POST"])
@page("opinion.register")
def register() -> Answer:
    form = RegisterForm(village_code=text_arg("village"))
    form.village_code.choices = [("", _("不知道")), *town.village_choices(current_actor.town_code)]
    form.category_id.choices = [("", _("先不分")), *queries.category_choices(current_actor.town_code)]
    if form.sent_well():
        try:
            sent = service.register(current_actor, form.draft(), form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _registered(sent, form.form_key.data)
    return render("opinions/new.html", form=form)


def _registered(sent: service.Sent, form_key: str) -> Answer:
    if sent.way is Way.COUNTY:
        return render("opinions/handed_over.html", is_county=True)
    if sent.way is Way.SEALED:
        return redirect(url_for(".handed_over"), 303)  # type: ignore[return-value]
    response: Response = redirect(url_for(".receipt", ref=sent.ref), 303)  # type: ignore[assignment]
    keep_form_key(response, form_key, url_for(".index"))
    return response


@bp.get("/handed-over")
@page("opinion.register")
def handed_over() -> Answer:
    """已转有权机关: all that the desk learns of a sealed matter."""
    return render("opinions/handed_over.html", is_county=False)


@bp.get("/<ref>/receipt")
@page("opinion.view")
def receipt(ref: str) -> Answer:
    """Right after registering, for ten minutes: the receipt to read out or print for the resident."""
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    key = kept_form_key()
    sent = service.sent_with(key) if key else None
    if sent is None or sent.ref != opinion.ref:
        return redirect(url_for(".detail", ref=ref), 303)  # type: ignore[return-value]
    told_by = rules.notice_clock(opinion.submitted_on).due_on(town.work_calendar())
    return render("opinions/receipt.html", opinion=opinion, sent=sent, told_by=told_by)


