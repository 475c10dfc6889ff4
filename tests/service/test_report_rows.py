"""The rows of all reports: one statement each, columns alone, a few at a time, whatever happens meanwhile."""

import pytest
import sqlalchemy as sa
from factories import make_actor
from factories_assessments import make_settled
from factories_hall import make_changed_item, make_late, make_task, make_told
from factories_opinions import make_called_back
from factories_outreach import make_outreach
from factories_ratings import make_case
from factories_research import make_research
from factories_visits import give, make_household, make_link, make_problem, make_visit

from tracker.assessments.models import Appraisal
from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.excel.report import cell_values
from tracker.exports.offered import ALL, REPORTS
from tracker.hall.models import Task
from tracker.households.models import Household
from tracker.opinions.models import Opinion
from tracker.problems.models import Problem
from tracker.problems.service import Raised
from tracker.store import stream
from tracker.store.base import Base
from tracker.visits.models import Visit

READER = {
    "assessment.report": Role.ORG, "task.report": Role.HEAD, "coming.report": Role.HEAD,
    "opinion.report": Role.CLERK,
    "visit.report": Role.CLERK, "problem.report": Role.CLERK, "contact.report": Role.CLERK,
    "village.report": Role.CLERK, "visit.overview": Role.CLERK,
    "research.report": Role.CLERK, "outreach.report": Role.WINDOW_HEAD,
    "service.report": Role.HEAD, "rating.report": Role.HEAD, "rating_case.list": Role.HEAD,
}


def fill(db):
    """One record of each kind more, with all that hangs on it."""
    cadre = make_actor(Role.CADRE)
    household = make_household(name=f"王{cadre.user_id}")
    make_visit(cadre, household, problems=(Raised("井水发浑"),)), make_link(cadre, household)
    problem = make_problem(cadre)
    give(problem, make_actor(Role.HANDLER))
    make_called_back(), make_task(), make_research(cadre), make_changed_item(), make_outreach()
    make_told(), make_late(), make_case()


def statements(db, report):
    """What is asked of the database while all rows of a report are read, and how many rows there are."""
    actor, asked = make_actor(READER[report.action]), []

    def heard(*told):
        asked.append(told[2])

    sa.event.listen(db.engine, "before_cursor_execute", heard)
    try:
        rows = [cell_values(report, row, 1) for row in report.rows(actor, Period())]
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", heard)
    return asked, len(rows)


def test_a_report_that_counts_beforehand_counts_the_rows_it_gives(db):
    fill(db), fill(db)
    for report in (one for one in ALL if one.count):
        actor = make_actor(READER[report.action])
        rows = sum(1 for _row in report.rows(actor, Period()))
        assert report.count(actor, Period()) == rows >= 2, report.name


def test_no_report_asks_again_for_each_row(db):
    make_settled(cadres=1)
    fill(db)
    before = {report.name: len(statements(db, report)[0]) for report in ALL}
    for _n in range(3):
        fill(db)
    after = {report.name: len(statements(db, report)[0]) for report in ALL}
    assert after == before
    assert max(after.values()) <= 8, after


LEDGERS = {
    "visit-ledger": 2, "contact-arrangements": 2, "problem-list": 4, "problem-results": 4,
    "opinion-ledger": 2, "task-ledger": 8,
}


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_loads_no_record(db, name):
    fill(db), fill(db)
    loaded = []
    models = (Visit, Household, Problem, Opinion, Task, Appraisal)

    def heard(target, _context):
        loaded.append(target)

    for model in models:
        sa.event.listen(model, "load", heard)
    try:
        _asked, count = statements(db, REPORTS[name])
    finally:
        for model in models:
            sa.event.remove(model, "load", heard)
    assert loaded == [] and count == LEDGERS[name]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_deed_in_the_middle_of_reading_neither_waits_nor_cuts_the_rows_off(db, monkeypatch, name):
    """The rows are those of the moment at which reading began."""
    monkeypatch.setattr(stream, "BATCH", 1)
    fill(db), fill(db)
    report = REPORTS[name]
    rows = iter(report.rows(make_actor(READER[report.action]), Period()))
    first = next(rows)
    fill(db)
    db.session.rollback()
    assert len([first, *rows]) == LEDGERS[name]


def test_a_reading_that_is_given_up_gives_its_connection_back(db):
    fill(db)
    rows = iter(REPORTS["visit-ledger"].rows(make_actor(), Period()))
    next(rows)
    held = db.engine.pool.checkedout()
    rows.close()
    assert db.engine.pool.checkedout() == held - 1


def test_the_order_of_every_ledger_has_an_index(db):
    """A sort would hold all rows in memory at once."""
    days = {Visit: "visited_on", Problem: "registered_on", Opinion: "submitted_on", Task: "received_on"}
    for model, day in days.items():
        indexes = Base.metadata.tables[model.__tablename__].indexes
        assert [day, "id"] in [[column.name for column in index.columns] for index in indexes], day
