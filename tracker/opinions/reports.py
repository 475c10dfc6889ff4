"""Reports on residents' matters: 群众意见台账 and 按村/部门办结率统计表 (domain.md 11.2, 11.3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.domain import clock
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.importing import Import
from tracker.excel.intake import LARGE
from tracker.excel.parse import parse_date, text
from tracker.excel.report import DATE, INT, PERCENT, Column, Period, Report
from tracker.opinions import queries
from tracker.opinions.queries import Line
from tracker.opinions.rules import (
    CHANNEL_LABELS,
    LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    Satisfaction,
    Status,
    redacted,
    title_of,
)
from tracker.opinions.service import put_category, put_imported
from tracker.store.action import Act


def _taken_on(line: Line) -> date:
    return line.opinion.accepted_on or line.opinion.submitted_on


def _person(line: Line) -> str:
    return mask_name(line.opinion.name) or _("不留姓名")


def _summary(line: Line) -> str:
    return redacted(line.opinion.title or title_of(line.opinion.text))


def _is_in_time(line: Line) -> bool | None:
    """None: not answered yet, or without a deadline."""
    replied_on, due_on = line.opinion.replied_on, line.opinion.due_on
    return replied_on <= due_on if replied_on and due_on else None


def _outcome(line: Line) -> str:
    last = line.opinion.replies[-1].outcome if line.opinion.replies else None
    return OUTCOME_LABELS[last] if last else ""


def _is_solved(line: Line) -> bool | None:
    """As asked at the call-back, else as the resident rated."""
    said = line.call or line.opinion.rating
    return said.is_solved if said else None


def _satisfaction(line: Line) -> str:
    said = line.call or line.opinion.rating
    return SATISFACTION_LABELS[said.satisfaction] if said and said.satisfaction else ""


def _remark(line: Line) -> str:
    return _("重办 {n} 次").format(n=line.opinion.reopened) if line.opinion.reopened else ""


# 检举控告 never appears here: those lie in a table of their own that no report reads (domain.md 11.2)
LEDGER = Report(
    name="opinion-ledger",
    title=_("群众意见台账"),
    action="opinion.report",
    rows=queries.ledger_rows,
    columns=(
        Column(_("编号"), "opinion.ref", width=15),
        Column(_("受理时间"), _taken_on, width=11, format=DATE),
        Column(_("渠道"), lambda line: CHANNEL_LABELS[line.opinion.channel], width=10, align="center"),
        Column(_("反映人"), _person, width=10, align="center"),
        Column(_("村（社区）"), lambda line: line.names.units.get(line.opinion.village_code, ""), width=12),
        Column(_("类别"), lambda line: line.names.categories.get(line.opinion.category_id, ""), width=14),
        Column(_("主要内容"), _summary, width=36),
        Column(_("承办部门"), lambda line: line.names.units.get(line.opinion.office_code, ""), width=14),
        Column(_("承办人"), lambda line: line.names.people.get(line.opinion.assignee_id, ""), width=9),
        Column(_("办理时限"), "opinion.due_on", width=11, format=DATE),
        Column(_("办理情况"), lambda line: LABELS[line.opinion.status], width=10, align="center"),
        Column(_("办结时间"), "opinion.replied_on", width=11, format=DATE),
        Column(_("是否按期"), _is_in_time, width=8, align="center"),
        Column(_("答复方式"), _outcome, width=10, align="center"),
        Column(_("回访时间"), lambda line: line.call.called_on if line.call else None, width=11, format=DATE),
        Column(_("是否解决"), _is_solved, width=8, align="center"),
        Column(_("满意度"), _satisfaction, width=10, align="center"),
        Column(_("备注"), _remark, width=14),
    ),
    notes=(_("反映人只显示姓；检举控告类不在本表。"),),
)

HALF_WEIGHT = Decimal("0.9")  # domain.md 5.6, 14: 基本满意 counts nine tenths


GOOD_WEIGHTS = {
    Satisfaction.VERY_GOOD: Decimal(1), Satisfaction.GOOD: Decimal(1), Satisfaction.FAIR: HALF_WEIGHT
}
NOT_COUNTED = (Status.DECLINED, Status.WITHDRAWN)


@dataclass
class Rates:
    """One row of 办结率统计表; the rates by domain.md 11.3, None where there is nothing to divide by."""

    code: str
    name: str
    received: int = 0
    accepted: int = 0
    due: int = 0
    done: int = 0
    timed: int = 0
    in_time: int = 0
    open: int = 0
    late: int = 0
    called: int = 0
    solved: int = 0
    good: Decimal = Decimal(0)

    def add(
        self, status: Status, due_on: date | None, replied_on: date | None, satisfaction: Satisfaction | None,
        is_solved: bool | None, cut_off: date,
    ) -> None:
        """Count one matter as it stands on `cut_off`; satisfaction and is_solved: of a valid call."""
        is_done = replied_on is not None and replied_on <= cut_off
        is_due = is_done or (due_on is not None and due_on <= cut_off)
        self.received += 1
        self.accepted += status is not Status.SUBMITTED
        self.due += is_due
        self.done += is_done
        self.timed += is_due and due_on is not None
        self.in_time += bool(is_done and due_on and replied_on and replied_on <= due_on)
        self.open += not is_done
        self.late += bool(not is_done and due_on and due_on < cut_off)
        self.called += is_solved is not None
        self.solved += is_solved is True
        self.good += GOOD_WEIGHTS.get(satisfaction, Decimal(0)) if satisfaction else 0

    @property
    def done_rate(self) -> Decimal | None:
        return share(self.done, self.due)

    @property
    def in_time_rate(self) -> Decimal | None:
        return share(self.in_time, self.timed)

    @property
    def solved_rate(self) -> Decimal | None:
        return share(self.solved, self.called) if self.called >= LEAST_ANSWERS else None

    @property
    def good_rate(self) -> Decimal | None:
        return share(self.good, self.called) if self.called >= LEAST_ANSWERS else None


LEAST_ANSWERS = 5
"""A rate of fewer answers would tell who said what (domain.md 8.2, 14 min_cell)."""


def share(part: Decimal | int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def closing_rates(actor: Actor, period: Period) -> list[Rates]:
    """One row for each village and office by code; then all together, then what does not count."""
    today = clock.today()
    cut_off = min(period.last or today, today)
    rows = {one.unit_code: Rates(one.unit_code, one.name) for one in queries.reporting_units(actor.town_code)}
    nowhere, everything = Rates("", _("没有写明村的")), Rates("", _("全部"))
    left_out = Rates("", _("不计入（不予受理、已撤回）"))
    for found in queries.closing_facts(actor, period):
        if found.status in NOT_COUNTED:
            left_out.received += 1
            continue
        holders = [everything, rows.get(found.village_code, nowhere)]
        for row in [*holders, *(rows[code] for code in (found.office_code,) if code in rows)]:
            row.add(
                found.status, found.due_on, found.replied_on, found.satisfaction, found.is_solved, cut_off
            )
    return [*(rows[code] for code in sorted(rows)), nowhere, everything, left_out]


CLOSING_RATES = Report(
    name="closing-rates",
    title=_("按村、部门办结率统计表"),
    action="opinion.report",
    rows=closing_rates,
    columns=(
        Column(_("村、部门"), "name", width=20),
        Column(_("收件"), "received", width=8, format=INT),
        Column(_("受理"), "accepted", width=8, format=INT),
        Column(_("应办结"), "due", width=8, format=INT),
        Column(_("已办结"), "done", width=8, format=INT),
        Column(_("按期办结"), "in_time", width=9, format=INT),
        Column(_("办结率"), "done_rate", width=10, format=PERCENT, dash=True),
        Column(_("按期办结率"), "in_time_rate", width=11, format=PERCENT, dash=True),
        Column(_("在办"), "open", width=8, format=INT),
        Column(_("超期在办"), "late", width=9, format=INT),
        Column(_("有效回访"), "called", width=9, format=INT),
        Column(_("解决率"), "solved_rate", width=10, format=PERCENT, dash=True),
        Column(_("满意率"), "good_rate", width=10, format=PERCENT, dash=True),
    ),
    notes=(
        _("按行政区划代码排列，不排名。同一件事在所属的村和承办部门各计一次，在“全部”里只计一次。"),
        _("不予受理和已撤回的只在末行列数，不计入办结率；检举控告不在本表。"),
        _("有效回访不足 5 件的，不列解决率和满意率。"),
    ),
    definitions=(
        (_("办结"), _("已答复群众；答复后还要回访、销号")),
        (_("应办结"), _("到统计截止日已到期限的，加上提前办结的")),
        (_("办结率"), _("已办结 ÷ 应办结")),
        (_("按期办结率"), _("按期办结 ÷ 应办结；外部转来、没有期限记录的不计入")),
        (_("有效回访"), _("由承办人以外的人联系上本人并得到回答的回访")),
        (_("解决率"), _("回访答“已解决” ÷ 有效回访")),
        (_("满意率"), _("（满意和非常满意 + 0.9 × 基本满意）÷ 有效回访")),
    ),
)


def _take_message(act: Act, values: dict[str, Any]) -> str:
    """One message of another platform; its hour is not kept, its day is."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return put_imported(act, **{"title": "", "text": "", **given})


OPINIONS = Import(
    kind="opinions",
    title=_("群众留言"),
    action="opinion.import",
    variants=(
        (
            Column(_("留言编号"), "outside_no", parse=text, required=True),
            Column(_("留言主题"), "title", parse=text, required=True),
            Column(_("留言时间"), "submitted_on", parse=parse_date, required=True),
            Column(_("留言详情"), "text", parse=text),
            Column(_("一级分类"), "category", parse=text),
            Column(_("答复意见"), "reply_text", parse=text),
            Column(_("答复时间"), "replied_on", parse=parse_date),
        ),
    ),
    put=_take_message,
    limits=LARGE,
)

CATEGORIES = Import(
    kind="categories",
    title=_("类别"),
    action="category.import",
    variants=(
        (
            Column(_("一级分类"), "first", parse=text, required=True),
            Column(_("二级分类"), "second", parse=text),
            Column(_("三级分类"), "third", parse=text),
        ),
    ),
    put=lambda act, values: put_category(act, [values[name] or "" for name in ("first", "second", "third")]),
)
