"""反映问题: no script, no sign-in, nothing in the address."""

from typing import Any

from flask import Response, g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.masking import find_personal
from tracker.opinions import rules, service
from tracker.opinions.forms.say import PAGES, SayForm, drop_form_key, keep_form_key, kept_form_key
from tracker.opinions.public.frame import Page, bp
from tracker.opinions.service import Sent
from tracker.sealed.rules import Way
from tracker.township import queries as town
from tracker.township.rules import UnitKind
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render


@bp.route("/say", methods=["GET", "POST"])
@public_page("opinion.submit")
def say() -> Page:
    """All steps under one address; what was answered rides in the form until it is sent."""
    go = request.form.get("go", "")
    if go in ("leave", "again"):
        return _put_away(go)
    key = kept_form_key() if request.method == "GET" else None
    sent = service.sent_with(key) if key else None
    if sent:
        return _receipt(sent)
    form = _say_form()
    page = form.turn(go)
    return _send(form) if page == "send" else _question(form, page)


def _say_form(**defaults: Any) -> SayForm:
    form = SayForm(**defaults)
    form.village_code.choices = [("", _("不知道")), *town.village_choices(current_actor.unit_code)]
    return form


def _question(form: SayForm, page: str) -> Page:
    form.page.data = page
    if page == "check":
        form.was_checked.data = "y"
    village = dict(form.village_code.choices).get(form.village_code.data or "", "")
    return render(
        f"opinions/say_{page}.html", form=form, page=page, step=PAGES.index(page) + 1, steps=len(PAGES),
        village=village if form.village_code.data else "", contacts=rules.CONTACT_CHOICES,
        gives_away=bool(find_personal(form.text.data or "")),
    )


def _send(form: SayForm) -> Page:
    try:
        sent = service.submit(current_actor, form.draft(), form.form_key.data)
    except RuleBroken as broken:
        form.show(broken)
        return _question(form, "check")
    if sent.way is Way.COUNTY:
        return render("opinions/say_county.html", form=form)
    response: Response = redirect(url_for(".say"), 303)  # type: ignore[assignment]
    keep_form_key(response, form.form_key.data, url_for(".say"))
    return response


def _receipt(sent: Sent) -> Page:
    told_by = rules.notice_clock(sent.submitted_on or clock.today()).due_on(town.work_calendar())
    is_sealed = sent.way is Way.SEALED
    return render(
        "opinions/say_receipt.html", sent=sent, told_by=told_by, press=PressForm(), is_sealed=is_sealed
    )


def _put_away(go: str) -> Page:
    """The receipt leaves this browser: to the home page with everything cleared, or to a new sheet."""
    target = url_for("home.index") if go == "leave" else url_for(".say")
    response: Response = redirect(target, 303)  # type: ignore[assignment]
    if PressForm().sent_well():
        drop_form_key(response, url_for(".say"))
        g.clear_site_data = go == "leave"
    return response


@bp.get("/v/<code>")
@public_page("opinion.submit")
def village(code: str) -> Page:
    """From the poster at a village hall; the village rides on in the form, not in the address."""
    unit = town.unit_of(code)
    if unit is None or unit.kind is not UnitKind.VILLAGE or not code.startswith(current_actor.unit_code):
        raise NotFound("village")
    return render("opinions/village.html", village=unit, form=_say_form(village_code=code))


