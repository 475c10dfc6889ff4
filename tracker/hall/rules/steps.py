"""The five plain steps a resident sees of a task."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.text import _
from tracker.domain.workdays import spoken
from tracker.hall.rules.states import FINISHED, RUNNING, STATUS_LABELS, Status
from tracker.hall.rules.times import Times


@dataclass(frozen=True)
class Step:
    """One of the five plain steps a resident sees; `state` is done, now or todo."""

    what: str
    state: str
    when: str = ""
    note: str = ""


def public_steps(times: Times, *, is_deemed: bool, is_rated: bool, today: date) -> list[Step]:
    """已收件 → 受理 → 正在办 → 办结 → 请您评价; what ended early ends early here too."""
    received = Step(_("已收件"), "done", spoken(times.received_on, today.year))
    if times.status in (Status.DECLINED, Status.WITHDRAWN, Status.TERMINATED):
        return [received, Step(STATUS_LABELS[times.status], "now", _said(times.done_on, today))]
    return [received, _acceptance(times, is_deemed, today), *_work(times, today), _rating(times, is_rated)]


def _said(day: date | None, today: date) -> str:
    return spoken(day, today.year) if day else ""


def _acceptance(times: Times, is_deemed: bool, today: date) -> Step:
    last = spoken(times.correct_by or times.tell_by, today.year)
    if times.status is Status.RECEIVED:
        return Step(_("正在看材料"), "now", note=_("{day}前告诉您受不受理").format(day=last))
    if times.status is Status.TOLD:
        return Step(_("等您补材料"), "now", note=_("请在 {day}前补齐").format(day=last))
    note = _("到 {day}没有告诉您要补材料，所以从收件那天算起").format(day=last) if is_deemed else ""
    return Step(_("受理"), "done", _said(times.accepted_on, today), note)


def _work(times: Times, today: date) -> list[Step]:
    if times.status in FINISHED:
        return [Step(_("正在办"), "done"), Step(_("办结"), "done", _said(times.done_on, today))]
    if times.is_stopped:
        note = _("正在走特别程序，这段时间不算在承诺的日子里")
        return [Step(_("正在办"), "now", note=note), Step(_("办结"), "todo")]
    if times.status in RUNNING:
        promised = _("{day}前办结").format(day=_said(times.due_on, today))
        return [Step(_("正在办"), "now", note=promised), Step(_("办结"), "todo")]
    return [Step(_("正在办"), "todo"), Step(_("办结"), "todo")]


def _rating(times: Times, is_rated: bool) -> Step:
    if is_rated:
        return Step(_("您评价过了"), "done")
    return Step(_("请您评价"), "now" if times.status in FINISHED else "todo")
