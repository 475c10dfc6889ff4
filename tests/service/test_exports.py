"""Files that leave the house (导出): number, purpose, second person, fingerprint; long ones by the worker."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from factories import TOWN, VILLAGE, make_actor
from factories_visits import make_household, make_visit
from openpyxl import load_workbook

from tracker.domain import clock
from tracker.domain.errors import Forbidden, NotFound, RuleBroken
from tracker.domain.roles import Role
from tracker.excel.report import Period
from tracker.exports import queries, rules, service
from tracker.exports.models import Export
from tracker.exports.offered import ALL, REPORTS
from tracker.exports.rules import Choice, Status
from tracker.exports.service import Wanted, making
from tracker.jobs import service as jobs
from tracker.jobs.service import look_after
from tracker.store import files
from tracker.store.audit import AuditEntry
from tracker.store.jobs import Job

EVER = Period()
LEDGER = REPORTS["visit-ledger"]


def wanted(report=LEDGER, period=EVER, **choice):
    return Wanted(report, period, Choice(**choice))


@pytest.fixture
def visits(db):
    cadre = make_actor(Role.CADRE, name="李明")
    return [make_visit(cadre, make_household(name=name)) for name in ("欧阳修文", "王秀英", "李桂兰")]


def book(export):
    return load_workbook(files.path_of(files.RESULTS, export.file))


def test_a_file_carries_number_person_hour_and_purpose_and_the_audit_its_fingerprint(db, visits):
    head = make_actor(Role.HEAD, name="赵局")
    export = service.order(head, wanted(), "报县里汇总")
    service.make(head, export)

    assert export.number == f"导出-{clock.today().year}-000001" and export.status is Status.MADE
    place = service.take(head, export)
    assert hashlib.sha256(place.read_bytes()).hexdigest() == export.sha256
    for sheet in book(export).worksheets:
        marks = " ".join(str(part.text) for part in (
            sheet.oddHeader.left, sheet.oddHeader.center, sheet.oddHeader.right,
            sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right))
        assert all(one in marks for one in (export.number, "赵局", "报县里汇总", "内部资料", "&P", "&N"))
    properties = book(export).properties
    assert properties.creator == "赵局" and export.number in (properties.keywords or "")
    entry = db.session.query(AuditEntry).filter_by(action="export.make").one()
    assert entry.changes["sha256"][1] == export.sha256 and entry.changes["row_count"][1] == 3
    assert db.session.query(AuditEntry).filter_by(action="export.take").count() == 1


def test_numbers_have_no_gap_and_no_double(db, visits):
    head = make_actor(Role.HEAD)
    numbers = [service.order(head, wanted()).number for _n in range(3)]
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]


def test_many_rows_need_a_purpose(db, visits, monkeypatch):
    monkeypatch.setattr(rules, "FEW_ROWS", 2)
    head = make_actor(Role.HEAD)
    with pytest.raises(RuleBroken, match="做什么用") as broken:
        service.order(head, wanted(), " 用 ")
    assert broken.value.field == "purpose"
    assert db.session.query(Export).count() == 0, "nothing is half ordered"
    assert service.order(head, wanted(), "报县里汇总").status is Status.ORDERED


def test_unmasked_names_wait_for_a_second_person(db, visits):
    head, deputy = make_actor(Role.HEAD), make_actor(Role.DEPUTY)
    export = service.order(head, wanted(is_unmasked=True), "重阳节慰问名单")
    assert export.status is Status.WAITING
    with pytest.raises(RuleBroken, match="不能"):
        service.start(head, export)
    with pytest.raises(RuleBroken, match="另一个人"):
        service.approve(head, export)

    service.approve(deputy, queries.waiting_for(deputy)[0])
    service.start(head, export)

    texts = {str(cell) for row in book(export).worksheets[0].values for cell in row}
    assert "欧阳修文" in texts and export.status is Status.MADE


def test_masked_names_stay_masked(db, visits):
    head = make_actor(Role.HEAD)
    export = service.order(head, wanted())
    service.make(head, export)
    texts = " ".join(str(cell) for sheet in book(export) for row in sheet.values for cell in row)
    assert "欧阳修文" not in texts and "欧阳" in texts


def test_what_the_second_person_refuses_is_never_made(db, visits):
    head, deputy = make_actor(Role.HEAD), make_actor(Role.DEPUTY)
    export = service.order(head, wanted(is_unmasked=True), "重阳节慰问名单")
    service.refuse(deputy, export, reason="用不着姓名")
    assert export.status is Status.REFUSED and export.refusal == "用不着姓名"
    with pytest.raises(RuleBroken):
        service.start(head, export)


def test_a_yes_holds_for_a_day(db, visits):
    head, deputy = make_actor(Role.HEAD), make_actor(Role.DEPUTY)
    with time_machine.travel("2026-11-20T02:00:00Z", tick=False):
        export = service.order(head, wanted(is_unmasked=True), "重阳节慰问名单")
        service.approve(deputy, export)
    with time_machine.travel("2026-11-21T02:00:01Z", tick=False), pytest.raises(RuleBroken, match="24 小时"):
        service.start(head, export)


def test_a_yes_is_for_the_post_in_which_it_was_asked_for(db, visits):
    head, deputy = make_actor(Role.HEAD), make_actor(Role.DEPUTY)
    export = service.order(head, wanted(is_unmasked=True), "重阳节慰问名单")
    service.approve(deputy, export)
    with pytest.raises(RuleBroken, match="岗位"):
        service.start(replace(head, post_id=head.post_id + 1), export)


def test_a_job_that_failed_makes_the_file_when_it_is_done_once_more(db, visits, monkeypatch):
    def breaks(*_given, **_more):
        (files.folder(files.RESULTS) / "half").touch()
        raise OSError("no space left")

    monkeypatch.setattr(rules, "JOB_ROWS", 2)
    head, before = make_actor(Role.HEAD), set(files.folder(files.RESULTS).iterdir())
    with monkeypatch.context() as broken:
        broken.setattr(making, "write", breaks)
        export = service.order(head, wanted(), "报县里汇总")
    db.session.refresh(export)
    assert export.status is Status.FAILED and "程序出错" in export.refusal
    (files.folder(files.RESULTS) / "half").unlink()
    assert set(files.folder(files.RESULTS).iterdir()) == before, "nothing half is left behind"

    jobs.again(head, db.session.get(Job, export.job_id))
    db.session.refresh(export)
    assert export.status is Status.MADE and export.row_count == 3 and not export.refusal


def test_a_yes_of_yesterday_does_not_hold_for_a_job_done_once_more(db, visits):
    head, deputy = make_actor(Role.HEAD), make_actor(Role.DEPUTY)
    with time_machine.travel("2026-11-20T02:00:00Z", tick=False):
        export = service.order(head, wanted(is_unmasked=True), "重阳节慰问名单")
        service.approve(deputy, export)
    with time_machine.travel("2026-11-21T02:00:01Z", tick=False), pytest.raises(RuleBroken, match="24 小时"):
        service.make(head, export)


def test_the_audit_log_names_neither_persons_nor_files(db, visits):
    head = make_actor(Role.HEAD)
    export = service.order(head, wanted())
    service.make(head, export)
    entries = db.session.query(AuditEntry).filter(AuditEntry.kind == "export").all()
    written = [set(entry.changes) for entry in entries]
    assert entries and not any(one & {"caption", "download_name"} for one in written)


def test_who_may_not_have_the_report_gets_no_order_either(db, visits):
    window = make_actor(Role.WINDOW)
    with pytest.raises(Forbidden):
        service.order(window, wanted())
    assert db.session.query(AuditEntry).filter_by(action="visit.report", result="denied").count() == 1
    cadre = make_actor(Role.COUNTY)
    with pytest.raises(Forbidden):
        service.order(cadre, wanted(is_unmasked=True), "看看名单")


def test_nobody_takes_the_file_of_another(db, visits):
    head, deputy = make_actor(Role.HEAD), make_actor(Role.DEPUTY)
    export = service.order(head, wanted())
    service.make(head, export)
    with pytest.raises(NotFound):
        queries.export_of(deputy, export.id, "export.take")


def test_long_files_are_made_by_the_worker_to_one_result(db, visits, monkeypatch):
    monkeypatch.setattr(rules, "JOB_ROWS", 2)
    head = make_actor(Role.HEAD)
    export = service.order(head, wanted(), "报县里汇总")
    db.session.refresh(export)
    job = db.session.get(Job, export.job_id)
    assert export.status is Status.MADE and export.row_count == 3 and job.message == "做好了，共 3 行"
    assert (job.done, job.total) == (3, 3), "the page can say how far it is"
    service.make(head, export)
    assert db.session.query(AuditEntry).filter_by(action="export.make").count() == 1


def test_only_the_chosen_columns_leave_the_house(db, visits):
    head = make_actor(Role.HEAD)
    export = service.order(head, wanted(columns=("visited_on", "cadre")))
    service.make(head, export)
    rows = list(book(export).worksheets[0].values)
    headings = next(row for row in rows if row[0] == "序号")
    assert [cell for cell in headings if cell] == ["序号", "走访日期", "联系干部"]
    told = " ".join(str(cell) for row in book(export)["说明"].values for cell in row)
    assert "走访日期" in told, "说明 tells which columns were chosen"


def test_the_scope_narrows_the_rows(db, visits):
    head = make_actor(Role.HEAD)
    assert service.counted(head, wanted()) == 3
    assert service.counted(head, wanted(period=Period(unit=VILLAGE))) == 3
    assert service.counted(head, wanted(period=Period(unit=TOWN + "202"))) == 0


def test_an_order_reads_back_as_it_was_given(db, visits):
    head = make_actor(Role.HEAD)
    asked = wanted(period=Period(date(2026, 1, 1), date(2026, 3, 31), unit=VILLAGE, unit_name="石门村"),
                   columns=("cadre",))
    export = service.order(head, asked)
    assert service.wanted_of(export) == asked


@pytest.mark.parametrize("report", ALL, ids=lambda report: report.name)
def test_every_report_is_made_by_everybody_who_may_have_it(db, report):
    from tracker.domain.policy import POLICY

    for role in POLICY[report.action]:
        actor = make_actor(role)
        export = service.order(actor, wanted(report))
        service.make(actor, export)
        assert export.row_count is not None and book(export).sheetnames[-1] == "说明"


def test_files_go_after_a_day(db, visits):
    import os

    head = make_actor(Role.HEAD)
    export = service.order(head, wanted())
    service.make(head, export)
    place = service.take(head, export)
    look_after()
    assert place.exists()
    old = clock.real_seconds() - files.KEPT.total_seconds() - 1
    os.utime(place, (old, old))
    look_after()
    assert not place.exists()
    with pytest.raises(NotFound):
        service.take(head, export)
