"""表样: the list, handing in a form, matching its marks, the sample, its versions."""

from collections.abc import Callable

from flask import flash, url_for
from flask_babel import gettext as _

from tracker.blanks import queries, service
from tracker.blanks.forms import Choices, RenameForm, UploadForm, UseForm, field_choice, mark_form
from tracker.blanks.models import Blank
from tracker.blanks.rules import SHIPPED, UnfitForm
from tracker.blanks.service import Upload
from tracker.blanks.sources import ALL, SOURCES, may_fill
from tracker.blanks.views.frame import View, bp, version_page
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.excel.form.rendered import rendered
from tracker.excel.form.source import Source
from tracker.people.queries import names_of
from tracker.web.forms import HouseForm, PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import id_arg, record_page, render, text_arg, to, workbook

record_page("blank", lambda blank_id: url_for("blanks.detail", key=blank_id))
record_page("blank_version", version_page)
record_page("blank_draft", lambda draft_id: url_for("blanks.match", draft_id=draft_id))


@bp.get("/blanks")
@page("blank.list")
def index() -> View:
    edits = can("blank.edit")
    forms = [
        (form, may_fill(current_actor, form.source), SOURCES[form.source].title)
        for form in queries.forms_of(current_actor)
        if edits or may_fill(current_actor, form.source)
    ]
    return render(
        "blanks/index.html", forms=forms, stopped=queries.stopped(current_actor) if edits else [],
        press=PressForm(),
    )


@bp.route("/blanks/new", methods=["GET", "POST"])
@page("blank.edit")
def new() -> View:
    """A new form, the town's version of one of ours, or a new version of one of the town's."""
    shipped, blank = SHIPPED.get(text_arg("shipped")), _blank_arg()
    known = blank or shipped
    form = UploadForm(title=_(known.title) if known else "")
    mine = [one for one in ALL if may_fill(current_actor, one.name)]
    form.source.choices = [("", _("（还没选）")), *((one.name, _(one.title)) for one in mine)]
    if known:
        del form.source
    problems: tuple[tuple[str, str], ...] = ()
    if form.sent_well():
        try:
            draft = service.hand_in(
                current_actor, _upload(form, known.source if known else ""),
                shipped=shipped.name if shipped else "", blank=blank,
            )
        except UnfitForm as unfit:
            problems = unfit.problems
            form.show(unfit)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return to("blanks.match", draft_id=draft.id)
    sources = [SOURCES[known.source]] if known else mine
    return render(
        "blanks/new.html", form=form, problems=problems, sources=sources, known=known,
        names={one.name: names_in(one) for one in sources},
    )


def _blank_arg() -> Blank | None:
    blank_id = id_arg("blank")
    return queries.blank_of(current_actor, blank_id) if blank_id else None


def _upload(form: UploadForm, source: str) -> Upload:
    return Upload(
        title=form.title.data or "", source=source or form.source.data, data=form.file.data.read(),
        file_name=form.file.data.filename or "", note=form.note.data or "",
    )


def names_in(source: Source) -> list[tuple[str, list[str]]]:
    """The marks a form may hold, as they are written: those of the form, then those of each list."""
    single = ["{" + field.name + "}" for field in source.fields]
    lists = [
        (_("列表：%(name)s", name=one.name), ["{" + f"{one.name}.{field.name}" + "}" for field in one.fields])
        for one in source.lists
    ]
    return [(_("每份一个"), single), *lists]


@bp.route("/blanks/drafts/<int:draft_id>", methods=["GET", "POST"])
@page("blank.edit")
def match(draft_id: int) -> View:
    """Each mark of the form, and the field it is filled with."""
    draft = queries.draft_of(current_actor, draft_id)
    if draft.version_id:
        return to("blanks.detail", key=draft.blank_id or queries.blank_id_of(draft.version_id))
    reading = service.read_draft(draft)
    form = mark_form(reading.questions, *_fields_of(reading.source), record=draft)
    if form.sent_well():
        chosen = {one.mark: form[f"m{n}"].data or "" for n, one in enumerate(reading.questions)}
        try:
            service.map_marks(current_actor, draft, chosen)
        except RuleBroken as broken:
            form.show(broken)
        else:
            return to("blanks.sample", draft_id=draft.id)
    return render("blanks/match.html", form=form, draft=draft, reading=reading)


def _fields_of(source: Source) -> tuple[Choices, Choices]:
    """The fields to choose from: for marks of the form, and for marks of a list."""
    blank = field_choice("", _("留空，用笔填"))
    single = [field_choice(one.name, _(one.name)) for one in source.fields]
    listed = [
        field_choice(f"{one.name}.{field.name}", _(field.name), _(one.name))
        for one in source.lists for field in one.fields
    ]
    return [blank, *single], [blank, *listed]


@bp.route("/blanks/drafts/<int:draft_id>/sample", methods=["GET", "POST"])
@page("blank.edit")
def sample(draft_id: int) -> View:
    """The form filled for the first record, to be looked at before anybody uses it."""
    draft = queries.draft_of(current_actor, draft_id)
    if draft.version_id or not draft.is_mapped:
        return to("blanks.match", draft_id=draft_id)
    form = PressForm(record=draft)
    if form.sent_well():
        try:
            blank = service.take_into_use(current_actor, draft)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("启用了，从现在起填的都用这一版"), "success")
            return to("blanks.detail", key=blank.id)
    filled = service.sample(current_actor, draft)
    return render(
        "blanks/sample.html", form=form, draft=draft, sample=filled, sheets=rendered(filled.data),
        left=[mark for mark, field in draft.mapping.items() if not field],
    )


@bp.get("/blanks/drafts/<int:draft_id>/file")
@page("blank.edit")
def sample_file(draft_id: int) -> View:
    draft = queries.draft_of(current_actor, draft_id)
    if draft.version_id or not draft.is_mapped:
        return to("blanks.match", draft_id=draft_id)
    return workbook(service.sample(current_actor, draft).data, _("%(title)s（样张）.xlsx", title=draft.title))


@bp.get("/blanks/<key>")
@page("blank.list")
def detail(key: str) -> View:
    """One form with all its versions."""
    form = queries.form_of(current_actor, key)
    versions = queries.versions_of(form.blank) if form.blank else []
    return render(
        "blanks/detail.html", one=form, versions=versions, source=SOURCES[form.source],
        fills=may_fill(current_actor, form.source) and _is_offered(form.blank), press=PressForm(),
        names=names_of({version.author_id for version in versions}),
    )


def _is_offered(blank: Blank | None) -> bool:
    return blank is None or blank.is_active


@bp.get("/blanks/<key>/file")
@page("blank.list")
def file(key: str) -> View:
    """The form in use, still blank."""
    form = queries.form_of(current_actor, key)
    return workbook(queries.data_of(form), _("%(title)s（空白）.xlsx", title=_(form.title)))


@bp.get("/blanks/<key>/original")
@page("blank.list")
def original(key: str) -> View:
    """The form of ours, whatever the town uses in its place."""
    if key not in SHIPPED:
        raise NotFound(key)
    shipped = SHIPPED[key]
    return workbook(
        queries.shipped_file(shipped), _("%(title)s（自带的空白表）.xlsx", title=_(shipped.title))
    )


@bp.get("/blanks/versions/<int:version_id>/file")
@page("blank.list")
def version_file(version_id: int) -> View:
    version = queries.version_of(current_actor, version_id)
    name = _("%(title)s（第 %(n)s 版）.xlsx", title=version.blank.title, n=version.number)
    return workbook(version.file, name)


@bp.post("/blanks/<int:blank_id>/use")
@page("blank.edit")
def use(blank_id: int) -> View:
    """Go back to another version; 0: the form of ours."""
    blank = queries.blank_of(current_actor, blank_id)
    form = UseForm(record=blank)
    if form.sent_well():
        service.use_version(current_actor, blank, form.number.data)
        flash(_("换好了，从现在起填的都用这一版；别的版本都还在"), "success")
    return to("blanks.detail", key=blank_id)


@bp.post("/blanks/<int:blank_id>/stop")
@page("blank.edit")
def stop(blank_id: int) -> View:
    return _press(blank_id, service.stop, _("停用了，随时可以恢复"))


@bp.post("/blanks/<int:blank_id>/resume")
@page("blank.edit")
def resume(blank_id: int) -> View:
    return _press(blank_id, service.resume, _("恢复了"))


def _press(blank_id: int, deed: Callable[[Actor, Blank], None], said: str) -> View:
    blank = queries.blank_of(current_actor, blank_id)
    if PressForm(record=blank).sent_well():
        deed(current_actor, blank)
        flash(said, "success")
    return to("blanks.detail", key=blank_id)


@bp.route("/blanks/<int:blank_id>/rename", methods=["GET", "POST"])
@page("blank.edit")
def rename(blank_id: int) -> View:
    blank = queries.blank_of(current_actor, blank_id)
    form: HouseForm = RenameForm(record=blank)
    if form.sent_well():
        try:
            service.rename(current_actor, blank, title=form["title"].data)
        except RuleBroken as broken:
            form.show(broken)
        else:
            flash(_("改好了"), "success")
            return to("blanks.detail", key=blank_id)
    return render("blanks/rename.html", form=form, blank=blank)
