"""A declared report (报表声明): its columns and headings, the text of its cells, its period and file name."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from books import totals_of

from tracker.excel.report import (
    DATE,
    DATETIME,
    INT,
    MONTH,
    PERCENT,
    SCORE,
    Column,
    Group,
    Period,
    Ratio,
    Report,
    cell_text,
    cell_values,
    file_name,
    flat_columns,
    header_rows,
)


def report(*columns, **more):
    return Report("trial", "办结率统计表", "opinion.report", lambda actor, period: [], columns, **more)


RATES = report(
    Column("村（社区）", "village", 20),
    Group(
        "办理情况",
        (Column("应办结", "due", 8, INT, total="sum"), Column("已办结", "done", 8, INT, total="sum")),
    ),
    Column("办结率", "rate", 10, PERCENT, dash=True, total=Ratio("done", "due")),
    Column("得分", "score", 8, SCORE, total="average"),
    Column("最近走访", "seen_on", 12, DATE, total="count"),
)


def village(name, due, done, score=None, seen_on=None):
    rate = Decimal(done) / due if due else None
    return SimpleNamespace(village=name, due=due, done=done, rate=rate, score=score, seen_on=seen_on)


VILLAGES = [
    village("石门村", 90, 90, Decimal("4.5"), date(2026, 11, 2)),
    village("上坪村", 10, 0, Decimal("4.0")),
    village("青龙湾村", 0, 0),
]


def test_the_running_number_is_the_first_column_of_every_report():
    assert [column.title for column in flat_columns(report(Column("姓名", "name")))] == ["序号", "姓名"]


def test_a_report_without_groups_has_one_row_of_headings():
    (row,) = header_rows(report(Column("姓名", "name"), Column("等次", "grade")))
    assert [(cell.title, cell.rowspan, cell.colspan, cell.column) for cell in row] == [
        ("序号", 1, 1, 0),
        ("姓名", 1, 1, 1),
        ("等次", 1, 1, 2),
    ]


def test_a_group_makes_two_rows_of_headings_that_cover_every_column_once():
    upper, lower = header_rows(RATES)
    assert [(cell.title, cell.rowspan, cell.colspan) for cell in upper] == [
        ("序号", 2, 1),
        ("村（社区）", 2, 1),
        ("办理情况", 1, 2),
        ("办结率", 2, 1),
        ("得分", 2, 1),
        ("最近走访", 2, 1),
    ]
    assert [(cell.title, cell.column) for cell in lower] == [("应办结", 2), ("已办结", 3)]
    assert sum(cell.colspan for cell in upper) == len(flat_columns(RATES))


def test_a_column_takes_an_attribute_or_asks_a_function():
    ledger = report(Column("村", "village"), Column("未办结", lambda row: row.due - row.done, format=INT))
    assert cell_values(ledger, village("石门村", 9, 7), 4) == (4, "石门村", 2)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (None, INT, ""),
        (True, None, "是"),
        (False, None, "否"),
        (7, INT, "7"),
        (Decimal("2.675"), SCORE, "2.68"),
        (2.675, SCORE, "2.68"),
        (Decimal("0.95614"), PERCENT, "95.61%"),
        (1, PERCENT, "100.00%"),
        (date(2026, 1, 6), DATE, "2026-01-06"),
        (date(1985, 3, 9), MONTH, "1985.03"),
        ("1985.03", MONTH, "1985.03"),
        (datetime(2026, 11, 23, 18, 5, tzinfo=UTC), DATETIME, "2026-11-24 02:05"),
        (datetime(2026, 11, 23, 18, 5, tzinfo=UTC), DATE, "2026-11-24"),
        ("不适用", SCORE, "不适用"),
        (330681, None, "330681"),
    ],
)
def test_a_cell_reads_as_a_chinese_office_writes_it(value, form, text):
    column = Column("列", "x") if form is None else Column("列", "x", format=form)
    assert cell_text(value, column) == text


def test_nothing_to_divide_by_is_a_dash_and_never_zero_percent():
    rate = next(column for column in flat_columns(RATES) if column.value == "rate")
    assert cell_text(village("青龙湾村", 0, 0).rate, rate) == "—"


def test_the_total_of_a_rate_weighs_each_village_by_its_matters():
    assert totals_of(RATES, VILLAGES).texts() == (
        "合计（得分为平均）",
        "",
        "100",
        "90",
        "90.00%",
        "4.25",
        "1",
    )


def test_totals_of_nothing_are_dashes_and_zeros():
    assert totals_of(RATES, []).texts() == ("合计（得分为平均）", "", "0", "0", "—", "—", "0")


def test_words_in_a_column_of_numbers_do_not_disturb_the_total():
    mixed = report(Column("得分", "score", format=SCORE, total="average"))
    rows = [SimpleNamespace(score=score) for score in (0.1, 0.2, "不适用", None, Decimal("0.3"))]
    assert totals_of(mixed, rows).texts() == ("平均", "0.20")


def test_a_report_without_totals_has_no_line_of_totals():
    assert not totals_of(report(Column("姓名", "name")), [])


def test_a_ratio_of_columns_that_are_not_there_is_refused_at_once():
    with pytest.raises(ValueError, match="办结率"):
        report(Column("办结率", "rate", format=PERCENT, total=Ratio("done", "due")))


@pytest.mark.parametrize(
    ("period", "caption"),
    [
        (Period(), "全部"),
        (Period(year=2026), "2026年度"),
        (Period(date(2026, 11, 1), date(2026, 11, 30)), "2026年11月"),
        (Period(date(2024, 2, 1), date(2024, 2, 29)), "2024年2月"),
        (Period(date(2026, 1, 1), date(2026, 12, 31)), "2026年"),
        (Period(date(2026, 1, 1), date(2026, 6, 30)), "2026年上半年"),
        (Period(date(2026, 10, 1), date(2026, 12, 31)), "2026年第四季度"),
        (Period(date(2026, 11, 3), date(2026, 11, 3)), "2026年11月3日"),
        (Period(date(2026, 11, 1), date(2026, 11, 20)), "2026年11月1日至11月20日"),
        (Period(date(2025, 12, 1), date(2026, 1, 31)), "2025年12月1日至2026年1月31日"),
        (Period(start=date(2026, 11, 3)), "2026年11月3日起"),
        (Period(end=date(2026, 11, 3)), "截至2026年11月3日"),
    ],
)
def test_a_period_is_called_as_people_call_it(period, caption):
    assert period.caption == caption


def test_a_year_reaches_from_new_year_to_its_last_day():
    assert (Period(year=2025).first, Period(year=2025).last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (Period(date(2026, 1, 2)).first, Period(date(2026, 1, 2)).last) == (date(2026, 1, 2), None)


def test_the_file_is_named_after_town_report_period_and_day():
    november = Period(date(2026, 11, 1), date(2026, 11, 30))
    name = file_name("石门镇", "走访记录台账", november, date(2026, 11, 23))
    assert name == "石门镇_走访记录台账_2026年11月_20261123.xlsx"


def test_a_file_name_holds_nothing_that_a_file_system_refuses():
    name = file_name("石门/镇..", 'a\\b:c*d?e"f<g>h|i\n' + "长" * 300, Period(), date(2026, 11, 23))
    assert name.startswith("石门镇_abcdefghi长")
    assert len(name.encode()) < 255
    assert not set(name) & set('\\/:*?"<>|\n')
