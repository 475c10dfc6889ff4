"""Pages about one person's assessment (考核对象): the sheet, and each step towards the result."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from tracker.assessments import queries, rules, service
from tracker.assessments.forms import (
    ChargeOneForm,
    ClassifyForm,
    DecideForm,
    LeaveForm,
    OutsideForm,
    ProposeForm,
    WriteForm,
)
from tracker.assessments.models import Appraisal
from tracker.assessments.rules import FLOW, LABELS, VERDICT_LABELS
from tracker.assessments.views.plans import Answer, answer, bp
from tracker.domain.grades import (
    DIMENSIONS,
    GROUP_LABELS,
    LIMIT_LABELS,
    SCALE_WORD,
    SITUATION_LABELS,
    a1517,
    open_grades,
    word,
)
from tracker.hall import queries as hall
from tracker.hall.queries.rated import Evidence
from tracker.hall.rules import LEVEL_LABELS
from tracker.people.rules import TRACK_LABELS
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import record_page, render

ROUTE = "/assessments/<int:year>/<int:appraisal_id>"
BOTH = ["GET", "POST"]


def sheet_url(sheet: Appraisal) -> str:
    return url_for("assessments.sheet", year=sheet.year, appraisal_id=sheet.id)


def _page_of_sheet(appraisal_id: int) -> str:
    return url_for("assessments.sheet", year=queries.year_of_sheet(appraisal_id), appraisal_id=appraisal_id)


record_page("appraisal", _page_of_sheet)


@bp.get(ROUTE)
@page("assessment.view")
def sheet(year: int, appraisal_id: int) -> Answer:
    found = queries.sheet_of(current_actor, "assessment.view", year, appraisal_id)
    line = queries.lines_of(current_actor, [found])[0]
    sees_reason = can("assessment.reason", found)
    return render(
        "assessments/sheet.html", sheet=found, line=line, sees_reason=sees_reason,
        moves=_moves(found), labels=LABELS, tracks=TRACK_LABELS, situations=SITUATION_LABELS,
        limits=LIMIT_LABELS, scale=SCALE_WORD[found.group], dimensions=DIMENSIONS,
        history=queries.verdicts(current_actor, found), verdicts=VERDICT_LABELS,
        word=word, code=_code(found) if sees_reason and line.reading.decision else "",
        evidence=_evidence(found), levels=LEVEL_LABELS,
    )


def _evidence(found: Appraisal) -> Evidence | None:
    """What the person got done for residents in the year (群众认可); None: nothing to show, or not to you."""
    if found.assignee_id is None or not can("rating.evidence"):
        return None
    year = date(found.year, 1, 1), date(found.year, 12, 31)
    evidence = hall.evidence(current_actor, found.assignee_id, *year)
    return evidence if evidence.finished_count else None


def _code(found: Appraisal) -> str:
    """A1517 of the result; it tells the reason, so only the readers of the reason get it."""
    return a1517(found.final_grade, found.group, found.situations) if found.final_grade else ""


def _moves(found: Appraisal) -> list[dict[str, str]]:
    """The buttons of the sheet that this person may press now."""
    facts = found.facts_for(current_actor.user_id)
    place: dict[str, Any] = {"year": found.year, "appraisal_id": found.id}
    moves = [move for move in FLOW.open_moves(found.status) if rules.is_offered(move.name, facts)]
    buttons = [
        {"label": _(move.button), "url": url_for(f"assessments.{move.name}", **place)}
        for move in moves
        if can(f"assessment.{move.name}", found)
    ]
    if rules.is_charged(found.status) and can("assessment.charge", found):
        buttons.append({"label": _("定主管领导"), "url": url_for("assessments.charge_one", **place)})
    return buttons


Prepare = Callable[[Any, Appraisal], dict[str, Any] | None]


def _step(
    name: str, place: tuple[int, int], form_class: type[HouseForm], deed: Callable[[Appraisal, Any], None],
    said: str, template: str = "assessments/press.html", prepare: Prepare | None = None,
) -> Answer:
    """One step of one person's assessment: the sheet, its form, the deed, and back to the sheet."""
    found = queries.sheet_of(current_actor, f"assessment.{name}", *place)
    form = form_class(record=found)
    context = (prepare and prepare(form, found)) or {}
    move = next((move for move in FLOW.moves if move.name == name), None)
    return answer(
        form, lambda: deed(found, form), said, sheet_url(found), template, sheet=found,
        line=queries.lines_of(current_actor, [found])[0], move=move, scale=SCALE_WORD[found.group],
        back=sheet_url(found), groups=GROUP_LABELS, dimensions=DIMENSIONS, **context,
    )


@bp.route(f"{ROUTE}/write", methods=BOTH)
@page("assessment.write")
def write(year: int, appraisal_id: int) -> Answer:
    return _step(
        "write", (year, appraisal_id), WriteForm,
        lambda found, form: service.write(current_actor, found, summary=form.summary.data or ""),
        _("存好了，还没有提交"), "assessments/write.html",
    )


@bp.route(f"{ROUTE}/summarise", methods=BOTH)
@page("assessment.summarise")
def summarise(year: int, appraisal_id: int) -> Answer:
    return _step(
        "summarise", (year, appraisal_id), PressForm,
        lambda found, form: service.summarise(current_actor, found), _("总结提交了，接下来由主管领导写评鉴"),
    )


@bp.route(f"{ROUTE}/receive_paper", methods=BOTH)
@page("assessment.receive_paper")
def receive_paper(year: int, appraisal_id: int) -> Answer:
    return _step(
        "receive_paper", (year, appraisal_id), PressForm,
        lambda found, form: service.receive_paper(current_actor, found), _("记下了，接下来由主管领导写评鉴"),
    )


def _offer_grades(form: Any, found: Appraisal) -> None:
    form.offer(open_grades(found.limit), found.group)
    form.grade.label.text = _(SCALE_WORD[found.group])


def _offer_proposal(form: Any, found: Appraisal) -> None:
    _offer_grades(form, found)
    form.grade.label.text = _("建议%(scale)s", scale=form.grade.label.text)
    if not form.is_sent:
        form.grade.data = found.proposed_grade


def _offer_decision(form: Any, found: Appraisal) -> dict[str, Any]:
    _offer_grades(form, found)
    return {"pool": queries.pool_line_of(found)}


@bp.route(f"{ROUTE}/propose", methods=BOTH)
@page("assessment.propose")
def propose(year: int, appraisal_id: int) -> Answer:
    return _step(
        "propose", (year, appraisal_id), ProposeForm,
        lambda found, form: service.propose(
            current_actor, found, comment=form.comment.data, grade=form.grade.data,
            improvement=form.improvement.data,
        ),
        _("评鉴存好了"), "assessments/propose.html", _offer_proposal,
    )


@bp.route(f"{ROUTE}/decide", methods=BOTH)
@page("assessment.decide")
def decide(year: int, appraisal_id: int) -> Answer:
    return _step(
        "decide", (year, appraisal_id), DecideForm,
        lambda found, form: service.decide(
            current_actor, found, grade=form.grade.data, reason=form.why.data or ""
        ),
        _("拟定好了"), "assessments/decide.html", _offer_decision,
    )


@bp.route(f"{ROUTE}/conclude", methods=BOTH)
@page("assessment.conclude")
def conclude(year: int, appraisal_id: int) -> Answer:
    return _step(
        "conclude", (year, appraisal_id), PressForm,
        lambda found, form: service.conclude(current_actor, found), _("结果确定了"),
    )


@bp.route(f"{ROUTE}/classify", methods=BOTH)
@page("assessment.classify")
def classify(year: int, appraisal_id: int) -> Answer:
    return _step(
        "classify", (year, appraisal_id), ClassifyForm,
        lambda found, form: service.classify(
            current_actor, found, situations=form.situations.data, limit=form.limit.data,
            reason=form.reason.data or "",
        ),
        _("类别定好了"), "assessments/classify.html", _offer_situations,
    )


def _offer_situations(form: Any, found: Appraisal) -> None:
    form.offer()
    if not form.is_sent:
        form.limit.data = None


@bp.route(f"{ROUTE}/charge", methods=BOTH)
@page("assessment.charge")
def charge_one(year: int, appraisal_id: int) -> Answer:
    return _step(
        "charge", (year, appraisal_id), ChargeOneForm,
        lambda found, form: service.charge_one(current_actor, found, leader_id=form.leader_id.data),
        _("主管领导定好了"), "assessments/charge_one.html",
        lambda form, found: form.offer_leaders(queries.leader_choices(current_actor.town_code)),
    )


@bp.route(f"{ROUTE}/hand_up", methods=BOTH)
@page("assessment.hand_up")
def hand_up(year: int, appraisal_id: int) -> Answer:
    return _step(
        "hand_up", (year, appraisal_id), PressForm,
        lambda found, form: service.hand_up(current_actor, found), _("转主管机关考核了"),
    )


@bp.route(f"{ROUTE}/take_back", methods=BOTH)
@page("assessment.take_back")
def take_back(year: int, appraisal_id: int) -> Answer:
    return _step(
        "take_back", (year, appraisal_id), PressForm,
        lambda found, form: service.take_back(current_actor, found), _("改由本单位考核了"),
    )


@bp.route(f"{ROUTE}/record_outside_result", methods=BOTH)
@page("assessment.record_outside_result")
def record_outside_result(year: int, appraisal_id: int) -> Answer:
    return _step(
        "record_outside_result", (year, appraisal_id), OutsideForm,
        lambda found, form: service.record_outside_result(
            current_actor, found, result=form.outside_result.data, document=form.outside_doc.data
        ),
        _("结果录好了"), "assessments/outside.html",
    )


@bp.route(f"{ROUTE}/leave", methods=BOTH)
@page("assessment.leave")
def leave(year: int, appraisal_id: int) -> Answer:
    return _step(
        "leave", (year, appraisal_id), LeaveForm,
        lambda found, form: service.leave(current_actor, found, reason=form.why.data),
        _("记下了，不再考核"), "assessments/leave.html",
    )
