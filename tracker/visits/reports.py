"""Reports about visits: 走访记录台账 and 联系点工作统计表."""

from tracker.domain import clock
from tracker.domain.masking import mask_name
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.report import DATE, INT, PERCENT, Column, Group, Period, Ratio, Report, Split
from tracker.problems.rules import without_numbers
from tracker.visits.queries.ledger import LedgerRow, ledger_count, ledger_rows
from tracker.visits.queries.statistics import VillageRow, village_rows


def _masked(row: LedgerRow) -> str:
    return mask_name(row.head)


def _named(row: LedgerRow) -> str:
    """The whole name of a household this actor may look at in full anyway (domain.md 10.3)."""
    return row.head if row.may_unmask else mask_name(row.head)


def _form(row: LedgerRow) -> str:
    """座谈（23 人）, 入户：看望、回访."""
    kind = _("{kind}（{n} 人）").format(kind=row.kind, n=row.present_count) if row.present_count else row.kind
    return f"{kind}：{row.purposes}" if row.purposes else kind


def _village(row: LedgerRow) -> tuple[str, str]:
    return row.village_code, row.village


VISIT_LEDGER = Report(
    name="visit-ledger",
    title=_("走访记录台账"),
    action="visit.report",
    rows=ledger_rows,
    count=ledger_count,
    columns=(
        Column(_("走访日期"), "visited_on", width=12, format=DATE, align="center"),
        Column(_("联系干部"), "cadre", width=14, align="center"),
        Column(_("村/组"), "place", width=18),
        Column(_("走访对象"), _masked, width=10, align="center", key="person", unmasked=_named),
        Column(_("走访形式"), _form, width=18, align="center", key="kind"),
        Column(_("反映事项"), lambda row: without_numbers(row.matter), width=44, key="matter"),
        Column(_("现场解决"), "is_settled", width=10, align="center"),
        Column(_("转办编号"), "onward_ref", width=16, align="center"),
        Column(_("销号时间"), "struck_off_on", width=12, format=DATE, align="center"),
    ),
    notes=(
        _("文字里的手机号、身份证号已遮住。"),
        _("一次走访反映几件事的，每件一行。"),
    ),
    definitions=(
        (_("统计范围"), _("走访日期在统计区间内的记录")),
        (_("联系干部"), _("记这次走访的人在前，一起去的同事在后")),
        (_("现场解决"), _("走访当场解决，不再转办")),
        (_("转办编号"), _("登记成的问题或者转成的诉求的编号")),
    ),
    splits=(Split(_("村（社区）"), _village),),
    unmask="household.unmask",
)


def _statistics(actor: Actor, period: Period) -> list[VillageRow]:
    return village_rows(actor, period, period.cut_off(clock.today()))


def _cut_off_note(_actor: Actor, period: Period) -> tuple[str, ...]:
    """The day on which links and problems are judged, printed under the table."""
    day = period.cut_off(clock.today())
    return (_("统计截止日：{day}，联系户、销号、在办、超期都按这一天算。").format(day=day),)


def _count(title: str, value: str, width: int = 10) -> Column:
    return Column(title, value, width=width, format=INT, total="sum")


# counts never stand alone: what was done beside what came of it, no rank and no colours (domain.md 4.6)
CONTACT_STATISTICS = Report(
    name="contact-statistics",
    title=_("联系点工作统计表"),
    action="visit.report",
    one_page_rows=40,
    rows=_statistics,
    notes_of=_cut_off_note,
    columns=(
        Column(_("村（社区）"), "name", width=16),
        Column(_("联系干部"), "cadres", width=26),
        Group(_("走访"), (
            _count(_("次数"), "days"), _count(_("走访户数"), "households"),
            _count(_("联系户总数"), "linked"), _count(_("走访到的联系户"), "linked_visited", 16),
            Column(
                _("走访到的比例"), "reach", width=12, format=PERCENT, dash=True,
                total=Ratio("linked_visited", "linked"),
            ),
        )),
        Group(_("发现的问题"), (
            _count(_("登记"), "raised"), _count(_("现场解决"), "settled"), _count(_("已销号"), "struck_off"),
            _count(_("在办"), "open"), _count(_("超期在办"), "late"),
        )),
    ),
    notes=(_("按行政区划代码排列，不排名。走访多少不是好坏，要和问题解决得怎样一起看。"),),
    definitions=(
        (_("统计范围"), _("走访日期在统计区间内的走访，和这些走访登记的问题；只含制表人看得到的")),
        (_("次数"), _("有人走访的天数，同一个村同一天走访几次只算一次")),
        (_("走访户数"), _("走访过的户，一户只算一次，不论是不是联系户")),
        (_("联系户总数"), _("统计截止日还有干部联系的户")),
        (_("走访到的比例"), _("走访到的联系户 ÷ 联系户总数")),
        (_("现场解决"), _("走访当场解决，不经销号")),
        (_("在办"), _("登记 − 现场解决 − 已销号")),
        (_("超期在办"), _("在办的里面，过了完成时限、还没有申请销号的")),
    ),
)
