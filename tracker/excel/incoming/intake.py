"""The checks on a workbook that somebody hands in (收件检查), before any reader opens it."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from tracker.domain.text import _
from tracker.excel.incoming.far_cells import LAST_COLUMN, FarCell, OddCell, is_unusual, walk
from tracker.excel.incoming.file_kind import DAMAGED, LOCKED, UnreadableFile, what_zip
from tracker.excel.incoming.shared_texts import Texts

try:
    from isal import isal_zlib as fast_zlib
except ImportError:  # the extra `fast` is not installed: zlib does the same, slower
    fast_zlib = None  # type: ignore[assignment]

__all__ = ["DEFAULT", "LARGE", "Limits", "UnreadableFile", "check_size", "check_workbook"]

MIB = 1 << 20
PIECE = 1 << 14  # deflate makes at most 1,032 bytes of one: no piece can blow up further than 16 MiB
HEADER = struct.Struct("<26xHH")  # of a member: the lengths of its name and its extra field stand last
SMALLEST = 1 << 16  # below it a ratio says nothing: a page of blank cells packs into a few bytes
REQUIRED = ("[content_types].xml", "xl/workbook.xml")
BROKEN_STREAM: Any = (zlib.error, fast_zlib.error) if fast_zlib else zlib.error
LONGEST_TAG = MIB
MOST_COPIES = 2  # of what a file may unpack to, in texts that its cells share
PLAIN_TEXT = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)

ODD = _("文件无法读取：文件结构不正常。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再上传。")
TOO_BIG = _("文件无法读取：文件太大，最多 {limit} MB。请删去表格下方的空白行，或者分成几个文件。")
TOO_MANY = _("文件无法读取：文件里的工作表和图片太多。请只留下要用的工作表，另存为 .xlsx 后再上传。")
TOO_MUCH_TEXT = _("文件无法读取：很长的文字重复了太多次。请分成几个文件，或者把重复的文字写短。")
TOO_FAR = _("文件无法读取：表格太大，最多 {rows} 行、{columns} 列。请分成几个文件。")

UNWANTED = {  # what a list of records has no need for, and why the file is sent back
    "vbaproject": _("文件无法读取：文件里有宏。请另存为不带宏的 .xlsx 后再上传。"),
    "xl/externallinks/": _("文件无法读取：表格引用了别的文件。请全选复制，粘贴为数值后再上传。"),
    "xl/embeddings/": _("文件无法读取：表格里嵌有别的文件。请删去后再上传。"),
    "xl/activex/": _("文件无法读取：表格里有控件。请删去后再上传。"),
    "xl/macrosheets/": _("文件无法读取：文件里有宏。请另存为不带宏的 .xlsx 后再上传。"),
}


@dataclass(frozen=True)
class Limits:
    """How large a file of one import kind may be (security.md, decision 7); sizes in bytes."""

    packed: int = 5 * MIB
    unpacked: int = 80 * MIB
    members: int = 60
    ratio: int = 100
    rows: int = 100_000


DEFAULT = Limits()
# kinds that a township legitimately sends large are read in the worker, under a memory and time limit
LARGE = Limits(packed=40 * MIB, unpacked=400 * MIB, rows=300_000)


def check_size(size: int, limits: Limits) -> None:
    if size > limits.packed:
        raise UnreadableFile(TOO_BIG, limit=limits.packed // MIB)


def too_far(limits: Limits) -> UnreadableFile:
    return UnreadableFile(TOO_FAR, rows=limits.rows, columns=LAST_COLUMN)


def check_workbook(data: bytes, limits: Limits) -> None:
    """Refuse what is no plain .xlsx, or would unpack to more than `limits` allow."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as broken:
        raise UnreadableFile(DAMAGED) from broken
    _check_names(members, limits)
    _check_stated(members, limits)
    _check_places(data, members)
    texts = Texts()
    for member in members:
        _check_member(data, member, limits, texts)
    _check_texts(data, members, limits, texts)


def _check_names(members: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names) or any(map(_is_odd, members)):
        raise UnreadableFile(ODD)
    if not set(REQUIRED) <= set(names):
        raise what_zip(names)
    if len(names) > limits.members:
        raise UnreadableFile(TOO_MANY)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(LOCKED)
    for name in names:
        for part, reason in UNWANTED.items():
            if part in name:
                raise UnreadableFile(reason)


def _is_odd(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    leaves = path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename
    known = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return leaves or not known or stat.S_ISLNK(member.external_attr >> 16)


def _check_stated(members: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """By the sizes that the file itself states a bomb is known before a byte of it is unpacked."""
    if sum(member.file_size for member in members) > limits.unpacked:
        raise UnreadableFile(TOO_BIG, limit=limits.unpacked // MIB)
    for member in members:
        if member.file_size > max(limits.ratio * member.compress_size, SMALLEST):
            raise UnreadableFile(ODD)


def _check_places(data: bytes, members: Sequence[zipfile.ZipInfo]) -> None:
    """Members that overlap would unpack the same bytes again and again."""
    places = sorted((member.header_offset, _start(data, member) + member.compress_size) for member in members)
    if any(end > start for (_begin, end), (start, _end) in pairwise(places)) or places[-1][1] > len(data):
        raise UnreadableFile(ODD)


def _start(data: bytes, member: zipfile.ZipInfo) -> int:
    """Where its packed bytes begin, by the header that stands before them."""
    header = data[member.header_offset : member.header_offset + HEADER.size]
    if len(header) < HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableFile(DAMAGED)
    name, extra = HEADER.unpack(header)
    return member.header_offset + HEADER.size + int(name) + int(extra)


def _check_member(data: bytes, member: zipfile.ZipInfo, limits: Limits, texts: Texts) -> None:
    """No document type, no cell far away: in any part, for the workbook may call any of them a sheet."""
    is_unusual_part, is_text = False, bool(PLAIN_TEXT.search(member.filename))
    for window in texts.read_part(_windows(data, member)):
        if is_text and b"\0" in window:  # two bytes a sign: what is looked for would not be found
            raise UnreadableFile(ODD)
        if b"!" in window and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
            raise UnreadableFile(ODD)
        is_unusual_part = is_unusual_part or is_unusual(window, limits.rows)
    if is_unusual_part:
        try:
            walk(_windows(data, member), limits.rows)
        except FarCell as far:
            raise too_far(limits) from far
        except OddCell as odd:
            raise UnreadableFile(ODD) from odd


def _check_texts(data: bytes, members: Sequence[zipfile.ZipInfo], limits: Limits, texts: Texts) -> None:
    """One long text that thousands of cells share would fill the memory."""
    most = MOST_COPIES * limits.unpacked
    if texts.at_most() > most and sum(texts.laid_out(_windows(data, one)) for one in members) > most:
        raise UnreadableFile(TOO_MUCH_TEXT)


def _windows(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes in pieces that do not cut a tag; its true size must be the one it states."""
    size, rest = 0, b""
    for piece in _unpacked(data, member):
        size += len(piece)
        if size > member.file_size:
            raise UnreadableFile(ODD)
        window = rest + piece
        cut = window.rfind(b"<")
        is_long_text = len(window) - cut > LONGEST_TAG and b">" in window[cut:]
        if cut < 0 or is_long_text:
            cut = len(window)
        rest = window[cut:]
        if len(rest) > LONGEST_TAG:
            raise UnreadableFile(ODD)
        yield window[:cut]
    if size != member.file_size:
        raise UnreadableFile(ODD)
    yield rest


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes by its own header; zipfile stops at the stated size, other readers do not."""
    start = _start(data, member)
    packed = memoryview(data)[start : start + member.compress_size]
    is_packed = member.compress_type == zipfile.ZIP_DEFLATED
    unpacker = (fast_zlib or zlib).decompressobj(-zlib.MAX_WBITS) if is_packed else None
    try:
        for at in range(0, len(packed), PIECE):
            piece = packed[at : at + PIECE]
            yield unpacker.decompress(piece) if unpacker else bytes(piece)
        yield unpacker.flush() if unpacker else b""
    except BROKEN_STREAM as broken:
        raise UnreadableFile(DAMAGED) from broken
