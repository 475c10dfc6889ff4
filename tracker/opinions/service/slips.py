"""纸条: slips for the opinion box, each with a receipt that waits; used when the slip is typed in."""

import secrets
from itertools import count

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions.models import Opinion, Slip
from tracker.opinions.queries import desk
from tracker.opinions.rules import slips as slip_rules
from tracker.sealed.models import Sealed
from tracker.store import receipts
from tracker.store.action import Act, action
from tracker.store.db import db
from tracker.store.numbers import RandomNumbers

USED = _("这张纸条已经登记过了")
UNKNOWN = _("纸条号不对，请照上半张再看一遍")


def print_slips(actor: Actor, form_key: str, pages: int) -> None:
    """Ten slips a page, each with its number and its receipt; the same form again makes no more."""
    if not 1 <= pages <= slip_rules.MOST_PAGES:
        raise RuleBroken(_("一次印 1 到 {n} 页"), field="pages", n=slip_rules.MOST_PAGES)
    if not may_come(actor, "slip.print"):
        raise NotFound("slip.print")
    if receipts.issued(_key(form_key, 0)):
        return
    sheets = [receipts.blank(_key(form_key, at)) for at in range(pages * slip_rules.SLIPS_A_PAGE)]
    with action(actor, "slip.print"):
        taken = RandomNumbers(Slip.slip_no, "").taken
        for sheet in sheets:
            slip = Slip(
                town_code=actor.town_code, slip_no=_drawn(taken), handle=sheet.code[: receipts.HANDLE]
            )
            db.session.add(slip)
            db.session.flush()
            slip.handle = receipts.issue(sheet, Slip.__tablename__, slip.id)[: receipts.HANDLE]


def _key(form_key: str, at: int) -> str:
    return f"{form_key}:slip:{at}"


def _drawn(taken: set[str]) -> str:
    digits = slip_rules.DIGITS
    while True:
        number = slip_rules.with_check(f"{secrets.randbelow(10**digits):0{digits}d}")
        if number not in taken:
            taken.add(number)
            return number


def printed(actor: Actor, form_key: str) -> list[tuple[str, str]]:
    """(number, receipt) of the slips this form made and nobody has handed in yet."""
    codes = []
    for at in count():
        code = receipts.issued(_key(form_key, at))
        if code is None:
            break
        codes.append(code)
    numbers = desk.numbers_of_slips(actor.town_code, [code[: receipts.HANDLE] for code in codes])
    found = [(numbers.get(code[: receipts.HANDLE]), code) for code in codes]
    return [(number, code) for number, code in found if number]


def waiting(actor: Actor, text: str) -> Slip | None:
    """The slip with this number, not used yet; None when no number was typed. RuleBroken at slip_no."""
    if not text.strip():
        return None
    slip = desk.slip_numbered(actor.town_code, slip_rules.normal_slip(text))
    if slip is None:
        raise RuleBroken(UNKNOWN, field="slip_no")
    if slip.used_on is not None:
        raise RuleBroken(USED, field="slip_no")
    return slip


def use(act: Act, slip: Slip, record: Opinion | Sealed) -> None:
    """Step: the receipt in the resident's hand opens this record from now on; the slip forgets it."""
    db.session.refresh(slip)  # somebody may have typed it in while this one waited for the door
    if slip.used_on is not None:
        raise RuleBroken(USED, field="slip_no")
    receipts.hand_over(slip.handle, record.__tablename__, record.id)
    slip.handle, slip.used_on = "", act.today
