"""并案、拆开: the two pages, with the matters that may be the same one beside them."""

from typing import Any

from flask_babel import gettext as _

from tracker.opinions import service
from tracker.opinions.forms.merging import MergeForm
from tracker.opinions.models import Opinion
from tracker.opinions.queries.merging import family_of
from tracker.opinions.queries.similar import like_opinion
from tracker.opinions.rules import LABELS
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import move_page
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.pages import text_arg


@bp.route("/<ref>/merge", methods=["GET", "POST"])
@page("opinion.merge")
def merge(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        return MergeForm(record=opinion, into=text_arg("into"))

    def deed(opinion: Opinion, form: MergeForm) -> str:
        main = service.merge(current_actor, opinion, into=form.into.data, reason=form.reason.data or "")
        return str(_("已并到 %(ref)s，这件的编号、查询码和期限都不变", ref=main.ref))

    def more(opinion: Opinion) -> dict[str, Any]:
        return {"similar": like_opinion(current_actor, opinion), "labels": LABELS, "lead": _(
            "两件事一起办，签发的答复两边都收到。各人的查询码、期限和原话都不变，谁也看不到谁。以后可以拆开。"
        )}

    return move_page("merge", ref, make, deed, "", template="opinions/merge.html", more=more)


@bp.route("/<ref>/unmerge", methods=["GET", "POST"])
@page("opinion.unmerge")
def unmerge(ref: str) -> Answer:
    def make(opinion: Opinion) -> HouseForm:
        return PressForm(record=opinion)

    def deed(opinion: Opinion, _form: PressForm) -> None:
        service.unmerge(current_actor, opinion)

    def more(opinion: Opinion) -> dict[str, Any]:
        return {
            "kin": family_of(current_actor, opinion),
            "lead": _("拆开后这件事单独办，状态、期限、答复都照它自己的，和并案以前一样。"),
        }

    done = _("已拆开，从现在起单独办")
    return move_page("unmerge", ref, make, deed, done, template="opinions/unmerge.html", more=more)
