"""复查、复核: the pages on which the desk records what was asked for and what came of it."""

from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.workdays import spoken
from tracker.opinions import service
from tracker.opinions.forms.answering import AskReviewForm, RecordReviewForm
from tracker.opinions.models import Opinion
from tracker.opinions.rules import ReviewVerdict
from tracker.opinions.rules.reviews import is_final
from tracker.opinions.views.frame import Answer, bp
from tracker.opinions.views.move import move_page
from tracker.web.guard import current_actor, page


@bp.route("/<ref>/ask_review", methods=["GET", "POST"])
@page("opinion.ask_review")
def ask_review(ref: str) -> Answer:
    def deed(opinion: Opinion, form: AskReviewForm) -> str:
        service.ask_review(
            current_actor, opinion, organ=form.organ.data, asked_on=form.asked_on.data
        )
        last = spoken(opinion.reviews[-1].due_on, clock.today().year)
        return str(_("记下了，应在 %(day)s前作出意见", day=last))

    return move_page(
        "ask_review", ref, lambda opinion: AskReviewForm(record=opinion), deed, _("记下了"),
        template="opinions/review.html",
    )


@bp.route("/<ref>/record_review", methods=["GET", "POST"])
@page("opinion.record_review")
def record_review(ref: str) -> Answer:
    def deed(opinion: Opinion, form: RecordReviewForm) -> str | None:
        service.record_review(
            current_actor, opinion, verdict=ReviewVerdict(form.verdict.data), decided_on=form.decided_on.data,
            text=form.finding.data or "",
        )
        return str(_("记下了。已经复核，这件事终结")) if is_final(opinion.reviews) else None

    return move_page(
        "record_review", ref, lambda opinion: RecordReviewForm(record=opinion), deed,
        _("记下了复查复核的结果"), template="opinions/review.html",
    )
