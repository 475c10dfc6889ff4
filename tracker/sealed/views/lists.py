"""Pages of what discipline keeps for finding and barring people: other names (别名), relatives (近亲属)."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.people.queries import names_of, staff_choices
from tracker.sealed import queries, service
from tracker.sealed.forms import NamesForm, RelativesForm
from tracker.sealed.views.frame import Answer, bp
from tracker.web.guard import current_actor, page
from tracker.web.pages import render


@bp.route("/names", methods=["GET", "POST"])
@page("sealed.names")
def names() -> Answer:
    form = NamesForm()
    form.user_id.choices = [("", _("请选择")), *staff_choices(current_actor.town_code)]
    if form.sent_well():
        try:
            service.name_also(current_actor, user_id=int(form.user_id.data), words=form.words.data or "")
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了"), "success")
            return redirect(url_for("sealed.names"), 303)  # type: ignore[return-value]
    words: dict[int, list[str]] = {}
    for alias in queries.aliases_of(current_actor):
        words.setdefault(alias.user_id, []).append(alias.text)
    return render("sealed/names.html", form=form, words=words, people=names_of(words))


@bp.route("/relatives", methods=["GET", "POST"])
@page("sealed.relatives")
def relatives() -> Answer:
    form = RelativesForm()
    form.user_id.choices = form.relative_id.choices = [
        ("", _("请选择")), *staff_choices(current_actor.town_code)
    ]
    if form.sent_well():
        try:
            service.declare_relatives(
                current_actor, user_id=int(form.user_id.data), relative_id=int(form.relative_id.data),
                relation=form.relation.data or "",
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("记下了，从现在起互相回避"), "success")
            return redirect(url_for("sealed.relatives"), 303)  # type: ignore[return-value]
    rows = queries.relatives(current_actor)
    people = names_of({one.user_id for one in rows} | {one.relative_id for one in rows})
    return render("sealed/relatives.html", form=form, rows=rows, people=people)
