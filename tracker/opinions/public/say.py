"""反映问题: no script, no sign-in, nothing in the address."""

from datetime import date
from typing import Any, NamedTuple

import segno
from flask import Response, current_app, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.opinions import rules, service
from tracker.opinions.forms.say import (
    PAGES,
    PLAIN,
    STAY,
    SayForm,
    drop_form_key,
    keep_form_key,
    kept_form_key,
)
from tracker.opinions.public import blocked
from tracker.opinions.public.frame import Page, bp
from tracker.opinions.public.similar import similar_public
from tracker.opinions.rules import TooMany
from tracker.opinions.service import Sent, county
from tracker.sealed.rules import Way
from tracker.township import queries as town
from tracker.township.models import Unit
from tracker.township.rules import UnitKind
from tracker.web import errors
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import render
from tracker.web.uploads import takes_photos, text_of_refused


class Alike(NamedTuple):
    title: str
    place: str
    answered_on: date
    url: str


@bp.route("/say", methods=["GET", "POST"])
@public_page("opinion.submit")
@takes_photos
def say() -> Page:
    """All steps under one address; what was answered rides in the form until it is sent."""
    go = STAY if request.form.get("zi") else request.form.get("go", "")
    if go in ("leave", "again"):
        return _put_away(go)
    key = kept_form_key() if request.method == "GET" else None
    sent = service.sent_with(key) if key else None
    if sent:
        return _receipt(sent)
    form = _say_form()
    if g.get("was_too_large"):
        return _too_large(form)
    if go == "county":
        return _keep_for_county(form)
    page = form.turn(go)
    return _send(form, with_photos=go != PLAIN) if page == "send" else _question(form, page)


def _say_form(**defaults: Any) -> SayForm:
    form = SayForm(**defaults)
    form.village_code.choices = [("", _("不知道")), *town.village_choices(current_actor.unit_code)]
    return form


def _question(form: SayForm, page: str, *, is_full: bool = False) -> tuple[str, int]:
    form.page.data = page
    if page == "check":
        form.was_checked.data = "y"
    villages = dict(form.village_code.choices)
    code = form.village_code.data if form.village_code.data in villages else ""
    return render(
        f"opinions/say_{page}.html", form=form, page=page, step=PAGES.index(page) + 1, steps=len(PAGES),
        village=villages[code] if code else "",
        about=blocked.name_of(current_actor, form.item_code.data or ""),
        contacts=rules.CONTACT_CHOICES, behalves=rules.BEHALF_LABELS,
        is_full=is_full, helpers=_helpers(code) if page == "what" else [],
        alike=_alike(form, code) if page == "check" else [],
        gives_away=rules.gives_away(form.text.data or "") if page == "check" else [],
    )


def _helpers(code: str) -> list[Unit]:
    """Village offices with a telephone, whose people write down for others: of this village, else of all."""
    known = [one for one in town.villages(current_actor.unit_code) if one.phone]
    return [one for one in known if one.unit_code == code] or known


def _alike(form: SayForm, code: str) -> list[Alike]:
    """Published matters like this one; whoever follows one of them leaves nothing here."""
    if form.is_about_cadre.data or form.whom.data:
        return []
    found = similar_public(current_actor.unit_code, form.text.data or "", code or None)
    villages = dict(form.village_code.choices)
    return [
        Alike(
            one.title, one.place or (villages.get(one.village_code, "") if one.village_code else ""),
            one.answered_on, url_for("notices_public.one", publication_id=one.id),
        )
        for one in found
    ]


def _send(form: SayForm, *, with_photos: bool) -> Page:
    try:
        draft = blocked.named(current_actor, form.draft(with_photos=with_photos), form.item_code.data or "")
        sent = service.submit(current_actor, draft, form.form_key.data, form.signs())
    except TooMany as full:
        form.show(full)
        return _question(form, "check", is_full=True)[0], 429
    except RuleBroken as broken:
        form.show(broken)
        return _question(form, "check")
    if sent.way is Way.COUNTY:
        can_keep = county.can_keep(current_actor.unit_code)
        return render("opinions/say_county.html", form=form, can_keep=can_keep)
    response: Response = redirect(url_for(".say"), 303)  # type: ignore[assignment]
    keep_form_key(response, form.form_key.data, url_for(".say"))
    return response


def _keep_for_county(form: SayForm) -> Page:
    """Into the county's box, after the page has said that the town keeps nothing of this."""
    try:
        is_kept = form.is_fit() and county.keep(current_actor, form.draft(with_photos=False), form.signs())
    except RuleBroken as broken:
        form.show(broken)
        return _question(form, "check")
    return render("opinions/say_county_kept.html") if is_kept else _question(form, "check")


def _receipt(sent: Sent) -> Page:
    told_by = rules.notice_clock(sent.submitted_on or clock.today()).due_on(town.work_calendar())
    is_sealed = sent.way is Way.SEALED
    progress = url_for(".progress", _external=True)
    return render(
        "opinions/say_receipt.html", sent=sent, told_by=told_by, press=PressForm(), is_sealed=is_sealed,
        progress=progress, qr=segno.make(progress, error="m").svg_data_uri(scale=4, border=2),
    )


def _put_away(go: str) -> Page:
    """The receipt leaves this browser: to the home page with everything cleared, or to a new sheet."""
    target = url_for("home.index") if go == "leave" else url_for(".say")
    response: Response = redirect(target, 303)  # type: ignore[assignment]
    if PressForm().sent_well():
        drop_form_key(response, url_for(".say"))
        g.clear_site_data = go == "leave"
    return response


@bp.get("/say/about/<code>")
@public_page("opinion.submit")
def about(code: str) -> Page:
    """办不成事: from a guide, a task or a slip; the service rides on in the form, not in the address."""
    if not blocked.name_of(current_actor, code):
        raise NotFound("service_item")
    return _question(_say_form(item_code=code), PAGES[0])


@bp.get("/v/<code>")
@public_page("opinion.submit")
def village(code: str) -> Page:
    """From the poster at a village hall; the village rides on in the form, not in the address."""
    unit = town.unit_of(code)
    if unit is None or unit.kind is not UnitKind.VILLAGE or not code.startswith(current_actor.unit_code):
        raise NotFound("village")
    return render("opinions/village.html", village=unit, form=_say_form(village_code=code))


@bp.errorhandler(RequestEntityTooLarge)
def _refused(error: RequestEntityTooLarge) -> Page:
    """More than the house can read: the check page again, with what was typed and without the photographs."""
    if request.endpoint != f"{bp.name}.say" or not text_of_refused():
        return make_response(errors.too_large(error))
    g.was_too_large = True
    request.files = ImmutableMultiDict()
    answer = current_app.preprocess_request() or current_app.dispatch_request()
    return make_response(answer)


def _too_large(form: SayForm) -> Page:
    form.show(RuleBroken(_("照片太大了。请换小一点的，或者不要照片直接提交"), field="photos"))
    return _question(form, "check")[0], 413
