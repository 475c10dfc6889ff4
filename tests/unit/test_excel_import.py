"""What an import makes of a table (导入): matched columns, checked rows, results, what is wrong where."""

from datetime import date

import pytest
from office_files import workbook

from tracker.domain.errors import RuleBroken
from tracker.excel.declaration import Column
from tracker.excel.incoming.file_kind import UnreadableFile
from tracker.excel.incoming.importing import Import, take
from tracker.excel.incoming.matching import suggest
from tracker.excel.incoming.outcome import MOST_ERRORS, MOST_SHOWN, CellError, ImportResult
from tracker.excel.incoming.parse import parse_date, parse_int
from tracker.people.reports import PEOPLE as STAFF

NAME = Column("姓名", "name", required=True, also=("户主", "户主姓名"))
DAY = Column("走访日期", "visited_on", parse=parse_date, required=True, also=("日期",))
PEOPLE = Column("户内人数", "people", parse=parse_int)
COLUMNS = (NAME, DAY, PEOPLE)


def put(taken, values):
    """Takes rows into a list; a name that is there already is skipped, 王 is against a rule."""
    if values["name"].startswith("王"):
        raise RuleBroken("{name}不在名册里", field="name", name=values["name"])
    if values["name"] in taken:
        return "skipped"
    taken.append(values["name"])
    return "new"


PERSON = ["姓名", "登录名", "单位", "岗位", "出生年月"]
VISITS = Import("visits", "走访", "visit.import", (COLUMNS,), put)


def imported(data, mapping=None):
    """(names taken, result) of a whole file."""
    columns, rows = VISITS.read(data, mapping)
    taken, result = [], ImportResult()
    for row in rows:
        take(VISITS, columns, taken, row, result)
    return taken, result


def test_declared_columns_give_values_or_say_what_is_wrong_at_which_cell():
    data = workbook(
        ["*姓名", "走访日期", "户内人数"],
        ["张三", "2026/1/6", "4"],
        ["", "2026年2月30日", "四"],
        ["李四", None, None],
    )
    columns, rows = VISITS.read(data)
    good, bad, late = rows
    assert [column.title for column in columns] == ["姓名", "走访日期", "户内人数"]
    assert good.values == {"name": "张三", "visited_on": parse_date("2026-01-06"), "people": 4}
    assert (good.number, good.wrong, list(good.cells)) == (2, (), ["张三", "2026/1/6", "4"])
    assert [(error.row, error.column, error.message) for error in bad.wrong] == [
        (3, "姓名", "必填，不能为空"),
        (3, "走访日期", "“2026年2月30日”不是日期，请写成 2026-01-06 这样"),
        (3, "户内人数", "“四”不是整数"),
    ]
    assert str(late.wrong[0]) == "第 4 行“走访日期”：必填，不能为空"
    assert late.values == {"name": "李四", "people": None}


def test_errors_name_the_heading_that_people_see_in_their_file():
    data = workbook(["户主", "日期"], ["王五", "2026-01-06"], ["", "x"])
    _taken, result = imported(data)
    assert [(error.row, error.column) for error in result.wrong] == [(2, "户主"), (3, "户主"), (3, "日期")]


def test_a_table_without_a_required_column_names_it_and_what_there_is():
    with pytest.raises(UnreadableFile) as refused:
        VISITS.read(workbook(["姓名", "户内人数"], ["张三", 4]))
    assert str(refused.value) == "文件无法读取：表头缺少这些列：走访日期。您的表里有：姓名、户内人数。"


def test_a_table_without_any_of_our_headings_says_which_they_are():
    with pytest.raises(UnreadableFile) as refused:
        VISITS.read("甲,乙\n1,2\n".encode())
    assert str(refused.value) == (
        "文件无法读取：没有找到表头。表头一行应有这些列：姓名、走访日期、户内人数。您的表里有：甲、乙。"
    )


def test_the_variant_whose_columns_are_all_there_is_taken():
    short = (Column("名", "name", required=True), Column("年", "visited_on", required=True))
    two = Import("visits", "走访", "visit.import", (COLUMNS, short), put)
    columns, rows = two.read("名,年\n张三,2026-01-06\n".encode())
    assert columns == short
    assert next(rows).values == {"name": "张三", "visited_on": "2026-01-06"}


# matching by hand


def test_unknown_headings_are_read_by_a_mapping():
    data = workbook(["某表"], ["谁", "何时", "备注"], ["张三", "2026-01-06", "甲"])
    table = VISITS.open(data)
    assert (table.is_known, table.headers) == (False, ("谁", "何时", "备注"))
    _columns, rows = VISITS.read(table, {"name": "谁", "visited_on": "何时", "people": ""})
    assert next(rows).values == {"name": "张三", "visited_on": parse_date("2026-01-06"), "people": None}
    taken, result = imported(data, {"name": "备注", "visited_on": "何时"})
    assert (taken, result.new) == (["甲"], 1)


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ({"name": "谁"}, "表头缺少这些列：走访日期。您的表里有：谁、何时。"),
        ({"name": "没有的", "visited_on": "何时"}, "您的表里没有“没有的”这一列，请重新核对列"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping, reason):
    with pytest.raises(UnreadableFile, match=reason):
        VISITS.read("谁,何时\n张三,2026-01-06\n".encode(), mapping)


def test_the_second_of_two_columns_under_one_heading_can_be_chosen():
    data = workbook(["姓名", "姓名", "走访日期"], ["张三", "李四", "2026-01-06"])
    assert imported(data)[0] == ["张三"]
    assert imported(data, {"name": "姓名（B 列）", "visited_on": "走访日期"})[0] == ["李四"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["*姓 名（必填）", "走访日期"], ["*姓 名（必填）", "走访日期", None]),
        (["户主", "姓名", "日期"], ["姓名", "日期", None]),
        (["户主姓名", "日期", "人数"], ["户主姓名", "日期", "人数"]),
        (["走访的日期", "户主名字", "户内人口数"], ["户主名字", "走访的日期", "户内人口数"]),
        (["问题", "原行号", "姓名"], ["姓名", None, None]),
        (["甲", "乙"], [None, None, None]),
        ([], [None, None, None]),
    ],
)
def test_columns_are_suggested_by_their_names_their_other_names_and_likeness(headers, expected):
    assert list(suggest(headers, COLUMNS).values()) == expected


def test_one_heading_serves_one_column_and_levels_are_never_mixed_up():
    levels = [Column(f"{n}级分类", n) for n in "一二三"]
    assert suggest(["二级分类"], levels) == {"一": None, "二": "二级分类", "三": None}
    twins = [Column("电话", "phone"), Column("联系电话", "other")]
    assert suggest(["电话号码"], twins) == {"phone": "电话号码", "other": None}


# results


def test_the_result_counts_rows_and_shows_some_of_each():
    rows = [[f"张{n}", "2026-01-06", 3] for n in range(60)]
    taken, result = imported(workbook(["姓名", "走访日期", "户内人数"], *rows, rows[0], ["王五", "x", "y"]))
    assert (len(taken), result.rows_seen, result.wrong_rows, result.wrong_cells) == (60, 62, 1, 2)
    assert result.summary == "新增 60 条，更新 0 条，跳过 1 条，有错 1 行"
    outcomes = [shown.outcome for shown in result.shown]
    assert [outcomes.count(one) for one in ("new", "skipped", "wrong")] == [MOST_SHOWN, 1, 1]
    assert result.shown[-1] == (63, "wrong", ("王五", "x", "y"))


def test_the_result_keeps_so_many_errors_and_counts_the_others():
    result = ImportResult()
    errors = [CellError(2, "姓名", "必填，不能为空"), CellError(2, "走访日期", "必填，不能为空")]
    for number in range(2, MOST_ERRORS + 2):
        result.add_wrong(number, ["长" * 90, 3.3e17], errors)
    assert (len(result.wrong), result.wrong_cells, result.wrong_rows) == (
        MOST_ERRORS, MOST_ERRORS * 2, MOST_ERRORS
    )
    assert result.shown[0].cells == ("长" * 40 + "…", "330000000000000000")


def test_a_table_without_rows_says_so_without_complaint():
    taken, result = imported(workbook(["姓名", "走访日期"]))
    assert (taken, result.wrong, result.summary) == ([], [], "表里还没有填内容")


def test_a_rule_about_the_whole_row_is_told_of_the_row():
    def refuse(_taken, _values):
        raise RuleBroken("和第 1 行重复")

    one = Import("visits", "走访", "visit.import", (COLUMNS,), refuse)
    columns, rows = one.read("姓名,走访日期\n张三,2026-01-06\n".encode())
    result = ImportResult()
    take(one, columns, None, next(rows), result)
    assert str(result.wrong[0]) == "第 2 行“整行”：和第 1 行重复"


@pytest.mark.parametrize(
    ("cell", "said"),
    [(1985.03, date(1985, 3, 1)), ("1985.10", date(1985, 10, 1)), (date(1985, 3, 8), date(1985, 3, 1))],
)
def test_a_month_of_birth_is_read_from_text_numbers_and_days(cell, said):
    (row,) = STAFF.read(workbook(PERSON, ["张三", "zhangsan", "党政办公室", "受理员", cell]))[1]
    assert (row.wrong, row.values["born_on"]) == ((), said)


def test_a_month_of_birth_that_lost_its_zero_is_asked_about():
    (row,) = STAFF.read(workbook(PERSON, ["张三", "zhangsan", "党政办公室", "受理员", 1985.1]))[1]
    assert [str(error) for error in row.wrong] == [
        "第 2 行“出生年月”：“1985.1”分不清是 1 月还是 10 月，请把这一列设为文本，写成 1985.03 这样"
    ]
