"""What stands in a cell (单元格) as a value: texts, dates in all shapes, whole numbers."""

from datetime import UTC, date, datetime, time

import pytest

from tracker.domain.errors import RuleBroken
from tracker.excel.incoming.parse import parse_date, parse_datetime, parse_int, shown, text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (24.0, "24"),
        (24, "24"),
        (2.5, "2.5"),
        (True, "是"),
        ("\n\t\t\t　　书记您好，\n谢谢　\t\n", "书记您好，\n谢谢"),
        ("\ufeff\u200b姓名\u00a0", "姓名"),
        (date(2026, 1, 6), "2026-01-06"),
        (datetime(2026, 1, 6, 12, 9, 38, tzinfo=UTC).replace(tzinfo=None), "2026-01-06 12:09:38"),
        (time(8, 30), "08:30:00"),
    ],
)
def test_a_cell_as_text_is_what_the_person_typed(value, expected):
    assert text(value) == shown(value) == expected


@pytest.mark.parametrize("value", [3.30681199001011e17, float("inf"), float("nan")])
def test_a_number_that_lost_its_last_digits_is_not_taken_for_an_identity_number(value):
    with pytest.raises(RuleBroken, match="末几位已经丢失"):
        text(value)
    assert shown(value)


@pytest.mark.parametrize(
    ("value", "local"),
    [
        ("2020/1/6 12:09:38", "2020-01-06T12:09:38+08:00"),
        ("2018-11-15 16:07:12", "2018-11-15T16:07:12+08:00"),
        ("2018-11-15 16:07:12.0", "2018-11-15T16:07:12+08:00"),
        ("2018-11-15T16:07", "2018-11-15T16:07:00+08:00"),
        ("2026年1月6日", "2026-01-06T00:00:00+08:00"),
        ("2026年1月6日 8时5分", "2026-01-06T08:05:00+08:00"),
        ("　２０２６．１．６　", "2026-01-06T00:00:00+08:00"),
        ("20260106", "2026-01-06T00:00:00+08:00"),
        (20260106.0, "2026-01-06T00:00:00+08:00"),
        (43818.740324074097, "2019-12-19T17:46:04+08:00"),
        (43818, "2019-12-19T00:00:00+08:00"),
        (date(2020, 1, 6), "2020-01-06T00:00:00+08:00"),
        (datetime(2020, 1, 6, 4, 9, tzinfo=UTC).replace(tzinfo=None), "2020-01-06T04:09:00+08:00"),
        (datetime(2020, 1, 6, 4, 9, tzinfo=UTC), "2020-01-06T04:09:00+00:00"),
    ],
)
def test_instants_are_read_in_all_the_shapes_that_offices_write(value, local):
    assert parse_datetime(value).isoformat() == local


def test_a_day_is_read_from_a_day_and_from_an_instant():
    noon = datetime(2026, 1, 6, 12, tzinfo=UTC).replace(tzinfo=None)
    assert parse_date(date(2026, 1, 6)) == parse_date(noon) == date(2026, 1, 6)
    assert type(parse_date(noon)) is date


@pytest.mark.parametrize(
    "value",
    [
        "", "昨天", "2026-13-01", "2026-02-30", "26-1-6", "2026-1", 2026, 2026.0, "0202-01-06", "2026-01-06x",
        float("inf"), float("nan"), -1.0,
    ],
)
def test_what_is_no_date_is_said_so_in_chinese(value):
    with pytest.raises(RuleBroken, match="不是日期，请写成 2026-01-06 这样"):
        parse_date(value)


def test_a_long_wrong_cell_is_quoted_in_short():
    with pytest.raises(RuleBroken) as broken:
        parse_date("很长" * 500)
    assert len(str(broken.value)) < 60


@pytest.mark.parametrize(("value", "number"), [(3.0, 3), ("3", 3), (" ３ ", 3), ("-2", -2), (0, 0)])
def test_whole_numbers_are_read_from_text_and_from_numbers(value, number):
    assert parse_int(value) == number


@pytest.mark.parametrize("value", ["", "三", "3.5", 3.5, "3人", "1" * 16])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(RuleBroken, match="不是整数"):
        parse_int(value)
