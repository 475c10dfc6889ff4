"""Tables of figures on residents' matters: 办结率、三率、分类统计 (domain.md 5.6, 11.2, 11.3)."""

from typing import Any, Literal

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.report import INT, PERCENT, Chart, Column, Group, Period, Ratio, Report, Split
from tracker.opinions.queries.figures import weights
from tracker.opinions.rates import Axis, Rates
from tracker.opinions.rules import SOLVED_LABELS, Solved
from tracker.opinions.tables import (
    category_rates,
    closing_rates,
    three_rates,
    village_category_rates,
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
VALID_CALLS = (
    _("有效回访"),
    _("由承办人以外的人联系上并得到回答的回访，一件事按最后一次算；家属代答的计入，另列件数；"
      "重办的在再次回访以前仍按上一次的回答算"),
)
GOOD_RATE = (_("满意率"), _("（满意和非常满意 + 系数 × 基本满意）÷ 有效回访；系数见参数"))
SOLVED_RATE = (_("解决率"), _("回访答“解决了” ÷ 有效回访；“解决了一部分”不算解决，另列"))
LEFT_OUT_NOTE = _(
    "并入别的事项、复查复核中、非本级职责、不予受理和本人撤回的，只在表末列数，不计入各率；检举控告不在本表。"
)


def parameter_note(_actor: Actor, _period: Period) -> tuple[str, ...]:
    """Which parameters the figures were made with (domain.md 5.6: they vary by year and district)."""
    by = weights()
    return (
        _("参数：基本满意按 {fair} 计；综合 = {contacted} × 响应率 + {solved} × 解决率 + {good} × 满意率。"
          "出处：北京市“接诉即办”三率公式，各地每年不同，可由系统管理员改。").format(
            fair=by.fair, contacted=by.contacted, solved=by.solved, good=by.good
        ),
    )


def _figures_notes(actor: Actor, period: Period) -> tuple[str, ...]:
    return (*cut_off_note(actor, period), *parameter_note(actor, period))


AXIS_LABELS = {Axis.VILLAGE: _("村"), Axis.OFFICE: _("部门"), Axis.CATEGORY: _("类别")}
# the same matters stand in the table once by each: without the word one would add them up
AXIS_COLUMN = Column(
    _("类型"), lambda row: AXIS_LABELS.get(row.family, ""), width=7, align="center", key="axis"
)

CLOSING_RATES = Report(
    name="closing-rates",
    title=_("按村、部门办结率统计表"),
    action="opinion.report",
    one_page_rows=40,
    rows=closing_rates,
    notes_of=_figures_notes,
    columns=(
        Column(_("村、部门"), "name", width=26),
        AXIS_COLUMN,
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
        LEFT_OUT_NOTE,
        _("有效回访不足 5 件的，不列解决率和满意率。"),
    ),
    definitions=(
        *DEFINITIONS,
        (_("按期办结率"), _("按期办结 ÷ 应办结；外部转来、没有期限记录的不计入")),
        VALID_CALLS,
        SOLVED_RATE,
        GOOD_RATE,
    ),
    is_sum=_is_sum,
    family=_family,
    chart=Chart(
        _("收件与办结"), "bar", labels="name", values=("received", "done"),
        rows=lambda row: bool(row.family and row.code), unit=_("件"),
    ),
)


def _answers(title: str, value: str, width: int = 9, **more: Any) -> Column:
    """A count of what residents said: small ones are hidden."""
    return Column(title, value, width=width, format=INT, small=True, **more)


def _rate(title: str, value: str) -> Column:
    return Column(title, value, width=10, format=PERCENT, dash=True, hides_with=_MADE_OF[value])


_MADE_OF = {
    "contacted_rate": ("called", "contacted"), "solved_rate": ("called", "solved"),
    "good_rate": ("called", "good", "fair"), "composite": ("called", "contacted", "solved", "good", "fair"),
}

THREE_RATES = Report(
    name="three-rates",
    title=_("响应率、解决率、满意率统计表"),
    action="opinion.report",
    rows=three_rates,
    notes_of=_figures_notes,
    columns=(
        Column(_("村、部门、类别"), "name", width=26),
        AXIS_COLUMN,
        Column(_("收件"), "received", width=7, format=INT),
        Column(_("已办结"), "done", width=8, format=INT),
        Group(_("回访"), (
            _answers(
                _("有效回访"), "called", adds_up=(("solved", "partly", "unsolved"), ("good", "fair", "bad"))
            ),
            _answers(_("家属代答"), "proxy"),
            _answers(_("已联系"), "contacted"),
            _rate(_("响应率"), "contacted_rate"),
        )),
        Group(_("解决没有"), (
            _answers(_("解决了"), "solved"), _answers(_("一部分"), "partly"), _answers(_("没有"), "unsolved"),
            _rate(_("解决率"), "solved_rate"),
        )),
        Group(_("满意不满意"), (
            _answers(_("满意"), "good", key="good"), _answers(_("基本满意"), "fair"),
            _answers(_("不满意"), "bad"), _rate(_("满意率"), "good_rate"),
        )),
        _rate(_("综合"), "composite"),
        Group(_("本人网上评价"), (
            _answers(_("评价"), "rated", adds_up=("rated_good", "rated_fair", "rated_bad")),
            _answers(_("评满意"), "rated_good"), _answers(_("评基本满意"), "rated_fair", 10),
            _answers(_("评不满意"), "rated_bad"),
        )),
    ),
    notes=(
        _("按行政区划代码和类别目录的顺序排列，不排名。同一件事在村、部门、类别里各计一次，在“全部”里只计一次。"),
        LEFT_OUT_NOTE,
        _("回答不足 5 件的不列数，不列率。不留姓名的没法回访，他们在网上的评价另列，不并入三率。"),
    ),
    definitions=(
        DEFINITIONS[0],
        VALID_CALLS,
        (_("响应率"), _("有效回访里工作人员联系过本人的 ÷ 有效回访")),
        SOLVED_RATE,
        GOOD_RATE,
        (_("综合"), _("响应率、解决率、满意率按参数相加；只看事办得怎样，不给人、给村排名")),
        (_("本人网上评价"), _("本人凭查询码在网上作的评价，一件事按最后一次算")),
    ),
    is_sum=_is_sum,
    family=_family,
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
            count(_("有效回访"), "called", small=True, adds_up=("solved", "partly", "unsolved")),
            count(SOLVED_LABELS[Solved.YES], "solved", small=True),
            count(SOLVED_LABELS[Solved.PARTLY], "partly", small=True),
            count(SOLVED_LABELS[Solved.NO], "unsolved", small=True),
            count(_("不满意"), "bad", small=True),
        )),
    )


CATEGORY_DEFINITIONS = (
    (_("类别"), _("类别树的第一级，下级类别并入上级")),
    *DEFINITIONS,
    (_("按期办结"), _("在期限内办结的；外部转来、没有期限记录的不计入")),
    VALID_CALLS,
    (_("解决了、解决了一部分、没有解决"), _("有效回访里群众的回答")),
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
    notes=(_("按类别目录的顺序排列，不排名。"), LEFT_OUT_NOTE),
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
        _("并入别的事项、复查复核中、非本级职责、不予受理、本人撤回的和检举控告不在本表。"),
    ),
    definitions=CATEGORY_DEFINITIONS,
    pinned=3,
    splits=(
        Split(_("村（社区）"), lambda row: (row.code, row.village)),
        Split(_("类别"), lambda row: (row.name, row.name)),
    ),
)
