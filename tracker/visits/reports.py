"""Reports about visits: 走访记录台账."""

from tracker.domain.text import _
from tracker.excel.report import DATE, Column, Report
from tracker.visits import queries

VISIT_LEDGER = Report(
    name="visit-ledger",
    title=_("走访记录台账"),
    action="visit.report",
    rows=queries.ledger_rows,
    columns=(
        Column(_("走访日期"), "visited_on", width=12, format=DATE, align="center"),
        Column(_("联系干部"), "cadre", width=10, align="center"),
        Column(_("村/组"), "place", width=18),
        Column(_("走访对象"), "person", width=10, align="center"),
        Column(_("走访形式"), "kind", width=10, align="center"),
        Column(_("反映事项"), "matter", width=44),
        Column(_("现场解决"), "is_settled", width=10, align="center"),
        Column(_("转办编号"), "problem_ref", width=16, align="center"),
        Column(_("销号时间"), "struck_off_on", width=12, format=DATE, align="center"),
    ),
    notes=(
        _("走访对象只写姓，文字里的手机号、身份证号已遮住。"),
        _("一次走访反映几件事的，每件一行。"),
    ),
    definitions=(
        (_("统计范围"), _("走访日期在统计区间内的记录")),
        (_("现场解决"), _("走访当场解决，不再转办")),
    ),
)
REPORTS = (VISIT_LEDGER,)
