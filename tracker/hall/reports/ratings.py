"""好差评台账 and 差评办理台账: each line names its task; who rated stands nowhere."""

from tracker.domain.text import _
from tracker.excel.report import DATE, Column, Report
from tracker.hall.queries.rating_books import (
    CaseLine,
    case_count,
    case_rows,
    rated_count,
    rated_rows,
)
from tracker.hall.rules import CASE_LABELS, CHANNEL_OF_RATING, LEVEL_LABELS


def _yes(value: bool | None) -> str | None:
    """Blank while nobody has said."""
    if value is None:
        return None
    return _("是") if value else _("否")


def _settled(row: CaseLine) -> str | None:
    if row.called_on is not None and row.is_settled is None:
        return _("没有打通")
    return _yes(row.is_settled)


RATINGS = Report(
    name="rating-ledger",
    title=_("好差评台账"),
    action="rating.report",
    rows=rated_rows,
    count=rated_count,
    columns=(
        Column(_("办件编号"), "ref", width=16),
        Column(_("事项名称"), "item", width=30),
        Column(_("村"), "village", width=12),
        Column(_("办结时间"), "done_on", width=12, format=DATE),
        Column(_("评价时间"), "rated_on", width=12, format=DATE),
        Column(_("在哪里评的"), lambda row: CHANNEL_OF_RATING[row.channel], width=14, key="channel"),
        Column(_("经办人"), "handler", width=10),
        Column(_("代办人"), "agent", width=10),
    ),
    notes=(
        _("一行是一件评价过的办件，按办件编号排列，不排名。评了几等不逐件列出，免得认出是谁评的。"),
        _("没有评价的不在本表，也不算满意。"),
    ),
    definitions=(
        (_("统计范围"), _("评价时间在统计区间内的评价")),
        (_("参评率"), _("有评价的办件 ÷ 已办结的办件")),
    ),
)

RATING_CASES = Report(
    name="rating-cases",
    title=_("差评办理台账"),
    action="rating_case.list",
    rows=case_rows,
    count=case_count,
    columns=(
        Column(_("办件编号"), "ref", width=16),
        Column(_("事项名称"), "item", width=30),
        Column(_("评价时间"), "rated_on", width=12, format=DATE),
        Column(_("评价"), lambda row: LEVEL_LABELS[row.level], width=12, align="center", key="level"),
        Column(_("联系期限"), "contact_by", width=12, format=DATE),
        Column(_("联系时间"), "contacted_on", width=12, format=DATE),
        Column(_("是否属实"), lambda row: _yes(row.is_justified), width=10, align="center", key="justified"),
        Column(_("整改期限"), "mend_by", width=12, format=DATE),
        Column(_("整改时间"), "mended_on", width=12, format=DATE),
        Column(_("回访时间"), "called_on", width=12, format=DATE),
        Column(_("是否解决"), _settled, width=10, align="center", key="settled"),
        Column(_("是否误评"), lambda row: _yes(row.appeal_granted), width=10, align="center", key="mistake"),
        Column(_("公开时间"), "published_on", width=12, format=DATE),
        Column(_("办到哪里"), lambda row: CASE_LABELS[row.status], width=14, align="center", key="status"),
    ),
    notes=(
        _("被评的人看不到自己的差评，他打开本表时没有那几行。不写评价人，也不写被评的人。"),
        _("留了电话的 1 个工作日内联系；15 个工作日内整改；件件回访，由另一个人打。"),
    ),
    definitions=(
        (_("统计范围"), _("评价时间在统计区间内的不满意和非常不满意")),
        (_("联系期限"), _("空着的是没有留电话")),
    ),
)
