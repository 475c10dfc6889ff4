"""What waits for whom today (今天), and the auditor's page of the log."""

from tracker.overview.queries.day import DAY, FIELD_DAY, my_day
from tracker.overview.queries.log import audit_entries, audit_verdict, names_in
from tracker.overview.queries.matters import opinions_waiting
from tracker.store.db import answers as database_answers
from tracker.township.queries import is_demo

__all__ = [
    "DAY", "FIELD_DAY", "audit_entries", "audit_verdict", "database_answers", "is_demo", "my_day", "names_in",
    "opinions_waiting",
]
