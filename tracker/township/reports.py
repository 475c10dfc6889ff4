"""Sheets about the town that come in: units (单位) and working days (工作日)."""

from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.incoming.importing import Import
from tracker.excel.incoming.parse import parse_date, text
from tracker.excel.report import DATE, Column
from tracker.store.action import Act
from tracker.township.service import UnitRow, put_unit, put_workday

YES_OR_NO = (_("是"), _("否"))


def _yes(value: Any) -> bool:
    word = text(value)
    if word not in ("是", "否"):
        raise RuleBroken(_("这一列请写“是”或“否”，这里是“{word}”"), word=word)
    return word == "是"


def _take_unit(act: Act, values: dict[str, Any]) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    return put_unit(act, UnitRow(**given))


UNITS = Import(
    kind="units",
    title=_("单位"),
    action="unit.import",
    variants=(
        (
            # the county's published lists say code,name,…
            Column(
                _("代码"), "code", parse=text, required=True, example="330681001201",
                also=("code", _("编码"), _("单位代码"), _("行政区划代码")),
            ),
            Column(
                _("名称"), "name", parse=text, required=True, example=_("青龙湾村"),
                also=("name", _("单位名称"), _("村名"), _("村（社区）")),
            ),
            Column(_("简称"), "short_name", parse=text, example=_("青龙湾")),
            Column(_("电话"), "phone", parse=text, example="0575-87012345", also=(_("联系电话"),)),
            Column(_("地址"), "address", parse=text, example=_("青龙湾村 1 号"), also=(_("办公地址"),)),
            Column(_("重点村"), "is_key_village", parse=_yes, choices=YES_OR_NO, example=_("否")),
        ),
    ),
    notes=(_("乡镇的代码 9 位，村（社区）的代码 12 位，前 9 位是所在乡镇的代码。先导入乡镇，再导入村。"),),
    put=_take_unit,
)

WORKED = {"上班": True, "放假": False}


def _worked(value: Any) -> bool:
    word = text(value)
    if word not in WORKED:
        raise RuleBroken(_("这一列请写“上班”或“放假”，这里是“{word}”"), word=word)
    return WORKED[word]


HOLIDAYS = Import(
    kind="holidays",
    title=_("工作日"),
    action="workday.import",
    variants=(
        (
            Column(_("日期"), "on_date", format=DATE, parse=parse_date, required=True, example="2027-01-01"),
            Column(
                _("上班或放假"), "is_workday", parse=_worked, required=True, choices=tuple(WORKED),
                example=_("放假"), also=(_("上班/放假"), _("类型")),
            ),
            Column(_("名称"), "name", parse=text, example=_("元旦"), also=(_("节日"), _("备注"))),
        ),
    ),
    put=lambda act, values: put_workday(act, **values),
)
