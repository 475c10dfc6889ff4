"""办件统计 and the smaller books of the hall: what counts, what is left out, what the workbook says."""

from datetime import date

import openpyxl
import pytest
import time_machine
from books import written
from factories import HALL, OFFICE_2, VILLAGE, VILLAGE_2, make_actor
from factories_hall import make_item, make_late, make_task, make_told
from factories_line import make_served_now, switch_on
from tables import lines_of, picked

from tracker.catalogue.rules import GapRule
from tracker.domain.roles import Actor, Role
from tracker.excel.period import Period
from tracker.excel.report import column_keys
from tracker.exports.offered import reports_of
from tracker.hall import service
from tracker.hall.reports import FIGURES, LATE, LEDGER, LINE_TIMES, NOTICES, TIMES
from tracker.hall.rules import Level, Outcome, PauseKind, Stop
from tracker.hall.rules.held import held_workdays, late_papers
from tracker.township.queries import work_calendar

pytestmark = pytest.mark.usefixtures("db")


def at(day):
    """The program's clock stands at nine in the morning of Shanghai."""
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


def window():
    return make_actor(Role.WINDOW, unit=HALL)


def ask(actor, task, kind=PauseKind.EXPERTS):
    service.ask_pause(
        actor, task, kind=kind, basis="行政许可法第四十五条", notice_no="石门特〔2024〕3号",
        expected_workdays=8,
    )


def sheet_of(report):
    """{heading: cell} of the one row of the workbook, as a spreadsheet program reads it."""
    rows = list(report.rows(make_actor(Role.HEAD), Period()))
    book = openpyxl.load_workbook(written(report, rows))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(number for number, row in enumerate(cells) if row[0] == "序号")
    return dict(zip(cells[head], cells[head + 1], strict=True))


@pytest.mark.parametrize(
    ("gap_rule", "due", "told"),
    [
        (GapRule.NONE, date(2024, 10, 10), None),
        (GapRule.PAUSE, date(2024, 10, 14), "9月30日至10月9日补材料，停3个工作日"),
        (GapRule.RESTART, date(2024, 10, 15), "9月30日至10月9日补材料，收齐次日重新起算"),
    ],
)
def test_the_workbook_has_the_due_day_that_late_papers_lead_to(gap_rule, due, told):
    clerk = window()
    with at("2024-09-27"):
        task = make_task(make_item(gap_rule=gap_rule), then="accept")
    if gap_rule is not GapRule.NONE:
        with at("2024-09-30"):
            ask(clerk, task, PauseKind.SUPPLEMENT)
            service.pause(make_actor(Role.WINDOW_HEAD, unit=HALL), task)
        with at("2024-10-09"):
            assert sheet_of(LEDGER)["应办结日"] is None, "no due day while papers are missing"
            service.resume(clerk, task, result="照片补来了")
    with at("2024-10-09"):
        row = sheet_of(LEDGER)
    assert row["受理时间"].date() == date(2024, 9, 27)
    assert row["应办结日"].date() == due
    assert (row["受理后补材料"] or None, row["特别程序天数"]) == (told, 0)


def test_the_ledger_counts_the_workdays_of_a_special_procedure_and_of_an_extension():
    clerk, head = window(), make_actor(Role.WINDOW_HEAD, unit=HALL)
    with at("2026-03-02"):
        task = make_task(make_item(promised_workdays=10), then="accept")
    with at("2026-03-06"):
        ask(clerk, task)
        service.pause(head, task)
    with at("2026-03-10"):
        (row,) = lines_of(LEDGER, head)
        assert picked([row], "特别程序天数", "应办结日", "是否超期") == [("3", "", "")]
    with at("2026-03-13"):
        service.resume(clerk, task, result="评审通过")
        service.ask_extension(clerk, task, workdays=2, reason="鉴定单位晚了两天")
        service.grant_extension(head, task)
        (row,) = lines_of(LEDGER, head)
    assert picked([row], "特别程序天数", "延期（工作日）", "应办结日") == [("5", "2", "2026-03-25")]


def test_days_that_two_stops_share_are_counted_once():
    stops = [Stop(date(2026, 3, 6), date(2026, 3, 13)), Stop(date(2026, 3, 11), None)]
    assert held_workdays(stops, date(2026, 3, 16), work_calendar()) == 7
    waiting = [Stop(date(2026, 3, 6), None, is_supplement=True)]
    assert late_papers(waiting, GapRule.PAUSE, date(2026, 3, 9), work_calendar()) == (
        "3月6日起等补材料，停止计时"
    )


def test_a_second_notice_stands_out_in_the_book_with_its_reason():
    with at("2026-03-02"):
        task = make_told()
    with at("2026-03-03"):
        service.notify(
            window(), task, notice="还缺照片", correct_by=date(2026, 3, 20), again_reason="照片上次看漏了"
        )
        rows = lines_of(NOTICES, make_actor(Role.HEAD))
    assert picked(rows, "第几次", "一次还是再次", "为什么再告知", "告知时间") == [
        ("1", "一次", "", "2026-03-02"), ("2", "再次告知", "照片上次看漏了", "2026-03-03"),
    ]
    assert "照片" not in str([row | {"为什么再告知": ""} for row in rows])


def test_the_book_of_late_tasks_holds_what_was_late_and_what_is():
    with at("2026-03-02"):
        over, still, fine, stopped = (make_task(then="accept") for _n in range(4))
    with at("2026-03-09"):
        service.finish(window(), fine, outcome=Outcome.GRANTED)
        ask(window(), stopped)
        service.pause(make_actor(Role.WINDOW_HEAD, unit=HALL), stopped)
    with at("2026-03-11"):
        service.finish(window(), over, outcome=Outcome.GRANTED, late_reason="县里系统停了两天")
    with at("2026-03-12"):
        rows = lines_of(LATE, make_actor(Role.HEAD))
    assert picked(rows, "办件编号", "超期（工作日）", "为什么超期", "现在") == [
        (over.ref, "2", "县里系统停了两天", "已办结"), (still.ref, "3", "", "办理中"),
    ]


def figures_of(actor=None, period=None):
    return {row["村、部门、窗口"]: row for row in lines_of(FIGURES, actor or make_actor(Role.HEAD), period)}


def test_the_figures_tell_due_done_and_late_at_the_cut_off_and_leave_out_what_was_not_dealt_with():
    with at("2026-03-02"):
        done, late = make_task(then="accept"), make_task(then="accept")
        gone, waits = make_task(), make_task(village_code=VILLAGE_2)
        stopped = make_task(then="accept")
        ask(window(), stopped)
        service.pause(make_actor(Role.WINDOW_HEAD, unit=HALL), stopped)
        service.withdraw(window(), gone, reason="不办了")
    with at("2026-03-05"):
        service.finish(window(), done, outcome=Outcome.GRANTED)
    with at("2026-03-12"):
        found = figures_of()
    here, everything = found["石门村"], found["全部"]
    titles = ("收件", "受理", "应办结", "已办结", "按期办结", "在办", "超期在办")
    assert picked([here, everything], *titles) == [
        ("3", "3", "2", "1", "1", "2", "1"), ("4", "3", "2", "1", "1", "3", "1"),
    ]
    assert picked([here], "办结率", "按期办结率") == [("50.00%", "50.00%")]
    assert found["不计入：撤回和视为撤回的"]["收件"] == "1"
    assert (late.unit_code, waits.village_code) == (HALL, VILLAGE_2)


def test_the_figures_stand_by_code_and_know_no_rank():
    make_late(village_code=VILLAGE_2), make_late(village_code=VILLAGE)
    rows = FIGURES.rows(make_actor(Role.HEAD), Period())
    codes = [row.code for row in rows if row.axis == "village" and row.code]
    assert codes == sorted(codes) and {VILLAGE, VILLAGE_2} <= set(codes)
    assert OFFICE_2 in [row.code for row in rows if row.axis == "department"]
    assert not [title for _key, title in column_keys(FIGURES) if "名" in title]


def rated(level):
    task = make_task(then="spot")
    holder = Actor(user_id=None, role=Role.PUBLIC, unit_code=HALL[:9], task_id=task.id)
    service.rate(holder, task, level=level)


def test_ratings_count_from_five_on_and_only_to_the_end_of_last_month():
    with at("2026-02-10"):
        for level in (Level.GOOD, Level.VERY_GOOD, Level.FAIR, Level.BAD):
            rated(level)
    with at("2026-03-03"):
        rated(Level.GOOD)
        few = figures_of()["全部"]
    assert picked([few], "有评价", "满意率") == [("<5", "*")] or few["满意率"] in ("—", "*")
    with at("2026-04-02"):
        enough = figures_of()["全部"]
    assert picked([enough], "有评价", "参评率", "满意率") == [("5", "100.00%", "60.00%")]


def test_the_times_of_a_stage_are_medians_of_workdays_without_the_special_procedure():
    clerk, head = window(), make_actor(Role.WINDOW_HEAD, unit=HALL)
    with at("2026-03-02"):
        task = make_task(make_item(code="SM-T", promised_workdays=10), handed_in=["身份证"])
        service.notify(clerk, task, notice="还缺户口簿", correct_by=date(2026, 3, 20))
    with at("2026-03-04"):
        service.accept(clerk, task, handed_in=["身份证", "户口簿"])
    with at("2026-03-06"):
        ask(clerk, task)
        service.pause(head, task)
    with at("2026-03-13"):
        service.resume(clerk, task, result="评审通过")
    with at("2026-03-16"):
        service.finish(clerk, task, outcome=Outcome.GRANTED)
    with at("2026-03-18"):
        service.deliver(clerk, task)
        rows = lines_of(TIMES, head)
    stages = ("收件到告知或受理", "补正", "受理到办结", "特别程序", "办结到送达", "收件到办结")
    assert [row["事项编码"] for row in rows] == ["SM-T", ""]
    assert picked(rows, *stages)[0] == ("0.00", "2.00", "3.00", "5.00", "2.00", "10.00")


def test_a_town_without_a_line_finds_no_trace_of_it_in_the_reports():
    head = make_actor(Role.HEAD)
    make_late()
    assert LINE_TIMES not in reports_of(head) and list(LINE_TIMES.rows(head, Period())) == []
    assert "窗口" not in [row["类型"] for row in figures_of(head).values()]
    switch_on()
    assert LINE_TIMES in reports_of(head)


def test_a_task_taken_in_at_a_called_number_counts_at_that_window():
    coming = make_served_now()
    make_late(), make_task(then="accept", coming_id=coming.id)
    found = figures_of()
    assert found[coming.window.name]["收件"] == "1" and found["没有取号的"]["收件"] == "1"
