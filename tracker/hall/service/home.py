"""上门: agree on a day and a place, and take in at the resident's home what was booked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall.models import Task
from tracker.hall.rules import OPEN, Channel
from tracker.hall.rules.home import check_home
from tracker.hall.service.receiving import Application, put_received
from tracker.line.models import Booking
from tracker.line.rules.bookings import BookingKind, BookingStatus
from tracker.line.service.bookings import put_finished
from tracker.store import receipts
from tracker.store.access import allows
from tracker.store.action import action


@dataclass(frozen=True)
class AtHome:
    """What is seen and handed over at somebody's door."""

    handed_in: Sequence[str] = field(default=())
    id_number: str = ""
    is_id_missing: bool = False


def agree_home(actor: Actor, task: Task, *, day: date, place: str) -> None:
    """约上门: when somebody comes to the resident's home for this task; said again, the new day counts."""
    with action(actor, "task.agree_home", task) as act:
        if task.status not in OPEN:
            raise RuleBroken(_("这件事已经办完了，不用再上门"))
        check_home(day, place, act.today, at_home=task.item.at_home)
        task.home_on, task.home_place = day, place


def take_in_at_home(actor: Actor, booking: Booking, at_door: AtHome, *, form_key: str) -> Task:
    """上门收件: what was booked becomes a task, and the booking is done; both or neither."""
    is_open = booking.kind is BookingKind.HOME and booking.status is BookingStatus.BOOKED
    if not is_open or booking.item is None:
        raise RuleBroken(_("这个预约不用上门，或者已经办过了"))
    application = Application(
        item=booking.item, applicant=booking.name, phone=booking.phone, village_code=booking.village_code,
        channel=Channel.VISIT, id_number=at_door.id_number, is_id_missing=at_door.is_id_missing,
        handed_in=at_door.handed_in,
    )
    sheet = receipts.blank(form_key)
    with action(actor, "task.receive") as act:
        task = put_received(act, application, sheet)
        if not allows(actor, "task.agree_home", task):
            raise NotFound("task.agree_home")
        task.home_on, task.home_place = act.today, booking.place
        act.on("booking.finish", booking)
        put_finished(act, booking)
    return task
