"""The pages of the wizard: who may come, every refusal in words, matching, the states of a sheet, undo."""

import io
import time
import zipfile

import openpyxl
import pytest
from factories import make_actor, make_user
from factories_imports import GOOD_ROLL, ODD_ROLL, ROLL, checked, imported, odd, waiting, workbook
from factories_visits import make_link
from support import PageReader, text_of

from tracker.domain.roles import NOT_STAFF, Role
from tracker.households.models import Household
from tracker.imports import service
from tracker.imports.kinds import IMPORTS
from tracker.imports.models import ImportBatch
from tracker.imports.rules import Status
from tracker.people.queries import actor_of
from tracker.store import files

STAFF = [role for role in Role if role not in NOT_STAFF]
MAY = {
    "households": {Role.CLERK}, "opinions": {Role.CLERK}, "services": {Role.WINDOW_HEAD},
    "roll": {Role.WINDOW_HEAD}, "units": {Role.SYSADMIN}, "people": {Role.SYSADMIN, Role.SECADMIN},
    "categories": {Role.SYSADMIN}, "holidays": {Role.SYSADMIN}, "contacts": {Role.CLERK, Role.ORG},
}


def sent(content, name="户.xlsx"):
    return io.BytesIO(content), name


def batches(db):
    return db.session.query(ImportBatch).all()


@pytest.fixture
def clerk(db):
    return make_user(Role.CLERK)


@pytest.fixture
def desk(as_user, clerk):
    return as_user(clerk)


@pytest.mark.parametrize("role", STAFF)
def test_each_role_finds_its_own_kinds_and_no_others(as_user, role):
    client = as_user(make_user(role))
    mine = {kind for kind, roles in MAY.items() if role in roles}
    shown = client.get("/imports")
    assert shown.status_code == (200 if mine else 403)
    if mine:
        assert {kind for kind in MAY if f"/imports/{kind}\"" in shown.text} == mine
    for kind in MAY:
        expected = (404 if mine else 403) if kind not in mine else 200
        assert client.get(f"/imports/{kind}").status_code == expected
        assert client.get(f"/imports/{kind}/template").status_code == expected


def test_only_who_handed_it_in_sees_the_sheet_and_a_colleague_may_undo_it(as_user, clerk):
    batch = imported(actor_of(clerk.id))
    own = f"/imports/batches/{batch.id}"
    assert as_user(clerk).get(own).status_code == 200
    for role, view, undo in (
        (Role.CLERK, 404, 200), (Role.SYSADMIN, 404, 404), (Role.WINDOW_HEAD, 404, 404),
        (Role.HEAD, 403, 403),
    ):
        client = as_user(make_user(role))
        assert client.get(own).status_code == view
        assert client.get(f"{own}/wrong").status_code == view
        assert client.get(f"{own}/undo").status_code == undo
    colleague = as_user(make_user(Role.CLERK)).get("/imports")
    assert "户.xlsx" in colleague.text and own + '"' not in colleague.text and own + "/undo" in colleague.text
    assert "户.xlsx" not in as_user(make_user(Role.SYSADMIN)).get("/imports").text


def test_a_sheet_goes_through_the_wizard_by_hand(db, desk):
    rows = [*GOOD_ROLL, ("石门村", "李四", "", "138", "", "")]
    answer = desk.submit("/imports/households", file=sent(workbook(ROLL, *rows)))
    assert answer.status_code == 303
    shown = text_of(desk.get(answer.location))
    assert "新增 2 条" in shown and "有错 1 行" in shown and "有错的 1 行不导入" in shown
    assert "4 电话 手机号应是 11 位，这里是 3 位" in shown and db.session.query(Household).count() == 0
    assert desk.submit(f"{answer.location}/take", page=answer.location, form=-2).status_code == 303
    shown = text_of(desk.get(answer.location))
    assert "导入好了" in shown and "可以整批撤销" in shown and db.session.query(Household).count() == 2
    wrong = desk.get(f"{answer.location}/wrong")
    assert openpyxl.load_workbook(io.BytesIO(wrong.data)).active.max_row == 2
    assert "%E6%9C%89%E9%97%AE%E9%A2%98" in wrong.headers["Content-Disposition"]


def test_the_main_button_says_how_many_rows_and_there_is_one(desk, clerk):
    batch = checked(actor_of(clerk.id), *GOOD_ROLL)
    shown = desk.get(f"/imports/batches/{batch.id}").text
    assert shown.count("button--primary") == 1 and "导入 2 行" in shown
    batch = checked(actor_of(clerk.id), ("没有村", "王秀英", "", "", "", ""))
    shown = desk.get(f"/imports/batches/{batch.id}").text
    assert "button--primary" not in shown and "没有能导入的行" in shown


def test_a_second_tab_is_shown_how_far_the_sheet_is(desk, clerk):
    """Not two columns of a conflict: there is nothing to merge in a button."""
    own = f"/imports/batches/{checked(actor_of(clerk.id), *GOOD_ROLL).id}"
    forms = [one for one in PageReader(desk.get(own).text).forms if one["action"].endswith("/take")]
    hidden = {name: value for name, value, kind in forms[0]["fields"] if kind == "hidden"}
    assert desk.submit(f"{own}/take", page=own, form=-2).status_code == 303
    answer = desk.post(f"{own}/take", data=hidden)
    assert answer.status_code == 303 and answer.location.endswith(own)
    shown = text_of(desk.get(own))
    assert "刚才已经往下办了" in shown and "导入好了" in shown


def test_columns_are_matched_with_the_likely_ones_chosen(db, desk, clerk):
    batch = odd(actor_of(clerk.id))
    own = f"/imports/batches/{batch.id}"
    shown = desk.get(own)
    assert "您的表里有" in text_of(shown) and "户主（如：王秀英）" in shown.text
    assert '<option selected value="户主">' in shown.text
    wrong = desk.submit(f"{own}/match", page=own, form=-2, column_village="户主", column_head_name="户主")
    assert wrong.status_code == 422 and "一列只能用一次" in wrong.text
    wrong = desk.submit(f"{own}/match", page=own, form=-2, column_village="", column_head_name="户主")
    assert wrong.status_code == 422 and "这一列必填" in wrong.text
    good = desk.submit(f"{own}/match", page=own, form=-2, column_village=ODD_ROLL[0], column_head_name="户主")
    assert good.status_code == 303 and db.session.get(ImportBatch, batch.id).status is Status.CHECKED


def zip_with(**members):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return memory.getvalue()


def changed(member, change):
    """A good workbook with one member changed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROLL, *GOOD_ROLL))) as old, zipfile.ZipFile(
        memory, "w", zipfile.ZIP_DEFLATED
    ) as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == member else old.read(one))
    return memory.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b"<a>" + b"0" * 90_000_000 + b"</a>"
DTD = b'<!DOCTYPE a [<!ENTITY b "c">]>'
REFUSED = {
    "a zip bomb": ("炸.xlsx", lambda: changed(SHEET, lambda _old: BOMB), ("文件",)),
    "a DTD in a sheet": (
        "定义.xlsx", lambda: changed(SHEET, lambda old: old.replace(b"<w", DTD + b"<w", 1)), ("文件",),
    ),
    "a renamed .docx": (
        "表.xlsx",
        lambda: zip_with(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), ("文件",),
    ),
    "half a file": ("半.xlsx", lambda: workbook(ROLL, *GOOD_ROLL)[:3000], ("文件",)),
    "a picture": ("图.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ("文件",)),
    "an empty file": ("空.csv", lambda: b"", ("",)),
    "headings alone": ("空.xlsx", lambda: workbook(ROLL), ("还没有填内容",)),
    "nothing at all": ("无.xlsx", lambda: workbook(), ("空",)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_none_is_sent_back_at_once_with_words_that_help(db, desk, what):
    name, make, words = REFUSED[what]
    content = make()
    began = time.monotonic()
    answer = desk.submit("/imports/households", file=sent(content, name))
    assert time.monotonic() - began < 3  # one second on a quiet machine
    assert answer.status_code == 422 and 'class="field-error"' in answer.text, what
    assert all(word in answer.text for word in words) and batches(db) == []
    assert not any(files.folder(files.INCOMING).glob("*.docx"))


def test_no_file_at_all_is_said_at_the_field(desk):
    answer = desk.submit("/imports/households")
    assert answer.status_code == 422 and "请选一个文件" in answer.text


@pytest.mark.parametrize(
    ("name", "encoding"), [("户.csv", "gb18030"), ("户.csv", "utf-8-sig"), ("户.CSV", "utf-8")]
)
def test_csv_of_every_office_comes_in(db, desk, name, encoding):
    content = "村,户主姓名,组\r\n石门村,王秀英,1组\r\n桃源村,赵铁柱,2组\r\n".encode(encoding)
    answer = desk.submit("/imports/households", file=sent(content, name))
    assert answer.status_code == 303 and batches(db)[0].new_count == 2


def test_the_same_file_once_more_is_a_warning_and_no_bar(db, desk, clerk):
    first = imported(actor_of(clerk.id))
    content = files.path_of(files.INCOMING, first.file).read_bytes()
    answer = desk.submit("/imports/households", file=sent(content))
    shown = text_of(desk.get(answer.location))
    assert "已经导入过" in shown and "一样的会跳过" in shown and "跳过 2 条" in shown


def test_work_under_way_shows_a_bar_and_needs_no_script(desk, clerk):
    batch = waiting(actor_of(clerk.id), "take")
    own = f"/imports/batches/{batch.id}"
    shown = desk.get(own).text
    assert "<progress" in shown and f'data-poll="{own}"' in shown
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert desk.submit(f"{own}/cancel", page=own).status_code == 303
    shown = text_of(desk.get(own))
    assert "您取消了" in shown and "一行也没有写入" in shown and "再检查一次" in shown
    assert desk.submit(f"{own}/check", page=own, form=1).status_code == 303
    assert "导入 2 行" in text_of(desk.get(own))


def test_a_sheet_that_is_dropped_says_that_nothing_came_in(db, desk, clerk):
    batch = checked(actor_of(clerk.id))
    own = f"/imports/batches/{batch.id}"
    assert desk.submit(f"{own}/drop", page=own).status_code == 303
    assert "什么都没有写入" in text_of(desk.get(own)) and db.session.get(ImportBatch, batch.id).file == ""
    assert desk.post(f"{own}/take", data={}).status_code in (422, 400)


def test_undo_asks_first_and_names_what_is_in_the_way(db, desk, clerk):
    rows = [("石门村", name, "", "", "", "") for name in ("张秀英", "赵铁柱")]
    batch = imported(actor_of(clerk.id), *rows)
    undo = f"/imports/batches/{batch.id}/undo"
    assert "撤销 2 条" in text_of(desk.get(undo))
    make_link(make_actor(Role.CADRE), db.session.query(Household).filter_by(number=1).one())
    shown = text_of(desk.get(undo))
    assert "有 1 条不能撤销" in shown and "2 户主 张**" in shown and "撤销其余的 1 条" in shown
    refused = desk.submit(undo, rest="no")
    assert refused.status_code == 422 and db.session.query(Household).count() == 2
    assert desk.submit(undo).status_code == 303 and db.session.query(Household).count() == 1
    again = desk.get(undo)
    assert again.status_code == 303 and again.location == "/imports"
    assert "已撤销" in text_of(desk.get("/imports"))


def test_a_long_history_is_paged(desk, clerk):
    actor = actor_of(clerk.id)
    for number in range(22):
        service.drop(actor, odd(actor)) if number else checked(actor, name="第一张.xlsx")
    first = desk.get("/imports")
    assert "第一张.xlsx" not in first.text and "下一页" in first.text
    links = PageReader(first.text)
    after = min(int(part.split('"')[0]) for part in first.text.split("/imports/batches/")[1:])
    assert links.headings == 1 and "第一张.xlsx" in desk.get(f"/imports?after={after}").text


def test_a_template_comes_back_empty_and_filled(desk, db):
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/imports/households/template").data))
    assert text_of(desk.submit("/imports/households", file=sent(saved(book)))).count("还没有填内容")
    sheet = book.worksheets[0]
    for column, value in enumerate(GOOD_ROLL[0], start=1):
        sheet.cell(3, column).value = value
    answer = desk.submit("/imports/households", file=sent(saved(book)))
    assert answer.status_code == 303 and batches(db)[0].new_count == 1
    assert IMPORTS["households"].title == batches(db)[0].title


def saved(book):
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def test_a_sheet_of_slips_says_beforehand_that_it_is_for_good_and_not_kept(desk, db):
    headings = ("日期", "村", "内容", "称呼", "电话", "箱子", "纸条号")
    rows = [("", "", "路灯不亮。", "", "", "", ""), ("", "没有的村", "井水浑。", "", "", "", "")]
    page = text_of(desk.get(desk.submit("/imports/slips", file=sent(workbook(headings, *rows))).location))
    assert "导入后不能整批撤销" in page and "请先下载" in page and "小时内可以撤销" not in page
    path = f"/imports/batches/{batches(db)[-1].id}"
    desk.submit(f"{path}/take", page=path, form=0)
    assert "请在您自己的表里只留下面这几行" in text_of(desk.get(path))
    refused = desk.submit("/imports/slips", file=sent(workbook(headings, rows[1])))
    nothing = text_of(desk.get(refused.location))
    assert "没有能导入的行" in nothing and "等您导入" not in nothing
