"""Words for scopes of the policy table, and the period a report starts with."""

from datetime import date

from tracker.domain.text import _

SCOPE_LABELS: dict[str, str] = {
    "in_unit": _("本单位及下级"),
    "in_unit_or_mine": _("本单位及自己的"),
    "assigned_in_unit": _("本单位交给自己的"),
    "in_town": _("全镇"),
    "everywhere": _("全部"),
    "assigned": _("交给自己的"),
    "own": _("自己录的"),
    "oneself": _("本人"),
    "own_or_assigned": _("自己录的和交给自己的"),
    "holds_opinion": _("凭查询码"),
    "holds_task": _("凭查询码"),
}
SHOWN_ROWS = 50
"""How many rows the preview of a report shows (issue 3 and ux.md speak of the first 50)."""


def this_year(today: date) -> tuple[date, date]:
    """The span a report page opens with: this year so far."""
    return date(today.year, 1, 1), today
