"""期限: which clocks a matter carries, how long each is, how it stands (domain.md 5.2, 14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.clock import local
from tracker.domain.deadline import DeadlineClock, HourClock, Light, Pause, Unit
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.opinions.rules.flow import OPEN, Status
from tracker.opinions.rules.words import SENT_DOWN, Channel, Stream, Urgency


class ClockKind(StrEnum):
    """Several may run on one matter, each by its own rule; none stops another."""

    HOTLINE = "hotline"
    PETITION = "petition"
    NOTICE = "notice"
    OBJECTION = "objection"
    URGENT = "urgent"
    RETURN = "return"


SHORT_LABELS: dict[ClockKind, str] = {
    ClockKind.HOTLINE: _("热线工单"), ClockKind.PETITION: _("信访事项"), ClockKind.NOTICE: _("告知"),
    ClockKind.OBJECTION: _("异议"), ClockKind.URGENT: _("先联系"), ClockKind.RETURN: _("退单"),
}
DEEDS: dict[ClockKind, str] = {
    ClockKind.HOTLINE: _("答复"), ClockKind.PETITION: _("答复"), ClockKind.NOTICE: _("告知"),
    ClockKind.OBJECTION: _("提异议"), ClockKind.URGENT: _("联系本人"), ClockKind.RETURN: _("定下来"),
}
"""What is due when the clock runs out."""
LIMITS: dict[ClockKind, tuple[int, Unit]] = {
    ClockKind.HOTLINE: (5, Unit.WORKDAY),  # 潍坊市12345热线条例 20, 济南市12345热线条例 24: local default
    ClockKind.PETITION: (60, Unit.DAY),  # 信访工作条例 34: from acceptance
    ClockKind.NOTICE: (15, Unit.DAY),  # 信访工作条例 23
    ClockKind.OBJECTION: (5, Unit.WORKDAY),  # 信访工作条例 23
    ClockKind.URGENT: (2, Unit.HOUR),  # domain.md 8.1, 14: urgent_first_contact_hours
    ClockKind.RETURN: (24, Unit.HOUR),  # 安阳市政务服务条例 50
}
ANSWER = (ClockKind.HOTLINE, ClockKind.PETITION)
"""Clocks that a signed reply stops; the earliest of these is the matter's deadline."""
EXTENSIONS: dict[ClockKind, int] = {
    ClockKind.HOTLINE: 5,  # 安阳市政务服务条例 50: 5 工作日, with the head's approval
    ClockKind.PETITION: 30,  # 信访工作条例 34: at most 30 日, approved by the head, the person told
}
HELD_BY_PAPERS = frozenset({ClockKind.HOTLINE})
"""Only the hotline's clock waits for the resident's papers; the law lets a petition's clock run on."""
PETITION_CHANNELS = frozenset({Channel.LETTER, Channel.VISIT, Channel.ABOVE})


def clock_of(kind: ClockKind, started_on: date) -> DeadlineClock:
    limit, unit = LIMITS[kind]
    return DeadlineClock(started_on, limit, unit)


def half(limit: int) -> int:
    """重办: half the time, rounded up to whole days."""
    return -(-limit // 2)


def notice_clock(submitted_on: date) -> DeadlineClock:
    """By when whoever spoke up is told whether the matter is accepted, and who deals with it."""
    return clock_of(ClockKind.NOTICE, submitted_on)


def usual_stream(channel: Channel) -> Stream:
    """What the sorting page suggests; a person decides."""
    return Stream.CLAIM if channel in PETITION_CHANNELS else Stream.SERVICE


def answer_clocks(stream: Stream, channel: Channel) -> tuple[ClockKind, ...]:
    """The clocks that 受理 starts: a claim is a petition; one that the hotline sent has its order's too."""
    found = [ClockKind.PETITION] if stream is Stream.CLAIM else [ClockKind.HOTLINE]
    if channel is Channel.HOTLINE and ClockKind.HOTLINE not in found:
        found.append(ClockKind.HOTLINE)
    return tuple(found)


def intake_clocks(channel: Channel, urgency: Urgency) -> tuple[ClockKind, ...]:
    """The clocks that run from the day a matter comes in."""
    found = [ClockKind.NOTICE]
    if channel in SENT_DOWN:
        found.append(ClockKind.OBJECTION)
    if urgency is Urgency.FAST:
        found.append(ClockKind.URGENT)
    return tuple(found)


@dataclass(frozen=True)
class Standing:
    """A deadline in words: the sentence, its light (danger, warning, done), how it was counted."""

    text: str = ""
    light: str = ""
    how: str = ""
    name: str = ""


LIGHTS = {Light.OVERDUE: "danger", Light.SOON: "warning"}
SOON_WORKDAYS = 2


def standing(
    status: Status, last_on: date | None, due_on: date | None, replied_on: date | None, today: date,
    calendar: WorkCalendar,
) -> Standing:
    """How the answer's deadline stands, for lists; `last_on`: before rolling over. Empty without a clock."""
    if due_on is None or last_on is None:
        return Standing(_("暂停计时")) if status is Status.WAITING else Standing()
    if replied_on is not None:
        late = calendar.between(due_on, replied_on)
        return Standing(
            _("晚了 {n} 个工作日答复").format(n=late) if replied_on > due_on else _("按期答复"), "done"
        )
    if status not in OPEN:
        return Standing()
    light = "danger" if today > due_on else ""
    if not light and calendar.between(today, last_on) <= SOON_WORKDAYS:
        light = "warning"
    # a clock that ends on the day it is asked about tells how it stands in the usual words
    return Standing(_told(due_on, today, calendar), light)


def _told(due_on: date, today: date, calendar: WorkCalendar) -> str:
    return DeadlineClock(due_on, 0).standing(today, calendar, _("答复"))


def clock_standing(
    kind: ClockKind, clock: DeadlineClock, stopped_on: date | None, today: date, calendar: WorkCalendar
) -> Standing:
    """One clock of a matter with its sum, day by day; `stopped_on`: the day its deed was done."""
    name, how = _(SHORT_LABELS[kind]), clock.explain(calendar)
    due = clock.due_on(calendar)
    if stopped_on is not None:
        if due is not None and stopped_on > due:
            late = calendar.between(due, stopped_on)
            return Standing(_("晚了 {n} 个工作日{deed}").format(n=late, deed=DEEDS[kind]), "done", how, name)
        return Standing(_("按期{deed}").format(deed=DEEDS[kind]), "done", how, name)
    return Standing(
        clock.standing(today, calendar, DEEDS[kind]), LIGHTS.get(clock.light(today, calendar), ""), how, name
    )


def hours_standing(
    kind: ClockKind, clock: HourClock, stopped_at: datetime | None, now: datetime
) -> Standing:
    """The same for a clock of hours."""
    name, how = _(SHORT_LABELS[kind]), clock.explain()
    if stopped_at is not None:
        in_time = stopped_at <= clock.due_at()
        told = _("按时{deed}") if in_time else _("过了时限才{deed}")
        return Standing(told.format(deed=DEEDS[kind]), "done", how, name)
    is_late, due = clock.light(now) is Light.OVERDUE, local(clock.due_at())
    told = _("应在 {due} 前{deed}，已过时限") if is_late else _("{due} 前要{deed}")
    when = f"{spoken(due, local(now).year)} {due:%H:%M}"
    return Standing(told.format(due=when, deed=DEEDS[kind]), LIGHTS.get(clock.light(now), ""), how, name)


def deadline_clock(
    started_on: date, length: int, unit: Unit, extended: int, pauses: Iterable[Pause]
) -> DeadlineClock:
    """The clock of one row: its length as it was set, what was added, when it stood still."""
    return DeadlineClock(started_on, length, unit, tuple(pauses), (extended,) if extended else ())


def promises(
    stream: Stream, channel: Channel, received_on: date, today: date
) -> list[tuple[ClockKind, DeadlineClock]]:
    """The clocks that 受理 as this stream would start today, for the page that asks which stream."""
    return [
        (kind, clock_of(kind, starts_on(kind, channel, received_on, today)))
        for kind in answer_clocks(stream, channel)
    ]


def starts_on(kind: ClockKind, channel: Channel, received_on: date, today: date) -> date:
    """A petition counts from 受理 (信访工作条例 34), as all does that the town itself took in.

    An order that was sent down counts from the day the town had it.
    """
    return received_on if channel in SENT_DOWN and kind is not ClockKind.PETITION else today
