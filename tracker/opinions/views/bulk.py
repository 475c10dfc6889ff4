"""Many matters given out at once (批量交办), with what became of each, and undo for ten minutes."""

from datetime import datetime

from flask import current_app, flash, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeSerializer

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.opinions import queries, service
from tracker.opinions.forms.bulk import BulkForm
from tracker.opinions.service import Given
from tracker.opinions.views.frame import Answer, bp
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import render, to


def bulk_form(offices: list[tuple[str, str]]) -> BulkForm | None:
    """The bar under the list: the clerk gives to an office, its head to a person; None: nobody."""
    form = BulkForm()
    if can("opinion.route"):
        form.target.choices = [("", _("选部门")), *offices]
    elif can("opinion.assign"):
        form.target.choices = [("", _("选承办人")), *queries.people_of(current_actor.unit_code)]
    else:
        return None
    return form


@bp.post("/bulk")
@page("opinion.list")
def bulk() -> Answer:
    """One line a matter; what one cannot take hinders none of the others."""
    form = bulk_form(town.office_choices(current_actor.town_code))
    refs = list(dict.fromkeys(request.form.getlist("refs")))
    if form is None or not form.sent_well() or not refs:
        flash(_("请先勾选，再选交给谁"), "warning")
        return to(".index", all=1)
    target = form.target.data
    if can("opinion.route"):
        given = service.route_many(current_actor, refs, office_code=target)
    else:
        given = service.assign_many(current_actor, refs, assignee_id=int(target))
    done = [one for one in given if not one.problem]
    undo = _signed(done) if done and can("opinion.unroute") else ""
    return render(
        "opinions/bulk.html", given=given, done=done, undo=undo, press=PressForm(), told=_told,
        target=dict(form.target.choices)[target],
    )


@bp.post("/bulk/undo")
@page("opinion.unroute")
def undo() -> Answer:
    try:
        since, given = _opened(request.form.get("undo", ""))
        if not PressForm().sent_well():
            raise BadData("token")
        found = service.unroute_many(current_actor, given, since, clock.now())
    except BadData:
        flash(_("这一页放得太久，没有撤销。请在每件事里退单或改派"), "warning")
    except RuleBroken as broken:
        flash(_told_of(broken), "warning")
    else:
        left = [one for one in found if one.problem]
        flash(_("已撤销 %(n)s 件", n=len(found) - len(left)), "success")
        for one in left:
            flash(f"{one.ref}：{_told(one)}", "warning")
    return to(".index", all=1)


def _told(one: Given) -> str:
    return str(_(one.problem)).format(**dict(one.params))


def _told_of(broken: RuleBroken) -> str:
    return str(_(broken.message)).format(**broken.params)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="bulk")


def _signed(done: list[Given]) -> str:
    """What was given out by whom and when: in the page, signed, so that nothing waits on the server."""
    what = [(one.ref, one.version) for one in done]
    signed: str = _signer().dumps([current_actor.user_id, clock.now().isoformat(), what])
    return signed


def _opened(text: str) -> tuple[datetime, list[tuple[str, int]]]:
    user_id, since, what = _signer().loads(text)
    if user_id != current_actor.user_id:
        raise BadData("somebody else")
    return datetime.fromisoformat(since), [(ref, version) for ref, version in what]
