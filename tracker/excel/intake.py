"""The checks on a workbook that somebody hands in (收件检查), before any reader opens it."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

MIB = 1 << 20
PIECE = 1 << 14  # deflate makes at most 1,032 bytes of one: no piece can blow up further than 16 MiB
HEADER = struct.Struct("<26xHH")  # of a member: the lengths of its name and its extra field stand last
OVERLAP = 1 << 12  # what is looked for may lie across two pieces
LAST_COLUMNS = "[D-Zd-z][A-Za-z]|[A-Za-z]{3,}"  # beyond CZ, the 104th
REQUIRED = ("[Content_Types].xml", "xl/workbook.xml")

ODD = _("文件无法读取：文件结构不正常。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再导入。")
DAMAGED = _("文件无法读取：文件可能已损坏。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再导入。")
NOT_A_TABLE = _("文件无法读取：只能导入 .xlsx 或 .csv 文件。")
LOCKED = _("文件无法读取：文件加了密码，或者是旧版 .xls。请去掉密码，另存为 .xlsx 后再导入。")
TOO_BIG = _("文件无法读取：文件太大，最多 {limit} MB。请删去表格下方的空白行，或者分成几个文件。")
TOO_FAR = _("文件无法读取：表格太大，最多 {rows} 行、104 列。请分成几个文件。")

UNWANTED = {  # what a list of records has no need for, and why the file is sent back
    "vbaproject": _("文件无法读取：文件里有宏。请另存为不带宏的 .xlsx 后再导入。"),
    "xl/externallinks/": _("文件无法读取：表格引用了别的文件。请全选复制，粘贴为数值后再导入。"),
    "xl/embeddings/": _("文件无法读取：表格里嵌有别的文件。请删去后再导入。"),
    "xl/activex/": _("文件无法读取：表格里有控件。请删去后再导入。"),
    "xl/macrosheets/": _("文件无法读取：文件里有宏。请另存为不带宏的 .xlsx 后再导入。"),
}


class UnreadableFile(RuleBroken):
    """The file as a whole cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """How large a file of one import kind may be (security.md, decision 7); sizes in bytes."""

    packed: int = 5 * MIB
    unpacked: int = 80 * MIB
    members: int = 60
    ratio: int = 100
    rows: int = 100_000

    @property
    def far(self) -> re.Pattern[bytes]:
        """A filled cell beyond the limits; readers lay out everything up to it in memory, blank or not."""
        digits = str(self.rows)
        rows = rf"[{digits[0]}-9]\d{{{len(digits) - 1}}}|\d{{{len(digits) + 1},}}"
        cell = rf"(?:(?:{LAST_COLUMNS})\d+|[A-Za-z]+(?:{rows}))"
        others = r"""(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*"""
        return re.compile(rf"""r\s*=\s*["']{cell}["']{others}\s*>""".encode())


DEFAULT = Limits()
# kinds that a township legitimately sends large are read in the worker, under a memory and time limit
LARGE = Limits(packed=40 * MIB, unpacked=400 * MIB, rows=300_000)


def check_size(size: int, limits: Limits) -> None:
    if size > limits.packed:
        raise UnreadableFile(TOO_BIG, limit=limits.packed // MIB)


def check_workbook(data: bytes, limits: Limits) -> None:
    """Refuse what is no plain .xlsx, or would unpack to more than `limits` allow."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as broken:
        raise UnreadableFile(DAMAGED) from broken
    _check_names(members, limits)
    if sum(member.compress_size for member in members) > len(data):
        raise UnreadableFile(ODD)  # members that overlap unpack again and again
    left = limits.unpacked
    for member in members:
        left -= _check_member(data, member, left, limits)


def _check_names(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [member.filename for member in members]
    if len(names) > limits.members or len(set(names)) < len(names) or any(map(_is_odd, members)):
        raise UnreadableFile(ODD)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(LOCKED)
    for name in names:
        for part, reason in UNWANTED.items():
            if part in name.lower():
                raise UnreadableFile(reason)
    if not set(REQUIRED) <= set(names):
        raise UnreadableFile(NOT_A_TABLE)


def _is_odd(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    leaves = path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename
    known = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return leaves or not known or stat.S_ISLNK(member.external_attr >> 16)


def _check_member(data: bytes, member: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    """The true unpacked size; the size that the file itself states may be a lie."""
    is_sheet = member.filename.startswith("xl/worksheets/")
    size, tail, far = 0, b"", limits.far
    for piece in _unpacked(data, member):
        size += len(piece)
        if size > left:
            raise UnreadableFile(TOO_BIG, limit=limits.unpacked // MIB)
        if size > limits.ratio * max(member.compress_size, 1):
            raise UnreadableFile(ODD)
        window = tail + piece
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window or window.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableFile(ODD)
        if is_sheet and far.search(window):
            raise UnreadableFile(TOO_FAR, rows=limits.rows)
        tail = piece[-OVERLAP:]
    if size != member.file_size:
        raise UnreadableFile(ODD)
    return size


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes by its own header; zipfile stops at the stated size, other readers do not."""
    header = data[member.header_offset : member.header_offset + HEADER.size]
    if len(header) < HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableFile(DAMAGED)
    start = member.header_offset + HEADER.size + sum(HEADER.unpack(header))
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), PIECE):
            yield unpacker.decompress(packed[at : at + PIECE])
        yield unpacker.flush()
    except zlib.error as broken:
        raise UnreadableFile(DAMAGED) from broken
