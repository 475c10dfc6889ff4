"""一次性告知台账 and 超期办件台账: told once or twice, late and why."""

from tracker.domain.masking import mask_name
from tracker.domain.text import _
from tracker.excel.report import DATE, INT, Column, Report
from tracker.hall.queries.books import NoticeRow, late_count, late_rows, notice_count, notice_rows
from tracker.hall.rules import BEFORE_ACCEPTANCE, STATUS_LABELS


def _again(row: NoticeRow) -> str:
    return _("再次告知") if row.number > 1 else _("一次")


def _became(row: NoticeRow) -> str | None:
    """补齐受理, or how it ended; blank while one waits for the papers."""
    if row.accepted_on is not None:
        return _("补齐受理")
    return None if row.status in BEFORE_ACCEPTANCE else STATUS_LABELS[row.status]


NOTICES = Report(
    name="task-notices",
    title=_("一次性告知台账"),
    action="task.report",
    rows=notice_rows,
    count=notice_count,
    columns=(
        Column(_("办件编号"), "ref", width=16),
        Column(_("事项名称"), "item", width=30),
        Column(_("村"), "village", width=12),
        Column(_("申请人"), lambda row: mask_name(row.applicant), width=10, key="applicant"),
        Column(_("收件时间"), "received_on", width=12, format=DATE),
        Column(_("告知时间"), "told_on", width=12, format=DATE),
        Column(_("第几次"), "number", width=8, format=INT),
        Column(_("一次还是再次"), _again, width=12, align="center", key="again"),
        Column(_("为什么再告知"), "again_reason", width=24),
        Column(_("补正期限"), "correct_by", width=12, format=DATE),
        Column(_("提醒时间"), "reminded_on", width=12, format=DATE),
        Column(_("受理时间"), "accepted_on", width=12, format=DATE),
        Column(_("后来怎样"), _became, width=12, align="center", key="became"),
        Column(_("告知人"), "teller", width=10),
    ),
    notes=(
        _("要补的材料应当一次说全；同一件再次告知的，这里一直看得到，原因写在旁边。"),
        _("告知书的内容只给申请人本人，不在本表。"),
    ),
    definitions=(
        (_("统计范围"), _("告知时间在统计区间内的告知，一次一行")),
        (_("补正期限"), _("告知书上写的日子，不是办理时限；过了期限、提醒过还没有补齐的，视为撤回")),
    ),
)


LATE = Report(
    name="task-late",
    title=_("超期办件台账"),
    action="task.report",
    rows=late_rows,
    count=late_count,
    columns=(
        Column(_("办件编号"), "ref", width=16),
        Column(_("事项名称"), "item", width=30),
        Column(_("村"), "village", width=12),
        Column(_("申请人"), lambda row: mask_name(row.applicant), width=10, key="applicant"),
        Column(_("受理时间"), "accepted_on", width=12, format=DATE),
        Column(_("承诺时限（工作日）"), "promised_workdays", width=18, format=INT),
        Column(_("特别程序天数"), "held", width=14, format=INT),
        Column(_("延期（工作日）"), "extended", width=14, format=INT),
        Column(_("应办结日"), "due_on", width=12, format=DATE),
        Column(_("办结时间"), "done_on", width=12, format=DATE),
        Column(_("超期（工作日）"), "late_workdays", width=14, format=INT),
        Column(_("现在"), lambda row: STATUS_LABELS[row.status], width=10, align="center", key="status"),
        Column(_("为什么超期"), "late_reason", width=36),
        Column(_("经办人"), "handler", width=10),
    ),
    notes=(
        _("按应办结日排列，不排名。超期一经发生不再消除；原因申请人也看得到。"),
        _("在办的算到今天；应办结日是休息日前一个工作日的，超期可能是 0 个工作日。"),
    ),
    definitions=(
        (_("统计范围"), _("收件时间在统计区间内、办结时或现在过了应办结日的办件；正在走特别程序的不算")),
        (_("超期"), _("应办结日的第二天起到办结那天（在办的到今天）的工作日")),
    ),
)
