"""Files that the reader sends back (退回), each in a moment and with a sentence that says what to do."""

import io
import random
import struct
import time
import zipfile

import pytest
from office_files import (
    MAIN,
    SHEET,
    ole,
    package,
    record,
    repacked,
    sheet_xml,
    workbook,
    workbook_parts,
    xls,
    xlsx,
)

from tracker.excel.incoming.file_kind import UnreadableFile
from tracker.excel.incoming.intake import DEFAULT, LARGE, Limits
from tracker.excel.incoming.read import open_table

KNOWN = ("姓名", "走访日期")
GOOD = workbook(KNOWN, ["张三", "2026-01-06"])
OLD = xls({(0, 0): "姓名", (0, 1): "走访日期", (1, 0): "张三", (1, 1): "2026-01-06"})


def refusal(data, limits=DEFAULT):
    """The sentence; nothing may take longer than a second."""
    start = time.process_time()
    with pytest.raises(UnreadableFile) as refused:
        list(open_table(data, limits, KNOWN))
    assert time.process_time() - start < 1
    assert str(refused.value).startswith("文件无法读取：")
    return str(refused.value)


def zipped(*names):
    return package(dict.fromkeys(names, "x"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "表格是空的"),
        (b"  \r\n", "表格是空的"),
        (workbook(), "表格是空的"),
        (b"%PDF-1.7\n", "这是 PDF 文件。请找原来的表格"),
        (b"\x89PNG\r\n\x1a\n\0\0", "这是图片"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "这是图片"),
        (b"BM\x36\0\0\0", "这是图片"),
        (b"Rar!\x1a\x07", "这是压缩包。请先解压"),
        (b"7z\xbc\xaf\x27\x1c", "这是压缩包"),
        (b"\x1f\x8b\x08\0", "这是压缩包"),
        (b"{\\rtf1\\ansi", "这是文字文档"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页存成的表格"),
        (b"\xef\xbb\xbf  <HTML xmlns:x='urn'><Table>", "这是网页存成的表格"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>", "这是 XML 文件"),
        (zipped("[Content_Types].xml", "word/document.xml"), "这是文字文档"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "这是演示文稿"),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "这是 .xlsb 文件"),
        (zipped("mimetype", "content.xml"), "这是 .ods 文件"),
        (zipped("报表/1.xlsx", "报表/2.xlsx"), "这是压缩包"),
        (zipped("[Content_Types].xml", "other.xml"), "这不是表格"),
        (ole({"EncryptedPackage": b"x"}), "文件加了密码"),
        (ole({"WordDocument": b"x"}), "这是文字文档"),
        (ole({"PowerPoint Document": b"x"}), "这是演示文稿"),
        (ole({"Something": b"x"}), "文件已损坏"),
        (xls({(0, 0): "甲"}, extra=record(0x002F, b"\1\0" + bytes(52))), "文件加了密码"),
        (b"PK\x03\x04 half a file", "文件已损坏"),
        (bytes(range(256)) * 9, "这不是表格"),
        ("编码,名称\n1,甲".encode("utf-16")[:-1], "没有传完整"),
        ("编码,名称\n1,青龙湾".encode()[:-1], "没有传完整"),
        ('编码,名称\n1,"青龙湾\n2,乙\n'.encode(), "第 2 行的引号不成对"),
        (b"\0\0\0\0", "这不是表格"),
    ],
)
def test_what_is_no_table_is_sent_back_with_what_it_is(data, reason):
    assert reason in refusal(data)


def test_a_missing_file_is_named_without_its_folder(tmp_path):
    assert refusal(tmp_path / "没有.xlsx") == "文件无法读取：打不开 没有.xlsx。"


@pytest.mark.parametrize("whole", [GOOD, OLD, "姓名,走访日期\n张三,2026-01-06\n".encode("gb18030")])
def test_half_a_file_is_refused_or_read_wherever_it_was_cut(whole):
    for at in range(1, len(whole), max(len(whole) // 60, 1)):
        start = time.process_time()
        is_readable(whole[:at])
        assert time.process_time() - start < 1
    assert is_readable(whole)


# what a list has no need for


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
        ("XL/Worksheets/SHEET1.xml", "结构不正常"),
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


def test_a_member_locked_with_a_password_is_refused():
    locked = bytearray(GOOD)
    for header in (b"PK\x01\x02", b"PK\x03\x04"):
        at = locked.index(header)
        locked[at + (8 if header.endswith(b"\x02") else 6)] |= 1
    assert "文件加了密码" in refusal(bytes(locked))


def test_too_many_sheets_are_refused_with_what_to_do():
    many = {f"xl/media/{n}.png": b"x" for n in range(60)}
    assert "请只留下要用的工作表" in refusal(repacked(GOOD, **many))


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("declaration", ['<!DOCTYPE x [<!ENTITY a "hello">]>', "<!DOCTYPE x>"])
def test_a_document_type_is_refused_whatever_it_declares(part, declaration):
    parts = workbook_parts(sheet_xml("", MAIN))
    assert "结构不正常" in refusal(package({**parts, part: declaration + parts[part]}))
    assert "结构不正常" in refusal(package({**parts, part: " " * 60_000 + declaration + parts[part]}))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_sheet_in_two_bytes_a_sign_cannot_smuggle_a_document_type(encoding):
    hidden = repacked(GOOD, lambda sheet: ("<!DOCTYPE x>" + sheet.decode()).encode(encoding))
    assert "结构不正常" in refusal(hidden)


# too large


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(6 << 20)
    assert refusal(path) == "文件无法读取：文件太大，最多 5 MB。请删去表格下方的空白行，或者分成几个文件。"
    assert "最多 5 MB" in refusal(b"PK\x03\x04" + b"\0" * (6 << 20))


@pytest.mark.parametrize("limits", [DEFAULT, LARGE])
def test_a_bomb_is_refused_by_its_ratio_and_by_its_size(limits):
    bomb = repacked(GOOD, **{"xl/media/x.bin": b"\0" * (60 << 20)})
    assert "结构不正常" in refusal(bomb, limits)
    assert "文件太大，最多 1 MB" in refusal(bomb, Limits(unpacked=1 << 20, ratio=10_000))


def test_a_bomb_that_understates_its_size_is_refused():
    bomb = repacked(GOOD, **{"xl/media/x.xml": b" " * 60_000})
    stated = struct.pack("<I", 60_000)
    assert bomb.count(stated) == 2
    assert "结构不正常" in refusal(bomb.replace(stated, struct.pack("<I", 10)))
    assert "结构不正常" in refusal(bomb.replace(stated, struct.pack("<I", 65_000)))


def test_members_that_overlap_are_refused():
    """Each part of the bomb is the same packed bytes under another name (a quoted-overlap bomb)."""
    bomb = repacked(GOOD, **{"xl/media/x.bin": random.Random(1).randbytes(900), "xl/media/y.bin": b"y"})  # noqa: S311
    listed = bomb.index(b"PK\x01\x02")
    first, second = (bomb.index(name, listed) for name in (b"xl/media/x.bin", b"xl/media/y.bin"))
    doubled = bytearray(bomb)
    doubled[second - 26 : second - 18] = bomb[first - 26 : first - 18]
    doubled[second - 4 : second] = bomb[first - 4 : first]
    assert "结构不正常" in refusal(bytes(doubled))


FAR = "文件无法读取：表格太大，最多 100000 行、104 列。请分成几个文件。"


@pytest.mark.parametrize("place", ["XFD2", "DA2", "B100001", "A1048576", "aaa9", "ZZZ1"])
def test_a_lone_cell_far_away_is_refused_instead_of_filling_the_memory(place):
    cell = f'<row r="2"><c r="{place}"><v>1</v></c></row>'
    assert refusal(xlsx(cell)) == FAR


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD9'><v>1</v></c>",
        '<c\nr = "XFD9" s="1" ><v>1</v></c>',
        '<c r="XFD9" x="/"><v>1</v></c>',
        '<c s="1" r="XFD9"><v>1</v></c>',
        '<y:c r="XFD9"><y:v>1</y:v></y:c>',
        '<c r="XFD9" t="inlineStr"><is><t></t></is></c>',
        '<c r="CZ9"/><c><v>1</v></c>',
        "<c/>" * 104 + "<c><v>1</v></c>",
        '<row r="1048576"><c><v>1</v></c></row>',
        '<row r="1048576">' + "<c/>" * 16_000 + "<c><v>1</v></c></row>",
        '<row r="100000"/><row><c><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_found_however_it_is_written(cell):
    assert refusal(xlsx(f'<row r="9">{cell}</row>')) == FAR


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A9" r="XFD9"><v>1</v></c>',
        '<c r="A9" x=">" r="XFD9"><v>1</v></c>',
        '<c r="&#88;FD9"><v>1</v></c>',
        '<c r="ZZZZZZZ9"><v>1</v></c>',
        '<c r="A99999999999"><v>1</v></c>',
        '<row r="99999999999"><c><v>1</v></c></row>',
    ],
)
def test_cells_as_no_program_writes_them_are_refused(cell):
    assert "结构不正常" in refusal(xlsx(f'<row r="9">{cell}</row>'))


def test_a_tag_without_end_is_refused_and_a_long_text_is_not():
    endless = sheet_xml('<row r="1"><c x="' + "x" * (3 << 20) + '" r="XFD9"><v>1</v></c></row>')
    assert "结构不正常" in refusal(package(workbook_parts(endless), zipfile.ZIP_STORED))
    text = f'<row r="1"><c r="A1" t="str"><v>{"长" * (1 << 20)}</v></c></row>'
    assert is_readable(package(workbook_parts(sheet_xml(text)), zipfile.ZIP_STORED))


def test_a_far_cell_is_found_in_whatever_part_the_workbook_calls_a_sheet():
    parts = workbook_parts(sheet_xml('<row><c r="XFD9"><v>1</v></c></row>'))
    parts["xl/media/a.png"] = parts.pop(SHEET)
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace("worksheets/sheet1.xml", "media/a.png")
    assert refusal(package(parts)) == FAR


def test_a_far_cell_that_lies_across_two_pieces_is_found():
    noise = random.Random(2)  # noqa: S311  nothing secret: what packs badly makes many pieces
    texts = "".join(f"<row><c t='str'><v>{noise.randbytes(40).hex()}</v></c></row>" for _n in range(3_000))
    for shift in range(0, 400, 40):
        far = f'<row><c><v>{"9" * shift}</v></c></row><row r="9"><c r="XFD9"><v>1</v></c></row>'
        assert refusal(xlsx(texts + far)) == FAR


@pytest.mark.parametrize("place", [(0, 200), (40_000, 0)])
def test_a_far_cell_in_an_old_workbook_is_refused(place):
    data = xls({(0, 0): "姓名", (0, 1): "走访日期", place: 1})
    assert "表格太大，最多 20000 行、104 列" in refusal(data, Limits(rows=20_000))


def test_plain_text_is_held_to_the_same_limits():
    assert refusal(b"1\n" * 100_001) == FAR
    assert refusal(b"1," * 105 + b"1\n") == FAR


def is_readable(data):
    """Whether it can be read; anything but a table or a refusal in Chinese fails the test."""
    try:
        list(open_table(data, known=KNOWN))
    except UnreadableFile as refused:
        return not str(refused).startswith("文件无法读取：")
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


def test_damaged_old_workbooks_are_refused_too():
    dice = random.Random(9)  # noqa: S311  nothing secret: the same damage in every run
    readable = [is_readable(damaged(OLD[:2_000], dice, 9) + OLD[2_000:]) for _turn in range(40)]
    assert not all(readable)
