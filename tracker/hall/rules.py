"""What may happen to a task (办件), when it is due, and how it stands in words."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.deadline import DeadlineClock, Light
from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.masking import compact
from tracker.domain.text import _
from tracker.domain.workdays import WorkCalendar, spoken


class Status(StrEnum):
    RECEIVED = "received"
    TOLD = "told"
    ACCEPTED = "accepted"
    DONE = "done"
    DELIVERED = "delivered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"


class Channel(StrEnum):
    WINDOW = "window"
    ONLINE = "online"
    AGENT = "agent"
    VISIT = "visit"


class Level(StrEnum):
    """好差评, five levels; the last two are 差评 (国办发〔2019〕51号)."""

    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"
    VERY_BAD = "very_bad"


STATUS_LABELS: dict[Status, str] = {
    Status.RECEIVED: _("已收件"),
    Status.TOLD: _("待补正"),
    Status.ACCEPTED: _("办理中"),
    Status.DONE: _("已办结"),
    Status.DELIVERED: _("已送达"),
    Status.DECLINED: _("不予受理"),
    Status.WITHDRAWN: _("已撤回"),
}
STATUS_TAGS: dict[Status, str] = {
    Status.RECEIVED: "warning",
    Status.TOLD: "warning",
    Status.ACCEPTED: "info",
    Status.DONE: "success",
    Status.DELIVERED: "success",
    Status.DECLINED: "neutral",
    Status.WITHDRAWN: "neutral",
}
SHEETS: dict[Status, str] = {
    Status.RECEIVED: _("收件凭证"),
    Status.TOLD: _("一次性告知书"),
    Status.ACCEPTED: _("受理凭证"),
    Status.DONE: _("办结通知"),
    Status.DELIVERED: _("办结通知"),
    Status.DECLINED: _("不予受理通知书"),
    Status.WITHDRAWN: _("撤回登记"),
}
OUTCOME_LABELS: dict[Outcome, str] = {Outcome.GRANTED: _("办成"), Outcome.REFUSED: _("不予办理")}
CHANNEL_LABELS: dict[Channel, str] = {
    Channel.WINDOW: _("窗口"), Channel.ONLINE: _("网上"), Channel.AGENT: _("代办"), Channel.VISIT: _("上门"),
}
LEVEL_LABELS: dict[Level, str] = {
    Level.VERY_GOOD: _("非常满意"),
    Level.GOOD: _("满意"),
    Level.FAIR: _("基本满意"),
    Level.BAD: _("不满意"),
    Level.VERY_BAD: _("非常不满意"),
}

OPEN = (Status.RECEIVED, Status.TOLD, Status.ACCEPTED)
GOOD = (Level.VERY_GOOD, Level.GOOD)
FINISHED = (Status.DONE, Status.DELIVERED)

# domain.md 13.2; 特别程序 and 转报上级 are not in yet
BEFORE_ACCEPTANCE = frozenset({Status.RECEIVED, Status.TOLD})
FLOW = Flow(
    Status.RECEIVED,
    Move("accept", _("受理"), BEFORE_ACCEPTANCE, Status.ACCEPTED),  # 行政许可法 32: written voucher
    Move("notify", _("补正告知"), BEFORE_ACCEPTANCE, Status.TOLD),  # 行政许可法 32(4): all at once
    Move("spot", _("当场办结"), BEFORE_ACCEPTANCE, Status.DONE),
    Move("decline", _("不予受理"), BEFORE_ACCEPTANCE, Status.DECLINED),  # 行政许可法 32: reasons, right path
    Move("deem_accepted", _("视为受理"), frozenset({Status.RECEIVED}), Status.ACCEPTED),  # 行政许可法 32(4)
    Move("finish", _("办结"), frozenset({Status.ACCEPTED}), Status.DONE),  # 行政许可法 42
    Move("deliver", _("登记送达"), frozenset({Status.DONE}), Status.DELIVERED),  # 行政许可法 44
    Move("withdraw", _("申请人撤回"), frozenset(OPEN), Status.WITHDRAWN),
    terminal=frozenset({Status.DELIVERED, Status.DECLINED, Status.WITHDRAWN}),
)

WORKDAYS_TO_TELL = 5  # 行政许可法 32(4): on the spot or within 5 工作日, else accepted from receipt
WORKDAYS_TO_CORRECT = 10  # offered to the window, not a rule
FEWEST_RATINGS = 5  # domain.md 12.16: no statistics with n < 5

# GB 11643-1999: weights and check characters of the 18th place
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


def id_number(text: str) -> str:
    """The number as it is kept, or RuleBroken at its field."""
    number = compact(text)
    if len(number) != 18:
        raise RuleBroken(_("身份证号是 18 位，您填了 {n} 位"), field="id_number", n=len(number))
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise RuleBroken(_("身份证号只有数字，最后一位可以是 X"), field="id_number")
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    if CHECK_CHARACTERS[total % 11] != number[17]:
        raise RuleBroken(_("第 18 位对不上，请核对"), field="id_number")
    return number


def kept_id_number(text: str, *, is_asked: bool, is_missing: bool) -> str | None:
    """None where the item does not ask or the card is not here (证件暂缺): nothing is kept to no purpose."""
    if not is_asked or is_missing:
        return None
    if not text:
        raise RuleBroken(_("请写下身份证号；没带证件就勾选“证件暂缺”"), field="id_number")
    return id_number(text)


def phone(text: str) -> str:
    """A telephone as it is kept (compact), or RuleBroken; an empty one is welcome."""
    number = compact(text)
    if number.startswith("1") and number.isdecimal() and len(number) != 11:
        raise RuleBroken(_("手机号应是 11 位，您填了 {n} 位"), field="phone", n=len(number))
    if number and (not number.isdecimal() or not 7 <= len(number) <= 12):
        raise RuleBroken(_("电话只写数字，固定电话连区号一起写"), field="phone")
    return number


def tell_by(received_on: date, calendar: WorkCalendar) -> date:
    """The last day to tell what is missing (行政许可法 32(4))."""
    return calendar.add(received_on, WORKDAYS_TO_TELL)


def is_deemed(last_day_to_tell: date, told_on: date | None, today: date) -> bool:
    """Nobody told in time: the task counts as accepted from the day of receipt."""
    return told_on is None and today > last_day_to_tell


def check_may_still_ask(times: "Times", today: date) -> None:
    """After the time to tell nothing can be asked for and nothing turned away any more."""
    if is_deemed(times.tell_by, times.told_on, today):
        raise RuleBroken(
            _("到 {day}没有告知补正，按规定从收件那天起已视为受理，请直接受理"),
            day=spoken(times.tell_by, today.year),
        )


def check_second_notice(told_count: int, reason: str) -> None:
    """一次性告知: once is the rule; a second one needs its reason and stays visible."""
    if told_count and not reason:
        raise RuleBroken(_("已经告知过一次。请写下为什么还要再告知"), field="again_reason")


def check_correct_by(correct_by: date, today: date) -> None:
    if correct_by <= today:
        raise RuleBroken(_("补正期限要在今天以后"), field="correct_by")


def due_on(accepted_on: date, promised_workdays: int, calendar: WorkCalendar) -> date:
    """The promise starts at 受理, not at 收件 (domain.md 6.4)."""
    return calendar.add(accepted_on, promised_workdays)


def check_refusal(outcome: Outcome, reason: str, path: str) -> None:
    """A refusal says why and where to go against it (行政许可法 38)."""
    if outcome is Outcome.REFUSED and not reason:
        raise RuleBroken(_("不予办理要写明理由"), field="reason")
    if outcome is Outcome.REFUSED and not path:
        raise RuleBroken(_("请写下可以到哪里申请复议或起诉"), field="path")


def check_late(due: date, today: date, late_reason: str) -> None:
    """A broken promise is explained in public (优化营商环境条例 36)."""
    if today > due and not late_reason:
        raise RuleBroken(
            _("应在 {due}办结，现在晚了，请写下原因，申请人看得到"),
            field="late_reason", due=spoken(due, today.year),
        )


def check_ratable(status: Status, is_rated: bool) -> None:
    if is_rated:
        raise RuleBroken(_("这件事已经评价过了"))
    if status not in FINISHED:
        raise RuleBroken(_("办结以后才能评价"))


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

    @property
    def clock(self) -> DeadlineClock | None:
        return DeadlineClock(self.accepted_on, self.promised_workdays) if self.accepted_on else None

    def is_late(self, today: date) -> bool:
        """Whether the promise runs and its day is past."""
        return self.done_on is None and self.due_on is not None and today > self.due_on

    def standing(self, today: date, calendar: WorkCalendar) -> str:
        """How the task stands, in words."""
        if self.status is Status.ACCEPTED and self.clock:
            return self.clock.standing(today, calendar)
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
        if self.status is Status.WITHDRAWN:
            return _("{day}撤回").format(day=day)
        if self.is_overdue and self.due_on:
            return _("{day}办结，晚了 {n} 个工作日").format(day=day, n=calendar.between(self.due_on, done))
        used = calendar.between(self.accepted_on or done, done)
        words = _("{day}办结，用了 {n} 个工作日") if used else _("{day}当天办结")
        return words.format(day=day, n=used)

    def light(self, today: date, calendar: WorkCalendar) -> str:
        """'' | warning | danger | done, for the macro clock()."""
        if self.status not in OPEN:
            return "danger" if self.is_overdue else "done"
        if self.status is Status.ACCEPTED and self.clock:
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
    "task.receive": _("收件"),
    **{f"task.{move.name}": move.button for move in FLOW.moves},
}


CONSEQUENCES: dict[str, str] = {
    "accept": _("受理以后，承诺的办理时限从下一个工作日算起；受理凭证上会写明哪天办结。"),
    "notify": _("要补的东西只能告知一次，请一次写全。补正期间不算办理时限。"),
    "spot": _("材料齐了，当场就办好：办件记为办成。"),
    "decline": _("申请人会拿到写明理由和去处的通知书。不予受理以后不能再改。"),
    "finish": _("办结以后申请人能看到结果，也可以评价；是不是超期，记下就不再改。"),
    "deliver": _("证照或结果已经交到申请人手里。登记以后这件事就全办完了。"),
    "withdraw": _("撤回以后这件事不再办理，不能恢复；申请人可以重新申请。"),
}


def consequence(move: str, times: Times, today: date) -> str:
    """What the page says before a move; a late acceptance counts from receipt."""
    if move in ("accept", "spot") and is_deemed(times.tell_by, times.told_on, today):
        return _("收件后 5 个工作日没有告知补正，从收件那天起视为受理，时限也从那天算。")
    return CONSEQUENCES[move]


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
    if times.status in (Status.DECLINED, Status.WITHDRAWN):
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
    if times.status is Status.ACCEPTED:
        promised = _("{day}前办结").format(day=_said(times.due_on, today))
        return [Step(_("正在办"), "now", note=promised), Step(_("办结"), "todo")]
    return [Step(_("正在办"), "todo"), Step(_("办结"), "todo")]


def _rating(times: Times, is_rated: bool) -> Step:
    if is_rated:
        return Step(_("您评价过了"), "done")
    return Step(_("请您评价"), "now" if times.status in FINISHED else "todo")
