"""告知书、意见书: what a resident is given on paper, A4, to be sealed with the office's seal."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound
from tracker.domain.masking import mask_name
from tracker.domain.text import _ as N_
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion, OpinionClock, Question, Reply, Request
from tracker.opinions.rules import Contact, RequestKind, Status, Stream
from tracker.opinions.rules.reviews import ask_until
from tracker.opinions.views.frame import Answer, bp
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import render


@dataclass(frozen=True)
class Paper:
    """One kind of sheet: its title, and whether this matter has come so far that it can be given."""

    title: str
    is_due: Callable[[Opinion], bool]


def signed(opinion: Opinion) -> Reply | None:
    """The last answer that went out."""
    return next((one for one in reversed(opinion.replies) if one.replied_on), None)


def asked_papers(opinion: Opinion) -> Question | None:
    return next((one for one in reversed(opinion.questions) if one.until), None)


def extension(opinion: Opinion) -> tuple[OpinionClock, Request | None] | None:
    """The clock that was extended last, with the request that says why."""
    clocks = [one for one in opinion.clocks if one.extended]
    asked = [one for one in opinion.requests if one.kind is RequestKind.EXTEND and one.is_agreed]
    return (clocks[-1], asked[-1] if asked else None) if clocks else None


PAPERS: dict[str, Paper] = {
    "accept": Paper(N_("受理告知书"), lambda one: one.accepted_on is not None),
    "decline": Paper(N_("不予受理告知书"), lambda one: one.status is Status.DECLINED),
    "transfer": Paper(N_("转送告知书"), lambda one: one.status is Status.TRANSFERRED),
    "extend": Paper(N_("延期告知书"), lambda one: extension(one) is not None),
    "more": Paper(N_("补充材料告知书"), lambda one: asked_papers(one) is not None),
    "answer": Paper(N_("处理意见书"), lambda one: signed(one) is not None),
}


def papers_of(opinion: Opinion) -> list[tuple[str, str]]:
    """(name, title) of the sheets that can be printed for this matter now."""
    return [(name, title_of(name, opinion)) for name, one in PAPERS.items() if one.is_due(opinion)]


def title_of(name: str, opinion: Opinion) -> str:
    """A claim is answered by a 《信访处理意见书》(信访工作条例 32), everything else by a plain 答复书."""
    if name != "answer":
        return str(_(PAPERS[name].title))
    return str(_("信访处理意见书") if opinion.stream is Stream.CLAIM else _("答复书"))


@bp.get("/<ref>/print/<paper>")
@page("opinion.view")
def paper(ref: str, paper: str) -> Answer:
    """One sheet; NotFound while the matter has not come so far."""
    opinion = queries.by_ref(current_actor, "opinion.view", ref)
    kind = PAPERS.get(paper)
    if kind is None or not kind.is_due(opinion):
        raise NotFound("paper")
    calendar, names = town.work_calendar(), queries.names_beside([opinion])
    notes = {note.move: note.text for note in opinion.notes}
    reply, sender = signed(opinion), town.unit_of(opinion.town_code)
    return render(
        f"print/{paper}.html", opinion=opinion, title=title_of(paper, opinion), whom=_whom(opinion),
        reply=reply, question=asked_papers(opinion), extension=extension(opinion), notes=notes, words=rules,
        path=rules.right_path(opinion.declined_for), back_url=url_for(".detail", ref=ref), names=names,
        review_until=ask_until(reply.replied_on, calendar) if reply and reply.replied_on else None,
        basis=rules.BASES[opinion.declined_for] if opinion.declined_for else "",
        told_by=rules.notice_clock(opinion.submitted_on).due_on(calendar), now_text=moment(clock.now()),
        today=clock.today(), town_name=sender.name if sender else "",
        town_phone=current_app.config["PHONE"] or (sender.phone if sender else ""),
    )


def _whom(opinion: Opinion) -> str:
    """The name only for those who may read it."""
    if opinion.contact is Contact.ANONYMOUS or not opinion.name:
        return str(_("反映人"))
    is_open = rules.is_open_name(opinion.contact) or can("opinion.identity", opinion)
    return opinion.name if is_open else mask_name(opinion.name)
