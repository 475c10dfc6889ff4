"""Sheets that come in: the real county, staff lists, the holiday notice; wrong rows by row and column."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from factories import OFFICE, TOWN, make_town

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Role
from tracker.imports import service
from tracker.imports.kinds import IMPORTS
from tracker.people.queries import user_by_login
from tracker.township.queries import override_on, units_below, work_calendar
from tracker.township.rules import UnitKind

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
real_input = pytest.mark.skipif(not DATA.exists(), reason="没有 ../shared/data，真实数据的导入没有测")
TOWNSHIPS, VILLAGES = DATA / "divisions" / "zhuji-townships.csv", DATA / "divisions" / "zhuji-villages.csv"


def import_sheet(kind, path, **options):
    return service.import_sheet(IMPORTS[kind], path, **options)


def sheet(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    return path


@real_input
def test_the_real_county_comes_in_once(db):
    towns, villages = import_sheet("units", TOWNSHIPS), import_sheet("units", VILLAGES)
    assert (towns.new, towns.wrong) == (23, []) and (villages.new, villages.wrong) == (515, [])
    assert len(units_below("330681", UnitKind.VILLAGE)) == 515
    again = import_sheet("units", VILLAGES)
    assert (again.new, again.updated, again.skipped) == (0, 0, 515)


@real_input
def test_a_dry_run_says_what_would_happen_and_writes_nothing(db):
    result = import_sheet("units", TOWNSHIPS, is_dry_run=True)
    assert result.new == 23 and units_below("330681", UnitKind.TOWN) == []


@real_input
def test_villages_without_their_town_are_wrong_row_by_row(db):
    result = import_sheet("units", VILLAGES)
    assert result.new == 0 and result.wrong_rows == 515
    assert str(result.wrong[0]).startswith("第 2 行“code”") and "330681001" in str(result.wrong[0])


def test_a_staff_list_comes_in_with_its_wrong_rows_named(db, tmp_path):
    make_town()
    path = sheet(
        tmp_path,
        ["姓名", "登录名", "单位", "岗位", "人员类别", "出生年月"],
        ["单国强", "shanguoqiang", "党政办公室", "受理员、回访员", "公务员", "1985.03"],
        ["王芳", "wangfang", "没有的办", "受理员", "事业", ""],
        ["李雪", "lixue", OFFICE, "站长", "事业", ""],
        ["赵三员", "zhaosan", OFFICE, "系统管理员、受理员", "事业", ""],
    )
    result = import_sheet("people", path, town=TOWN)
    assert result.new == 1 and result.wrong_rows == 3
    told = [str(error) for error in result.wrong]
    assert any("第 3 行“单位”" in one and "没有叫" in one for one in told)
    assert any("第 4 行“岗位”" in one and "站长" in one for one in told)
    assert any("第 5 行" in one and "三个人" in one for one in told)
    user = user_by_login("shanguoqiang")
    assert {post.role for post in user.posts} == {Role.CLERK, Role.CALLBACK}
    assert (user.pinyin_full, user.pinyin_initials) == ("shanguoqiang", "sgq")  # 单 is Shàn as a surname
    assert import_sheet("people", path, town=TOWN).skipped == 1


def test_a_holiday_notice_changes_the_calendar(db, tmp_path):
    make_town()
    path = sheet(
        tmp_path,
        ["日期", "上班或放假", "名称"],
        ["2027-01-01", "放假", "元旦"],
        ["2027-1-2", "上班", "调休"],
        ["2027-13-01", "放假", ""],
        ["2027-01-04", "休息", ""],
    )
    result = import_sheet("holidays", path)
    assert result.new == 2 and result.wrong_rows == 2
    day = override_on(date(2027, 1, 2))
    assert day is not None and work_calendar().is_workday(day.on_date)


def test_a_file_that_is_none_says_so(db, tmp_path):
    make_town()
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(RuleBroken, match="文件无法读取"):
        import_sheet("people", path)
    with pytest.raises(RuleBroken, match="表头"):
        import_sheet("people", sheet(tmp_path, ["甲", "乙"], ["1", "2"]))


MESSAGES = DATA / "messages"


@real_input
def test_the_tree_of_categories_has_three_levels(db):
    make_town()
    result = import_sheet("categories", MESSAGES / "taxonomy.xlsx", town=TOWN)
    assert result.wrong == [] and result.new + result.skipped == 517 and result.new > 500
    assert import_sheet("categories", MESSAGES / "taxonomy.xlsx", town=TOWN).skipped == 517


@real_input
def test_replied_messages_come_in_as_closed_matters_with_their_replies(db):
    from tracker.opinions.models import Opinion
    from tracker.opinions.rules import Status

    make_town()
    result = import_sheet("opinions", MESSAGES / "replied.xlsx", town=TOWN)
    assert result.new + result.wrong_rows == 120 and result.new >= 110
    opinions = db.session.scalars(db.select(Opinion)).all()
    assert {opinion.status for opinion in opinions} <= {Status.CLOSED, Status.SUBMITTED}
    first = next(opinion for opinion in opinions if opinion.outside_no == "2549")
    assert first.status is Status.CLOSED and str(first.submitted_on) == "2019-04-25"
    assert str(first.replied_on) == "2019-05-10" and "景蓉" in first.replies[0].text
    again = import_sheet("opinions", MESSAGES / "replied.xlsx", town=TOWN)
    assert (again.new, again.updated) == (0, 0)


@real_input
def test_a_real_office_file_full_of_empty_rows_comes_in_as_open_matters(db):
    from tracker.opinions.models import Opinion
    from tracker.opinions.rules import Status

    make_town()
    result = import_sheet("opinions", MESSAGES / "classified.xlsx", town=TOWN)
    assert result.new + result.wrong_rows + result.skipped == 495 and result.new >= 490
    opinions = db.session.scalars(db.select(Opinion)).all()
    assert {opinion.status for opinion in opinions} == {Status.SUBMITTED}
    assert all(opinion.category_id for opinion in opinions)
