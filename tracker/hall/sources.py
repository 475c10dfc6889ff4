"""What the forms of the hall are filled from: 受理通知单 (domain.md 6.4: a written voucher with its date)."""

from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.form.source import Field, FieldList, Source, Subject
from tracker.hall.queries.notices import Notice, notice_choices, notices


def _applicant(one: Notice) -> str:
    return mask_name(one.task.applicant)


def _whole_applicant(one: Notice) -> str:
    return one.task.applicant if one.may_unmask else _applicant(one)


def _how_to_ask(one: Notice) -> str:
    return _("用收件时给您的 20 位查询码在网上查进度，或者打咨询电话")


def _subjects(actor: Actor, unit: str, limit: int) -> list[Subject]:
    return [Subject(*row) for row in notice_choices(actor, unit, limit)]


TASKS = Source(
    name="task",
    title=_("办件"),
    action="task.view",
    subjects=_subjects,
    records=notices,
    title_of=lambda one: one.task.ref,
    fields=(
        Field(_("编号"), "task.ref", also=(_("办件编号"),)),
        Field(
            _("申请人"), _applicant, also=(_("申请人姓名"), _("姓名")), unmasked=_whole_applicant
        ),
        Field(_("事项名称"), "task.item.name", also=(_("事项"), _("办理事项"))),
        Field(_("收件日期"), "task.received_on", "date", "date", also=(_("收件时间"),)),
        Field(_("受理日期"), "task.accepted_on", "date", "date", also=(_("受理时间"),)),
        Field(_("承诺工作日"), "task.promised_workdays", "number", also=(_("承诺时限"), _("承诺期限"))),
        Field(_("应办结日"), "task.due_on", "date", "date", also=(_("承诺办结日期"), _("办结期限"))),
        Field(_("办理单位"), "department", also=(_("承办单位"), _("受理单位"))),
        Field(_("经办人"), "handler", also=(_("受理人"),)),
        Field(_("咨询电话"), "task.item.phone", also=(_("联系电话"),)),
        Field(_("查询方法"), _how_to_ask, also=(_("查询方式"),)),
    ),
    lists=(
        FieldList(
            _("材料"),
            lambda one: one.papers,
            (
                Field(_("序号"), "number", "number"),
                Field(_("名称"), "name", also=(_("材料名称"),)),
                Field(_("份数"), "copies", "number"),
                Field(_("备注"), "note", also=(_("材料形式"),)),
            ),
        ),
    ),
    personal=True,
    handed_out=True,
    unmask="task.contact",
    purpose=_("受理后交给申请人"),
    counted=_("{n} 件"),
)
