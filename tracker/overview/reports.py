"""Which reports (报表) there are, and who may have them."""

from tracker.assessments.reports import SUMMARY
from tracker.catalogue.reports import SERVICES
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.importing import Import
from tracker.excel.report import Report, header_rows
from tracker.hall.reports import LEDGER as TASK_LEDGER
from tracker.households.reports import HOUSEHOLDS
from tracker.opinions.reports import CATEGORIES, CLOSING_RATES, OPINIONS
from tracker.opinions.reports import LEDGER as OPINION_LEDGER
from tracker.people.reports import PEOPLE
from tracker.problems.reports import PROBLEM_LIST
from tracker.township.reports import HOLIDAYS, UNITS
from tracker.visits.reports import VISIT_LEDGER

ALL: tuple[Report, ...] = (
    VISIT_LEDGER,
    PROBLEM_LIST,
    OPINION_LEDGER,
    CLOSING_RATES,
    TASK_LEDGER,
    SUMMARY,
)
REPORTS: dict[str, Report] = {report.name: report for report in ALL}
SHEETS_IN = (UNITS, PEOPLE, HOUSEHOLDS, CATEGORIES, OPINIONS, SERVICES, HOLIDAYS)
IMPORTS: dict[str, Import] = {one.kind: one for one in SHEETS_IN}


def reports_of(actor: Actor) -> list[Report]:
    """The reports this actor may export, in the order of the table above."""
    return [report for report in ALL if may_come(actor, report.action)]


def header_of(report: Report) -> list[list[dict[str, object]]]:
    """The heading rows as the preview draws them."""
    return [
        [{"text": cell.title, "rowspan": cell.rowspan, "colspan": cell.colspan} for cell in row]
        for row in header_rows(report)
    ]
