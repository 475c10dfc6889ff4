"""便民服务办件台账: the ledger of tasks, with the columns of domain.md 11.2."""

from tracker.domain.masking import mask_name
from tracker.domain.text import _
from tracker.excel.report import DATE, INT, Column, Report, Split
from tracker.hall.queries.ledger import LedgerRow, ledger_count, ledger_rows
from tracker.hall.rules import CHANNEL_LABELS, OPEN, OUTCOME_LABELS, STATUS_LABELS


def _masked(row: LedgerRow) -> str:
    return mask_name(row.applicant)


def _named(row: LedgerRow) -> str:
    """The whole name for the hall that deals with the task anyway (domain.md 10.3)."""
    return row.applicant if row.may_unmask else mask_name(row.applicant)


def _result(row: LedgerRow) -> str | None:
    """办成, 不予办理, 不予受理, 已撤回; blank while it is open."""
    if row.outcome is not None:
        return OUTCOME_LABELS[row.outcome]
    return None if row.status in OPEN else STATUS_LABELS[row.status]


def _village(row: LedgerRow) -> tuple[str, str]:
    return row.village_code, row.village or _("没有写明村的")


LEDGER = Report(
    name="task-ledger",
    title=_("便民服务办件台账"),
    action="task.report",
    rows=ledger_rows,
    count=ledger_count,
    columns=(
        Column(_("办件编号"), "ref", width=16),
        Column(_("收件时间"), "received_on", width=12, format=DATE),
        Column(_("申请人"), _masked, width=10, key="applicant", unmasked=_named),
        Column(_("村"), "village", width=12),
        Column(_("事项名称"), "item", width=30),
        Column(
            _("办理方式"), lambda row: CHANNEL_LABELS[row.channel], width=10, align="center", key="channel"
        ),
        Column(_("受理时间"), "accepted_on", width=12, format=DATE),
        Column(
            _("承诺时限（工作日）"), lambda row: row.promised_workdays if row.accepted_on else None,
            width=20, format=INT, key="promised_workdays",
        ),
        Column(_("特别程序天数"), "held", width=14, format=INT, key="paused"),
        Column(_("延期（工作日）"), "extended", width=14, format=INT),
        Column(_("受理后补材料"), "papers", width=24),
        Column(_("应办结日"), "due_on", width=12, format=DATE),
        Column(_("办结时间"), "done_on", width=12, format=DATE),
        Column(_("办理结果"), _result, width=12, align="center", key="result"),
        Column(_("是否超期"), "is_late", width=9, align="center"),
        Column(_("经办人"), "handler", width=10),
        Column(_("评价"), "is_rated", width=9, align="center"),
    ),
    notes=(
        _("承诺时限从受理次日起按工作日计算，补正在受理以前，不占承诺时限；超期一经发生不再消除。"),
        _("特别程序天数是没有计入承诺时限的工作日，含办事指南写明停止计时的县级部门办理；正在停的算到今天，不列应办结日。"),
        _("评价一栏只写有没有评价，等次满五件以后才合并统计，免得认出评价的人。"),
    ),
    splits=(Split(_("村（社区）"), _village),),
    unmask="task.contact",
)
