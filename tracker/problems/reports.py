"""Reports about problems: 问题（销号）清单, and the four lists of domain.md 4.4, views of the same rows."""

from tracker.domain.text import _
from tracker.excel.report import DATE, INT, Column, Report, Split
from tracker.problems.queries.ledger import ListRow, list_count, list_rows
from tracker.problems.rules import without_numbers


def _held_by(row: ListRow) -> tuple[str, str]:
    return row.unit_code, row.unit


REF = Column(_("编号"), "ref", width=16)
CONTENT = Column(_("问题"), lambda row: without_numbers(row.content), width=40, key="content")
SOURCE = Column(_("来源"), "source", width=8, align="center")
VILLAGE = Column(_("村（社区）"), "village", width=14)
LEADER = Column(_("责任领导"), "leader", width=10, align="center")
UNIT = Column(_("责任部门"), "unit", width=26)
HANDLER = Column(_("责任人"), "handler", width=10, align="center")
MEASURE = Column(_("整改措施"), lambda row: without_numbers(row.measure), width=30, key="measure")
PROMISED = Column(_("完成时限"), "promised_on", width=12, format=DATE, align="center")
PROGRESS = Column(_("进展"), lambda row: without_numbers(row.progress), width=30, key="progress")
STATUS = Column(_("状态"), "status", width=10, align="center")
CONFIRMED = Column(_("群众确认"), "confirmed", width=12, align="center")
STRUCK_OFF = Column(_("销号时间"), "struck_off_on", width=12, format=DATE, align="center")

IN_THE_PERIOD = (_("统计范围"), _("登记日期在统计区间内的问题；转成诉求、办件的在那边统计"))
WHO_HOLDS = (_("责任部门"), _("现在负责解决的部门；还没有交办的记在镇里"))
ON_THE_SPOT = _("当场解决的问题不经销号，没有销号时间。")
MASKED = _("文字里的手机号、身份证号已遮住。")
BY_OFFICE = (Split(_("责任部门"), _held_by),)

PROBLEM_LIST = Report(
    name="problem-list",
    title=_("问题（销号）清单"),
    action="problem.report",
    rows=list_rows,
    count=list_count,
    columns=(
        CONTENT, SOURCE, LEADER, UNIT, HANDLER, MEASURE, PROMISED, PROGRESS,
        Column(_("是否完成"), "is_done", width=10, align="center"), CONFIRMED, STRUCK_OFF,
    ),
    notes=(ON_THE_SPOT, MASKED),
    definitions=((_("是否完成"), _("已销号，或在走访当场解决")), IN_THE_PERIOD, WHO_HOLDS),
    splits=BY_OFFICE,
)

QUESTIONS = Report(
    name="problem-questions",
    title=_("问题清单"),
    action="problem.report",
    rows=list_rows,
    count=list_count,
    columns=(
        REF, Column(_("登记日期"), "registered_on", width=12, format=DATE, align="center"), VILLAGE, CONTENT,
        SOURCE, Column(_("类别"), "category", width=12),
        Column(_("急不急"), "urgency", width=8, align="center"), STATUS,
    ),
    notes=(MASKED,),
    definitions=(IN_THE_PERIOD,),
    splits=BY_OFFICE,
)

DUTIES = Report(
    name="problem-duties",
    title=_("责任清单"),
    action="problem.report",
    rows=list_rows,
    count=list_count,
    columns=(REF, CONTENT, LEADER, UNIT, HANDLER, PROMISED, STATUS),
    notes=(MASKED,),
    definitions=(IN_THE_PERIOD, WHO_HOLDS),
    splits=BY_OFFICE,
)

TASKS = Report(
    name="problem-tasks",
    title=_("任务清单"),
    action="problem.report",
    rows=list_rows,
    count=list_count,
    columns=(REF, CONTENT, MEASURE, UNIT, HANDLER, PROMISED, PROGRESS),
    notes=(MASKED,),
    definitions=(IN_THE_PERIOD, WHO_HOLDS),
    splits=BY_OFFICE,
)

RESULTS = Report(
    name="problem-results",
    title=_("整改清单"),
    action="problem.report",
    rows=list_rows,
    count=list_count,
    columns=(
        REF, CONTENT, Column(_("整改结果"), lambda row: without_numbers(row.result), width=36, key="result"),
        Column(_("核查人"), "checker", width=10, align="center"), CONFIRMED,
        Column(_("怎么问的"), "how", width=10, align="center"),
        Column(_("谁去问的"), "asker", width=10, align="center"),
        Column(_("确认日期"), "confirmed_on", width=12, format=DATE, align="center"), STRUCK_OFF,
        Column(_("重新挂账次数"), "rehung_count", width=14, format=INT, align="center"),
        Column(_("班子会研究"), "met_on", width=12, format=DATE, align="center"),
    ),
    notes=(ON_THE_SPOT, MASKED),
    definitions=(
        IN_THE_PERIOD,
        (_("重新挂账"), _("核查或群众确认没有通过、退回接着办的次数")),
        (_("班子会研究"), _("最近一次上班子会的日子；登记超过 90 天没解决的要上会")),
    ),
    splits=BY_OFFICE,
)
FOUR_LISTS = (QUESTIONS, DUTIES, TASKS, RESULTS)
