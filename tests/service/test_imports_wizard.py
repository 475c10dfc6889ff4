"""The wizard's deeds: hand in, match, check on trial, take in, cancel; and what stays in the audit log."""

import io
import json
from datetime import timedelta

import openpyxl
import pytest
import sqlalchemy as sa
import time_machine
from factories import COUNTY, OTHER_TOWN, TOWN, VILLAGE, make_actor, make_town, make_user
from factories_imports import GOOD_ROLL, ODD_ROLL, ROLL, checked, imported, odd, upload, waiting, workbook
from factories_visits import make_household

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.households.models import Household
from tracker.imports import queries, service
from tracker.imports.kinds import IMPORTS, imports_of
from tracker.imports.models import ImportBatch
from tracker.imports.rules import LONGEST, Status
from tracker.imports.service import Findings
from tracker.jobs import service as jobs
from tracker.people.models import User
from tracker.people.queries import actor_of
from tracker.store import files
from tracker.store.action import action
from tracker.store.audit import AuditEntry, verify
from tracker.store.jobs import Cancelled, Job, Run
from tracker.store.jobs import Status as JobStatus
from tracker.store.numbers import Counter


def households(db):
    return db.session.scalars(sa.select(Household).order_by(Household.number)).all()


def actions(db):
    return db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.seq)).all()


def test_a_sheet_with_our_headings_is_checked_at_once_and_nothing_of_it_stays(db):
    batch = checked(make_actor(Role.CLERK), *GOOD_ROLL, ("没有村", "李四", "", "", "", ""))
    assert batch.status is Status.CHECKED
    assert (batch.new_count, batch.skipped_count, batch.wrong_count) == (2, 0, 1)
    assert households(db) == [] and db.session.scalars(sa.select(Counter)).all() == []
    found = Findings.read(batch.findings)
    assert [(one.row, one.column) for one in found.wrong] == [(4, "村")]
    assert [row.row for row in found.rows("new")] == [2, 3]
    assert actions(db)[-3:] == ["import.upload", "job.order", "import.finish_check"]


def test_what_is_checked_comes_in_with_one_audit_entry_for_each_record(db):
    batch = imported(make_actor(Role.CLERK))
    assert batch.status is Status.IMPORTED and batch.imported_at is not None
    assert [one.head_name for one in households(db)] == ["王秀英", "赵铁柱"]
    assert actions(db)[-4:] == ["job.order", "household.import", "household.import", "import.finish"]
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert "findings" not in entry.changes and "journal" not in entry.changes
    assert verify().first_bad is None


def test_findings_and_journal_lie_encrypted(db):
    batch = imported(make_actor(Role.CLERK))
    table = ImportBatch.__table__
    row = db.session.execute(sa.text("SELECT findings, journal FROM import_batch")).one()
    assert "王秀英" in (batch.findings or "") and json.loads(batch.journal or "")
    assert all("王秀英".encode() not in bytes(value) and b"household" not in bytes(value) for value in row)
    assert table.c.findings.info["secret"] and table.c.journal.info["secret"]


def test_the_check_says_what_the_import_then_does(db):
    """Also where rows of one sheet meet each other."""
    make_household(name="老住户", phone="13900000001")
    rows = [
        ("石门村", "老住户", "", "13900000001", "新地址", ""), ("石门村", "新住户", "2组", "", "", ""),
        *[("石门村", "新住户", "2组", "13700000001", "", "")] * 2,
        (VILLAGE, "无名", "2组", "123", "", ""),
    ]
    clerk = make_actor(Role.CLERK)
    batch = checked(clerk, *rows)
    tried = (batch.new_count, batch.updated_count, batch.skipped_count, batch.wrong_count)
    assert tried == (1, 2, 1, 1)
    service.take(clerk, batch)
    assert (batch.new_count, batch.updated_count, batch.skipped_count, batch.wrong_count) == tried


@pytest.mark.parametrize(
    ("kind", "role", "headings", "rows", "expected"),
    [
        ("units", Role.SYSADMIN, ("代码", "名称"),
         [("990101001301", "柳溪村"), ("99010100130101", "一组"), ("990101001301", "柳溪新村"),
          ("990101001301", "柳溪新村"), ("99010100139901", "没有村的组")], (2, 1, 1, 1)),
        ("people", Role.SYSADMIN, ("姓名", "登录名", "单位", "岗位"),
         [("王芳", "wangfang", "党政办公室", "受理员"), ("王芳", "wangfang", "党政办公室", "受理员、回访员"),
          ("王芳", "wangfang", "党政办公室", "回访员"), ("李雪", "lixue", "没有的办", "受理员")],
         (1, 1, 1, 1)),
        ("categories", Role.SYSADMIN, ("一级分类", "二级分类", "三级分类"),
         [("甲", "乙", ""), ("甲", "乙", "丙"), ("甲", "乙", "")], (2, 0, 1, 0)),
        ("opinions", Role.CLERK, ("留言编号", "留言主题", "留言时间", "答复意见", "答复时间"),
         [("1", "路灯", "2024-01-02", "", ""), ("1", "路灯", "2024-01-02", "修了", "2024-01-05"),
          ("1", "路灯", "2024-01-02", "修了", "2024-01-05"), ("2", "路灯", "2024-01-02", "修了", "")],
         (1, 1, 1, 1)),
        ("services", Role.WINDOW_HEAD, ("事项编码", "事项名称", "实施部门", "承诺时限"),
         [("A1", "参保", "便民服务中心", "3"), *[("A1", "参保登记", "便民服务中心", "3")] * 2,
          ("A2", "别的", "没有的部门", "3")], (1, 1, 1, 1)),
        ("roll", Role.WINDOW_HEAD, ("村", "姓名", "电话", "出生日期"),
         [("石门村", "王秀英", "", "1946-03-05"), *[("石门村", "王秀英", "13800000001", "1946-03-05")] * 2,
          ("石门村", "赵铁柱", "", "")], (1, 1, 1, 1)),
        ("holidays", Role.SYSADMIN, ("日期", "上班或放假", "名称"),
         [("2027-01-01", "放假", "元旦"), ("2027-01-01", "放假", "新年"), ("2027-01-01", "放假", "新年"),
          ("2027-01-02", "休息", "")], (1, 1, 1, 1)),
    ],
)
def test_every_kind_is_tried_as_it_is_taken_in(db, kind, role, headings, rows, expected):
    actor = make_actor(role)
    batch = upload(actor, headings, *rows, kind=kind, name=f"{kind}.xlsx")
    counts = [batch.new_count, batch.updated_count, batch.skipped_count, batch.wrong_count]
    assert (batch.status, tuple(counts)) == (Status.CHECKED, expected), Findings.read(batch.findings).wrong
    service.take(actor, batch)
    assert batch.status is Status.IMPORTED
    assert [batch.new_count, batch.updated_count, batch.skipped_count, batch.wrong_count] == counts


def test_other_headings_wait_for_somebody_to_say_which_is_which(db):
    clerk = make_actor(Role.CLERK)
    batch = odd(clerk)
    assert batch.status is Status.UPLOADED and batch.job_id is None
    with pytest.raises(RuleBroken) as broken:
        service.check(clerk, batch, {"village": "所在的村子", "head_name": ""})
    assert broken.value.field == "head_name"
    with pytest.raises(RuleBroken, match="一列只能用一次"):
        service.check(clerk, batch, {"village": "户主", "head_name": "户主"})
    service.check(clerk, batch, {"village": "所在的村子", "head_name": "户主", "group": "组别", "phone": ""})
    assert batch.status is Status.CHECKED and batch.new_count == 1
    assert batch.mapping == {"village": "所在的村子", "head_name": "户主", "group": "组别"}


def test_a_heading_that_may_be_ours_is_not_dropped_in_silence(db):
    """户主 is known for 户主姓名; 固定电话 might be the phone: somebody looks first."""
    batch = upload(make_actor(Role.CLERK), ("村", "户主", "固定电话"), ("石门村", "王秀英", "55550100"))
    assert batch.status is Status.UPLOADED


def test_nobody_takes_in_what_is_not_theirs(db):
    clerk, admin = make_actor(Role.CLERK), make_actor(Role.SYSADMIN)
    assert [one.kind for one in imports_of(clerk)] == ["households", "contacts", "opinions", "slips"]
    with pytest.raises(NotFound):
        service.importer_of(admin, "households")
    batch = checked(clerk)
    for stranger in (admin, make_actor(Role.CLERK), make_actor(Role.WINDOW_HEAD)):
        with pytest.raises(NotFound):
            service.batch_of(stranger, "import.view", batch.id)
    with pytest.raises(NotFound):
        service.take(make_actor(Role.CLERK), batch)
    assert batch.status is Status.CHECKED


@pytest.mark.parametrize(
    ("giver", "unit", "role", "words"),
    [
        (Role.SYSADMIN, OTHER_TOWN, "主要负责人", "不归您管"),
        (Role.SYSADMIN, COUNTY, "县级查看与导出", "不归您管"),
        (Role.SYSADMIN, TOWN, "主要负责人", "业务岗位"),
        (Role.SYSADMIN, TOWN, "纪检", "由安全管理员"),
        (Role.SYSADMIN, TOWN, "审计管理员", "由安全管理员"),
        (Role.SECADMIN, TOWN, "纪检", "业务岗位"),
    ],
)
def test_nobody_gives_posts_out_of_reach_to_people_who_are_here(db, giver, unit, role, words):
    """Not in another town or the county, and none with business rights to an administrator, oneself say."""
    admin, clerk = make_user(giver), make_user(Role.CLERK)
    who = admin if unit == TOWN else clerk
    headings = ("姓名", "登录名", "单位", "岗位")
    batch = upload(actor_of(admin.id), headings, (who.name, who.login, unit, role), kind="people")
    assert (batch.wrong_count, batch.updated_count) == (1, 0)
    assert words in Findings.read(batch.findings).wrong[0].message
    service.take(actor_of(admin.id), batch)
    assert [post.role for post in db.session.get(User, who.id, populate_existing=True).posts] == [
        giver if who is admin else Role.CLERK
    ]


def test_who_reads_sealed_matters_is_named_by_the_administrator_of_rights(db):
    headings, row = ("姓名", "登录名", "单位", "岗位"), ("周静", "zhoujing", "石门镇", "纪检")
    refused = upload(make_actor(Role.SYSADMIN), headings, row, kind="people")
    assert (refused.new_count, refused.wrong_count) == (0, 1)
    assert upload(make_actor(Role.SECADMIN), headings, row, kind="people").new_count == 1


def test_a_row_outside_the_own_town_is_wrong_and_the_rest_comes_in(db):
    admin = make_actor(Role.SYSADMIN)
    batch = upload(
        admin, ("代码", "名称"), (OTHER_TOWN + "301", "邻村"), ("990101001301", "柳溪村"), kind="units"
    )
    assert (batch.new_count, batch.wrong_count) == (1, 1)
    assert "不归您管" in Findings.read(batch.findings).wrong[0].message


def test_a_login_somebody_of_another_town_has_is_refused_by_name(db):
    login = make_user(Role.CLERK, unit=OTHER_TOWN).login
    admin = make_actor(Role.SYSADMIN)
    batch = upload(
        admin, ("姓名", "登录名", "单位", "岗位"), ("王芳", login, "党政办公室", "受理员"), kind="people"
    )
    assert "已经有人用了" in Findings.read(batch.findings).wrong[0].message


def test_texts_the_books_have_no_room_for_are_wrong_at_their_column(db):
    admin = make_actor(Role.SYSADMIN)
    batch = upload(admin, ("代码", "名称"), ("990101001301", "长" * 61), kind="units")
    told = [(one.column, one.message) for one in Findings.read(batch.findings).wrong]
    assert told == [("名称", "最多 60 个字")]
    for kind, columns in LONGEST.items():
        assert set(columns) <= {one.value for one in IMPORTS[kind].columns}


def test_the_same_file_is_known_again(db):
    clerk = make_actor(Role.CLERK)
    first = imported(clerk)
    content = files.path_of(files.INCOMING, first.file).read_bytes()
    again = service.upload(clerk, IMPORTS["households"], "户.xlsx", content)
    assert queries.same_file(clerk, again).id == first.id
    assert again.skipped_count == 2 and again.new_count == 0


def test_a_sheet_without_rows_is_refused_at_the_file(db):
    clerk = make_actor(Role.CLERK)
    with pytest.raises(RuleBroken, match="还没有填内容") as broken:
        upload(clerk, ROLL)
    assert broken.value.field == "file"
    template = service.template(clerk, IMPORTS["households"])
    with pytest.raises(RuleBroken, match="还没有填内容"):
        service.upload(clerk, IMPORTS["households"], "模板.xlsx", template)


def test_only_the_wrong_rows_go_out_and_come_in_again_mended(db):
    clerk = make_actor(Role.CLERK)
    batch = checked(clerk, *GOOD_ROLL, ("石门村", "李四", "", "138", "", ""))
    content = service.wrong_rows(batch, IMPORTS["households"])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "原行号" and rows[0][-1] == "问题" and rows[1][0] == 4 and "11 位" in rows[1][-1]
    assert len(rows) == 2
    sheet.cell(2, 5).value = "13812345679"
    memory = io.BytesIO()
    sheet.parent.save(memory)
    again = service.upload(clerk, IMPORTS["households"], "改好.xlsx", memory.getvalue())
    assert (again.status, again.new_count, again.wrong_count) == (Status.CHECKED, 1, 0)


def test_a_check_that_waits_can_be_taken_back_and_started_again(db):
    clerk = make_actor(Role.CLERK)
    batch = waiting(clerk)
    service.cancel(clerk, batch)
    assert batch.status is Status.FAILED and "取消" in batch.message
    service.check(clerk, batch, {"village": ODD_ROLL[0], "head_name": ODD_ROLL[1]})
    assert batch.status is Status.CHECKED
    service.drop(clerk, batch)
    assert batch.status is Status.DROPPED and batch.file == "" and batch.findings is None


def test_an_import_that_is_cancelled_on_its_way_leaves_nothing(db, monkeypatch):
    clerk = make_actor(Role.CLERK)
    batch = waiting(clerk, "take")

    def stop(self, done, total=None):
        self.done = done
        if done == 2:
            raise Cancelled

    monkeypatch.setattr(Run, "progress", stop)
    jobs.run(batch.job_id)
    db.session.expire_all()
    job = db.session.get(Job, batch.job_id)
    assert (job.status, batch.status) == (JobStatus.CANCELLED, Status.FAILED)
    assert households(db) == [] and "什么都没有留下" in batch.message


def test_a_job_that_died_without_a_word_counts_as_failed(db):
    """The third worker was killed: nobody was left to tell the sheet."""
    clerk = make_actor(Role.CLERK)
    batch = waiting(clerk)
    with action(clerk, "job.cancel", db.session.get(Job, batch.job_id)):
        db.session.get(Job, batch.job_id).status = JobStatus.FAILED
    assert service.is_stuck(batch)
    service.check(clerk, batch, {"village": ODD_ROLL[0], "head_name": ODD_ROLL[1]})
    assert batch.status is Status.CHECKED


def test_a_failing_row_is_named_by_the_files_own_number(db, monkeypatch):
    clerk = make_actor(Role.CLERK)
    batch = waiting(clerk, "take")
    monkeypatch.setattr("tracker.households.service.Roll.add", lambda self, household: 1 / 0)
    jobs.run(batch.job_id)
    db.session.expire_all()
    assert "处理到第 2 行时" in batch.message and batch.status is Status.FAILED and households(db) == []


def test_an_import_ordered_twice_comes_to_one_result(db):
    """The worker was killed after the commit and before it could say so: the job runs again."""
    clerk = make_actor(Role.CLERK)
    batch = imported(clerk)
    with action(clerk, "job.again", db.session.get(Job, batch.job_id)):
        db.session.get(Job, batch.job_id).status = JobStatus.QUEUED
    jobs.run(batch.job_id)
    db.session.expire_all()
    job = db.session.get(Job, batch.job_id)
    assert (job.status, job.message) == (JobStatus.DONE, batch.message) and len(households(db)) == 2


def test_a_job_started_again_after_the_sheet_moved_on_says_where_to_go(db):
    clerk = make_actor(Role.CLERK)
    batch = waiting(clerk)
    service.cancel(clerk, batch)
    jobs.again(clerk, db.session.get(Job, batch.job_id))
    db.session.expire_all()
    assert "到它的页面上接着办" in db.session.get(Job, batch.job_id).message


def test_at_night_yesterdays_sheets_are_forgotten_and_their_counts_stay(db):
    clerk = make_actor(Role.CLERK)
    old, left = imported(clerk), checked(clerk, *GOOD_ROLL[:1])
    name = old.file
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        fresh = checked(clerk, ("石门村", "新来的", "", "", "", ""))
        with action(SYSTEM, "nightly.run") as act:
            assert service.tidy(act) == 2
        db.session.expire_all()
        assert (old.file, old.findings, old.journal) == ("", None, None) and old.status is Status.IMPORTED
        assert files.path_of(files.INCOMING, name) is None and old.new_count == 2
        assert left.status is Status.DROPPED and fresh.status is Status.CHECKED and fresh.findings
        with pytest.raises(RuleBroken, match="请重新上传"):
            service.wrong_rows(old, IMPORTS["households"])


def test_the_number_of_a_matter_somebody_must_not_see_is_free_in_their_sheet(db):
    """Recusal: the row comes in as it would were there no such matter, and the hidden one is not touched."""
    from tracker.opinions.models import Opinion, OpinionSubject

    make_town()
    headings = ("留言编号", "留言主题", "留言时间", "答复意见", "答复时间")
    first, accused = make_actor(Role.CLERK), make_actor(Role.CLERK)
    rows = [(number, "路灯不亮", "2024-01-02", "", "") for number in ("1", "2")]
    service.take(first, upload(first, headings, *rows, kind="opinions"))
    about = db.session.scalars(sa.select(Opinion).where(Opinion.outside_no == "1")).one()
    with action(first, "opinion.import", about):
        about.subjects.append(OpinionSubject(user_id=accused.user_id))
    answered = [(number, "路灯不亮", "2024-01-02", "修好了", "2024-01-05") for number in ("1", "2")]
    batch = upload(accused, headings, *answered, kind="opinions")
    assert (batch.new_count, batch.updated_count, batch.skipped_count) == (1, 1, 0)
    service.take(accused, batch)
    db.session.expire_all()
    assert about.replied_on is None and (batch.new_count, batch.updated_count) == (1, 1)


def test_the_template_offers_what_the_town_has(db):
    make_town()
    book = openpyxl.load_workbook(io.BytesIO(service.template(make_actor(Role.CLERK), IMPORTS["households"])))
    words = {cell.value for row in book["字典"].iter_rows() for cell in row}
    assert {"石门村", "桃源村", "困难户"} <= words and "青石村" not in words


def test_a_file_name_keeps_no_folder_and_no_odd_characters(db):
    clerk = make_actor(Role.CLERK)
    make_town()
    batch = service.upload(clerk, IMPORTS["households"], "C:\\桌面\\户\x00.XLSX", workbook(ROLL, *GOOD_ROLL))
    assert batch.file_name == "户.XLSX" and batch.file.endswith(".xlsx")
