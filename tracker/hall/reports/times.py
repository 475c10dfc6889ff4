"""各阶段用时: how long tasks spent in each state, by item; and how long people waited, by window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.report import INT, SCORE, Column, Group, Period, Report
from tracker.hall.queries import figures
from tracker.hall.rules.figures import middle
from tracker.hall.rules.held import held_workdays
from tracker.line.queries import WindowFigures, is_on
from tracker.line.queries import figures as window_figures
from tracker.township.queries import work_calendar

Between = Callable[[date, date], int]


@dataclass
class TimesRow:
    """One item: how many were finished, and the workdays of each stage, one entry per task."""

    code: str
    name: str
    promised_workdays: int | None
    finished: int = 0
    before: list[int] = field(default_factory=list)
    correcting: list[int] = field(default_factory=list)
    working: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    handing: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)

    def count(self, one: figures.Course, held: int, between: Between) -> None:
        self.finished += 1
        self.before.append(between(one.received_on, one.told_on or one.accepted_on))
        if one.told_on and one.told_on <= one.accepted_on:
            self.correcting.append(between(one.told_on, one.accepted_on))
        self.working.append(between(one.accepted_on, one.done_on) - held)
        self.whole.append(between(one.received_on, one.done_on))
        if held:
            self.held.append(held)
        if one.delivered_on:
            self.handing.append(between(one.done_on, one.delivered_on))


def times_rows(actor: Actor, period: Period) -> list[TimesRow]:
    """A row for each item of which something was finished within the period, by its code; then all."""
    names, stops = figures.item_facts(actor), figures.stops(actor, period.unit)
    calendar, today, everything = work_calendar(), clock.today(), TimesRow("", _("全部"), None)
    between = cache(calendar.between)
    rows = {
        item_id: TimesRow(one.code, one.name, one.promised_workdays) for item_id, one in names.items()
    }
    for one in figures.courses(actor, period):
        held = held_workdays(stops.of(one.task_id), min(one.done_on, today), calendar)
        for row in (rows.get(one.item_id), everything):
            if row is not None:
                row.count(one, held, between)
    return [row for row in (*rows.values(), everything) if row.finished]


def _median(title: str, name: str, width: int = 12) -> Column:
    return Column(title, lambda row: middle(getattr(row, name)), width=width, format=SCORE, key=name)


TIMES = Report(
    name="hall-times",
    title=_("办件各阶段用时统计表"),
    action="task.report",
    rows=times_rows,
    columns=(
        Column(_("事项编码"), "code", width=14),
        Column(_("事项名称"), "name", width=30),
        Column(_("承诺（工作日）"), "promised_workdays", width=14, format=INT),
        Column(_("办结（件）"), "finished", width=10, format=INT),
        Group(_("用了几个工作日（中位数）"), (
            _median(_("收件到告知或受理"), "before", 16),
            _median(_("补正"), "correcting", 8),
            _median(_("受理到办结"), "working"),
            _median(_("特别程序"), "held"),
            _median(_("办结到送达"), "handing"),
            _median(_("收件到办结"), "whole"),
        )),
    ),
    notes=(_("按事项编码排列，不排名。没有走过的阶段空着，不算 0。"),),
    definitions=(
        (_("统计范围"), _("办结时间在统计区间内的办件")),
        (_("中位数"), _("从短到长排在正中的那一件；一件特别长的不会把大家的日子拉长")),
        (_("受理到办结"), _("受理的第二天起到办结那天的工作日，不含特别程序")),
        (_("特别程序"), _("只算走过特别程序或停止计时的办件")),
        (_("补正"), _("只算告知过补正的办件，从告知到受理")),
    ),
    is_sum=lambda row: not row.code,
)


def line_rows(actor: Actor, period: Period) -> Iterator[WindowFigures]:
    """Every window in the order of its number; nothing where the town does not line people up."""
    if is_on():
        yield from window_figures(actor, period)


LINE_TIMES = Report(
    name="hall-line",
    title=_("窗口排队和接待用时统计表"),
    action="coming.report",
    rows=line_rows,
    columns=(
        Column(_("窗口"), lambda row: row.window or _("没有叫到的"), width=18, key="window"),
        Column(_("办了（人次）"), "served", width=12, format=INT),
        Column(_("没有办（人次）"), "left", width=14, format=INT),
        Column(_("等了几分钟（中位数）"), "waited_minutes", width=20, format=SCORE),
        Column(_("办了几分钟（中位数）"), "served_minutes", width=20, format=SCORE),
    ),
    notes=(_("按窗口号排列，不排名；办得快慢和事情难易有关，不用来比较人。"),),
    definitions=(
        (_("等了几分钟"), _("从取号到开始办，含叫号以后走过来的时间；放到一边的时间不算")),
        (_("没有办"), _("没有应号、自己走了和下班时还没有叫到的，不算办了，也不计入中位数")),
    ),
)
