"""The ledger of research (调查研究台账)."""

from tracker.domain.text import _
from tracker.excel.report import DATE, INT, Column, Report
from tracker.problems.rules import without_numbers
from tracker.research.queries import ledger_count, ledger_rows

RESEARCH_LEDGER = Report(
    name="research-ledger",
    title=_("调查研究台账"),
    action="research.report",
    rows=ledger_rows,
    count=ledger_count,
    columns=(
        Column(_("编号"), "ref", width=14, align="center"),
        Column(_("课题"), "topic", width=26),
        Column(_("带队"), "leader", width=10, align="center"),
        Column(_("去了哪些村"), "villages", width=22),
        Column(_("方式"), "methods", width=18),
        Column(_("开始"), "started_on", width=12, format=DATE, align="center"),
        Column(_("结束"), "ended_on", width=12, format=DATE, align="center"),
        Column(_("发现"), lambda row: without_numbers(row.findings), width=36, key="findings"),
        Column(_("登记问题"), "found", width=9, format=INT, total="sum"),
        Column(_("已解决"), "solved", width=9, format=INT, total="sum"),
        Column(_("措施"), lambda row: without_numbers(row.measures), width=30, key="measures"),
        Column(_("成效"), lambda row: without_numbers(row.effect), width=30, key="effect"),
    ),
    notes=(_("文字里的手机号、身份证号已遮住。"),),
    definitions=(
        (_("统计范围"), _("开始日期在统计区间内的调研")),
        (_("登记问题"), _("这次调研登记或者关联、制表人看得到的问题")),
        (_("已解决"), _("已销号，或当场解决")),
    ),
)
