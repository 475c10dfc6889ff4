"""答复模板: the list, a new one, one to mend."""

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.opinions import rules
from tracker.opinions.forms.answering import TemplateForm
from tracker.opinions.models import ReplyTemplate
from tracker.opinions.queries import desk
from tracker.opinions.rules import Stream
from tracker.opinions.service import templates as service
from tracker.opinions.service.templates import Wording
from tracker.opinions.views.frame import Answer, bp
from tracker.store.access import fetch
from tracker.web.guard import current_actor, page
from tracker.web.pages import record_page, render, to

record_page("reply_template", lambda template_id: url_for("opinions.edit_template", template_id=template_id))


@bp.get("/templates")
@page("reply_template.list")
def templates() -> Answer:
    return render("opinions/templates.html", templates=desk.reply_templates(current_actor), words=rules)


@bp.route("/templates/new", methods=["GET", "POST"])
@page("reply_template.edit")
def new_template() -> Answer:
    form = TemplateForm()
    if form.sent_well():
        try:
            service.add_template(current_actor, _wording(form))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("模板存好了"), "success")
            return to(".templates")
    return render("opinions/template.html", form=form, record=None)


@bp.route("/templates/<int:template_id>", methods=["GET", "POST"])
@page("reply_template.edit")
def edit_template(template_id: int) -> Answer:
    record = fetch(current_actor, "reply_template.edit", ReplyTemplate, template_id)
    form = TemplateForm(record=record, stream=record.stream.value if record.stream else "")
    if form.sent_well():
        try:
            service.edit_template(current_actor, record, _wording(form))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("模板改好了，已经发出的答复不变"), "success")
            return to(".templates")
    return render("opinions/template.html", form=form, record=record)


def _wording(form: TemplateForm) -> Wording:
    return Wording(
        name=form.name.data, text=form.text.data, basis=form.basis.data or "",
        stream=Stream(form.stream.data) if form.stream.data else None, is_active=bool(form.is_active.data),
    )
