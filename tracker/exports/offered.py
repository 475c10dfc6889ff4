"""Which reports (报表) there are, and who may have them."""

from tracker.assessments.reports import SUMMARY
from tracker.catalogue.reports import CATALOGUE, CHANGES
from tracker.domain.policy import may_come
from tracker.domain.roles import Actor
from tracker.excel.report import Report
from tracker.hall.reports import FIGURES as HALL_FIGURES
from tracker.hall.reports import LATE, LINE_TIMES, NOTICES, RATING_CASES, RATINGS, TIMES
from tracker.hall.reports import LEDGER as TASK_LEDGER
from tracker.line.queries import is_on
from tracker.opinions.figure_reports import (
    CLOSING_RATES,
    OPINION_CATEGORIES,
    THREE_RATES,
    VILLAGE_CATEGORIES,
)
from tracker.opinions.reports import LEDGER as OPINION_LEDGER
from tracker.outreach.reports import OUTREACH_LEDGER
from tracker.problems.reports import FOUR_LISTS, PROBLEM_LIST
from tracker.research.reports import RESEARCH_LEDGER
from tracker.visits.contact_reports import ARRANGEMENTS, VILLAGES
from tracker.visits.overview_report import VISIT_GOALS
from tracker.visits.reports import CONTACT_STATISTICS, VISIT_LEDGER

ALL: tuple[Report, ...] = (
    VISIT_LEDGER,
    CONTACT_STATISTICS,
    VISIT_GOALS,
    ARRANGEMENTS,
    VILLAGES,
    PROBLEM_LIST,
    *FOUR_LISTS,
    RESEARCH_LEDGER,
    OPINION_LEDGER,
    CLOSING_RATES,
    THREE_RATES,
    OPINION_CATEGORIES,
    VILLAGE_CATEGORIES,
    TASK_LEDGER,
    NOTICES,
    LATE,
    RATINGS,
    RATING_CASES,
    HALL_FIGURES,
    TIMES,
    LINE_TIMES,
    CATALOGUE,
    CHANGES,
    OUTREACH_LEDGER,
    SUMMARY,
)
REPORTS: dict[str, Report] = {report.name: report for report in ALL}


def reports_of(actor: Actor) -> list[Report]:
    """The reports this actor may export, in the order of the table above; none about a line there is not."""
    without = () if is_on() else (LINE_TIMES,)
    return [report for report in ALL if may_come(actor, report.action) and report not in without]
