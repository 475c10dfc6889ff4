"""What a file is (文件种类), by its bytes and never by its name, and what to do when it is no table."""

import struct
from collections.abc import Iterable
from typing import Literal

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

Kind = Literal["workbook", "old", "text"]

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LOOKED_AT = 4096

DAMAGED = _("文件无法读取：文件已损坏，或者没有传完整。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")
NOT_A_TABLE = _("文件无法读取：这不是表格。能读的是 .xlsx、.xls 和 .csv。")
LOCKED = _("文件无法读取：文件加了密码。请在 WPS 或 Excel 中打开，去掉密码，另存为 .xlsx 后再上传。")
WORD = _("文件无法读取：这是文字文档。请把里面的表格复制到 WPS 表格或 Excel 中，另存为 .xlsx 后再上传。")
SLIDES = _("文件无法读取：这是演示文稿。请把里面的表格复制到 WPS 表格或 Excel 中，另存为 .xlsx 后再上传。")
PDF = _("文件无法读取：这是 PDF 文件。请找原来的表格，或者转成 .xlsx 后再上传。")
PICTURE = _("文件无法读取：这是图片。请把内容填进模板，再上传模板。")
PACKED = _("文件无法读取：这是压缩包。请先解压，再上传里面的表格。")
WEB_PAGE = _("文件无法读取：这是网页存成的表格。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")
MARKUP = _("文件无法读取：这是 XML 文件。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")
OTHER_SHEET = _("文件无法读取：这是 {ending} 文件。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")

BEGINNINGS = {
    b"%PDF": PDF,
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
    b"GIF8": PICTURE,
    b"Rar!": PACKED,
    b"7z\xbc\xaf": PACKED,
    b"\x1f\x8b": PACKED,
    b"{\\rtf": WORD,
}
BITMAP = b"BM"  # letters with which a list may begin, too
STREAMS = {"EncryptedPackage": LOCKED, "WordDocument": WORD, "PowerPoint Document": SLIDES}
RECORD = struct.Struct("<HH")  # of an .xls: kind and length of what follows
FIRST_RECORD, FILE_PASS, FIRST_RECORDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x2F, 8
MEMBERS = {"word/": WORD, "ppt/": SLIDES}


class UnreadableFile(RuleBroken):
    """The file as a whole cannot be taken; the message says why and what to do."""


def kind_of(data: bytes) -> Kind:
    """Which reader the bytes are for; UnreadableFile, with what it is, for what is surely no table."""
    if data.startswith(ZIP):
        return "workbook"
    if data.startswith(OLE):
        return "old"
    for beginning, reason in BEGINNINGS.items():
        if data.startswith(beginning):
            raise UnreadableFile(reason)
    start = data[:LOOKED_AT]
    if start.startswith(BITMAP) and b"\0" in start:
        raise UnreadableFile(PICTURE)
    start = start.removeprefix(BYTE_ORDER_MARK).lstrip().lower()
    if start.startswith(b"<"):
        raise UnreadableFile(WEB_PAGE if b"<html" in start or b"<table" in start else MARKUP)
    return "text"


def what_zip(names: Iterable[str]) -> UnreadableFile:
    """What to say of a zip that is no .xlsx, by the names in it."""
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        return UnreadableFile(OTHER_SHEET, ending=".xlsb")
    if "mimetype" in lower:
        return UnreadableFile(OTHER_SHEET, ending=".ods")
    for part, reason in MEMBERS.items():
        if any(name.startswith(part) for name in lower):
            return UnreadableFile(reason)
    return UnreadableFile(NOT_A_TABLE if "[content_types].xml" in lower else PACKED)


def what_old(data: bytes) -> UnreadableFile:
    """What to say of an old office file that could not be read, by the names of its streams."""
    for name, reason in STREAMS.items():
        if name.encode("utf-16-le") in data:
            return UnreadableFile(reason)
    return UnreadableFile(LOCKED if _is_locked(data) else DAMAGED)


def _is_locked(data: bytes) -> bool:
    """An .xls with a password says so in one of the first records of its workbook; the rest is encrypted."""
    at = data.find(FIRST_RECORD)
    for _record in range(FIRST_RECORDS if at >= 0 else 0):
        head = data[at : at + RECORD.size]
        if len(head) < RECORD.size:
            break
        kind, length = RECORD.unpack(head)
        if kind == FILE_PASS:
            return True
        at += RECORD.size + length
    return False
