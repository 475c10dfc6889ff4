"""The county's list of services that comes in (事项目录)."""

from tracker.catalogue.rules import HEADINGS
from tracker.catalogue.service import put_item
from tracker.domain.text import _
from tracker.excel.importing import Import
from tracker.excel.parse import text
from tracker.excel.report import Column

NEEDED = ("code", "name")

SERVICES = Import(
    kind="services",
    title=_("事项"),
    action="service.import",
    variants=(
        tuple(
            Column(title, name, parse=text, required=name in NEEDED) for title, name in HEADINGS.items()
        ),
    ),
    put=lambda act, values: put_item(act, act.actor.town_code, values),
)
