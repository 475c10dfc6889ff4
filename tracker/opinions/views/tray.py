"""待辨认: what looks like junk is read by a person: put back among the others, or put away."""

from flask import flash, request
from flask_babel import gettext as _

from tracker.opinions import queries, rules, service
from tracker.opinions.queries import tray as waiting
from tracker.opinions.views.frame import Answer, bp
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, to

JUNK = "junk"


@bp.route("/tray", methods=["GET", "POST"])
@page("opinion.clear_suspect")
def tray() -> Answer:
    """A page of them with their words; nothing is ticked beforehand."""
    form = PressForm()
    refs = list(dict.fromkeys(request.form.getlist("refs")))
    if form.sent_well() and refs:
        return _sort(refs, is_junk=request.form.get("go") == JUNK)
    if form.is_sent and not refs:
        form.form_errors.append(_("请先勾选"))
    rows = waiting.suspects(current_actor)
    return render(
        "opinions/tray.html", form=form, rows=rows, found=waiting.count_suspects(current_actor),
        names=queries.names_beside(rows), ticked=refs, excerpt=rules.redacted,
    )


def _sort(refs: list[str], *, is_junk: bool) -> Answer:
    found = waiting.suspects_named(current_actor, refs)
    done, missed = service.sort_many(current_actor, found, is_junk=is_junk)
    said = _("%(n)s 件记为不是诉求", n=done) if is_junk else _("%(n)s 件已放回，和别的事一起办", n=done)
    flash(said, "success")
    if missed:
        flash(_("%(refs)s刚有人办过，没有再动", refs="、".join(missed)), "warning")
    return to(".tray")
