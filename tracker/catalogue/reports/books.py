"""事项目录 as a sheet that goes out, and 减材料减环节: what was asked less of residents, item by item."""

from tracker.catalogue.queries import (
    CatalogueRow,
    ChangeRow,
    catalogue_count,
    catalogue_rows,
    change_count,
    change_rows,
)
from tracker.catalogue.rules import KIND_LABELS, STATUS_LABELS, TOPIC_LABELS, TYPE_LABELS
from tracker.catalogue.rules.changes import LABELS
from tracker.domain.text import _
from tracker.excel.report import DATE, INT, Column, Report


def _yes(value: bool) -> str:
    return _("是") if value else _("否")


def _what(row: ChangeRow) -> str:
    return "、".join(LABELS[name] for name in row.changed if name in LABELS)


def _version(row: CatalogueRow) -> int | None:
    return row.number or None


CATALOGUE = Report(
    name="service-catalogue",
    title=_("便民服务事项目录"),
    action="service.report",
    rows=catalogue_rows,
    count=catalogue_count,
    columns=(
        Column(_("事项编码"), "code", width=16),
        Column(_("事项名称"), "name", width=30),
        Column(_("事项类型"), lambda row: TYPE_LABELS[row.type], width=12, key="type"),
        Column(_("主题"), lambda row: TOPIC_LABELS[row.topic], width=12, key="topic"),
        Column(_("实施部门"), "department", width=18),
        Column(_("办件类型"), lambda row: KIND_LABELS[row.kind], width=10, align="center", key="kind"),
        Column(_("申请材料（样）"), "materials", width=14, format=INT, key="materials"),
        Column(_("到场次数"), "trips", width=10, format=INT),
        Column(_("法定时限（工作日）"), "legal_workdays", width=18, format=INT),
        Column(_("承诺时限（工作日）"), "promised_workdays", width=18, format=INT),
        Column(_("收费"), "fee", width=12),
        Column(_("可以代办"), lambda row: _yes(row.by_agent), width=10, align="center", key="by_agent"),
        Column(_("可以上门"), lambda row: _yes(row.at_home), width=10, align="center", key="at_home"),
        Column(_("公布没有"), lambda row: STATUS_LABELS[row.status], width=10, align="center", key="status"),
        Column(_("公布日期"), "published_on", width=12, format=DATE),
        Column(_("版本"), _version, width=7, format=INT, key="number"),
    ),
    notes=(
        _("按事项编码排列，是导出那天的目录，统计区间不改变它。"),
        _("承诺时限 0 的是即办件，当天办结。"),
    ),
)

CHANGES = Report(
    name="service-changes",
    title=_("减材料减环节记录"),
    action="service.report",
    rows=change_rows,
    count=change_count,
    columns=(
        Column(_("事项编码"), "code", width=16),
        Column(_("事项名称"), "name", width=30),
        Column(_("日期"), "since", width=12, format=DATE),
        Column(_("版本"), "number", width=7, format=INT),
        Column(_("减材料（样）"), "materials_less", width=12, format=INT, total="sum"),
        Column(_("减环节（个）"), "steps_less", width=12, format=INT, total="sum"),
        Column(_("减时限（工作日）"), "workdays_less", width=16, format=INT, total="sum"),
        Column(_("改了哪些"), _what, width=36, key="what"),
        Column(_("为什么改"), "reason", width=36),
    ),
    definitions=(
        (_("减材料"), _("必须交的材料，改之前的样数减去改之后的；负数是多了")),
        (_("减环节"), _("办理流程里写明的环节，改之前的个数减去改之后的；负数是多了")),
        (_("减时限"), _("承诺时限，改之前的工作日减去改之后的；负数是长了")),
    ),
    notes=(_("只记已经公布的事项；第一次公布不算改动。"),),
)
