"""The reader of tables (导入): real office files, headings, row numbers, cells, and files it sends back."""

import io
import random
import struct
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from tracker.domain.errors import RuleBroken
from tracker.excel.read import (
    LARGE,
    CellError,
    ImportResult,
    Limits,
    UnreadableFile,
    open_sheet,
    parse_date,
    parse_datetime,
    parse_int,
    read_rows,
    text,
)
from tracker.excel.report import Column

SHEET = "xl/worksheets/sheet1.xml"
COLUMNS = (
    Column("姓名", "name", required=True),
    Column("走访日期", "visited_on", parse=parse_date, required=True),
    Column("户内人数", "people", parse=parse_int),
)
KNOWN = tuple(column.title for column in COLUMNS)


def workbook(*rows, shape=None):
    """The bytes of an .xlsx with these rows; `shape` may do more to the workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if shape:
        shape(book)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def repacked(data, change=None, **more):
    """The same archive with the text of its sheet changed, or with more members (name=bytes)."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if change and name == SHEET else content)
        for name, content in more.items():
            new.writestr(name, content)
    return memory.getvalue()


GOOD = workbook(KNOWN, ["张三", date(2026, 1, 6), 4])


def cells(sheet):
    return [(row.number, row.cells) for row in sheet]


def test_rows_come_with_the_row_numbers_of_the_file():
    data = workbook(
        ["石门镇走访登记表"], [], KNOWN, ["张三", "2026-01-06", 4], [], [None, " \t　", ""], ["李四"]
    )
    sheet = open_sheet(data, known=KNOWN)
    assert sheet.headers == KNOWN
    assert [(row.number, row.cells["姓名"]) for row in sheet] == [(4, "张三"), (7, "李四")]


def test_row_numbers_hold_when_the_table_begins_in_the_middle_of_the_sheet():
    def shape(book):
        sheet = book.worksheets[0]
        for at, title in enumerate(KNOWN):
            sheet.cell(6, 3 + at, title)
        sheet.cell(9, 3, "张三")

    assert cells(open_sheet(workbook(shape=shape), known=KNOWN)) == [
        (9, {"姓名": "张三", "走访日期": None, "户内人数": None})
    ]


def test_a_sheet_can_be_read_twice_for_a_dry_run_and_the_real_one():
    sheet = open_sheet(GOOD, known=KNOWN)
    assert cells(sheet) == cells(sheet) != []


@pytest.mark.parametrize("heading", ["*姓名", "姓 名", "姓\n名", "　姓名　", "姓名（必填）", "姓名(必填)"])
def test_headings_match_however_they_are_dressed(heading):
    sheet = open_sheet(workbook([heading, "走访日期"], ["张三", "2026-01-06"]), known=KNOWN)
    assert sheet.headers == ("姓名", "走访日期")


def test_of_two_columns_under_one_heading_the_first_counts():
    sheet = open_sheet(workbook(["姓名", "姓名", "走访日期"], ["张三", "李四", "2026-01-06"]), known=KNOWN)
    assert cells(sheet) == [(2, {"姓名": "张三", "走访日期": "2026-01-06"})]


def test_a_sheet_of_explanations_before_the_table_is_passed_over():
    def shape(book):
        book.worksheets[0]["A1"] = "填写说明：一户一行"
        table = book.create_sheet("数据")
        table.append(KNOWN)
        table.append(["张三", "2026-01-06", 4])
        hidden = book.create_sheet("字典")
        hidden.append(KNOWN)
        hidden.sheet_state = "hidden"
        book.move_sheet(hidden, -2)

    assert open_sheet(workbook(shape=shape), known=KNOWN).name == "数据"


def test_without_known_headings_the_first_filled_row_is_the_heading():
    sheet = open_sheet(workbook([], ["甲", "乙"], [1, 2]))
    assert (sheet.headers, cells(sheet)) == (("甲", "乙"), [(3, {"甲": 1.0, "乙": 2.0})])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_chinese_offices(encoding, tmp_path):
    path = tmp_path / "村.csv"
    path.write_bytes(
        '编码,名称\r\n330681001,"暨阳街道,""城区"""\r\n\r\n330681002,浣东街道\r\n'.encode(encoding)
    )
    sheet = open_sheet(path, known=("编码", "名称"))
    assert cells(sheet) == [
        (2, {"编码": "330681001", "名称": '暨阳街道,"城区"'}),
        (4, {"编码": "330681002", "名称": "浣东街道"}),
    ]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_csv_with_other_delimiters_is_read_too(delimiter):
    sheet = open_sheet(f"编码{delimiter}名称\n1{delimiter}甲\n".encode(), known=("编码", "名称"))
    assert cells(sheet) == [(2, {"编码": "1", "名称": "甲"})]


def test_declared_columns_give_values_or_say_what_is_wrong_at_which_cell():
    data = workbook(
        KNOWN,
        ["张三", "2026/1/6", "4"],
        ["", "2026年2月30日", "四"],
        ["李四", None, None],
        ["王五", 46028.0, 3.0],
    )
    good, bad, late, serial = read_rows(open_sheet(data, known=KNOWN), COLUMNS)
    assert good.values == {"name": "张三", "visited_on": date(2026, 1, 6), "people": 4}
    assert good.wrong == ()
    assert [(error.row, error.column, error.message) for error in bad.wrong] == [
        (3, "姓名", "必填，不能为空"),
        (3, "走访日期", "“2026年2月30日”不是日期，请写成 2026-01-06 这样"),
        (3, "户内人数", "“四”不是整数"),
    ]
    assert str(late.wrong[0]) == "第 4 行“走访日期”：必填，不能为空"
    assert late.values == {"name": "李四", "people": None}
    assert serial.values["visited_on"] == date(2026, 1, 6)


def test_a_table_without_a_required_column_names_it():
    with pytest.raises(UnreadableFile) as refused:
        read_rows(open_sheet(workbook(["姓名", "户内人数"], ["张三", 4]), known=KNOWN), COLUMNS)
    assert str(refused.value) == "文件无法读取：表头缺少这些列：走访日期。"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (24.0, "24"),
        (24, "24"),
        (2.5, "2.5"),
        (True, "是"),
        ("\n\t\t\t　　书记您好，\n谢谢　\t\n", "书记您好，\n谢谢"),
        ("\ufeff\u200b姓名\u00a0", "姓名"),
        (date(2026, 1, 6), "2026-01-06"),
        (datetime(2026, 1, 6, 12, 9, 38, tzinfo=UTC).replace(tzinfo=None), "2026-01-06 12:09:38"),
        (time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_as_text_is_what_the_person_typed(value, expected):
    assert text(value) == expected


def test_a_number_that_lost_its_last_digits_is_not_taken_for_an_identity_number():
    with pytest.raises(RuleBroken, match="末几位已经丢失"):
        text(3.30681199001011e17)


@pytest.mark.parametrize(
    ("value", "local"),
    [
        ("2020/1/6 12:09:38", "2020-01-06T12:09:38+08:00"),
        ("2018-11-15 16:07:12", "2018-11-15T16:07:12+08:00"),
        ("2018-11-15 16:07:12.0", "2018-11-15T16:07:12+08:00"),
        ("2018-11-15T16:07", "2018-11-15T16:07:00+08:00"),
        ("2026年1月6日", "2026-01-06T00:00:00+08:00"),
        ("2026年1月6日 8时5分", "2026-01-06T08:05:00+08:00"),
        ("　２０２６．１．６　", "2026-01-06T00:00:00+08:00"),
        ("20260106", "2026-01-06T00:00:00+08:00"),
        (20260106.0, "2026-01-06T00:00:00+08:00"),
        (43818.740324074097, "2019-12-19T17:46:04+08:00"),
        (43818, "2019-12-19T00:00:00+08:00"),
        (date(2020, 1, 6), "2020-01-06T00:00:00+08:00"),
        (datetime(2020, 1, 6, 4, 9, tzinfo=UTC).replace(tzinfo=None), "2020-01-06T04:09:00+08:00"),
        (datetime(2020, 1, 6, 4, 9, tzinfo=UTC), "2020-01-06T04:09:00+00:00"),
    ],
)
def test_instants_are_read_in_all_the_shapes_that_offices_write(value, local):
    assert parse_datetime(value).isoformat() == local


@pytest.mark.parametrize(
    "value",
    ["", "昨天", "2026-13-01", "2026-02-30", "26-1-6", "2026-1", 2026, 2026.0, "0202-01-06", "2026-01-06x"],
)
def test_what_is_no_date_is_said_so_in_chinese(value):
    with pytest.raises(RuleBroken, match="不是日期，请写成 2026-01-06 这样"):
        parse_date(value)


def test_a_long_wrong_cell_is_quoted_in_short():
    with pytest.raises(RuleBroken) as broken:
        parse_date("很长" * 500)
    assert len(str(broken.value)) < 60


@pytest.mark.parametrize(("value", "number"), [(3.0, 3), ("3", 3), (" ３ ", 3), ("-2", -2), (0, 0)])
def test_whole_numbers_are_read_from_text_and_from_numbers(value, number):
    assert parse_int(value) == number


@pytest.mark.parametrize("value", ["", "三", "3.5", 3.5, "3人", "1" * 16])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(RuleBroken, match="不是整数"):
        parse_int(value)


def test_the_result_of_an_import_counts_rows_and_not_errors():
    wrong = [CellError(3, "姓名", "必填，不能为空"), CellError(3, "走访日期", "必填，不能为空")]
    result = ImportResult(new=120, updated=1, skipped=5, wrong=wrong)
    assert result.summary == "新增 120 条，更新 1 条，跳过 5 条，有误 1 行"


# what is sent back


def refusal(data, limits=None):
    with pytest.raises(UnreadableFile) as refused:
        open_sheet(data, limits or Limits(), KNOWN)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "表格是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "加了密码，或者是旧版 .xls"),
        (b"%PDF-1.7\n\x00\x01", "只能导入 .xlsx 或 .csv 文件"),
        (b"\x89PNG\r\n\x1a\n\0\0", "只能导入 .xlsx 或 .csv 文件"),
        (b"PK\x03\x04 half a file", "文件可能已损坏"),
        (GOOD[: len(GOOD) // 2], "文件可能已损坏"),
        (workbook(["某表"], ["甲", "乙"]), "没有找到表头。表头一行应有这些列：姓名、走访日期、户内人数"),
        (workbook(), "表格是空的"),
        ("甲,乙\n1,2\n".encode(), "没有找到表头"),
    ],
)
def test_what_is_no_table_of_ours_is_sent_back_with_the_reason(data, reason):
    assert refusal(data).startswith("文件无法读取：")
    assert reason in refusal(data)


def test_a_missing_file_is_named_without_its_folder(tmp_path):
    assert refusal(tmp_path / "没有.xlsx") == "文件无法读取：打不开 没有.xlsx。"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("xl/vbaProject.bin", "有宏"),
        ("xl/macrosheets/sheet1.xml", "有宏"),
        ("xl/externalLinks/externalLink1.xml", "引用了别的文件"),
        ("xl/embeddings/oleObject1.bin", "嵌有别的文件"),
        ("xl/activeX/activeX1.xml", "有控件"),
        ("../../etc/cron.d/x", "结构不正常"),
        ("/etc/passwd", "结构不正常"),
        ("C:\\x", "结构不正常"),
    ],
)
def test_members_that_no_list_needs_are_refused(name, reason):
    assert reason in refusal(repacked(GOOD, **{name: b"x"}))


def test_a_symbolic_link_in_the_archive_is_refused():
    memory = io.BytesIO(GOOD)
    with zipfile.ZipFile(memory, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "结构不正常" in refusal(memory.getvalue())


def test_a_member_named_twice_is_refused():
    memory = io.BytesIO(GOOD)
    with zipfile.ZipFile(memory, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert "结构不正常" in refusal(memory.getvalue())


def test_a_word_document_is_not_taken_for_a_table():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    assert "只能导入 .xlsx 或 .csv 文件" in refusal(memory.getvalue())


@pytest.mark.parametrize("declaration", [b'<!DOCTYPE x [<!ENTITY a "hello">]>', b"<!DOCTYPE x>"])
def test_a_document_type_is_refused_whatever_it_declares(declaration):
    assert "结构不正常" in refusal(repacked(GOOD, lambda sheet: declaration + sheet))
    assert "结构不正常" in refusal(repacked(GOOD, lambda sheet: b" " * 100_000 + declaration + sheet), LARGE)


def test_a_sheet_in_utf_16_cannot_smuggle_a_document_type():
    hidden = repacked(GOOD, lambda sheet: ("<!DOCTYPE x>" + sheet.decode()).encode("utf-16"))
    assert "结构不正常" in refusal(hidden)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(6 << 20)
    assert refusal(path) == "文件无法读取：文件太大，最多 5 MB。请删去表格下方的空白行，或者分成几个文件。"
    assert "最多 5 MB" in refusal(b"PK\x03\x04" + b"\0" * (6 << 20))


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size():
    bomb = repacked(GOOD, **{"xl/media/x.bin": b"\0" * (20 << 20)})
    assert "结构不正常" in refusal(bomb)
    assert "文件太大，最多 1 MB" in refusal(bomb, Limits(unpacked=1 << 20, ratio=10_000))


def test_a_bomb_that_understates_its_size_is_refused():
    bomb = repacked(GOOD, **{"xl/media/x.xml": b" " * 60_000})
    stated = struct.pack("<I", 60_000)
    assert bomb.count(stated) == 2
    assert "结构不正常" in refusal(bomb.replace(stated, struct.pack("<I", 10)), Limits(ratio=10_000))


def test_too_many_members_are_refused():
    assert "结构不正常" in refusal(repacked(GOOD, **{f"xl/media/{n}.png": b"x" for n in range(60)}))


@pytest.mark.parametrize("place", ["XFD2", "DA2", "B100000", "A1048576", "aaa9"])
def test_a_lone_cell_far_away_is_refused_instead_of_filling_the_memory(place):
    far = repacked(GOOD, lambda sheet: sheet.replace(b'r="A2"', f'r="{place}"'.encode()))
    assert refusal(far).startswith("文件无法读取：表格太大，最多 100000 行、104 列")


@pytest.mark.parametrize(
    "cell",
    [b"<c r='XFD9'><v>1</v></c>", b'<c\nr = "XFD9" s="1" ><v>1</v></c>', b'<c r="XFD9" x="/>"><v>1</v></c>'],
)
def test_a_far_cell_is_found_however_it_is_written(cell):
    hidden = repacked(GOOD, lambda sheet: sheet.replace(b"</row></sheetData>", cell + b"</row></sheetData>"))
    assert "表格太大" in refusal(hidden)


def test_blank_formatted_cells_far_away_do_no_harm():
    blank = b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0" t="n"/></row></sheetData>'
    sheet = open_sheet(repacked(GOOD, lambda old: old.replace(b"</sheetData>", blank)), known=KNOWN)
    assert len(cells(sheet)) == 1


def test_a_large_kind_may_have_more_rows():
    far = repacked(
        GOOD, lambda sheet: sheet.replace(b'r="A2"', b'r="A200000"').replace(b'r="2"', b'r="200000"')
    )
    assert "表格太大" in refusal(far)
    assert [row.number for row in open_sheet(far, LARGE, KNOWN)][-1] == 200_000


def is_readable(data):
    """Whether it can be read; anything but a table or a refusal in Chinese fails the test."""
    try:
        cells(open_sheet(data, known=KNOWN))
    except UnreadableFile as refused:
        return "文件无法读取：" not in str(refused)
    return True


def damaged(data, dice, places):
    data = bytearray(data)
    for _byte in range(places):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def test_damaged_files_never_end_in_anything_but_a_refusal():
    dice = random.Random(7)  # noqa: S311  nothing secret: the same damage in every run
    readable = [is_readable(damaged(GOOD, dice, dice.choice((1, 3, 40)))) for _turn in range(400)]
    assert not all(readable)


def test_damaged_xml_inside_a_sound_archive_is_refused_too():
    dice = random.Random(8)  # noqa: S311  nothing secret: the same damage in every run
    readable = [is_readable(repacked(GOOD, lambda sheet: damaged(sheet, dice, 6))) for _turn in range(300)]
    assert not all(readable)


# the county's real files, where the workplace has them

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
MESSAGES = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "一级分类", "答复意见", "答复时间")


@pytest.mark.skipif(not REAL.is_dir(), reason="the county's sample files are not on this machine")
@pytest.mark.parametrize(("name", "count"), [("classified", 495), ("replied", 120), ("votes", 30)])
def test_the_countys_messages_are_read_whole(name, count):
    rows = list(open_sheet(REAL / "messages" / f"{name}.xlsx", known=MESSAGES))
    assert len(rows) == count
    assert [row.number for row in rows] == list(range(2, count + 2))
    for row in rows:
        assert text(row.cells["留言编号"]).isdigit()
        assert parse_datetime(row.cells["留言时间"]).year in range(2010, 2021)
        assert text(row.cells["留言详情"])
