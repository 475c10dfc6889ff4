"""Reports about problems: 问题（销号）清单, the four lists of domain.md 4.4 in one."""

from tracker.domain.text import _
from tracker.excel.report import DATE, Column, Report, Split
from tracker.problems.queries.ledger import ListRow, list_count, list_rows
from tracker.problems.rules import without_numbers


def _held_by(row: ListRow) -> tuple[str, str]:
    return row.unit_code, row.unit


PROBLEM_LIST = Report(
    name="problem-list",
    title=_("问题（销号）清单"),
    action="problem.report",
    rows=list_rows,
    count=list_count,
    columns=(
        Column(_("问题"), lambda row: without_numbers(row.content), width=40, key="content"),
        Column(_("来源"), "source", width=8, align="center"),
        Column(_("责任领导"), "leader", width=10, align="center"),
        Column(_("责任部门"), "unit", width=26),
        Column(_("责任人"), "handler", width=10, align="center"),
        Column(_("整改措施"), lambda row: without_numbers(row.measure), width=30, key="measure"),
        Column(_("完成时限"), "promised_on", width=12, format=DATE, align="center"),
        Column(_("进展"), lambda row: without_numbers(row.progress), width=30, key="progress"),
        Column(_("是否完成"), "is_done", width=10, align="center"),
        Column(_("群众确认"), "confirmed", width=12, align="center"),
        Column(_("销号时间"), "struck_off_on", width=12, format=DATE, align="center"),
    ),
    notes=(
        _("当场解决的问题不经销号，没有销号时间。"),
        _("文字里的手机号、身份证号已遮住。"),
    ),
    definitions=(
        (_("是否完成"), _("已销号，或在走访当场解决")),
        (_("统计范围"), _("登记日期在统计区间内的问题")),
        (_("责任部门"), _("现在负责解决的部门；还没有交办的记在镇里")),
    ),
    splits=(Split(_("责任部门"), _held_by),),
)
