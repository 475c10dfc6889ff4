"""Sheets about the town that come in: units (单位) and working days (工作日)."""

from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _
from tracker.excel.importing import Import
from tracker.excel.parse import parse_date, text
from tracker.excel.report import Column
from tracker.store.action import Act
from tracker.township.service import UnitRow, put_unit, put_workday


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
            Column(_("代码"), "code", parse=text, required=True),
            Column(_("名称"), "name", parse=text, required=True),
            Column(_("简称"), "short_name", parse=text),
            Column(_("电话"), "phone", parse=text),
            Column(_("地址"), "address", parse=text),
            Column(_("重点村"), "is_key_village", parse=_yes),
        ),
        # the county's published lists: code,name,…
        (
            Column("code", "code", parse=text, required=True),
            Column("name", "name", parse=text, required=True),
        ),
    ),
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
            Column(_("日期"), "on_date", parse=parse_date, required=True),
            Column(_("上班或放假"), "is_workday", parse=_worked, required=True),
            Column(_("名称"), "name", parse=text),
        ),
    ),
    put=lambda act, values: put_workday(act, **values),
)
