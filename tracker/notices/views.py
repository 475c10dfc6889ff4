"""Desk pages of publishing (公开): what waits, the public version, its pictures, the preview, taking down."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, url_for
from flask_babel import gettext as _

from tracker.domain.errors import NotFound, RuleBroken
from tracker.notices import queries, rules, service
from tracker.notices.forms import BlackForm, DraftForm, PublishForm, TakeDownForm
from tracker.notices.models import Publication
from tracker.opinions import queries as matters
from tracker.people.queries import names_of
from tracker.pictures import views as pictures
from tracker.pictures.queries import AnyPicture
from tracker.pictures.rules import CELLS, areas_of_cells, areas_of_text, cells_and_rest, text_of_areas
from tracker.pictures.service import gridded
from tracker.web.forms import HouseForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render, side_served, text_arg

bp = Blueprint("notices", __name__, url_prefix="/publishing")

Answer = Response | tuple[str, int]

record_page("publication", lambda row_id: url_for("notices.detail", ref=queries.ref_of(row_id) or "-"))


@bp.get("")
@page("notice.list")
def index() -> Answer:
    stage = text_arg("stage")
    rows = queries.desk(current_actor, stage)
    return render(
        "notices/index.html", rows=rows, waiting=queries.waiting(current_actor), stage=stage,
        is_public_here=side_served("public"),
        labels=rules.STAGE_LABELS, villages=queries.villages(rows),
        unseen={one.id for one in rows if service.is_unseen(one)},
        views=[
            (_(label), url_for(".index", stage=one.value), stage == one.value, None)
            for one, label in rules.STAGE_LABELS.items()
        ],
    )


@bp.get("/<ref>")
@page("notice.list")
def detail(ref: str) -> Answer:
    """The public version as it stands, with what may be done now."""
    publication = queries.by_ref(current_actor, "notice.list", ref)
    moves = [
        {"label": _(move.button), "url": url_for(f".{move.name}", ref=ref)}
        for move in rules.FLOW.open_moves(publication.stage) if can(f"notice.{move.name}", publication)
    ]
    return render(
        "notices/detail.html", one=publication, moves=moves, labels=rules.STAGE_LABELS,
        why_not=rules.why_not(service.facts_of(publication.opinion)),
        is_unseen=service.is_unseen(publication),
        people=names_of([publication.published_by]),
        can_edit=publication.stage is not rules.Stage.PUBLISHED and can("notice.draft", publication),
        sources=service.pictures_to_choose(publication),
        chosen={one.source: one for one in publication.pictures}, villages=queries.villages([publication]),
    )


@bp.route("/<ref>/draft", methods=["GET", "POST"])
@page("notice.draft")
def draft(ref: str) -> Answer:
    """拟公开稿: prefilled with what was said and answered, numbers and names blotted out."""
    opinion = matters.by_ref(current_actor, "opinion.view", ref)
    found = queries.of_opinion(opinion.id)
    form = DraftForm(record=found) if found else DraftForm(**service.proposal(opinion))
    if form.sent_well():
        try:
            service.draft(
                current_actor, opinion, title=form.title.data, text=form.text.data, reply=form.reply.data,
                place=form.place.data or "",
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(_("存好了，公开以前再看一遍"), ref)
    return render(
        "notices/draft.html", form=form, opinion=opinion,
        why_not=rules.why_not(service.facts_of(opinion)),
    )


@bp.route("/<ref>/pictures/<picture>", methods=["GET", "POST"])
@page("notice.draft")
def picture(ref: str, picture: str) -> Answer:
    """涂黑: by cells without script, by dragging with it."""
    publication, source = _picture(ref, picture)
    chosen = queries.picture_of_source(publication, source.name)
    cells, dragged = cells_and_rest(areas_of_text(chosen.areas) if chosen else [])
    form = BlackForm(shows="yes" if chosen else "", areas=text_of_areas(dragged), cells=cells)
    if form.sent_well():
        try:
            _show_or_hide(publication, source, form)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(_("存好了，看看涂黑以后的样子"), ref)
    return render("notices/picture.html", form=form, one=publication, picture=source, cells=CELLS)


def _show_or_hide(publication: Publication, source: AnyPicture, form: BlackForm) -> None:
    if form.shows.data == "no":
        service.hide_picture(current_actor, publication, source)
        return
    areas = [*areas_of_cells(form.cells.data or []), *areas_of_text(form.areas.data or "")]
    service.show_picture(current_actor, publication, source, areas=areas)


@bp.get("/<ref>/pictures/<picture>/grid.jpg")
@page("notice.draft")
def picture_grid(ref: str, picture: str) -> Response:
    return pictures.jpeg_answer(gridded(_picture(ref, picture)[1].shown))


@bp.get("/<ref>/pictures/<picture>/whole.jpg")
@page("notice.draft")
def picture_whole(ref: str, picture: str) -> Response:
    return pictures.shown(_picture(ref, picture)[1])


@bp.get("/<ref>/pictures/<picture>/public.jpg")
@page("notice.list")
def picture_public(ref: str, picture: str) -> Response:
    """As the public will see it, under the name of the picture it was made of."""
    publication = queries.by_ref(current_actor, "notice.list", ref)
    found = queries.picture_of_source(publication, picture)
    if found is None:
        raise NotFound("picture")
    return pictures.jpeg_answer(found.shown)


def _picture(ref: str, name: str) -> tuple[Publication, AnyPicture]:
    publication = queries.by_ref(current_actor, "notice.draft", ref)
    return publication, pictures.picture_of(publication.opinion, name)


@bp.route("/<ref>/publish", methods=["GET", "POST"])
@page("notice.publish")
def publish(ref: str) -> Answer:
    publication = queries.by_ref(current_actor, "notice.publish", ref)
    return _preview(
        ref, publication, PublishForm(), lambda: service.publish(current_actor, publication),
        _("公开了，村民在“公开”里能看到"), "publish",
    )


@bp.route("/<ref>/put_back", methods=["GET", "POST"])
@page("notice.put_back")
def put_back(ref: str) -> Answer:
    publication = queries.by_ref(current_actor, "notice.put_back", ref)
    return _preview(
        ref, publication, PublishForm(), lambda: service.put_back(current_actor, publication),
        _("恢复公开了"), "put_back",
    )


def _preview(
    ref: str, publication: Publication, form: HouseForm, deed: Callable[[], None], done: str, name: str
) -> Answer:
    """预览: the page as the public will see it, and what follows from the button."""
    if form.sent_well():
        try:
            deed()
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(done, ref)
    button = next(move.button for move in rules.FLOW.moves if move.name == name)
    return render(
        "notices/preview.html", form=form, one=publication, button=_(button),
        doubts=service.doubts(publication), why_not=rules.why_not(service.facts_of(publication.opinion)),
        villages=queries.villages([publication]),
    )


@bp.route("/<ref>/take_down", methods=["GET", "POST"])
@page("notice.take_down")
def take_down(ref: str) -> Answer:
    publication = queries.by_ref(current_actor, "notice.take_down", ref)
    form = TakeDownForm()
    if form.sent_well():
        try:
            service.take_down(current_actor, publication, reason=form.reason.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return _done(_("撤下了，村民看不到了。弄错了可以恢复"), ref)
    return render("notices/take_down.html", form=form, one=publication)


def _done(text: str, ref: str) -> Answer:
    flash(text, "success")
    return redirect(url_for(".detail", ref=ref), 303)  # type: ignore[return-value]
