"""What a unit (单位) is: kinds, code lengths, what may lie below what."""

from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _


class UnitKind(StrEnum):
    COUNTY = "county"
    TOWN = "town"
    OFFICE = "office"
    VILLAGE = "village"
    GROUP = "group"


LABELS: dict[UnitKind, str] = {
    UnitKind.COUNTY: _("县（市、区）"),
    UnitKind.TOWN: _("乡镇（街道）"),
    UnitKind.OFFICE: _("办、所、中心"),
    UnitKind.VILLAGE: _("村（社区）"),
    UnitKind.GROUP: _("村民小组"),
}

class KeyKind(StrEnum):
    """Why a village is a key village (重点村), domain.md 4.1."""

    WEAK = "weak"
    TROUBLED = "troubled"
    OTHER = "other"


KEY_LABELS: dict[KeyKind, str] = {
    KeyKind.WEAK: _("经济薄弱"),
    KeyKind.TROUBLED: _("问题较多"),
    KeyKind.OTHER: _("其他原因"),
}

# 统计用区划代码: county 6 digits, town 9, village 12; offices take 9xx beside the villages, groups add two.
LENGTHS: dict[int, frozenset[UnitKind]] = {
    6: frozenset({UnitKind.COUNTY}),
    9: frozenset({UnitKind.TOWN}),
    12: frozenset({UnitKind.OFFICE, UnitKind.VILLAGE}),
    14: frozenset({UnitKind.GROUP}),
}
PARENT_LENGTH = {6: 0, 9: 6, 12: 9, 14: 12}
OFFICE_MARK = "9"


def kind_of(code: str) -> UnitKind:
    """The kind a code tells by its length, or RuleBroken for a code that is none."""
    if not code.isascii() or not code.isdecimal() or len(code) not in LENGTHS:
        raise RuleBroken(_("单位代码应是 6、9、12 或 14 位数字，这里是“{code}”"), field="code", code=code)
    if len(code) == 12:
        return UnitKind.OFFICE if code[9] == OFFICE_MARK else UnitKind.VILLAGE
    return next(iter(LENGTHS[len(code)]))


def parent_code(code: str) -> str:
    """The code one level up; empty for a county."""
    return code[: PARENT_LENGTH[len(code)]]
