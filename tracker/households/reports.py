"""The roll of households that comes in (户)."""

from tracker.domain.text import _
from tracker.excel.importing import Import
from tracker.excel.intake import LARGE
from tracker.excel.parse import text
from tracker.excel.report import Column
from tracker.households.service import HouseholdRow, put_household

HOUSEHOLDS = Import(
    kind="households",
    title=_("户"),
    action="household.import",
    variants=(
        (
            Column(_("村"), "village", parse=text, required=True),
            Column(_("户主姓名"), "head_name", parse=text, required=True),
            Column(_("组"), "group", parse=text),
            Column(_("电话"), "phone", parse=text),
            Column(_("地址"), "address", parse=text),
            Column(_("类别"), "cares", parse=text),
        ),
    ),
    put=lambda act, values: put_household(
        act, HouseholdRow(**{name: value or "" for name, value in values.items()})
    ),
    limits=LARGE,
)
