"""Columns somebody chooses (选择列), files without masks, the preview, and what no report may declare."""

import importlib
import pkgutil
from types import SimpleNamespace

import pytest
from books import report

import tracker
from tracker.excel.report import (
    INT,
    PERCENT,
    Chart,
    Column,
    Group,
    Ratio,
    Report,
    chosen,
    column_keys,
    flat_columns,
    has_unmasked,
    header_rows,
    left_out,
    preview_of,
)

LEDGER = report(
    Column("反映人", lambda row: "张**", unmasked="person"),
    Column("村", "village"),
    Group(
        "走访",
        (Column("次数", "visits", format=INT, total="sum"), Column("户数", lambda row: 7, format=INT)),
    ),
    Group("办结", (Column("次数", "done", format=INT, total="sum"),)),
    Column("比率", "rate", format=PERCENT, total=Ratio("done", "visits")),
    chart=Chart("各村走访", "bar", "village", ("visits", "done")),
)


def row(**more):
    plain = {"person": "张三", "village": "石门村", "visits": 9, "done": 6, "rate": 1}
    return SimpleNamespace(**plain | more)


def titles(declared):
    return [column.title for column in flat_columns(declared)]


def test_every_column_has_a_key_of_its_own_and_a_title_with_its_group():
    assert column_keys(LEDGER) == (
        ("反映人", "反映人"),
        ("village", "村"),
        ("visits", "走访·次数"),
        ("走访·户数", "走访·户数"),
        ("done", "办结·次数"),
        ("rate", "比率"),
    )
    twice = report(Column("村", "name"), Column("村名", "name"), Column("村", lambda row: 1))
    assert [key for key, _title in column_keys(twice)] == ["name", "村名", "村"]


def test_chosen_columns_keep_their_order_and_their_groups():
    some = chosen(LEDGER, {"done", "village", "走访·户数", "unknown"})
    assert titles(some) == ["序号", "村", "户数", "次数"]
    assert [cell.title for cell in header_rows(some)[0]] == ["序号", "村", "走访", "办结"]
    assert left_out(some) == ("反映人", "走访·次数", "比率")


@pytest.mark.parametrize("keys", [None, [], ["unknown"]])
def test_no_choice_and_a_choice_of_nothing_are_all_columns(keys):
    assert titles(chosen(LEDGER, keys)) == titles(LEDGER)
    assert left_out(chosen(LEDGER, keys)) == ()


def test_keys_stay_the_same_in_a_report_of_chosen_columns():
    some = chosen(LEDGER, ["反映人", "走访·户数"], unmasked=True)
    assert [key for key, _title in column_keys(some)] == ["反映人", "走访·户数"]
    assert titles(chosen(some, ["反映人"])) == ["序号", "反映人"]


def test_a_rate_without_the_columns_that_feed_it_has_no_total():
    assert "66.67%" in preview_of(chosen(LEDGER, ["rate", "visits", "done"]), [row()]).totals
    lonely = preview_of(chosen(LEDGER, ["rate", "done"]), [row()])
    assert lonely.totals == ("合计", "6", "")


def test_the_chart_goes_with_its_columns():
    assert chosen(LEDGER, ["village", "done"]).chart.values == ("done",)
    assert chosen(LEDGER, ["village", "rate"]).chart is None
    assert chosen(LEDGER, ["done"]).chart is None


def test_masks_fall_only_where_that_is_asked_for():
    assert has_unmasked(LEDGER)
    assert not has_unmasked(report(Column("村", "village")))
    for asked, name in ((False, "张**"), (True, "张三")):
        assert preview_of(chosen(LEDGER, None, unmasked=asked), [row()]).rows[0][1] == name


def test_the_preview_shows_the_first_rows_and_says_whether_there_are_more():
    rows = [row(visits=n) for n in range(60)]
    short, whole = preview_of(LEDGER, iter(rows)), preview_of(LEDGER, rows[:50])
    assert (len(short.rows), short.more, short.totals, short.count) == (50, True, None, None)
    assert (len(whole.rows), whole.more, whole.count) == (50, False, 50)
    assert whole.totals == ("合计", "", "", str(sum(range(50))), "", "300", "24.49%")
    assert short.headings == header_rows(LEDGER)
    assert short.rows[7] == ("8", "张**", "石门村", "7", "7", "6", "100.00%")
    nothing = preview_of(LEDGER, [])
    assert (nothing.rows, nothing.more, nothing.totals, nothing.count) == ((), False, None, 0)


def test_the_preview_reads_no_more_rows_than_it_must():
    read = iter(row() for _number in range(1000))
    preview_of(LEDGER, read, limit=3)
    assert len(list(read)) == 996


@pytest.mark.parametrize("title", ["排名", "本月名次", "全县位次"])
def test_a_column_that_ranks_is_refused_where_it_is_declared(title):
    with pytest.raises(ValueError, match="ranks"):
        report(Group("考核", (Column(title, "rank", format=INT),)))


def test_no_declared_report_has_a_column_that_ranks():
    found = []
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if module.name.endswith(".reports"):
            declared = vars(importlib.import_module(module.name)).values()
            found += [one for one in declared if isinstance(one, Report)]
    assert found
    for one in found:
        spoken = "".join(title for _key, title in column_keys(one))
        assert not [word for word in ("排名", "名次", "位次", "排行") if word in spoken]
