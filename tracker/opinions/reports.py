"""Reports on residents' matters: 群众意见台账 (domain.md 11.2), and the sheets that come in."""

from typing import Any

from tracker.domain.masking import mask_name
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.intake import LARGE
from tracker.excel.incoming.parse import parse_date, text
from tracker.excel.report import DATE, Column, Report, Split
from tracker.opinions.queries.ledger import LedgerRow, ledger_count, ledger_rows
from tracker.opinions.rules import (
    CHANNEL_LABELS,
    LABELS,
    OUTCOME_LABELS,
    SATISFACTION_LABELS,
    SOLVED_LABELS,
    is_open_name,
    redacted,
    title_of,
)
from tracker.opinions.service import put_category, put_imported
from tracker.opinions.service.slip_sheets import put_slip
from tracker.opinions.tables import NO_OFFICE, NO_VILLAGE
from tracker.store.action import Act


def _masked(row: LedgerRow) -> str:
    return mask_name(row.name) or _("不留姓名")


def _named(row: LedgerRow) -> str:
    """The whole name of whoever gave it openly; 实名但请保密 stays masked in every file."""
    is_shown = row.may_read_name and is_open_name(row.contact)
    return (row.name if is_shown else mask_name(row.name)) or _("不留姓名")


def _summary(row: LedgerRow) -> str:
    return redacted(row.title or title_of(row.text or ""))


def _is_in_time(row: LedgerRow) -> bool | None:
    """None: not answered yet, or without a deadline."""
    return row.replied_on <= row.due_on if row.replied_on and row.due_on else None


def _outcome(row: LedgerRow) -> str:
    return OUTCOME_LABELS[row.outcome] if row.outcome else ""


def _satisfaction(row: LedgerRow) -> str:
    return SATISFACTION_LABELS[row.satisfaction] if row.satisfaction else ""


def _solved(row: LedgerRow) -> str:
    return SOLVED_LABELS[row.solved] if row.solved else ""


def _remark(row: LedgerRow) -> str:
    """What else has to be known to read the line rightly."""
    said = [
        _("重办 {n} 次").format(n=row.reopened) if row.reopened else "",
        _("并入 {ref}").format(ref=row.merged_into) if row.merged_into else "",
        _("重复") if row.is_repeat else "",
        _("家属代答") if row.is_proxy else "",
    ]
    return "；".join(filter(None, said))


def _village(row: LedgerRow) -> tuple[str, str]:
    return row.village_code, row.village or NO_VILLAGE


def _office(row: LedgerRow) -> tuple[str, str]:
    return row.office_code, row.office or NO_OFFICE


# 检举控告 never appears here: those lie in a table of their own that no report reads (domain.md 11.2)
LEDGER = Report(
    name="opinion-ledger",
    title=_("群众意见台账"),
    action="opinion.report",
    rows=ledger_rows,
    count=ledger_count,
    columns=(
        Column(_("编号"), "ref", width=15),
        Column(_("受理时间"), lambda row: row.accepted_on or row.submitted_on, width=11, format=DATE),
        Column(_("渠道"), lambda row: CHANNEL_LABELS[row.channel], width=10, align="center"),
        Column(_("反映人"), _masked, width=10, align="center", key="person", unmasked=_named),
        Column(_("村（社区）"), "village", width=12),
        Column(_("类别"), "category", width=20),
        Column(_("主要内容"), _summary, width=36, key="summary"),
        Column(_("承办部门"), "office", width=17),
        Column(_("承办人"), "handler", width=9),
        Column(_("办理时限"), "due_on", width=11, format=DATE),
        Column(_("办理情况"), lambda row: LABELS[row.status], width=10, align="center", key="status"),
        Column(_("办结时间"), "replied_on", width=11, format=DATE),
        Column(_("是否按期"), _is_in_time, width=8, align="center", key="is_in_time"),
        Column(_("答复方式"), _outcome, width=10, align="center", key="outcome"),
        Column(_("回访时间"), "called_on", width=11, format=DATE),
        Column(_("是否解决"), _solved, width=8, align="center", key="solved"),
        Column(_("满意度"), _satisfaction, width=10, align="center", key="satisfaction"),
        Column(_("备注"), _remark, width=14, key="remark"),
    ),
    notes=(_("请保密和不留姓名的反映人一律不写全名；检举控告类不在本表。"),),
    splits=(Split(_("村（社区）"), _village), Split(_("承办部门"), _office)),
    unmask="opinion.identity",
)


def _take_message(act: Act, values: dict[str, Any]) -> str:
    """One message of another platform; its hour is not kept, its day is."""
    given = {name: value for name, value in values.items() if value not in (None, "")}
    return put_imported(act, **{"title": "", "text": "", **given})


OPINIONS = Import(
    kind="opinions",
    title=_("群众留言"),
    action="opinion.import",
    variants=(
        (
            Column(
                _("留言编号"), "outside_no", parse=text, required=True, example="360114",
                also=(_("编号"), _("工单编号"), _("件号"), _("信件编号")),
            ),
            Column(
                _("留言主题"), "title", parse=text, required=True, example=_("村口路灯不亮"),
                also=(_("主题"), _("标题"), _("工单标题")),
            ),
            Column(
                _("留言时间"), "submitted_on", format=DATE, parse=parse_date, required=True,
                example="2026-01-06", also=(_("来信时间"), _("受理时间"), _("提交时间"), _("留言日期")),
            ),
            Column(
                _("留言详情"), "text", parse=text, example=_("青龙湾村村口的路灯三天没有亮了。"),
                also=(_("内容"), _("留言内容"), _("详情"), _("主要内容")),
            ),
            Column(_("一级分类"), "category", parse=text, example=_("城乡建设"), also=(_("类别"), _("分类"))),
            Column(
                _("答复意见"), "reply_text", parse=text, example=_("已派人修好。"),
                also=(_("答复内容"), _("答复"), _("回复内容")),
            ),
            Column(
                _("答复时间"), "replied_on", format=DATE, parse=parse_date, example="2026-01-09",
                also=(_("答复日期"), _("回复时间"), _("办结时间")),
            ),
        ),
    ),
    put=_take_message,
    limits=LARGE,
    notes=(_("答复意见和答复时间都写了的，作为已办结的件导入；都空着的，作为待办理的件导入。"),),
)

CATEGORIES = Import(
    kind="categories",
    title=_("类别"),
    action="category.import",
    variants=(
        (
            Column(_("一级分类"), "first", parse=text, required=True, example=_("城乡建设")),
            Column(_("二级分类"), "second", parse=text, example=_("安全生产")),
            Column(_("三级分类"), "third", parse=text, example=_("事故处理")),
        ),
    ),
    put=lambda act, values: put_category(act, [values[name] or "" for name in ("first", "second", "third")]),
)


def _take_slip(act: Act, values: dict[str, Any]) -> str:
    """One slip of an opinion box; blank cells are left out."""
    return put_slip(act, **{name: value for name, value in values.items() if value not in (None, "")})


SLIPS = Import(
    kind="slips",
    title=_("意见箱纸条"),
    action="opinion.import",
    variants=(
        (
            Column(
                _("日期"), "received_on", format=DATE, parse=parse_date, example="2026-11-20",
                also=(_("开箱日期"), _("收到日期")),
            ),
            Column(_("村"), "village", parse=text, example=_("石门村"), also=(_("村（社区）"), _("村居"))),
            Column(
                _("内容"), "text", parse=text, required=True, example=_("村口的路灯三天没有亮了。"),
                also=(_("原话"), _("反映内容"), _("诉求内容")),
            ),
            Column(_("称呼"), "name", parse=text, example=_("周桂兰"), also=(_("姓名"), _("反映人"))),
            Column(_("电话"), "phone", parse=text, example="13812345678", also=(_("联系电话"), _("手机"))),
            Column(_("箱子"), "box", parse=text, example=_("村委会门口"), also=(_("意见箱"),)),
            Column(_("纸条号"), "slip_no", parse=text, example="041274", also=(_("编号"), _("号码"))),
        ),
    ),
    put=_take_slip,
    notes=(
        _("照纸条上的原话写，一张纸条一行。没有写称呼和电话的，作为不留姓名的登记。"),
        _("提到干部的直接转有权机关，导入后在列表里看不到，结果里也不分开数。"),
        _("日期是开箱的那一天，不填就是今天。"),
    ),
)
