"""民意、诉求 as they come in: the draft, its title, what must not stand in a text that goes out."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.errors import RuleBroken
from tracker.domain.masking import HIDDEN, PERSONAL_LABELS, PLAIN, find_personal
from tracker.domain.text import _
from tracker.opinions.rules.words import SPOKEN, Behalf, Channel, Contact, Tray, Urgency

LONGEST_TEXT = 2000
LONGEST_LINE = 120
TITLE_LENGTH = 40
RECEIPT_WRITTEN = re.compile(r"(?<![0-9])(?:[0-9][ -]?){19}[0-9](?![0-9])")
REPRESENTATIVES = 5  # 信访工作条例 20: joint visits send at most five


@dataclass(frozen=True)
class Draft:
    """One matter as it is handed in, whatever the channel."""

    text: str
    title: str = ""
    channel: Channel = Channel.WEB
    village_code: str | None = None
    place: str = ""
    contact: Contact = Contact.ANONYMOUS
    name: str = ""
    phone: str = ""
    is_about_cadre: bool = False
    whom: str = ""
    category_id: int | None = None
    urgency: Urgency | None = None
    is_read_back: bool = False
    behalf: Behalf = Behalf.ONESELF
    behalf_name: str = ""
    people_count: int = 1
    may_publish: bool = False
    tray: Tray = Tray.ORDINARY
    outside_no: str = ""
    """The number of a 12345 order, or of a paper from above."""
    received_on: date | None = None
    """When it reached the town, if not today: clocks from above count from there."""
    slip_no: str = ""
    """The short number on the upper half of a paper slip, whose lower half the resident keeps."""
    barred_ids: tuple[int, ...] = ()
    """Those whose task it complains of (办不成事): they see nothing of it; empty: nobody known."""
    photos: tuple[bytes, ...] = ()
    """As they were sent; the store rebuilds them from their pixels."""


def check_draft(draft: Draft) -> None:
    """Shape that no form can check alone."""
    if not draft.text.strip():
        raise RuleBroken(_("请写下发生了什么事"), field="text")
    if draft.channel in SPOKEN and not draft.is_read_back:
        raise RuleBroken(_("请念给本人听，对了再勾选"), field="is_read_back")


RECEIVED_DAYS = 30
"""How long ago something may have come in that is registered only now."""


def check_received(received_on: date | None, today: date) -> None:
    if received_on is None:
        return
    if received_on > today:
        raise RuleBroken(_("收到的日子还没有到"), field="received_on")
    if received_on < today - timedelta(days=RECEIVED_DAYS):
        raise RuleBroken(_("最多补记 {n} 天以内收到的"), field="received_on", n=RECEIVED_DAYS)


def check_public_text(text: str, field: str) -> None:
    """Nothing goes out with somebody's telephone or identity number in it (domain.md 10.3)."""
    found = find_personal(text)
    if found:
        kinds = "、".join(dict.fromkeys(PERSONAL_LABELS[kind] for kind, _span in found))
        raise RuleBroken(_("里面有{kinds}，请去掉再交"), field=field, kinds=kinds)


def gives_away(text: str) -> list[str]:
    """What a resident may not want to have in the text, in words: numbers of persons, a receipt."""
    found = [PERSONAL_LABELS[kind] for kind, _span in find_personal(text)]
    if RECEIPT_WRITTEN.search(text.translate(PLAIN)):
        found.append(_("20 位查询码"))
    return list(dict.fromkeys(found))


def redacted(text: str) -> str:
    """The text with telephone and identity numbers blotted out."""
    for _kind, (start, end) in reversed(find_personal(text)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def title_of(text: str) -> str:
    """The first sentence, cut: what a list shows until the clerk writes a better one."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    for stop in "。；！？!?;":
        first = first.split(stop)[0]
    return first[:TITLE_LENGTH]
