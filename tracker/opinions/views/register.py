"""代录: a clerk takes in what came by telephone, letter, visit, slip or from the hotline."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, rules, service
from tracker.opinions.forms.register import RegisterForm
from tracker.opinions.forms.say import keep_form_key, kept_form_key
from tracker.opinions.models import Opinion
from tracker.opinions.queries import desk
from tracker.opinions.views.frame import Answer, bp
from tracker.sealed.rules import Way
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, text_arg, to

READ, EDIT = "read", "edit"


@bp.route("/new", methods=["GET", "POST"])
@page("opinion.register")
def register() -> Answer:
    """The form; for what was said aloud the page to read out in between; then the receipt."""
    form, go, known = _form(), request.form.get("go", ""), None
    if go != EDIT and form.sent_well():
        if form.is_spoken and go != READ:
            return _read_out(form)
        try:
            draft = form.draft(is_read_back=form.is_spoken)
            return _registered(service.register(current_actor, draft, form.form_key.data), form)
        except RuleBroken as broken:
            form.show(broken)
            known = _known(broken)
    return render("opinions/new.html", form=form, known=known)


def _form() -> RegisterForm:
    town_code = current_actor.town_code
    village = dict(town.village_choices(town_code)).get(text_arg("village"), "")
    channel = text_arg("channel") or rules.Channel.PHONE.value
    form = RegisterForm(town_code, channel=channel, village_code=village)
    form.category_id.choices = [("", _("先不分")), *queries.category_choices(town_code)]
    return form


def _read_out(form: RegisterForm) -> Answer:
    """念给他听: who, what, where, what we do and by which day."""
    came_in = form.received_on.data or clock.today()
    told_by = rules.notice_clock(came_in).due_on(town.work_calendar())
    return render("opinions/read_back.html", form=None, sheet=form, told_by=told_by, rules=rules)


def _known(broken: RuleBroken) -> Opinion | None:
    """The matter that has this order number already, to go to."""
    number = broken.params.get("no") if broken.field == "outside_no" else None
    return desk.seen_with_number(current_actor, str(number)) if number else None


def _registered(sent: service.Sent, form: RegisterForm) -> Answer:
    if sent.way is Way.COUNTY:
        return render("opinions/handed_over.html", is_county=True)
    if sent.way is Way.SEALED:
        return to(".handed_over")
    if form.slip_no.data:
        flash(_("登记好了，编号 %(ref)s。本人凭下半张上的数字查", ref=sent.ref), "success")
        return to(".register", channel=form.channel.data)
    response: Response = to(".receipt", ref=sent.ref)
    keep_form_key(response, form.form_key.data, url_for(".index"))
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
        return to(".detail", ref=ref)
    told_by = rules.notice_clock(opinion.submitted_on).due_on(town.work_calendar())
    return render("opinions/receipt.html", opinion=opinion, sent=sent, told_by=told_by)
