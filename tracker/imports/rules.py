"""Rules of import (导入): the steps of the wizard, and how long an import can be undone (ux.md K11)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.domain.flow import Flow, Move
from tracker.domain.text import _

UNDO_WITHIN = timedelta(hours=24)
"""Calendar hours, not working hours."""


class Status(StrEnum):
    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNDONE = "undone"
    DROPPED = "dropped"
    FAILED = "failed"


LABELS: dict[Status, str] = {
    Status.UPLOADED: _("等您核对列"),
    Status.CHECKING: _("正在逐行检查"),
    Status.CHECKED: _("检查好了，等您导入"),
    Status.IMPORTING: _("正在导入"),
    Status.IMPORTED: _("已导入"),
    Status.UNDONE: _("已撤销"),
    Status.DROPPED: _("没有导入"),
    Status.FAILED: _("没有做成"),
}

NOT_YET = frozenset({Status.UPLOADED, Status.CHECKED, Status.FAILED})
FLOW: Flow[Status] = Flow(
    Status.UPLOADED,
    Move("check", _("逐行检查"), NOT_YET, Status.CHECKING),
    Move("finish_check", _("检查完"), frozenset({Status.CHECKING}), Status.CHECKED),
    Move("take", _("导入"), frozenset({Status.CHECKED}), Status.IMPORTING),
    Move("finish", _("导入完"), frozenset({Status.IMPORTING}), Status.IMPORTED),
    Move("fail", _("没有做成"), frozenset({Status.CHECKING, Status.IMPORTING}), Status.FAILED),
    Move("drop", _("不导入了"), NOT_YET, Status.DROPPED),
    Move("undo", _("撤销导入"), frozenset({Status.IMPORTED}), Status.UNDONE),
    terminal=frozenset({Status.UNDONE, Status.DROPPED}),
)


SHOWN_WRONG = 100
"""Places on the page where something is wrong; the rest stand in the file to download."""
SHOWN_IN_THE_WAY = 20

ABOUT: dict[str, str] = {
    "units": _("村、组和部门：代码、名称、电话"),
    "people": _("工作人员：姓名、登录名、单位、岗位"),
    "households": _("各村的户：户主、组、电话、地址"),
    "contacts": _("谁联系哪个村、哪一户、哪个企业或项目"),
    "categories": _("群众诉求的分类，最多三级"),
    "opinions": _("别的平台上的群众留言，连同答复"),
    "slips": _("意见箱里的纸条，一行一张；提到干部的直接转有权机关，列表里看不到"),
    "services": _("便民服务中心的事项目录"),
    "holidays": _("国务院放假通知里的放假日和调休上班日"),
}
"""What each kind of sheet is, in a line."""


LONGEST: dict[str, dict[str, int]] = {
    "units": {"name": 60, "short_name": 20, "phone": 40, "address": 120},
    "people": {"login": 40, "name": 40, "gender": 2, "political_status": 20, "job_title": 60},
    "categories": {"first": 60, "second": 60, "third": 60},
    "opinions": {"outside_no": 40},
    "slips": {"text": 2000, "village": 40, "name": 40, "phone": 20, "box": 60, "slip_no": 12},
    "services": {
        "code": 40, "name": 120, "fee": 200, "phone": 60, "everyday_words": 400, "body_kind": 40, "level": 40,
        "scope": 80, "result_name": 120, "result_pickup": 200, "trips_reason": 200, "intermediary": 200,
        "fee_basis": 200, "complaint_phone": 60,
    },
    "holidays": {"name": 40},
}
"""{kind: {column: characters}} where the books have no more room."""


def too_long(kind: str, values: Mapping[str, Any]) -> tuple[str, int] | None:
    """The first column of a row with more characters than there is room for, and how many that is."""
    for column, most in LONGEST.get(kind, {}).items():
        if isinstance(value := values.get(column), str) and len(value) > most:
            return column, most
    return None


def mapping_problems(columns: Iterable[tuple[str, bool]], mapping: Mapping[str, str]) -> dict[str, str]:
    """{column: what is wrong}: a required column without a heading, or a heading given twice.

    `columns`: (column, is it required) in their order; `mapping`: {column: heading of the file, or empty}.
    """
    found: dict[str, str] = {}
    given: set[str] = set()
    for column, is_required in columns:
        heading = mapping.get(column, "")
        if is_required and not heading:
            found[column] = _("这一列必填，请选是您表里的哪一列")
        elif heading and heading in given:
            found[column] = _("“{heading}”上面已经选过，一列只能用一次").format(heading=heading)
        given.add(heading)
    return found


def undo_until(imported_at: datetime) -> datetime:
    """The last instant at which it can be undone."""
    return imported_at + UNDO_WITHIN


NEVER_UNDONE = frozenset({"slips"})
"""What residents said stays (domain.md 12.8); and an undo would count what has gone another way since."""


def may_undo(kind: str, status: Status, imported_at: datetime | None, now: datetime) -> bool:
    if kind in NEVER_UNDONE or imported_at is None:
        return False
    return status is Status.IMPORTED and now <= undo_until(imported_at)


def check_undo(kind: str, imported_at: datetime | None, now: datetime) -> None:
    """An import can be undone for 24 calendar hours; later its rows have become part of the books."""
    if kind in NEVER_UNDONE:
        raise RuleBroken(_("群众写的纸条登记了就不撤销，记错的在那一件上办"))
    if imported_at is None or now > undo_until(imported_at):
        raise RuleBroken(_("导入超过 24 小时，不能整批撤销了，请在记录上逐条更正"))
