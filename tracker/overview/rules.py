"""Words for the scopes of the policy table (权限)."""

from tracker.domain.text import _

SCOPE_LABELS: dict[str, str] = {
    "in_unit": _("本单位及下级"),
    "in_unit_or_mine": _("本单位及自己的"),
    "in_unit_or_assigned": _("本单位及交给自己的"),
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
