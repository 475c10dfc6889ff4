"""Reports on residents' matters: 群众意见台账, 办结率统计表, 分类统计表 (domain.md 11.2, 11.3)."""

from typing import Any, Literal

from tracker.domain import clock
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.intake import LARGE
from tracker.excel.incoming.parse import parse_date, text
from tracker.excel.report import (
    DATE,
    INT,
    PERCENT,
    Chart,
    Column,
    Group,
    Period,
    Ratio,
    Report,
    Split,
)
from tracker.opinions.queries.ledger import LedgerRow, ledger_count, ledger_rows
from tracker.opinions.rates import Rates
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
from tracker.opinions.tables import (
    NO_OFFICE,
    NO_VILLAGE,
    category_rates,
    closing_rates,
    village_category_rates,
)
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
    return _("重办 {n} 次").format(n=row.reopened) if row.reopened else ""


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


def cut_off_note(_actor: Actor, period: Period) -> tuple[str, ...]:
    """The day on which 办结, 到期 and 超期 are judged; printed under each table of figures."""
    day = period.cut_off(clock.today())
    return (_("统计截止日：{day}，是否办结、到期、超期都按这一天算。").format(day=day),)


def _is_sum(row: Rates) -> bool:
    return not row.family and not row.code


def _family(row: Rates) -> str | None:
    return row.family


DEFINITIONS = (
    (_("办结"), _("已答复群众；答复后还要回访、销号")),
    (_("应办结"), _("到统计截止日已到期限的，加上提前办结的")),
    (_("办结率"), _("已办结 ÷ 应办结")),
)
VALID_CALLS = (_("有效回访"), _("由承办人以外的人联系上本人并得到回答的回访"))

CLOSING_RATES = Report(
    name="closing-rates",
    title=_("按村、部门办结率统计表"),
    action="opinion.report",
    one_page_rows=40,
    rows=closing_rates,
    notes_of=cut_off_note,
    columns=(
        Column(_("村、部门"), "name", width=28),
        Column(_("收件"), "received", width=8, format=INT),
        Column(_("受理"), "accepted", width=8, format=INT),
        Column(_("应办结"), "due", width=8, format=INT),
        Column(_("已办结"), "done", width=8, format=INT),
        Column(_("按期办结"), "in_time", width=9, format=INT),
        Column(_("办结率"), "done_rate", width=10, format=PERCENT, dash=True),
        Column(_("按期办结率"), "in_time_rate", width=11, format=PERCENT, dash=True),
        Column(_("在办"), "open", width=8, format=INT),
        Column(_("超期在办"), "late", width=9, format=INT),
        Column(_("有效回访"), "called", width=9, format=INT, small=True),
        Column(_("解决率"), "solved_rate", width=10, format=PERCENT, dash=True, hides_with="called"),
        Column(_("满意率"), "good_rate", width=10, format=PERCENT, dash=True, hides_with="called"),
    ),
    notes=(
        _("按行政区划代码排列，不排名。同一件事在所属的村和承办部门各计一次，在“全部”里只计一次。"),
        _("不予受理和已撤回的只在末行列数，不计入办结率；检举控告不在本表。"),
        _("有效回访不足 5 件的，不列解决率和满意率。"),
    ),
    definitions=(
        *DEFINITIONS,
        (_("按期办结率"), _("按期办结 ÷ 应办结；外部转来、没有期限记录的不计入")),
        VALID_CALLS,
        (_("解决率"), _("回访答“已解决” ÷ 有效回访")),
        (_("满意率"), _("（满意和非常满意 + 0.9 × 基本满意）÷ 有效回访")),
    ),
    is_sum=_is_sum,
    family=_family,
    chart=Chart(
        _("收件与办结"), "bar", labels="name", values=("received", "done"),
        rows=lambda row: bool(row.family and row.code), unit=_("件"),
    ),
)


def _category_columns(*, small: bool) -> tuple[Column | Group, ...]:
    """收件, 办理, 回访; `small`: everything is counted among few people, and sheets have totals."""
    total: Literal["sum"] | None = "sum" if small else None
    rate = Ratio("done", "due") if small else None

    def count(title: str, value: str, **more: Any) -> Column:
        return Column(title, value, **{"width": 10, "format": INT, "small": small, "total": total, **more})

    return (
        count(_("收件"), "received"),
        Group(_("办理"), (
            count(_("应办结"), "due"), count(_("已办结"), "done"), count(_("按期办结"), "in_time"),
            Column(
                _("办结率"), "done_rate", width=10, format=PERCENT, dash=True, total=rate,
                hides_with=("done", "due"),
            ),
        )),
        Group(_("回访"), (
            count(_("有效回访"), "called", small=True, adds_up=("solved", "unsolved")),
            count(_("已解决"), "solved", small=True), count(_("未解决"), "unsolved", small=True),
            count(_("不满意"), "bad", small=True),
        )),
    )


CATEGORY_DEFINITIONS = (
    (_("类别"), _("类别树的第一级，下级类别并入上级")),
    *DEFINITIONS,
    (_("按期办结"), _("在期限内办结的；外部转来、没有期限记录的不计入")),
    VALID_CALLS,
    (_("已解决、未解决"), _("有效回访里群众的回答")),
    (_("不满意"), _("有效回访里答“不满意”和“非常不满意”的")),
)
BY_VILLAGE = _("群众意见分类统计表（分村）")

OPINION_CATEGORIES = Report(
    name="opinion-categories",
    title=_("群众意见分类统计表"),
    action="opinion.report",
    one_page_rows=40,
    rows=category_rates,
    notes_of=cut_off_note,
    columns=(Column(_("类别"), "name", width=28), *_category_columns(small=False)),
    notes=(_("按类别目录的顺序排列，不排名。不予受理和已撤回的只在末行列数；检举控告不在本表。"),),
    definitions=CATEGORY_DEFINITIONS,
    is_sum=_is_sum,
    family=_family,
    chart=Chart(
        _("收件（按类别）"), "bar", labels="name", values=("received",),
        rows=lambda row: bool(row.family), unit=_("件"),
    ),
)

# a report of its own: in a village few people live, so that every count in it is hidden when small
VILLAGE_CATEGORIES = Report(
    name="opinion-categories-by-village",
    title=BY_VILLAGE,
    action="opinion.report",
    rows=village_category_rates,
    notes_of=cut_off_note,
    columns=(
        Column(_("村（社区）"), "village", width=14), Column(_("类别"), "name", width=24),
        *_category_columns(small=True),
    ),
    notes=(
        _("按行政区划代码和类别目录的顺序排列，不排名；没有收件的类别不列。"),
        _("不予受理、已撤回的和检举控告不在本表。"),
    ),
    definitions=CATEGORY_DEFINITIONS,
    pinned=3,
    splits=(
        Split(_("村（社区）"), lambda row: (row.code, row.village)),
        Split(_("类别"), lambda row: (row.name, row.name)),
    ),
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
