"""答复: the pages to draft, sign and send back."""

from typing import Any

from flask_babel import gettext as _

from tracker.opinions import rules, service
from tracker.opinions.forms.answering import DraftForm, SendBackForm
from tracker.opinions.models import Opinion
from tracker.opinions.queries import desk
from tracker.opinions.rules import Outcome
from tracker.opinions.rules.answering import office_words
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import move_page
from tracker.people.queries import names_of as person_names
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import id_arg


@bp.route("/<ref>/draft", methods=["GET", "POST"])
@page("opinion.draft")
def draft(ref: str) -> Answer:
    """With a template's words when one is chosen, else with the draft that was sent back."""

    def make(opinion: Opinion) -> HouseForm:
        return DraftForm(record=opinion, **_words(opinion)).of(opinion.stream)

    def deed(opinion: Opinion, form: DraftForm) -> str | None:
        service.draft(
            current_actor, opinion, outcome=Outcome(form.outcome.data), text=form.answer.data,
            basis=form.basis.data or "",
        )
        found = office_words(form.answer.data)
        if not found:
            return None
        said = "；".join(_("“%(word)s”换成“%(better)s”", word=word, better=better) for word, better in found)
        return str(_("拟好了，等部门负责人签发。群众不好懂的词可以让签发人退回来改：%(said)s", said=said))

    return move_page(
        "draft", ref, make, deed, _("拟好了，等部门负责人签发"), template="opinions/draft.html", more=_beside
    )


def _words(opinion: Opinion) -> dict[str, Any]:
    """What the text fields hold at first: copied, so that nothing is tied to where it came from."""
    chosen = id_arg("template")
    templates = desk.reply_templates(current_actor, opinion.stream, active=True) if chosen else []
    for one in templates:
        if one.id == chosen:
            return {"answer": one.text, "basis": one.basis}
    last = desk.returned_draft(opinion)
    if last is None:
        return {}
    return {"answer": last.text, "basis": last.basis, "outcome": last.outcome.value if last.outcome else None}


def _beside(opinion: Opinion) -> dict[str, Any]:
    """Templates of this stream, and why the last draft came back."""
    offered = desk.reply_templates(current_actor, opinion.stream, active=True)
    last = desk.returned_draft(opinion)
    reasons = [note.text for note in opinion.notes if note.move == "send_back"]
    return {
        "templates": offered, "chosen": id_arg("template") or 0, "words": rules,
        "returned_for": reasons[-1] if last is not None and reasons else "",
    }


@bp.route("/<ref>/sign", methods=["GET", "POST"])
@page("opinion.sign")
def sign(ref: str) -> Answer:
    def deed(opinion: Opinion, _form: PressForm) -> str | None:
        merged = service.sign(current_actor, opinion)
        return str(_("已签发，并进来的 %(n)s 件一起答复了", n=merged)) if merged else None

    def more(opinion: Opinion) -> dict[str, Any]:
        reply = opinion.reply
        names = person_names({reply.author_id} if reply else set())
        return {
            "reply": reply, "words": rules, "hard_words": office_words(reply.text) if reply else [],
            "author": names.get(reply.author_id, "") if reply else "",
        }

    return move_page(
        "sign", ref, lambda opinion: PressForm(record=opinion), deed, _("已签发，群众凭查询码可以看到"),
        template="opinions/sign.html", more=more,
    )


@bp.route("/<ref>/send_back", methods=["GET", "POST"])
@page("opinion.send_back")
def send_back(ref: str) -> Answer:
    def deed(opinion: Opinion, form: SendBackForm) -> None:
        service.send_back(current_actor, opinion, reason=form.reason.data)

    return move_page(
        "send_back", ref, lambda opinion: SendBackForm(record=opinion), deed, _("已退回承办人修改")
    )
