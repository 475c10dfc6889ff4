"""户: the roll, one household, what changed of it, two values a person decides between, the search."""

from collections.abc import Mapping, Sequence

from flask import Response, flash, jsonify, url_for
from flask_babel import gettext as _

from tracker.domain.errors import RuleBroken
from tracker.domain.masking import mask_address
from tracker.households import queries as roll
from tracker.households import service as deeds
from tracker.households.forms import FactsForm, SettleForm, UnmaskForm
from tracker.households.models import Household, HouseholdConflict
from tracker.households.queries import sent_of
from tracker.households.rules import (
    CARE_LABELS,
    FACT_LABELS,
    MASKS,
    ORIGIN_LABELS,
    Verdict,
    shown,
    told,
)
from tracker.people.queries import names_of as people_names
from tracker.problems import queries as problems
from tracker.problems.rules import LABELS, STATUS_TAGS
from tracker.township.queries import group_word
from tracker.township.queries import names_of as unit_names
from tracker.visits import queries
from tracker.visits.rules import KIND_LABELS
from tracker.visits.views.frame import View, bp, page_of
from tracker.web.forms import choices
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can, moment
from tracker.web.pages import record_page, render, text_arg, to

MOST_FOUND = 20

record_page("household_conflict", lambda conflict_id: url_for("visits.conflict", conflict_id=conflict_id))


@bp.get("/contacts/households")
@page("household.list")
def households() -> View:
    village, text, care, after = (text_arg(name) for name in ("village", "q", "care", "after"))
    found = roll.found(current_actor, village=village, text=text, care=care, after=after)
    return render(
        "visits/households.html", rows=found.rows, count=found.count, most=roll.COUNT_UP_TO, village=village,
        text=text, care=care, villages=queries.places(current_actor), cares=CARE_LABELS,
        care_choices=choices(CARE_LABELS), word=group_word(), page=page_of(found, after),
        units=unit_names({row.village_code for row in found.rows}),
        people=people_names(row.assignee_id for row in found.rows),
        open_conflicts=_called(roll.open_conflicts(current_actor)) if can("household.settle") else [],
    )


def _called(conflicts: Sequence[HouseholdConflict]) -> list[tuple[str, str]]:
    """(words, address) of what waits for a decision."""
    units = unit_names({one.household.village_code for one in conflicts})
    return [
        (
            f"{roll.label_of(one.household, units.get(one.household.village_code, ''))} "
            f"{_(FACT_LABELS[one.field])}",
            url_for("visits.conflict", conflict_id=one.id),
        )
        for one in conflicts
    ]


@bp.get("/contacts/find")
@page("household.view")
def find() -> Response:
    """For the place of a visit: what somebody types leads to households, as [{value, label}]; masked."""
    rows = roll.find(current_actor, "household.view", text_arg("q"), MOST_FOUND)
    units = unit_names({row.village_code for row in rows})
    return jsonify([
        {"value": f"h{row.id}", "label": roll.label_of(row, units.get(row.village_code, ""))} for row in rows
    ])


@bp.get("/contacts/households/<int:household_id>")
@page("household.view")
def household(household_id: int) -> View:
    """Masked; the full name, phone and address stand on the page of unmask() only, once."""
    household = roll.household(current_actor, "household.view", household_id)
    changes = roll.history(household.id)
    people = people_names([household.assignee_id, *(one.author_id for one in changes)])
    return render(
        "visits/household.html", household=household, cares=CARE_LABELS, mask_address=mask_address,
        kinds=KIND_LABELS, changes=[_step(one, people) for one in changes],
        units=unit_names({household.village_code}), statuses=LABELS, tags=STATUS_TAGS,
        people=people,
        visits=queries.rows_of(current_actor, queries.visits_to(current_actor, household.id)),
        problems=problems.of_household(current_actor, household.id),
        open_conflicts=_called(roll.open_conflicts(current_actor, household.id)),
    )


def _step(change: roll.Change, people: Mapping[int | None, str]) -> dict[str, str]:
    """One change for the timeline: 电话 138****5678 → 139****2222, who, when, from where."""
    said = [
        f"{_(FACT_LABELS[name])} {shown(name, before) or _('（空）')} → {shown(name, after) or _('（空）')}"
        for name, (before, after) in change.facts.items()
    ]
    return {
        "what": "；".join(said), "when": moment(change.at),
        "who": f"{people.get(change.author_id) or _('系统')}，{_(ORIGIN_LABELS[change.origin])}",
    }


@bp.route("/contacts/households/<int:household_id>/unmask", methods=["GET", "POST"])
@page("household.unmask")
def unmask(household_id: int) -> View:
    """A reason, an entry in the audit log, then the full text on the answer itself."""
    household = roll.household(current_actor, "household.unmask", household_id)
    form = UnmaskForm(record=household)
    is_shown = form.sent_well()
    if is_shown:
        deeds.unmask(current_actor, household, reason=form.reason.data)
    return render(
        "visits/unmask.html", form=form, household=household, is_shown=is_shown, name=_name(household)
    )


@bp.route("/contacts/households/<int:household_id>/edit", methods=["GET", "POST"])
@page("household.edit")
def household_edit(household_id: int) -> View:
    """What lists hide stays hidden: a new answer is written beside the masked one, nothing is looked at."""
    household = roll.household(current_actor, "household.edit", household_id)
    form, word = FactsForm(
        record=household, people=str(household.people_count or ""),
        cares=[care.value for care in household.cares],
    ), group_word()
    form.group_name.label.text = word
    if form.sent_well():
        try:
            fresh = deeds.edit(current_actor, household, form.facts(word))
        except RuleBroken as broken:
            form.show(broken)
        else:
            names = "、".join(_(FACT_LABELS[name]) for name in FACT_LABELS if name in fresh)
            flash(_("改好了：%(names)s", names=names) if names else _("没有改动"), "success")
            return to("visits.household", household_id=household.id)
    return render(
        "visits/household_edit.html", form=form, household=household, name=_name(household),
        mask_address=mask_address,
    )


@bp.route("/contacts/conflicts/<int:conflict_id>", methods=["GET", "POST"])
@page("household.settle")
def conflict(conflict_id: int) -> View:
    """Two values of one fact, side by side, with who said each and when; a person decides."""
    found = roll.conflict(current_actor, "household.settle", conflict_id)
    form, said = SettleForm(record=found), _said(found)
    form.verdict.choices = [
        (Verdict.KEPT, _("现在存着的：%(value)s", value=said[Verdict.KEPT])),
        (Verdict.SENT, _("手机传来的：%(value)s", value=said[Verdict.SENT])),
    ]
    if form.sent_well():
        try:
            deeds.settle(current_actor, found, form.verdict.data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("定下来了"), "success")
            return to("visits.household", household_id=found.household_id)
    return render(
        "visits/conflict.html", form=form, conflict=found, said=said, name=_name(found.household),
        label=_(FACT_LABELS[found.field]), standing=roll.standing_of(found.household, found.field),
        people=_people(found), origins=ORIGIN_LABELS, may_look=found.field in MASKS,
    )


@bp.route("/contacts/conflicts/<int:conflict_id>/look", methods=["GET", "POST"])
@page("household.settle")
def conflict_look(conflict_id: int) -> View:
    """The two values in full, after a reason; the look is in the audit log as any other."""
    found = roll.conflict(current_actor, "household.settle", conflict_id)
    form = UnmaskForm(record=found.household)
    is_shown = form.sent_well()
    if is_shown:
        deeds.unmask(current_actor, found.household, reason=form.reason.data)
    return render(
        "visits/conflict_look.html", form=form, conflict=found, is_shown=is_shown,
        name=_name(found.household), label=_(FACT_LABELS[found.field]),
        kept=told(found.field, getattr(found.household, found.field)), sent=told(found.field, sent_of(found)),
    )


def _said(found: HouseholdConflict) -> dict[Verdict, str]:
    """Both values as lists show them; where the hidden part makes the difference, that is said."""
    kept, sent = shown(found.field, getattr(found.household, found.field)), shown(found.field, sent_of(found))
    if kept == sent and kept:
        sent = _("%(value)s（和现在的不一样，不同的几位没有显示）", value=sent)
    return {Verdict.KEPT: kept or _("（没有）"), Verdict.SENT: sent or _("（没有）")}


def _people(found: HouseholdConflict) -> dict[int | None, str]:
    standing = roll.standing_of(found.household, found.field)
    return people_names([standing.author_id, found.author_id, found.decided_by])


def _name(household: Household) -> str:
    """石门村 第一组 012 户, without the name of anybody."""
    village = unit_names({household.village_code}).get(household.village_code, "")
    number = _("%(n)s 户", n=f"{household.number:03d}")
    return " ".join(part for part in (village, household.group_name, number) if part)
