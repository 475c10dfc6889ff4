"""便民服务办件台账: the ledger of tasks, with the columns of domain.md 11.2."""

from typing import Any

from tracker.domain.masking import mask_name
from tracker.domain.text import _
from tracker.excel.report import DATE, INT, Column, Report
from tracker.hall import queries
from tracker.hall.rules import CHANNEL_LABELS, OPEN, OUTCOME_LABELS, STATUS_LABELS


def _result(row: Any) -> str | None:
    """办成, 不予办理, 不予受理, 已撤回; blank while it is open."""
    task = row.task
    if task.outcome is not None:
        return OUTCOME_LABELS[task.outcome]
    return None if task.status in OPEN else STATUS_LABELS[task.status]


def _paused(row: Any) -> int | None:
    """No 特别程序 is recorded by this version, so no day of it was taken off."""
    return None if row.task.accepted_on is None else 0


LEDGER = Report(
    name="task-ledger",
    title=_("便民服务办件台账"),
    action="task.report",
    rows=queries.ledger_rows,
    columns=(
        Column(_("办件编号"), "task.ref", width=16),
        Column(_("收件时间"), "task.received_on", width=12, format=DATE),
        Column(_("申请人"), lambda row: mask_name(row.task.applicant), width=10),
        Column(_("村"), "village", width=12),
        Column(_("事项名称"), "task.item.name", width=30),
        Column(_("办理方式"), lambda row: CHANNEL_LABELS[row.task.channel], width=10, align="center"),
        Column(_("受理时间"), "task.accepted_on", width=12, format=DATE),
        Column(
            _("承诺时限（工作日）"), lambda row: row.task.promised_workdays if row.task.accepted_on else None,
            width=12, format=INT,
        ),
        Column(_("特别程序天数"), _paused, width=10, format=INT),
        Column(_("应办结日"), "task.due_on", width=12, format=DATE),
        Column(_("办结时间"), "task.done_on", width=12, format=DATE),
        Column(_("办理结果"), _result, width=12, align="center"),
        Column(_("是否超期"), "is_late", width=9, align="center"),
        Column(_("经办人"), "handler", width=10),
        Column(_("评价"), "is_rated", width=9, align="center"),
    ),
    notes=(
        _("承诺时限从受理次日起按工作日计算，补正在受理以前，不占承诺时限；超期一经发生不再消除。"),
        _("评价一栏只写有没有评价，等次满五件以后才合并统计，免得认出评价的人。"),
    ),
)
