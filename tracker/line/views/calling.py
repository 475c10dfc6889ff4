"""排队: the line of the hall, and one address for every button on somebody who waits."""

from collections.abc import Callable

from flask import flash, request
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.line import queries, rules, service
from tracker.line.forms import TakeForm, TransferForm
from tracker.line.models import Coming, Window
from tracker.line.views.frame import View, back, back_url, bp, pressed
from tracker.people.queries import names_of as people_names
from tracker.store.access import fetch
from tracker.web.guard import current_actor, page
from tracker.web.pages import render

SHOWN = 30


@bp.get("/line")
@page("coming.list")
def index() -> View:
    """Everybody who is in the hall now, in the order they are called, and who left today; the desk's own
    script reads its pane from here (back=desk)."""
    is_pane = request.args.get("back") == "desk"
    present = [] if is_pane else queries.of_day(current_actor)
    over = [] if is_pane else queries.of_day(current_actor, is_over=True)[:SHOWN]
    times = {one.id: f"{clock.local(one.ended_at or one.created_at):%H:%M}" for one in (*present, *over)}
    return render(
        "line/index.html", line=queries.desk_of(current_actor), present=present,
        line_back="desk" if is_pane else "line",
        over=over, times=times, flow=rules.FLOW,
        status_words=rules.STATUS_LABELS, priority_words=rules.PRIORITY_LABELS,
        source_words=rules.SOURCE_LABELS,
        clerks=people_names(one.assignee_id for one in present if one.assignee_id),
    )


@bp.route("/line/take", methods=["GET", "POST"])
@page("coming.take")
def take() -> View:
    """取号 at the counter, for whoever does not want the machine."""
    hall = queries.hall_code(current_actor)
    form = TakeForm()
    form.offer(queries.letters(hall), asks_name=True)
    if form.sent_well():
        try:
            coming = service.take(
                current_actor, unit_code=hall, source=rules.Source.COUNTER, priority=form.priority.data,
                letter=form.letter.data if form.letter else "", name=form.name.data or "",
            )
        except RuleBroken as broken:
            form.show(broken)
        else:
            n = queries.ahead_of(current_actor, coming)
            flash(_("%(label)s 号取好了，前面有 %(n)s 人", label=coming.label, n=n), "success")
            return back()
    return render("line/take.html", form=form, back_url=back_url())


@bp.post("/line/call")
@page("coming.call")
def call() -> View:
    """叫下一位."""
    return pressed(lambda: _called(service.call(current_actor)))


def _called(coming: Coming) -> None:
    flash(_("请 %(label)s", label=coming.label), "success")


def _moved(name: str, coming_id: int, deed: Callable[..., None]) -> View:
    coming = fetch(current_actor, f"coming.{name}", Coming, coming_id)
    return pressed(lambda: deed(current_actor, coming))


@bp.post("/line/<int:coming_id>/recall")
@page("coming.recall")
def recall(coming_id: int) -> View:
    return _moved("recall", coming_id, service.recall)


@bp.post("/line/<int:coming_id>/start")
@page("coming.start")
def start(coming_id: int) -> View:
    return _moved("start", coming_id, service.start)


@bp.post("/line/<int:coming_id>/hold")
@page("coming.hold")
def hold(coming_id: int) -> View:
    return _moved("hold", coming_id, service.hold)


@bp.post("/line/<int:coming_id>/back")
@page("coming.put_back")
def put_back(coming_id: int) -> View:
    return _moved("put_back", coming_id, service.put_back)


@bp.post("/line/<int:coming_id>/end")
@page("coming.end")
def end(coming_id: int) -> View:
    """办完了; with then=call the next one is called by the same press."""
    coming = fetch(current_actor, "coming.end", Coming, coming_id)

    def deed() -> None:
        service.end(current_actor, coming)
        if request.args.get("then") == "call":
            _called(service.call(current_actor.without_ticket))

    return pressed(deed)


@bp.post("/line/<int:coming_id>/leave")
@page("coming.leave")
def leave(coming_id: int) -> View:
    return _moved("leave", coming_id, service.leave)


@bp.post("/line/<int:coming_id>/undo")
@page("coming.undo")
def undo(coming_id: int) -> View:
    return _moved("undo", coming_id, service.undo)


@bp.route("/line/<int:coming_id>/transfer", methods=["GET", "POST"])
@page("coming.transfer")
def transfer(coming_id: int) -> View:
    coming = fetch(current_actor, "coming.transfer", Coming, coming_id)
    form = TransferForm(record=coming)
    form.offer([
        one for one in queries.windows(current_actor)
        if one.unit_code == coming.unit_code and one.id != coming.window_id
    ])
    if form.sent_well():
        try:
            window = fetch(current_actor, "window.list", Window, form.window_id.data)
            service.transfer(current_actor, coming, window)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("%(label)s 转到%(window)s了", label=coming.label, window=window.name), "success")
            return back()
    return render("line/transfer.html", form=form, coming=coming, back_url=back_url())
