"""年度考核结果汇总表: the year's results as they are handed in (domain.md 11.2), and the sums under it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tracker.assessments.models import Pool
from tracker.assessments.queries.summary import SummaryRow, summary_pools, summary_rows
from tracker.domain.grades import GRADE_LABELS, GROUP_LABELS, Grade, word
from tracker.domain.quota import ROUNDING_LABELS, Rounding
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.report import DASH, INT, MONTH, PERCENT, Column, Group, Period, Report, Split, cell_text
from tracker.people.rules import TRACK_LABELS


def _grade(row: SummaryRow, grade: Grade | None) -> str | None:
    return word(grade, row.group) if grade else None


QUARTERS = (_("第一季度"), _("第二季度"), _("第三季度"), _("第四季度"))


def summary_notes(actor: Actor, period: Period) -> tuple[str, ...]:
    """The summary row and the facts that must stand under the table, pool by pool; never added up."""
    rows = summary_rows(actor, period)
    notes: list[str] = []
    for pool in summary_pools(actor, period):
        members = [row for row in rows if row.plan_id == pool.plan_id and row.group is pool.group]
        if members:
            notes += [_sums(pool, members), _rule_of(pool)]
    return tuple(notes)


def _sums(pool: Pool, rows: Sequence[SummaryRow]) -> str:
    grades = Counter(row.final_grade for row in rows)
    words = GRADE_LABELS[pool.group]
    each = "，".join(
        _("{word} {n} 人").format(word=words[grade], n=grades[grade]) + _share(grade, grades, len(rows))
        for grade in Grade
    )
    if grades[None]:
        each += _("，还没有确定 {n} 人").format(n=grades[None])
    return _("{group}：应参加 {n} 人，实参加 {m} 人，{each}").format(
        group=GROUP_LABELS[pool.group], n=len(rows), m=sum(row.attends for row in rows), each=each
    )


def _share(grade: Grade, grades: Counter[Grade | None], people: int) -> str:
    """Only 优秀 has a share worth a figure: it is the one with a ceiling."""
    if grade is not Grade.EXCELLENT:
        return ""
    share = Decimal(grades[grade]) / people if people else None
    return _("（{share}）").format(share=cell_text(share, Column("", "", format=PERCENT)) or DASH)


def _rule_of(pool: Pool) -> str:
    allotted = pool.rounding is Rounding.FIXED
    facts: Iterable[str] = (
        _("{group}优秀比例上限 {percent}%").format(group=GROUP_LABELS[pool.group], percent=pool.percent),
        _("计算基数 {base} 人（未计入不确定等次 {n} 人）").format(base=pool.base or 0, n=pool.excluded),
        _("取整方式：{rounding}").format(rounding=ROUNDING_LABELS[pool.rounding]),
        _("优秀名额 {n} 个").format(n=pool.quota.ceiling),
        _("批准文号：{document}").format(document=pool.approval_doc or DASH),
        *([_("名额分配文号：{document}").format(document=pool.fixed_doc)] if allotted else []),
    )
    return "；".join(facts)


SUMMARY = Report(
    name="assessment-summary",
    title=_("年度考核结果汇总表"),
    action="assessment.report",
    rows=summary_rows,
    notes_of=summary_notes,
    columns=(
        Column(_("姓名"), "name", width=10, align="center"),
        Column(_("性别"), "gender", width=6, align="center"),
        Column(_("出生年月"), "born_on", width=10, format=MONTH),
        Column(_("政治面貌"), "political_status", width=12, align="center"),
        Column(_("单位（部门）"), "unit", width=26),
        Column(_("职务职级/岗位等级"), "job_title", width=18),
        Column(_("人员类别"), lambda row: TRACK_LABELS[row.track], width=10, align="center", key="track"),
        # 平时考核 is kept on paper so far: the columns are filled in by hand
        Group(
            _("平时考核等次"),
            tuple(Column(quarter, lambda row: None, width=10, align="center") for quarter in QUARTERS),
        ),
        Column(
            _("主管领导建议等次"), lambda row: _grade(row, row.proposed), width=18, align="center",
            key="proposed",
        ),
        Column(
            _("确定等次"), lambda row: _grade(row, row.final_grade), width=12, align="center",
            key="final_grade",
        ),
        Column(_("未定等次情况"), "is_undetermined", width=14, align="center"),
        Column(_("连续优秀年数"), "excellent_years", width=14, format=INT),
        Column(_("备注"), lambda row: None, width=14),
    ),
    definitions=(
        (_("应参加"), _("由本单位考核的在册人员，不含主管机关考核的领导成员和年内离开的人")),
        (_("未定等次情况"), _("只写是否，原因另存，不在本表")),
        (_("连续优秀年数"), _("到本年度为止连着定为优秀的年数，中间有一年没有等次就重新数")),
    ),
    splits=(Split(_("单位（部门）"), lambda row: (row.unit_code, row.unit)),),
)
