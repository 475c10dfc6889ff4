"""Desk pages of research (调查研究): the list, one, writing it, the problems it found."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.people.queries import names_of, staff_choices
from tracker.problems.models import Problem
from tracker.problems.queries import problem as problem_of
from tracker.problems.queries import title_of
from tracker.problems.rules import LABELS, STATUS_TAGS, Meant, Source
from tracker.problems.service import Origin, Raised, accuse
from tracker.research import queries, service
from tracker.research.forms import FindForm, ResearchForm, TieForm
from tracker.research.models import Research
from tracker.research.rules import METHOD_LABELS
from tracker.research.service import Told
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.pages import Page, Thread, record_page, related, render, text_arg, to

bp = Blueprint("research", __name__, url_prefix="/research")
View = Response | tuple[str, int]

record_page("research", lambda research_id: url_for("research.detail", ref=queries.ref_of(research_id)))


def _found_by(actor: Actor, problem_id: int) -> list[Thread]:
    return [
        Thread(_("调研 %(topic)s", topic=one.topic), url_for("research.detail", ref=one.ref))
        for one in queries.behind(actor, problem_id)
    ]


related("problem", _found_by)


@bp.get("")
@page("research.list")
def index() -> View:
    village, state, after = (text_arg(name) for name in ("village", "state", "after"))
    found = queries.page(current_actor, village=village, state=state, after=after)
    return render(
        "research/index.html", rows=queries.rows_of(current_actor, found.rows), village=village, state=state,
        villages=town.village_choices(current_actor.town_code),
        page=Page(found.rows, next_after=found.next_after, has_previous=bool(after)),
    )


@bp.route("/new", methods=["GET", "POST"])
@page("research.add")
def new() -> View:
    form = _offered(ResearchForm(started_on=clock.today(), leader_id=current_actor.user_id))
    if form.sent_well():
        try:
            one = service.add(current_actor, _told(form))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("存好了，编号 %(ref)s", ref=one.ref), "success")
            return to("research.detail", ref=one.ref)
    return render("research/edit.html", form=form, one=None)


@bp.get("/<ref>")
@page("research.view")
def detail(ref: str) -> View:
    one = queries.research(current_actor, "research.view", ref)
    return render(
        "research/detail.html", one=one, problems=queries.problems_of(current_actor, one), labels=LABELS,
        tags=STATUS_TAGS, methods=METHOD_LABELS, units=town.names_of(set(one.villages)),
        people=names_of([one.assignee_id, one.author_id]),
        title=title_of,
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@page("research.edit")
def edit(ref: str) -> View:
    one = queries.research(current_actor, "research.edit", ref)
    form = _offered(ResearchForm(
        record=one, leader_id=one.assignee_id, villages=list(one.villages), methods=list(one.methods)
    ))
    if form.sent_well():
        try:
            service.edit(current_actor, one, _told(form))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了"), "success")
            return to("research.detail", ref=ref)
    return render("research/edit.html", form=form, one=one)


def _offered(form: ResearchForm) -> ResearchForm:
    form.leader_id.choices = [("", _("（还没选）")), *staff_choices(current_actor.town_code)]
    form.villages.choices = town.village_choices(current_actor.town_code)
    return form


def _told(form: ResearchForm) -> Told:
    return Told(
        topic=form.topic.data, leader_id=form.leader_id.data, started_on=form.started_on.data,
        ended_on=form.ended_on.data, villages=tuple(form.villages.data), methods=tuple(form.methods.data),
        findings=form.findings.data or "", measures=form.measures.data or "", effect=form.effect.data or "",
    )


@bp.route("/<ref>/find", methods=["GET", "POST"])
@page("research.find")
def find(ref: str) -> View:
    one = queries.research(current_actor, "research.find", ref)
    form = FindForm(village=one.villages[0] if one.villages else "")
    form.village.choices = [("", _("（还没选）")), *town.village_choices(current_actor.town_code)]
    if form.sent_well():
        try:
            flash(_found(form, one), "success")
            return to("research.detail", ref=ref)
        except RuleBroken as broken:
            form.show(broken)
    return render("research/find.html", form=form, one=one)


def _found(form: FindForm, one: Research) -> str:
    """What to say of what was found; an accusation leaves nothing here."""
    is_mention = form.meant.data is Meant.MENTION
    raised = Raised(form.content.data, form.urgency.data, is_mention=is_mention)
    if form.meant.data is Meant.ACCUSE:
        accuse(current_actor, raised, Origin(form.village.data, source=Source.RESEARCH))
        return str(_("已经送给有权处理的机关，这里没有留下内容"))
    problem = service.find(current_actor, one, raised, form.village.data)
    return str(_("登记好了，编号 %(ref)s", ref=problem.ref))


@bp.route("/<ref>/tie", methods=["GET", "POST"])
@page("research.find")
def tie(ref: str) -> View:
    one = queries.research(current_actor, "research.find", ref)
    form = TieForm()
    if form.sent_well():
        try:
            service.tie(current_actor, one, _named(form.ref.data))
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("关联好了"), "success")
            return to("research.detail", ref=ref)
    return render("research/tie.html", form=form, one=one)


def _named(ref: str) -> Problem:
    """The problem with this number; one that is hidden and one that is not there read the same."""
    try:
        return problem_of(current_actor, "problem.view", ref)
    except NotFound:
        raise RuleBroken(_("没有找到这个编号的问题"), field="ref") from None
