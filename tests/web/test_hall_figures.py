"""办件统计 on the page: who reads it, what it says, what a town without a line does not see."""

import openpyxl
import pytest
import time_machine
from books import written
from factories import HALL, make_actor, make_user
from factories_hall import make_late, make_task, make_told
from factories_line import make_window

from tracker.domain.roles import Role
from tracker.excel.period import Period
from tracker.hall.reports import FIGURES, LATE, LEDGER, LINE_TIMES, NOTICES, TIMES

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("role", [Role.WINDOW_HEAD, Role.DEPUTY, Role.HEAD, Role.COUNTY])
def test_those_who_answer_for_the_hall_read_the_figures(as_user, role):
    assert as_user(make_user(role)).get("/tasks/figures").status_code == 200


@pytest.mark.parametrize("role", [Role.WINDOW, Role.AGENT, Role.CADRE, Role.CLERK, Role.DISCIPLINE])
def test_nobody_else_reads_them(as_user, role):
    assert as_user(make_user(role)).get("/tasks/figures").status_code == 403


def test_the_page_says_the_month_in_a_sentence_and_holds_the_table_in_fixed_spans(as_user):
    with time_machine.travel("2026-03-20T10:00:00+08:00", tick=False):
        make_late(), make_task()
        head = as_user(make_user(Role.HEAD))
        month = head.get("/tasks/figures")
        year = head.get("/tasks/figures?span=2026&by=department")
        assert "2026年3月：收到 1 件，受理 0 件" in month.text
        assert "收到 2 件，受理 1 件" in year.text and "过了日子还没有办结的 1 件" in year.text
        day = head.get("/tasks/figures?span=2026-03-07&by=window")
        assert "2026年3月：收到 1 件" in day.text, "no free span"
    for words in ("石门村", "办结率", "按代码和窗口号排列，不排名", "特别程序、延期已经算进应办结日"):
        assert words in month.text
    assert "排名" not in month.text.replace("不排名", "")


def test_windows_and_waiting_are_told_only_where_people_line_up(as_user):
    make_late()
    head = as_user(make_user(Role.HEAD))
    assert "窗口排队" not in (page := head.get("/tasks/figures").text) and "按窗口" not in page
    make_window("7号窗口", clerk=make_user(Role.WINDOW, unit=HALL))
    page = head.get("/tasks/figures?by=window").text
    assert "按窗口" in page and "窗口排队和接待用时统计表" in page


TABLES = (FIGURES, TIMES, LATE, NOTICES, LEDGER, LINE_TIMES)


@pytest.mark.parametrize("report", TABLES, ids=lambda report: report.name)
def test_each_table_is_read_before_it_is_exported_and_written_as_a_workbook(as_user, report):
    clerk = make_user(Role.WINDOW, unit=HALL)
    make_window(clerk=clerk), make_late(), make_told()
    make_task(then="spot")
    page = as_user(make_user(Role.HEAD)).get(f"/reports/{report.name}")
    assert page.status_code == 200 and report.title in page.text
    rows = list(report.rows(make_actor(Role.HEAD), Period()))
    assert rows and report.title in openpyxl.load_workbook(written(report, rows)).worksheets[0]["A1"].value


def test_a_month_without_a_task_says_so(as_user):
    page = as_user(make_user(Role.HEAD)).get("/tasks/figures?span=2025-01").text
    assert "这段时间还没有收到办件" in page


def test_the_workbook_too_knows_whole_months_only(as_user):
    """The difference of two spans would tell of a single day."""
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        make_task()
    with time_machine.travel("2026-03-20T10:00:00+08:00", tick=False):
        head = as_user(make_user(Role.HEAD))
        pages = [
            head.get(f"/reports/hall-figures?start={first}&end={last}").text
            for first, last in (("2026-03-03", "2026-03-04"), ("2026-03-01", "2026-03-31"))
        ]
    tables = [page[page.index("<table"):page.index("</table>")] for page in pages]
    assert tables[0] == tables[1] and "2026年3月" in pages[0] and "3月3日" not in pages[0]
