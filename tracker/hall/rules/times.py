"""The days of one task and how it stands in words (时限)."""

from dataclasses import dataclass
from datetime import date

from tracker.catalogue.rules import GapRule
from tracker.domain.deadline import DeadlineClock, Light
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken
from tracker.hall.rules.agency import TOGETHER_CONSEQUENCES, TOGETHER_DEEDS
from tracker.hall.rules.clocks import Stop, clock_of
from tracker.hall.rules.states import FLOW, OPEN, RUNNING, Status
from tracker.hall.rules.telling import is_deemed

STOPPED_SHORT: dict[Status, str] = {
    Status.WITHDRAWN: _("{day}撤回"), Status.TERMINATED: _("{day}终止"),
}


@dataclass(frozen=True)
class Times:
    """The days of one task, and what they mean today."""

    status: Status
    received_on: date
    tell_by: date
    told_on: date | None = None
    correct_by: date | None = None
    accepted_on: date | None = None
    promised_workdays: int = 0
    due_on: date | None = None
    done_on: date | None = None
    is_overdue: bool = False
    gap_rule: GapRule = GapRule.NONE
    stops: tuple[Stop, ...] = ()
    extensions: tuple[int, ...] = ()
    is_stopped: bool = False

    @property
    def clock(self) -> DeadlineClock | None:
        """The promise, with all that stopped or lengthened it; None before acceptance."""
        if self.accepted_on is None:
            return None
        return clock_of(
            self.accepted_on, self.promised_workdays, self.stops, self.gap_rule, self.extensions
        )

    def is_late(self, today: date) -> bool:
        """Whether the promise runs and its day is past."""
        if self.done_on is not None or self.is_stopped:
            return False
        return self.due_on is not None and today > self.due_on

    def standing(self, today: date, calendar: WorkCalendar) -> str:
        """How the task stands, in words."""
        if self.status in RUNNING and self.clock:
            words = self.clock.standing(today, calendar)
            return _("在上级部门，{words}").format(words=words) if self.status is Status.REPORTED else words
        if self.status is Status.RECEIVED:
            words = _("{day}前受理或告知") if today <= self.tell_by else _("{day}前没有告知，视为受理")
            return words.format(day=spoken(self.tell_by, today.year))
        if self.status is Status.TOLD:
            day = self.correct_by or self.tell_by
            words = _("等补正，到 {day}") if today <= day else _("补正期限 {day}已过")
            return words.format(day=spoken(day, today.year))
        return self._ended(today, calendar)

    def _ended(self, today: date, calendar: WorkCalendar) -> str:
        done = self.done_on or today
        day = spoken(done, today.year)
        if self.status is Status.DECLINED:
            return _("{day}不予受理").format(day=day)
        if self.status in STOPPED_SHORT:
            return STOPPED_SHORT[self.status].format(day=day)
        if self.is_overdue and self.due_on:
            return _("{day}办结，晚了 {n} 个工作日").format(day=day, n=calendar.between(self.due_on, done))
        used = calendar.between(self.accepted_on or done, done)
        words = _("{day}办结，用了 {n} 个工作日") if used else _("{day}当天办结")
        return words.format(day=day, n=used)

    def light(self, today: date, calendar: WorkCalendar) -> str:
        """'' | warning | danger | done, for the macro clock()."""
        if self.status not in OPEN:
            return "danger" if self.is_overdue else "done"
        if self.status in RUNNING and self.clock:
            lights = {Light.OVERDUE: "danger", Light.SOON: "warning"}
            return lights.get(self.clock.light(today, calendar), "")
        last = self.tell_by if self.status is Status.RECEIVED else self.correct_by or self.tell_by
        if today > last:
            return "danger"
        return "warning" if today == last else ""

    def explain(self, calendar: WorkCalendar) -> str:
        return self.clock.explain(calendar) if self.clock else ""


# what a resident and a colleague read of each deed in the log
DEEDS: dict[str, str] = {
    "task.receive": _("收件"), "task.put_card": _("补登身份证号"), "task.give_code": _("给了本人查询码"),
    "task.hand_over": _("换经办人"),
    "task.ask_pause": _("申请特别程序"),
    "task.refuse_pause": _("没有批准特别程序"),
    "task.ask_extension": _("申请延期"),
    "task.grant_extension": _("批准延期"),
    "task.refuse_extension": _("没有批准延期"),
    "task.ask_decline": _("报请不予受理"),
    "task.refuse_decline": _("不同意不予受理"),
    "task.recount": _("放假安排有变，重算期限"),
    "task.remind": _("提醒了补正"),
    "task.follow": _("容缺材料补齐了"),
    **TOGETHER_DEEDS,
    **{f"task.{move.name}": move.button for move in FLOW.moves},
}


CONSEQUENCES: dict[str, str] = {
    "put_card": _("收件时证件暂缺，现在补上号码，以后同一个人来办事不用再问。"),
    "accept": _("受理以后，承诺的办理时限从下一个工作日算起；受理凭证上会写明哪天办结。"),
    "notify": _("要补的东西只能告知一次，请一次写全。补正期间不算办理时限。"),
    "spot": _("材料齐了，当场就办好：办件记为办成。"),
    "decline": _("申请人会拿到写明理由和去处的通知书。不予受理以后不能再改。"),
    "finish": _("办结以后申请人能看到结果，也可以评价；是不是超期，记下就不再改。"),
    "deliver": _("证照或结果已经交到申请人手里。登记以后这件事就全办完了。"),
    "ask_decline": _("交中心负责人签字，签了才算不予受理；没签以前办件照常往前走。"),
    "refuse_decline": _("这件事照常办，请受理或者告知要补的材料。"),
    "ask_pause": _("要写清类型、依据和通知书编号，负责人批准以后从今天起不计时；要多久得书面告诉申请人。"),
    "pause": _("批准以后，从申请那天起不计承诺时限；申请人看得到原因和大约要多久。"),
    "refuse_pause": _("没有批准，承诺的时限照常计算。"),
    "resume": _("从今天起接着计时，应办结日会重新算出来。"),
    "ask_extension": _("要中心负责人或分管领导批准；批准以后，原因会告诉申请人。"),
    "grant_extension": _("应办结日往后推，原因申请人看得到。"),
    "refuse_extension": _("没有批准，应办结日不变。"),
    "follow": _("受理时答应补的材料到了，记下今天。"),
    "remind": _("打电话或当面提醒以后按一下。到期还没补齐的，第二天视为撤回。"),
    "terminate": _("办件终止，不能恢复，原因申请人看得到。"),
    **TOGETHER_CONSEQUENCES,
    "report_up": _("县里的部门接着办，每一步的日子都记下来。"),
    "bring_back": _("县里办回来了，接着在这里办结。"),
    "withdraw": _("撤回以后这件事不再办理，不能恢复；申请人可以重新申请。"),
}


def consequence(move: str, times: Times, today: date) -> str:
    """What the page says before a move; a late acceptance counts from receipt."""
    if move in ("accept", "spot") and is_deemed(times.tell_by, times.told_on, today):
        return _("收件后 5 个工作日没有告知补正，从收件那天起视为受理，时限也从那天算。")
    return CONSEQUENCES[move]
