"""Filling forms (填写表样): ordered through the register of exports, made at once or by the worker."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tracker.blanks import queries, rules
from tracker.blanks.models import Form
from tracker.blanks.rules import PREFIX, Bundle
from tracker.blanks.service.marks import formed
from tracker.blanks.sources import SOURCES, may_fill
from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.form.copies import Progress
from tracker.excel.form.fill import fill, fill_each, scan
from tracker.excel.form.properties import Properties, stamped
from tracker.excel.form.source import Source, Values, field_names, unmasked, values_of
from tracker.excel.period import dated_name
from tracker.exports.models import Export
from tracker.exports.rules import Status, check_purpose
from tracker.exports.service import Maker, finish, job_kind, new_export, number_it, to_worker
from tracker.exports.service import make as make_export
from tracker.store import files
from tracker.store.action import action, note
from tracker.store.jobs import Run
from tracker.township.queries import town_name

JOB = "fill"


@dataclass(frozen=True)
class Wanted:
    """One form as somebody wants it filled: for whom, as sheets or as files, masked or not."""

    form: Form
    ids: tuple[int, ...]
    bundle: Bundle = Bundle.SHEETS
    is_unmasked: bool = False

    @property
    def source(self) -> Source:
        return SOURCES[self.form.source]

    def records(self, actor: Actor) -> Sequence[Any]:
        """Those of them that this actor may see now."""
        return self.source.records(actor, self.ids)

    def is_handed_out(self, count: int) -> bool:
        """One sheet, for the very person it is about."""
        return self.source.handed_out and count == 1

    def needs_purpose(self, count: int) -> bool:
        return rules.needs_purpose(
            count, personal=self.source.personal, handed_out=self.source.handed_out,
            is_unmasked=self.is_unmasked,
        )


def wanted_of(actor: Actor, export: Export) -> Wanted:
    """The order read back, in the version of the form that was ordered."""
    prefix, key, number = export.source.split(":")
    if prefix != PREFIX:
        raise NotFound(export.source)
    form = queries.form_in_version(actor, key, int(number))
    return Wanted(
        form, tuple(export.choice["ids"]), Bundle(export.choice["bundle"]), export.is_unmasked
    )


def permitted(actor: Actor, wanted: Wanted) -> None:
    """Forbidden (noted in the audit log) without the right to these records, or to their unmasked values."""
    source = wanted.source
    may_unmask = not wanted.is_unmasked or bool(source.unmask and may_come(actor, source.unmask))
    if not (may_fill(actor, source.name) and may_unmask):
        note(actor, source.action, None, "denied")
        raise Forbidden(source.action)


def fill_now(actor: Actor, wanted: Wanted, purpose: str = "") -> Export:
    """Order, and make at once what needs neither a second person nor the worker."""
    export = order(actor, wanted, purpose)
    if export.status is Status.ORDERED and not export.job_id:
        make_export(actor, export)
    return export


def order(actor: Actor, wanted: Wanted, purpose: str = "") -> Export:
    """Ask for the filled forms. They wait for a second person when unmasked; many go to the worker.

    RuleBroken (field "who" or "purpose") when nobody is left to fill it for, or a purpose is missing.
    """
    permitted(actor, wanted)
    source, records = wanted.source, wanted.records(actor)
    rules.check_count(len(records))
    if wanted.needs_purpose(len(records)):
        check_purpose(purpose)
    is_handed_out = wanted.is_handed_out(len(records)) and may_come(actor, source.unmask)
    export = new_export(
        actor, wanted.form.export_source, wanted.form.title, _caption(source, records),
        {"ids": list(wanted.ids), "bundle": wanted.bundle.value}, purpose or source.purpose,
        is_unmasked=wanted.is_unmasked or is_handed_out,
    )
    if is_handed_out:
        export.status = Status.ORDERED  # the one who would have to agree to it is the one who takes it home
    with action(actor, "export.order") as act:
        number_it(act, export)
        if export.status is Status.ORDERED and len(records) > rules.FEW_SUBJECTS:
            to_worker(act, export)
    return export


def _caption(source: Source, records: Sequence[Any]) -> str:
    """Whom it is for, as the register may say it: one by name or number, several by their count."""
    if len(records) == 1:
        return source.title_of(records[0])
    return source.counted.format(n=len(records))


def make(actor: Actor, export: Export, run: Run | None = None) -> None:
    """Fill the forms and say so in one act."""
    wanted = wanted_of(actor, export)
    permitted(actor, wanted)
    records = wanted.records(actor)
    rules.check_count(len(records))
    form, source = wanted.form, unmasked(wanted.source) if export.is_unmasked else wanted.source
    data = queries.data_of(form)
    marks = scan(data).marks
    mapping = form.version.mapping if form.version else {name: name for name in field_names(source)}
    people = [values_of(source, record, mapping, formed(marks)) for record in records]
    properties = Properties(
        title=export.title, creator=actor.name, subject=export.purpose, keywords=export.number,
        made_at=clock.now(),
    )
    progress = run.progress if run else None
    with files.making(files.RESULTS, ".zip" if wanted.bundle is Bundle.FILES else ".xlsx") as place:
        if wanted.bundle is Bundle.FILES:
            _files(place, data, people, properties, progress)
        else:
            place.write_bytes(stamped(fill(data, people, progress=progress), properties))
        finish(actor, export, place.name, len(people), _file_name(actor, wanted, export), run)


def _files(
    place: Path, data: bytes, people: Sequence[Values], properties: Properties, progress: Progress | None
) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as archive:
        for stem, filled in fill_each(data, people, progress):
            title = f"{properties.title} {stem}"
            archive.writestr(f"{stem}.xlsx", stamped(filled, replace(properties, title=title)))


def _file_name(actor: Actor, wanted: Wanted, export: Export) -> str:
    """石门镇_年度考核登记表_60 人_20261123.xlsx"""
    ending = ".zip" if wanted.bundle is Bundle.FILES else ".xlsx"
    parts = (town_name(actor.town_code), export.title, export.caption)
    return dated_name(parts, clock.today(), ending)


def _is_long(actor: Actor, export: Export) -> bool:
    return len(wanted_of(actor, export).ids) > rules.FEW_SUBJECTS


MAKER = Maker(JOB, _is_long, make)
FILL = job_kind(JOB, _("做好了，共 {n:,} 份"))
