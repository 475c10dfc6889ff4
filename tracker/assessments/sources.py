"""What the forms of the assessment are filled from: 年度考核登记表 (domain.md 1.10), 民主测评表 (3.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.assessments.queries.papers import (
    Ballot,
    Paper,
    ballot_choices,
    ballots,
    paper_choices,
    papers,
)
from tracker.domain.grades import GROUP_LABELS, SITUATION_LABELS, word
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.form.source import Field, FieldList, Source, Subject
from tracker.township.queries import names_of as unit_names


def _for_the_pen(_record: object) -> None:
    """Nothing is recorded of it yet: whoever signs writes it by hand."""


def _place(one: Paper) -> str:
    return " ".join(part for part in (one.line.unit, one.sheet.job_title) if part)


def _summary(one: Paper) -> str | None:
    return one.sheet.summary if one.sheet.summarised_at or one.line.reading.draft else None


def _comment(one: Paper) -> str | None:
    """What the line leader wrote, for those who may read his proposal."""
    sheet = one.sheet
    if not (one.line.reading.proposal and sheet.comment):
        return None
    more = [_("改进要求：{text}").format(text=sheet.improvement)] if sheet.improvement else []
    return "\n".join([sheet.comment, *more])


def _committee(one: Paper) -> str | None:
    """The grade that was decided, for the signature under it."""
    return _("拟定为{grade}").format(grade=one.line.decided) if one.line.decided else None


def _result(one: Paper) -> str | None:
    grade = one.sheet.final_grade if one.line.reading.decision else None
    return word(grade, one.sheet.group) if grade else None


def _without_grade(one: Paper) -> str | None:
    """Why no grade is given: 组织人事, 纪检 and the person alone (domain.md 12.6, 12.7)."""
    if not (one.sees_reason and one.line.is_undetermined):
        return None
    return "；".join(SITUATION_LABELS[code] for code in one.sheet.situations) or one.sheet.reason


@dataclass(frozen=True)
class Quarter:
    """One line of 平时考核, which is kept on paper so far."""

    name: str


QUARTERS = tuple(Quarter(name) for name in (_("第一季度"), _("第二季度"), _("第三季度"), _("第四季度")))


def _paper_subjects(actor: Actor, unit: str, limit: int) -> list[Subject]:
    rows = paper_choices(actor, unit, limit)
    units = unit_names({row.unit_code for row in rows})
    return [Subject(row.id, row.name, units.get(row.unit_code, ""), str(row.year)) for row in rows]


APPRAISALS = Source(
    name="appraisal",
    title=_("考核对象"),
    action="assessment.view",
    subjects=_paper_subjects,
    records=papers,
    title_of=lambda one: one.user.name,
    fields=(
        Field(_("年度"), "sheet.year", "number", also=(_("考核年度"),)),
        Field(_("姓名"), "user.name"),
        Field(_("性别"), "user.gender"),
        Field(_("出生年月"), "user.born_on", "date", "month", also=(_("出生日期"), _("生日"))),
        Field(_("政治面貌"), "user.political_status"),
        Field(_("任现职时间"), _for_the_pen, "date", "month"),
        Field(_("单位及职务职级"), _place, also=(_("单位职务"), _("职务"), _("职级"))),
        Field(_("分管工作"), _for_the_pen, also=(_("从事或分管工作"),)),
        Field(_("个人总结"), _summary, also=(_("总结"),)),
        Field(_("培训情况"), _for_the_pen, also=(_("参加脱产培训情况"),)),
        Field(_("主管领导评语"), _comment, also=(_("评语"),)),
        Field(_("建议等次"), lambda one: one.line.proposed or None, also=(_("考核等次建议"),)),
        Field(_("考核委员会意见"), _committee, also=(_("机关负责人意见"),)),
        Field(_("确定等次"), _result, also=(_("考核结果"), _("等次"))),
        Field(_("本人意见"), _for_the_pen),
        Field(_("未定等次说明"), _without_grade, also=(_("未确定等次或不参加考核情况说明"),)),
        Field(_("备注"), _for_the_pen),
    ),
    lists=(
        FieldList(
            _("平时考核"),
            lambda _one: QUARTERS,
            (
                Field(_("季度"), "name"), Field(_("主要工作"), _for_the_pen),
                Field(_("等次"), _for_the_pen),
            ),
        ),
    ),
    personal=True,
    purpose=_("打印登记表，签字后存入干部人事档案"),
    grouped_by=_("年度"),
    counted=_("{n} 人"),
)


def _ballot_title(year: int, group: str) -> str:
    return _("{year} 年度 {group}").format(year=year, group=group)


def _ballot_subjects(actor: Actor, unit: str, limit: int) -> Sequence[Subject]:
    pools = ballot_choices(actor, unit, limit)
    units = unit_names({pool.unit_code for pool in pools})
    return [
        Subject(
            pool.id, _ballot_title(pool.plan.year, GROUP_LABELS[pool.group]), units.get(pool.unit_code, "")
        )
        for pool in pools
    ]


def _ballot_name(one: Ballot) -> str:
    return _ballot_title(one.pool.plan.year, GROUP_LABELS[one.pool.group])


BALLOTS = Source(
    name="ballot",
    title=_("年度考核方案（民主测评）"),
    action="assessment.report",
    subjects=_ballot_subjects,
    records=ballots,
    title_of=_ballot_name,
    fields=(
        Field(_("年度"), "pool.plan.year", "number", also=(_("考核年度"),)),
        Field(_("单位"), "town", also=(_("单位名称"),)),
        Field(_("考核类别"), lambda one: GROUP_LABELS[one.pool.group], also=(_("人员类别"),)),
    ),
    lists=(
        FieldList(
            _("人员"),
            lambda one: one.people,
            (
                Field(_("序号"), "number", "number"),
                Field(_("姓名"), "name"),
                Field(_("职务"), "job_title", also=(_("职务职级"),)),
            ),
        ),
    ),
    purpose=_("民主测评时发给参加测评的人"),
)
