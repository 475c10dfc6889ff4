"""意见箱纸条 by the sheet: each row is taken in as at the desk; no result tells which way one went."""

from datetime import date

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.queries import desk
from tracker.opinions.rules import Channel, Contact, Draft
from tracker.opinions.service import intake, slips
from tracker.sealed.rules import Way
from tracker.store.action import Act


def put_slip(
    act: Act, *, text: str, received_on: date | None = None, village: str = "", name: str = "",
    phone: str = "", box: str = "", slip_no: str = "",
) -> str:
    """Step: one slip; answers new whatever becomes of it. RuleBroken names the column that is wrong.

    On trial it is only judged. What names a head of the town is refused as at the desk, and not kept.
    """
    rules.check_received(received_on, act.today)
    draft = Draft(
        channel=Channel.SLIP, text=text, received_on=received_on, name=name, phone=phone,
        village_code=_village(act.actor.town_code, village), slip_no=slip_no,
        place=_("意见箱：{box}").format(box=box) if box else "",
        contact=Contact.OPEN if name or phone else Contact.ANONYMOUS,
    )
    rules.check_draft(draft)
    slip = slips.waiting(act.actor, slip_no)
    finding = intake.way_of(act.actor, draft)
    if finding.way is Way.COUNTY:
        raise RuleBroken(intake.TO_THE_COUNTY, field="text")
    if not act.is_trial:
        record = intake.take_in(act, draft, finding, "opinion.register")
        if slip is not None:
            slips.use(act, slip, record)
    return "new"


def _village(town_code: str, name: str) -> str | None:
    found = desk.villages_like(town_code, name)
    if name and len(found) != 1:
        raise RuleBroken(_("没有叫“{name}”的村，或者有几个"), field="village", name=name)
    return found[0][0] if found else None
