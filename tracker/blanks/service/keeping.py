"""Deeds on the forms of a town (表样): hand one in, match its marks, use it, go back, put it aside."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.blanks import queries
from tracker.blanks.models import Blank, BlankDraft, BlankVersion
from tracker.blanks.rules import SHIPPED, UnfitForm, check_mapping, check_title
from tracker.blanks.service.marks import draft_data
from tracker.blanks.sources import SOURCES, may_fill
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.form.fill import scan
from tracker.excel.form.source import field_names
from tracker.excel.incoming.file_kind import UnreadableFile, kind_of
from tracker.store import files
from tracker.store.action import Act, action
from tracker.store.db import db

OLD_FILE = _("这是旧格式（.xls）或加了密码的文件。请在 WPS 或 Excel 中打开，另存为 .xlsx，再选一次")
NOT_YOURS = _("您的岗位用不到“{title}”的数据，这张表请由用它的人来换")
TEXT_FILE = _("这不是 .xlsx 文件。请在 WPS 或 Excel 中打开，另存为 .xlsx，再选一次")


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in, and what the clerk said of it."""

    title: str
    source: str
    data: bytes
    file_name: str
    note: str = ""


def hand_in(
    actor: Actor, upload: Upload, *, shipped: str = "", blank: Blank | None = None
) -> BlankDraft:
    """The file passes the check and waits for its marks to be matched. `blank` gets a new version of itself;
    `shipped` names the form of ours that this one replaces.

    Raises UnfitForm with every problem by its cell, RuleBroken (field "file") for what is no form.
    """
    source = blank.source if blank else SHIPPED[shipped].source if shipped in SHIPPED else upload.source
    if source not in SOURCES:
        raise NotFound(source)
    if not may_fill(actor, source):
        raise RuleBroken(NOT_YOURS, field="source", title=SOURCES[source].title)
    if blank is None and shipped in SHIPPED:
        blank = queries.blank_in_place_of(actor, shipped)
    check_title(upload.title, queries.titles(actor, blank.id if blank else None) - _own(shipped))
    _check_file(upload.data)
    draft = BlankDraft(
        unit_code=actor.town_code, author_id=actor.user_id, blank_id=blank.id if blank else None,
        title=upload.title, source=source, shipped=shipped if shipped in SHIPPED else "",
        file=files.keep(files.INCOMING, upload.data, ".xlsx"), file_name=upload.file_name[:200],
        note=upload.note, mapping={},
    )
    with action(actor, "blank.edit", draft):
        pass
    return draft


def _own(shipped: str) -> set[str]:
    """What replaces a form of ours may keep its name."""
    return {SHIPPED[shipped].title} if shipped in SHIPPED else set()


def _check_file(data: bytes) -> None:
    try:
        kind = kind_of(data)
        if kind != "workbook":
            raise RuleBroken(OLD_FILE if kind == "old" else TEXT_FILE, field="file")
        scanned = scan(data)
    except UnreadableFile as unreadable:
        raise RuleBroken(unreadable.message, field="file", **unreadable.params) from unreadable
    if scanned.problems:
        raise UnfitForm((one.cell, one.message) for one in scanned.problems)


def map_marks(actor: Actor, draft: BlankDraft, mapping: Mapping[str, str]) -> None:
    """对标记: {mark: field of the source, "" for the pen}, for every mark of the form."""
    known = {*field_names(SOURCES[draft.source]), ""}
    with action(actor, "blank.edit", draft):
        _check_open(draft)
        if not set(mapping.values()) <= known:
            raise RuleBroken(_("请从列出的字段里选"))
        check_mapping(mapping)
        draft.mapping, draft.is_mapped = dict(mapping), True


def take_into_use(actor: Actor, draft: BlankDraft) -> Blank:
    """启用: the draft becomes the version in use; earlier ones stay and can be gone back to."""
    data = draft_data(draft)
    with action(actor, "blank.edit", draft) as act:
        _check_open(draft)
        if not draft.is_mapped:
            raise RuleBroken(_("请先对好标记"))
        blank = _home_of(act, draft)
        version = BlankVersion(
            unit_code=blank.unit_code, author_id=actor.user_id, blank_id=blank.id,
            number=queries.next_number(blank.id), file=data, file_name=draft.file_name,
            sha256=hashlib.sha256(data).hexdigest(), mapping=draft.mapping, note=draft.note,
        )
        act.on("blank.edit", version)
        act.flush()
        blank.current, blank.is_active, blank.title = version.number, True, draft.title
        draft.version_id = version.id
        name = draft.file
        act.after_commit.append(lambda: files.drop(files.INCOMING, name))
    return blank


def _check_open(draft: BlankDraft) -> None:
    if draft.version_id is not None:
        raise RuleBroken(_("这一版已经启用了，要改请上传新的一版"))


def _home_of(act: Act, draft: BlankDraft) -> Blank:
    """The form that gets this version; a new one when there is none yet."""
    if draft.blank_id is not None:
        blank = queries.blank_of(act.actor, draft.blank_id)
        act.on("blank.edit", blank)
        return blank
    others = queries.titles(act.actor) - _own(draft.shipped)
    check_title(draft.title, others)
    blank = Blank(
        unit_code=draft.unit_code, author_id=act.actor.user_id, title=draft.title, source=draft.source,
        shipped=draft.shipped, is_active=True, current=1,
    )
    act.on("blank.edit", blank)
    db.session.flush()
    return blank


def use_version(actor: Actor, blank: Blank, number: int) -> None:
    """换回这一版: another version is the one in use again, 0 the form of ours; all others stay."""
    with action(actor, "blank.edit", blank):
        known = {version.number for version in queries.versions_of(blank)}
        if number not in known and not (number == 0 and blank.shipped in SHIPPED):
            raise NotFound("blank_version")
        blank.current = number


def rename(actor: Actor, blank: Blank, *, title: str) -> None:
    check_title(title, queries.titles(actor, blank.id) - _own(blank.shipped))
    with action(actor, "blank.edit", blank):
        blank.title = title


def stop(actor: Actor, blank: Blank) -> None:
    """停用: nobody fills it any more; whatever it replaced is offered again."""
    with action(actor, "blank.edit", blank):
        blank.is_active = False


def resume(actor: Actor, blank: Blank) -> None:
    with action(actor, "blank.edit", blank):
        blank.is_active = True
