"""给本人查询码: what a cadre brought back from a visit gets its receipt, shown once and printed."""

from flask import Response, url_for

from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, service
from tracker.opinions.forms.say import keep_form_key
from tracker.opinions.queries import desk
from tracker.opinions.views.frame import Answer, bp
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, to


@bp.route("/<ref>/code", methods=["GET", "POST"])
@page("opinion.give_code")
def give_code(ref: str) -> Answer:
    opinion = queries.by_ref(current_actor, "opinion.give_code", ref)
    form = PressForm()
    if form.sent_well():
        try:
            service.give_code(current_actor, opinion, form.form_key.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return code_shown(form.form_key.data) or to(".detail", ref=ref)
    return render(
        "opinions/give_code.html", form=form, opinion=opinion,
        is_given=not desk.without_code(current_actor, [opinion]),
    )


def code_shown(form_key: str) -> Response | None:
    """To the page that shows the receipt of this form, for ten minutes and in this browser alone; None when
    the form led to none."""
    sent = service.sent_with(form_key)
    if sent is None:
        return None
    response: Response = to("opinions.receipt", ref=sent.ref)
    keep_form_key(response, form_key, url_for("opinions.index"))
    return response
