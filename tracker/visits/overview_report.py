"""走访情况表: the same rows and the same words as on the leaders' page (practice.md 1.4, domain.md 4.6)."""

from typing import Any

from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.report import INT, Column, Group, Period, Report
from tracker.visits.queries.overview import CadreRow, cadre_rows


def _told(name: str) -> Any:
    return lambda row: row.told(getattr(row.counts, name))


def _reached(row: CadreRow) -> Any:
    return row.told(row.reached)


def _cut_off_note(_actor: Actor, period: Period) -> tuple[str, ...]:
    day = period.cut_off(clock.today())
    return (_("统计截止日：{day}，目标按这一天所在的周、月、季、年算。").format(day=day),)


def _count(title: str, value: Any, key: str, width: int = 10) -> Column:
    return Column(title, value, width=width, format=INT, dash=True, key=key)


# counts never stand alone, people stand in the order of their names, there are no totals to compare with
VISIT_GOALS = Report(
    name="visit-goals",
    title=_("走访情况表"),
    action="visit.overview",
    rows=cadre_rows,
    one_page_rows=40,
    notes_of=_cut_off_note,
    columns=(
        Column(_("姓名"), "name", width=12),
        Column(_("单位"), "unit", width=25),
        Group(_("走访"), (
            _count(_("走访天数"), _told("days"), "days", 14),
            _count(_("走访户次"), _told("homes"), "homes", 14),
        )),
        Group(_("结果"), (
            _count(_("提出几件"), _told("raised"), "raised"),
            _count(_("解决几件"), _told("solved"), "solved"),
        )),
        Group(_("目标"), (
            _count(_("要走几次"), "need", "need"), _count(_("走到几次"), _reached, "reached", 14),
        )),
        _count(_("补报"), lambda row: row.counts.late, "late", 8),
        Column(_("说明"), "words", width=54),
    ),
    notes=(
        _("按姓名排列，不排名。走访多少不是好坏，要和群众的事解决得怎样一起看。"),
        _("“未同步”“没有听到消息”不是没有走访：手机上的记录还没有传上来。"),
    ),
    definitions=(
        (_("走访天数"), _("自己去的和跟同事一起去的，同一天几次只算一天")),
        (_("走访户次"), _("一户一天算一次，不论填了几张表")),
        (_("提出几件"), _("这些走访记下的问题和转成的诉求，已转出的不重复算；结账以后也按打开这天算")),
        (_("解决几件"), _("其中当场解决、已销号、已办结的；后来解决的也算，结账以后也按打开这天算")),
        (_("要走几次"),
         _("本镇定的走访目标，减去请假的日子，中途接手的按天数折算；一户有几个目标的，按要得最多的算；没有目标的不填")),
        (_("走到几次"), _("要走的里面已经走到的")),
        (_("补报"), _("本月结账以后才录入的走访；结账以后走访天数和户次不再变")),
        (_("未同步"), _("手机上还有没传上来的记录")),
        (_("没有听到消息"), _("手机超过 7 天没有连上，也没有在电脑上录入")),
    ),
)
