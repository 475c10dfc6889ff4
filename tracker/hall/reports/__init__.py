"""Reports (报表) of the hall: ledger, notices, late tasks, figures by place, time in each state."""

from tracker.hall.reports.books import LATE, NOTICES
from tracker.hall.reports.figures import FIGURES
from tracker.hall.reports.ledger import LEDGER
from tracker.hall.reports.ratings import RATING_CASES, RATINGS
from tracker.hall.reports.times import LINE_TIMES, TIMES

__all__ = ["FIGURES", "LATE", "LEDGER", "LINE_TIMES", "NOTICES", "RATINGS", "RATING_CASES", "TIMES"]
