"""凭证 is typed in: what it opens, how guessing is slowed down, and who is known to have opened it before.

No address of a browser is asked. Strangers share one slate for each receipt, whether it exists or not, and
one for the town; a browser that has opened a receipt carries a mark of it and has a slate of its own, so
that nobody who knows the first eight digits can lock the owner out of the own telephone.
"""

import secrets
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.opinions import queries
from tracker.opinions.models import Opinion, Slip
from tracker.opinions.rules import entering as rules
from tracker.sealed.models import Sealed
from tracker.store import receipts, throttle
from tracker.store.secrets import ring

SALT = 8
"""Hexadecimal digits in front of a mark, so that no two browsers bear the same."""
PATIENCE_SECONDS = 5
_hashing = threading.BoundedSemaphore(2)
"""security.md 2.3.2: at most two hashes of receipts at once."""

STRANGERS, OWNERS, TOWN = "receipt-typed", "receipt-opened", "receipt-town"


def mark_of(code: str, salt: str = "") -> str:
    """What a browser keeps of a receipt it has opened: tells nobody which, and only we can make it."""
    salt = salt or secrets.token_hex(SALT // 2)
    return salt + ring().mac("receipt", f"opened:{salt}:{_handle(code)}")[:16].hex()


def enter(text: str, marks: Collection[str] = ()) -> dict[str, int | bool]:
    """What a receipt opens, for the resident's session: {"opinion": id} or {"sealed": True}.

    `marks`: what this browser keeps from earlier openings. Wrong, unknown and malformed look alike and cost
    one argon2 run each. RuleBroken when nothing is found, or while the slate says wait.
    """
    mark = next((one for one in marks if one == mark_of(text, one[:SALT])), None)
    lane = (OWNERS, mark) if mark else (STRANGERS, _handle(text))
    _wait(lane, is_owner=mark is not None)
    with _turn():
        receipt = receipts.open_receipt(text)
    if receipt is not None and receipt.kind == Slip.__tablename__:
        raise RuleBroken(_("这张纸条还没有开箱登记，过几天再来查"), field="code")
    if receipt is None or receipt.kind not in (Opinion.__tablename__, Sealed.__tablename__):
        throttle.slow_down(*lane, rules.wait_after, rules.MEMORY)
        if not mark:
            throttle.count_try(TOWN, "", rules.TOWN_WINDOW)
        raise RuleBroken(_("没有找到。请对一对 20 位查询码"), field="code")
    throttle.forget(*lane)
    opinion_id = queries.what_receipt_opens(receipt.kind, receipt.record_id)
    return {"opinion": opinion_id} if opinion_id is not None else {"sealed": True}


def _handle(text: str) -> str:
    return receipts.normal_code(text)[: receipts.HANDLE]


def _wait(lane: tuple[str, str], *, is_owner: bool) -> None:
    wait = throttle.wait_for(*lane, 1)
    if wait is None and not is_owner:
        wait = throttle.wait_for(TOWN, "", rules.TOWN_TRIES)
    if wait is not None:
        minutes = -int(-wait.total_seconds() // 60)
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来，或者打电话问"), field="code", n=minutes)


@contextmanager
def _turn() -> Iterator[None]:
    """One of the two places at the hash; whoever waits too long keeps what was typed."""
    if not _hashing.acquire(timeout=PATIENCE_SECONDS):
        raise RuleBroken(_("现在查的人多，请过一分钟再按一次"), field="code")
    try:
        yield
    finally:
        _hashing.release()
