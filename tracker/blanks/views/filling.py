"""填写表样: choose whom, say what for where it is needed, take the file from the register of exports."""

from collections.abc import Sequence

from flask_babel import gettext as _

from tracker.blanks import queries, service
from tracker.blanks.forms import FillForm
from tracker.blanks.models import Form
from tracker.blanks.rules import BUNDLE_LABELS, FEW_SUBJECTS, MOST_AT_ONCE, MOST_LISTED, Bundle
from tracker.blanks.service import Wanted
from tracker.blanks.sources import SOURCES, may_fill
from tracker.blanks.views.frame import View, bp
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.policy import may_come
from tracker.excel.form.source import Source, Subject
from tracker.exports.forms import PurposeForm
from tracker.exports.rules import Status
from tracker.township.queries import place_choices
from tracker.web.guard import current_actor, page
from tracker.web.pages import id_arg, render, text_arg, to

FEW_EXTRA = 20
"""Chosen ones that the list does not show are looked up one by one, up to here."""


def _fillable(key: str) -> Form:
    form = queries.form_of(current_actor, key)
    if not may_fill(current_actor, form.source) or (form.blank and not form.blank.is_active):
        raise NotFound(key)
    return form


def _may_unmask(source: Source) -> bool:
    return bool(source.unmask) and source.has_masks and may_come(current_actor, source.unmask)


@bp.route("/blanks/<key>/fill", methods=["GET", "POST"])
@page("blank.list")
def fill(key: str) -> View:
    """One record is made straight away where nobody has to be asked; else the purpose comes next."""
    one = _fillable(key)
    source = SOURCES[one.source]
    units = place_choices(current_actor.town_code)
    unit = text_arg("unit") if text_arg("unit") in dict(units) else ""
    found = source.subjects(current_actor, unit, MOST_LISTED + 1)
    chosen = id_arg("record")
    groups = list(dict.fromkeys(sub.group for sub in found))
    group = text_arg("group") if text_arg("group") in groups else next(iter(groups), "")
    listed = [sub for sub in found[:MOST_LISTED] if sub.group == group and chosen is None]
    form = FillForm(who=_ticked(listed, chosen))
    subjects = [*_besides(source, listed, form), *listed]
    form.offer([(str(sub.id), _label(sub)) for sub in subjects], may_unmask=_may_unmask(source))
    if form.sent_well():
        wanted = Wanted(one, form.ids, Bundle(form.bundle.data), form.is_unmasked)
        try:
            return _made(key, wanted)
        except RuleBroken as broken:
            form.show(broken)
    return render(
        "blanks/fill.html", form=form, one=one, source=source, is_cut=len(found) > MOST_LISTED,
        most=MOST_LISTED, few=FEW_SUBJECTS, unit=unit, all=text_arg("all"), is_one=chosen is not None,
        units=units if unit or len({sub.unit for sub in listed}) > 1 else [], subjects=subjects,
        groups=[(name, name) for name in groups] if len(groups) > 1 else [], group=group,
    )


def _ticked(listed: Sequence[Subject], chosen: int | None) -> list[str]:
    if chosen is not None:
        return [str(chosen)]
    return [str(sub.id) for sub in listed] if text_arg("all") else []


def _besides(source: Source, listed: Sequence[Subject], form: FillForm) -> list[Subject]:
    """Who was chosen elsewhere and does not stand in the list."""
    known = {sub.id for sub in listed}
    found = []
    for one_id in [one_id for one_id in form.ids if one_id not in known][:FEW_EXTRA]:
        records = source.records(current_actor, [one_id])
        found += [Subject(one_id, source.title_of(record)) for record in records]
    return found


def _label(subject: Subject) -> str:
    return f"{subject.title}　{subject.unit}" if subject.unit else subject.title


def _made(key: str, wanted: Wanted) -> View:
    """The file, or the page that asks what it is for."""
    if wanted.needs_purpose(len(wanted.ids)):
        who = ".".join(str(one_id) for one_id in wanted.ids[: MOST_AT_ONCE + 1])
        return to(
            "blanks.take", key=key, who=who, bundle=wanted.bundle.value,
            unmasked="y" if wanted.is_unmasked else None,
        )
    export = service.fill_now(current_actor, wanted)
    if export.status is Status.MADE:
        return to("exports.file", export_id=export.id)
    return to("exports.detail", export_id=export.id)


@bp.route("/blanks/<key>/take", methods=["GET", "POST"])
@page("blank.list", fresh=True)
def take(key: str) -> View:
    """What forms about several people, or about somebody's person, are for (security.md 2.6)."""
    one = _fillable(key)
    wanted = _wanted(one)
    records = wanted.records(current_actor)
    if not records:
        return to("blanks.fill", key=key)
    form = PurposeForm(purpose=_(wanted.source.purpose))
    if form.sent_well():
        try:
            export = service.fill_now(current_actor, wanted, form.purpose.data or "")
        except RuleBroken as broken:
            form.show(broken)
        else:
            return to("exports.detail", export_id=export.id)
    return render(
        "blanks/take.html", form=form, one=one, wanted=wanted, source=wanted.source, count=len(records),
        titles=[wanted.source.title_of(record) for record in records], few=FEW_SUBJECTS,
        bundle=BUNDLE_LABELS[wanted.bundle],
    )


def _wanted(one: Form) -> Wanted:
    """The choice as it stands in the address; what it says wrongly is as if it were not there."""
    given = text_arg("who", 8 * MOST_AT_ONCE).split(".")
    ids = tuple(int(part) for part in given if part.isascii() and part.isdecimal() and len(part) < 10)
    bundle = text_arg("bundle")
    is_unmasked = text_arg("unmasked") == "y" and _may_unmask(SOURCES[one.source])
    chosen = Bundle(bundle) if bundle in set(Bundle) else Bundle.SHEETS
    return Wanted(one, tuple(dict.fromkeys(ids)), chosen, is_unmasked)
