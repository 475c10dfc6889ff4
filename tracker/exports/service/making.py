"""Making the file that was ordered (做出文件): at once or by the worker; forms by the room above."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.book.write import write
from tracker.excel.report import SheetHead, column_keys, file_name
from tracker.exports import queries, rules
from tracker.exports.models import Export
from tracker.exports.rules import Status
from tracker.exports.service.register import fail, finish, new_export, number_it, take
from tracker.exports.service.wanted import Wanted, counted, permitted, wanted_of
from tracker.jobs.service import Kind
from tracker.jobs.service import order as order_job
from tracker.store import files
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.jobs import Run
from tracker.township.queries import town_name

JOB = "export"


@dataclass(frozen=True)
class Maker:
    """How files of one kind of source are made: reports here, forms in the room above. What `is_long` goes
    to the worker, as a job of the kind `job`."""

    job: str
    is_long: Callable[[Actor, Export], bool]
    make: Callable[[Actor, Export, Run | None], None]


_makers: dict[str, Maker] = {}


def use_maker(prefix: str, maker: Maker) -> None:
    """Hang in whoever makes the files of sources called `prefix:…` when the application is made."""
    _makers[prefix] = maker


def _maker_of(export: Export) -> Maker:
    return _makers.get(export.source.partition(":")[0], REPORT_MAKER)


def order(actor: Actor, wanted: Wanted, purpose: str = "", *, by_worker: bool = True) -> Export:
    """Ask for a file. It waits for a second person when unmasked; `by_worker`: a long one is a job.

    RuleBroken (field "purpose") when it needs a purpose and has none.
    """
    permitted(actor, wanted)
    rows = counted(actor, wanted)
    is_unmasked = wanted.choice.is_unmasked
    if rules.needs_purpose(rows, is_unmasked=is_unmasked):
        rules.check_purpose(purpose)
    export = new_export(
        actor, wanted.report.name, wanted.report.title, wanted.period.caption, wanted.plain(), purpose,
        is_unmasked=is_unmasked,
    )
    with action(actor, "export.order") as act:
        number_it(act, export)
        if by_worker and export.status is Status.ORDERED and rows > rules.JOB_ROWS:
            to_worker(act, export)
    return export


def to_worker(act: Act, export: Export) -> None:
    """Step: the worker makes the file."""
    db.session.flush()
    title = _("{title}（{caption}）").format(title=export.title, caption=export.caption)
    export.job_id = order_job(act, _maker_of(export).job, title, {"record": ["export", export.id]}).id


def start(actor: Actor, export: Export) -> None:
    """Make the file that was ordered or agreed to: at once, or by the worker when it is long."""
    if export.status is not Status.ORDERED or export.job_id:
        raise RuleBroken(_("当前状态不能“{button}”"), button=_("做出文件"))
    if export.choice["post"] != actor.post_id:  # in another post the same choice may hold other rows
        raise RuleBroken(_("请先换到申请这份文件时的岗位，再做出文件"))
    _check_agreed(export)
    if _maker_of(export).is_long(actor, export):
        with action(actor, "export.make", export) as act:
            to_worker(act, export)
    else:
        make(actor, export)


def make(actor: Actor, export: Export, run: Run | None = None) -> None:
    """Write the file and say so in one act; twice changes nothing. RuleBroken when it cannot be made."""
    if export.status is not Status.MADE:
        _check_agreed(export)
        _maker_of(export).make(actor, export, run)


def _check_agreed(export: Export) -> None:
    """Also before a job is done once more: a yes holds for a day."""
    if export.decided_at and clock.now() - export.decided_at > rules.AGREED_FOR:
        raise RuleBroken(_("同意已经过了 24 小时，请重新申请"))


def _is_long(actor: Actor, export: Export) -> bool:
    return counted(actor, wanted_of(export)) > rules.JOB_ROWS


def _make_report(actor: Actor, export: Export, run: Run | None) -> None:
    wanted = wanted_of(export)
    permitted(actor, wanted)
    split = next((one for one in wanted.report.all_splits if one.title == wanted.choice.split), None)
    with files.making(files.RESULTS, ".xlsx") as place:
        rows = write(
            place, wanted.shaped, wanted.report.rows(actor, wanted.period), head_of(actor, wanted, export),
            progress=_told(actor, wanted, run) if run else None, split=split or False,
        )
        finish(actor, export, place.name, rows, _file_name(actor, wanted), run)


def _told(actor: Actor, wanted: Wanted, run: Run) -> Callable[[int], None]:
    """Where the writer tells its rows: with how many there will be, where the report knows."""
    count = wanted.report.count
    run.progress(0, count(actor, wanted.period) if count else None)
    return run.progress


REPORT_MAKER = Maker(JOB, _is_long, _make_report)


def export_to(actor: Actor, wanted: Wanted, target: Path, purpose: str) -> int:
    """The same file by command, laid where the caretaker wants it; answers its rows."""
    export = order(actor, wanted, purpose, by_worker=False)
    if export.status is Status.WAITING:
        raise RuleBroken(_("不遮住个人信息的文件要由另一个人在网页上同意，命令行不能导出"))
    make(actor, export)
    shutil.copyfile(take(actor, export), target)
    return export.row_count or 0


def head_of(actor: Actor, wanted: Wanted, export: Export) -> SheetHead:
    """What only the moment of making knows."""
    report, period, choice = wanted.report, wanted.period, wanted.choice
    filters = [(_("范围"), period.unit_name)] if period.unit else []
    if choice.columns:
        kept = [title for key, title in column_keys(report) if key in choice.columns]
        filters.append((_("只列这些列"), "、".join(kept)))
    return SheetHead(
        unit=town_name(actor.town_code), period=period.caption, made_by=actor.name,
        made_at=clock.local(clock.now()),
        notes=report.notes_of(actor, period) if report.notes_of else (), filters=tuple(filters),
        number=export.number, purpose=export.purpose,
    )


def _file_name(actor: Actor, wanted: Wanted) -> str:
    return file_name(town_name(actor.town_code), wanted.report.title, wanted.period, clock.today())


def _dropped(system: Actor, run: Run, message: str) -> None:
    """The job came to nothing: so did the order. The same job done once more still can make the file."""
    export = queries.export_of_job(system, run.args["record"][1])
    if export.status in (Status.ORDERED, Status.FAILED):
        fail(system, export, message)


def job_kind(name: str, said: str) -> Kind:
    """The job that makes the file that was ordered; `said`: what its page ends with, {n} rows or forms."""

    def work(actor: Actor, run: Run) -> str:
        export = queries.export_of_job(actor, run.args["record"][1])
        make(actor, export, run)
        return said.format(n=export.row_count or 0)

    return Kind(name, work, _dropped)


EXPORT = job_kind(JOB, _("做好了，共 {n:,} 行"))
