"""Which reports (报表) there are, and who may have them."""

from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.importing import Import
from tracker.excel.report import Report, header_rows
from tracker.people.reports import PEOPLE
from tracker.township.reports import HOLIDAYS, UNITS

ALL: tuple[Report, ...] = ()
REPORTS: dict[str, Report] = {report.name: report for report in ALL}
IMPORTS: dict[str, Import] = {one.kind: one for one in (UNITS, HOLIDAYS, PEOPLE)}


def reports_of(actor: Actor) -> list[Report]:
    """The reports this actor may export, in the order of the table above."""
    return [report for report in ALL if may_come(actor, report.action)]


def header_of(report: Report) -> list[list[dict[str, object]]]:
    """The heading rows as the preview draws them."""
    return [
        [{"text": cell.title, "rowspan": cell.rowspan, "colspan": cell.colspan} for cell in row]
        for row in header_rows(report)
    ]
