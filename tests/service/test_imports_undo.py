"""Undo of an import: whole, blocked by what came after, the rest by choice; for 24 hours; all in the log."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from factories import OTHER_TOWN, make_actor, make_town
from factories_imports import imported, upload
from factories_visits import make_household, make_link, make_visit

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import SYSTEM, Role
from tracker.households.models import Household
from tracker.households.service import HouseholdRow, put_household
from tracker.imports import service
from tracker.imports.kinds import IMPORTS
from tracker.imports.models import ImportBatch
from tracker.imports.rules import Status
from tracker.opinions.models import Category, Opinion, Reply
from tracker.people.models import Post, User
from tracker.store.action import action
from tracker.store.audit import AuditEntry, verify
from tracker.township.models import Unit
from tracker.township.queries import unit_of

MESSAGES = ("留言编号", "留言主题", "留言时间", "一级分类", "答复意见", "答复时间")
STAFF = ("姓名", "登录名", "单位", "岗位")


def all_of(db, model):
    return db.session.scalars(sa.select(model)).all()


def taken(actor, kind, headings, *rows):
    batch = upload(actor, headings, *rows, kind=kind, name=f"{kind}.xlsx")
    service.take(actor, batch)
    assert batch.status is Status.IMPORTED, batch.message
    return batch


def undone_kinds(db):
    """The tables of the records that the audit log says were undone."""
    asked = sa.select(AuditEntry.kind).where(AuditEntry.action == "import.undo").order_by(AuditEntry.seq)
    return db.session.scalars(asked).all()


def reasons(actor, batch):
    return [(one.row, one.name, one.reason) for one in service.undo_plan(actor, batch).in_the_way]


def test_an_import_nobody_has_touched_goes_whole(db):
    clerk, old = make_actor(Role.CLERK), make_household(name="老住户", phone="13900000001")
    batch = imported(
        clerk, ("石门村", "王秀英", "1组", "", "", ""),
        ("石门村", "老住户", "", "13900000001", "新地址", "困难户"),
    )
    assert (batch.new_count, batch.updated_count) == (1, 1)
    service.undo(clerk, batch)
    db.session.expire_all()
    left = all_of(db, Household)
    assert [one.head_name for one in left] == ["老住户"]
    assert (old.address, old.care_codes, old.phone) == (None, "", "13900000001")
    assert batch.status is Status.UNDONE and batch.message == "撤销了 2 条" and batch.journal is None
    assert undone_kinds(db) == ["import_batch", "household", "household"] and verify().first_bad is None


def test_replies_and_statuses_that_came_along_go_too(db):
    clerk = make_actor(Role.CLERK)
    first = taken(clerk, "opinions", MESSAGES, ("1", "路灯不亮", "2024-01-02", "", "", ""))
    second = taken(
        clerk, "opinions", MESSAGES, ("1", "路灯不亮", "2024-01-02", "", "修好了", "2024-01-05"),
        ("2", "路不平", "2024-01-02", "", "铺好了", "2024-01-05"),
    )
    service.undo(clerk, second)
    db.session.expire_all()
    left = all_of(db, Opinion)
    assert [(one.outside_no, one.status.value, one.replied_on) for one in left] == [("1", "submitted", None)]
    assert all_of(db, Reply) == []
    assert reasons(clerk, first)[0][2] == "导入后有人改过"  # the second one changed it, and changed it back


def test_what_came_after_is_in_the_way_and_nothing_is_undone(db):
    clerk, cadre = make_actor(Role.CLERK), make_actor(Role.CADRE)
    batch = imported(clerk, ("石门村", "张秀英", "1组", "", "", ""), ("石门村", "赵铁柱", "1组", "", "", ""))
    visited = db.session.scalars(sa.select(Household).where(Household.number == 1)).one()
    make_link(cadre, visited)
    with pytest.raises(RuleBroken, match="1 条不能撤销"):
        service.undo(clerk, batch)
    db.session.expire_all()
    assert len(all_of(db, Household)) == 2 and batch.status is Status.IMPORTED
    assert [(row, name) for row, name, _reason in reasons(clerk, batch)] == [(2, "户主 张**")]


def test_a_visit_is_named_as_the_reason(db):
    clerk, cadre = make_actor(Role.CLERK), make_actor(Role.CADRE)
    batch = imported(clerk, ("石门村", "张秀英", "", "", "", ""))
    household = all_of(db, Household)[0]
    with action(SYSTEM, "household.import", household):
        household.assignee_id = cadre.user_id
    make_visit(cadre, household)
    assert reasons(clerk, batch)[0][2] in ("导入后有人记了走访", "导入后有人改过")


def test_the_rest_goes_when_somebody_says_so(db):
    clerk, cadre = make_actor(Role.CLERK), make_actor(Role.CADRE)
    batch = imported(clerk, ("石门村", "张秀英", "1组", "", "", ""), ("石门村", "赵铁柱", "1组", "", "", ""))
    kept = db.session.scalars(sa.select(Household).where(Household.number == 1)).one()
    make_link(cadre, kept)
    service.undo(clerk, batch, rest=True)
    db.session.expire_all()
    assert [one.head_name for one in all_of(db, Household)] == ["张秀英"]
    assert batch.message == "撤销了 1 条，留下 1 条" and batch.status is Status.UNDONE


def test_a_village_stays_as_long_as_something_lies_in_it(db):
    admin = make_actor(Role.SYSADMIN)
    code = "990101001301"
    batch = taken(
        admin, "units", ("代码", "名称"), (code, "柳溪村"), (code + "01", "一组"), (code + "02", "二组"),
        ("990101001302", "空村"),
    )
    with action(SYSTEM, "household.import") as act:
        put_household(act, HouseholdRow(village=code, head_name="张秀英", group="一组"))
    told = reasons(admin, batch)
    assert [(row, name) for row, name, _reason in told] == [(2, "单位 柳溪村"), (3, "单位 一组")]
    assert {reason for _row, _name, reason in told} == {"导入后已经有记录用到它"}
    service.undo(admin, batch, rest=True)
    assert unit_of(code) and unit_of(code + "01")
    assert unit_of(code + "02") is None and unit_of("990101001302") is None


def test_a_village_of_one_sheet_goes_with_its_groups(db):
    admin = make_actor(Role.SYSADMIN)
    before = len(all_of(db, Unit))
    batch = taken(admin, "units", ("代码", "名称"), ("990101001301", "柳溪村"), ("99010100130101", "一组"))
    service.undo(admin, batch)
    assert len(all_of(db, Unit)) == before


def test_people_go_with_their_posts_unless_they_have_begun_to_work(db):
    admin = make_actor(Role.SYSADMIN)
    before = len(all_of(db, Post))
    batch = taken(
        admin, "people", STAFF, ("王芳", "wangfang", "党政办公室", "受理员"),
        ("李雪", "lixue", "党政办公室", "受理员、回访员"),
    )
    worker = db.session.scalars(sa.select(User).where(User.login == "lixue")).one()
    make_household(name="老住户")
    with action(SYSTEM, "household.import", all_of(db, Household)[0]):
        all_of(db, Household)[0].assignee_id = worker.id
    assert reasons(admin, batch) == [(3, "人员 李雪", "导入后已经有记录用到它")]
    service.undo(admin, batch, rest=True)
    db.session.expire_all()
    logins = db.session.scalars(sa.select(User.login)).all()
    assert "lixue" in logins and "wangfang" not in logins
    assert len(all_of(db, Post)) == before + 2


def test_posts_that_a_second_sheet_added_go_and_the_person_stays(db):
    admin = make_actor(Role.SYSADMIN)
    taken(admin, "people", STAFF, ("王芳", "wangfang", "党政办公室", "受理员"))
    changed = ("王芳", "wangfang", "党政办公室", "受理员、回访员", "主任")
    batch = taken(admin, "people", (*STAFF, "职务"), changed)
    service.undo(admin, batch)
    db.session.expire_all()
    user = db.session.scalars(sa.select(User).where(User.login == "wangfang")).one()
    assert [post.role for post in user.posts] == [Role.CLERK] and user.job_title == ""


def test_a_category_in_use_stays_with_those_above_it(db):
    admin, clerk = make_actor(Role.SYSADMIN), make_actor(Role.CLERK)
    batch = taken(
        admin, "categories", ("一级分类", "二级分类"), ("饮水", "水压"), ("饮水", "水质"), ("道路", ""),
    )
    taken(clerk, "opinions", MESSAGES, ("1", "水压低", "2024-01-02", "水压", "", ""))
    told = {name: reason for _row, name, reason in reasons(admin, batch)}
    assert set(told) == {"类别 饮水", "类别 水压"} and told["类别 水压"] == "已经有诉求归在这一类"
    service.undo(admin, batch, rest=True)
    assert {one.name for one in all_of(db, Category)} == {"饮水", "水压"}


def test_who_signed_in_meanwhile_is_not_taken_away(db):
    admin = make_actor(Role.SYSADMIN)
    batch = taken(admin, "people", STAFF, ("王芳", "wangfang", "党政办公室", "受理员"))
    user = db.session.scalars(sa.select(User).where(User.login == "wangfang")).one()
    with action(SYSTEM, "account.import", user) as act:
        user.signed_in_at = act.now
    assert reasons(admin, batch) == [(2, "人员 王芳", "导入后有人改过")]


def test_after_a_day_it_is_part_of_the_books(db):
    clerk = make_actor(Role.CLERK)
    batch = imported(clerk)
    with time_machine.travel(clock.now() + timedelta(hours=24, minutes=1)):
        with pytest.raises(RuleBroken, match="24 小时"):
            service.undo(clerk, batch)
        with pytest.raises(RuleBroken, match="24 小时"):
            service.undo_plan(clerk, batch)
    with time_machine.travel(clock.now() + timedelta(hours=23)):
        service.undo(clerk, batch)
    with pytest.raises(RuleBroken):
        service.undo(clerk, batch)


def test_whoever_may_take_in_may_undo_and_nobody_else(db):
    clerk = make_actor(Role.CLERK)
    batch = imported(clerk)
    for stranger in (make_actor(Role.SYSADMIN), make_actor(Role.CLERK, unit=OTHER_TOWN)):
        with pytest.raises(NotFound):
            service.batch_of(stranger, "import.undo", batch.id)
    colleague = make_actor(Role.CLERK)
    service.undo(colleague, service.batch_of(colleague, "import.undo", batch.id))
    assert all_of(db, Household) == []


def test_a_sheet_by_command_stands_in_the_history_and_can_be_undone(db, tmp_path):
    make_town()
    path = tmp_path / "村.csv"
    path.write_text("代码,名称\n990101001301,柳溪村\n", encoding="utf-8")
    service.import_sheet(IMPORTS["units"], path, town="990101001", is_dry_run=True)
    assert all_of(db, ImportBatch) == [] and unit_of("990101001301") is None
    service.import_sheet(IMPORTS["units"], path, town="990101001")
    batch = all_of(db, ImportBatch)[0]
    assert (batch.file_name, batch.new_count, batch.author_id) == ("村.csv", 1, None)
    admin = make_actor(Role.SYSADMIN)
    service.undo(admin, service.batch_of(admin, "import.undo", batch.id))
    assert unit_of("990101001301") is None
