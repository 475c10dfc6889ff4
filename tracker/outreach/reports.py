"""The ledger of proactive service (主动告知台账), and the roll that comes in (名册)."""

from tracker.domain.masking import mask_name
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.intake import LARGE
from tracker.excel.incoming.parse import parse_date, text
from tracker.excel.report import DATE, Column, Report
from tracker.outreach.queries import ledger_count, ledger_rows
from tracker.outreach.service import RollRow, put_entry

OUTREACH_LEDGER = Report(
    name="outreach-ledger",
    title=_("主动告知台账"),
    action="outreach.report",
    rows=ledger_rows,
    count=ledger_count,
    columns=(
        Column(_("村（社区）"), "village", width=16),
        Column(_("姓名"), lambda row: mask_name(row.name), width=10, align="center", key="name"),
        Column(_("事项名称"), "item", width=26),
        Column(_("为什么告诉"), "occasion", width=14, align="center"),
        Column(_("到期或生日"), "falls_on", width=12, format=DATE, align="center"),
        Column(_("谁告诉"), "teller", width=10, align="center"),
        Column(_("告诉日期"), "told_on", width=12, format=DATE, align="center"),
        Column(_("怎么告诉"), "how", width=14, align="center"),
        Column(_("结果"), "status", width=10, align="center"),
        Column(_("办件编号"), "task_ref", width=16, align="center"),
        Column(_("办结日期"), "ended_on", width=12, format=DATE, align="center"),
    ),
    notes=(_("按村的代码排列，不排名。"),),
    definitions=(
        (_("统计范围"), _("列出日期在统计区间内的人，一个人一件事只列一次")),
        (_("结果"), _("已来办：本人递交了这件事的办件；没有来办的不算办成")),
    ),
)

ROLL = Import(
    kind="roll",
    title=_("应享名册"),
    action="roll.import",
    variants=(
        (
            Column(
                _("村"), "village", parse=text, required=True, example=_("青龙湾村"),
                also=(_("村名"), _("村（社区）"), _("所在村"), _("行政村"), _("村代码")),
            ),
            Column(_("姓名"), "name", parse=text, required=True, example=_("张三"), also=(_("名字"),)),
            Column(
                _("电话"), "phone", parse=text, example="13800000000",
                also=(_("联系电话"), _("手机"), _("手机号"), _("手机号码")),
            ),
            Column(
                _("出生日期"), "born_on", parse=parse_date, example="1946-03-05",
                also=(_("出生年月日"), _("生日")),
            ),
            Column(
                _("事项"), "item", parse=text, example="",
                also=(_("事项名称"), _("事项编码"), _("补贴"), _("补贴名称")),
            ),
            Column(
                _("到哪天为止"), "until", parse=parse_date, example="",
                also=(_("截止日期"), _("截止日"), _("到期日")),
            ),
        ),
    ),
    put=lambda act, values: put_entry(
        act,
        RollRow(
            village=values["village"], name=values["name"], phone=values.get("phone") or "",
            born_on=values.get("born_on"), item=values.get("item") or "", until=values.get("until"),
        ),
    ),
    limits=LARGE,
    notes=(
        _("按年龄告诉的，写出生日期，事项空着。"),
        _("该领还没领的，写事项的编码或名称，有截止日的写上。"),
        _("不要写身份证号、银行账号、病情和困难原因，这里用不着。"),
    ),
)
