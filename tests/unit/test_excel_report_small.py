"""Small counts (小额计数): 1–4 show as <5, and no sum, rate, other column or other sheet gives them away."""

from decimal import Decimal
from itertools import product
from types import SimpleNamespace

import pytest
from books import as_calamine_sees, book_of, everything_in, report, written
from hypothesis import given
from hypothesis import strategies as st

from tracker.excel.book.suppress import TOTAL, mask_of
from tracker.excel.report import (
    INT,
    PERCENT,
    Chart,
    Column,
    Ratio,
    Split,
    cell_text,
    chosen,
    flat_columns,
    preview_of,
)

NAME, COUNT = Column("村", "name"), Column("收件", "n", format=INT, small=True, total="sum")
ONE = report(NAME, COUNT)
ALL_TOGETHER = report(
    NAME, Column("收件", "n", format=INT, small=True), is_sum=lambda row: row.name == "全部"
)
RATES = report(
    NAME,
    Column("收件", "n", format=INT, small=True, total="sum", adds_up=("done", "open")),
    Column("办结", "done", format=INT, small=True, total="sum"),
    Column("在办", "open", format=INT, small=True, total="sum"),
    Column("办结率", "rate", format=PERCENT, dash=True, total=Ratio("done", "n"), hides_with="done"),
)


def villages(*counts):
    return [SimpleNamespace(name=f"第{at}村", n=count) for at, count in enumerate(counts, start=1)]


def worked(*pairs):
    """Villages with what is done and what is open."""
    return [
        SimpleNamespace(
            name=f"第{at}村", n=done + open, done=done, open=open,
            rate=Decimal(done) / (done + open) if done + open else None,
        )
        for at, (done, open) in enumerate(pairs, start=1)
    ]


def shown(declared, rows):
    """The column of counts and its total, as the page shows them."""
    found = preview_of(declared, rows)
    return [row[2] for row in found.rows], found.totals and found.totals[2]


@pytest.mark.parametrize(
    ("counts", "texts", "total"),
    [
        ((0, 5, 12), ["0", "5", "12"], "17"),
        ((2, 3, 12), ["<5", "<5", "12"], "17"),
        ((3, 9, 12), ["<5", "*", "12"], "24"),  # alone it would be the total less the others
        ((3, 12, 9, 9), ["<5", "12", "*", "9"], "33"),
        ((4, 4, 20), ["<5", "<5", "*"], "28"),  # two that make eight are both four
        ((3, 0, 0), ["<5", "0", "0"], "<5"),
        ((4, 4, 0), ["<5", "<5", "0"], "*"),
        ((1, 5, 30), ["<5", "*", "*"], "36"),  # one and five are the least that they can be
        ((1, 1, 1, 1), ["<5"] * 4, "*"),  # four that make less than five are one each
    ],
)
def test_counts_of_one_to_four_are_not_shown_and_cannot_be_worked_out(counts, texts, total):
    assert shown(ONE, villages(*counts)) == (texts, total)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_whoever_adds_and_subtracts_finds_two_answers_for_every_hidden_count(counts):
    texts, total = shown(ONE, villages(*counts))
    rest = (int(total) if total.isdigit() else None, sum(int(text) for text in texts if text.isdigit()))
    few, others = texts.count("<5"), texts.count("*")
    answers = [
        guess for guess in product(range(1, 5), repeat=few) if is_possible(guess, others, total, *rest)
    ]
    for at in range(few):
        assert len({answer[at] for answer in answers}) > 1


def is_possible(guess, others, total, known, visible):
    """Whether these small counts agree with all that is shown; the others hidden are five or more."""
    if total == "*":
        return True
    if total == "<5":
        return visible + sum(guess) + 5 * others < 5
    rest = known - visible - sum(guess)
    return rest >= 5 * others if others else rest == 0


def test_without_any_sum_only_the_small_count_itself_is_hidden():
    alone = report(NAME, Column("收件", "n", format=INT, small=True))
    assert shown(alone, villages(3, 9, 12)) == (["<5", "9", "12"], None)


def test_a_row_that_is_a_sum_counts_as_a_total():
    rows = [*villages(3, 9, 12), SimpleNamespace(name="全部", n=24)]
    assert shown(ALL_TOGETHER, rows)[0] == ["<5", "*", "12", "24"]


def test_rows_of_different_families_do_not_cover_for_each_other():
    declared = report(
        NAME, Column("收件", "n", format=INT, small=True), is_sum=lambda row: row.name == "全部",
        family=lambda row: row.family,
    )
    rows = [*villages(3, 9, 12, 2, 8, 14), SimpleNamespace(name="全部", n=24, family=None)]
    for row, family in zip(rows, ["村"] * 3 + ["部门"] * 3, strict=False):
        row.family = family
    assert shown(declared, rows)[0] == ["<5", "*", "12", "<5", "*", "14", "24"]


def test_sums_over_columns_give_nothing_away_either():
    rows = worked((30, 3), (40, 20), (50, 30))
    found = preview_of(RATES, rows).rows
    assert found[0][2:] == ("33", "*", "<5", "*")
    # 在办 has lost one more, or its total would tell; so has 办结
    assert [row[4] for row in found] == ["<5", "*", "30"]
    assert [row[3] for row in found] == ["*", "*", "50"]


def test_a_rate_goes_with_the_counts_that_it_is_made_of():
    rates = [row[5] for row in preview_of(RATES, worked((2, 30), (40, 20), (0, 0), (50, 25))).rows]
    assert rates == ["*", "*", "—", "66.67%"]


def test_the_total_of_a_rate_goes_with_the_totals_that_it_is_made_of():
    found = preview_of(RATES, worked((2, 30), (0, 40)))
    assert found.totals == ("合计", "", "72", "<5", "*", "*")


def test_columns_that_were_not_chosen_are_judged_all_the_same():
    rows = worked((2, 30), (40, 20), (50, 25))
    alone = preview_of(chosen(RATES, ["name", "rate"]), rows)
    assert [row[2] for row in alone.rows] == ["*", "*", "66.67%"]
    whole = preview_of(RATES, rows)
    for key, at in (("n", 2), ("done", 3), ("open", 4)):
        part = preview_of(chosen(RATES, ["name", key]), rows)
        assert [row[2] for row in part.rows] == [row[at] for row in whole.rows]
        assert part.totals[2] == whole.totals[at]


def test_the_sheet_of_one_office_gives_nothing_away_of_the_whole():
    declared = report(NAME, COUNT, split=Split("按部门", lambda row: (row.name[-1], row.name[-1])))
    rows = villages(30, 8, 3, 9, 20, 30)
    for row, office in zip(rows, "甲甲乙乙丙丙", strict=True):
        row.name += office
    book = book_of(declared, rows, split=True)
    assert [row[2].value for row in book["群众意见台账"].iter_rows(min_row=5, max_row=10)] == [
        30, 8, "<5", "*", 20, 30,
    ]
    assert [row[2].value for row in book["乙"].iter_rows(min_row=5, max_row=7)] == ["<5", "*", 12]


def test_the_totals_of_columns_with_hidden_counts_are_plain_numbers():
    sheet = book_of(ONE, villages(3, 9, 12)).worksheets[0]
    assert [sheet.cell(row, 3).value for row in range(5, 9)] == ["<5", "*", 12, 24]
    assert sheet["C5"].data_type == "s"
    assert book_of(ONE, villages(30, 9, 12)).worksheets[0]["C8"].value == "=SUBTOTAL(9,C5:C7)"


def test_preview_and_file_show_the_same():
    rows = worked(*((n * 7 % 23, n * 5 % 11) for n in range(40)))
    page = preview_of(RATES, rows)
    columns = flat_columns(RATES)
    sheet = as_calamine_sees(written(RATES, rows))
    file = [tuple(map(cell_text, row, columns)) for row in sheet[4:44]]
    assert [tuple(text.removesuffix(".0") for text in row) for row in file] == list(page.rows)
    assert page.notes[-1].startswith("“<5”表示")
    assert page.notes[-1] in sheet[45][0]
    assert page.count == 40


def test_no_part_of_the_file_holds_a_hidden_count():
    """The count is 3, its complement 977: neither stands in table, totals, chart or line of sums."""
    declared = report(NAME, COUNT, chart=Chart("各村收件", "bar", "name", ("n",)))
    memory = written(declared, villages(3, 977, 1200, 1300))
    sheets = [row for at in (0, 1) for row in as_calamine_sees(memory, at)]
    numbers = {value for row in sheets for value in row if isinstance(value, float)} - {1.0, 2.0, 3.0, 4.0}
    assert numbers == {1200.0, 1300.0, 3480.0}
    assert "977" not in everything_in(memory)
    assert "收件 3480" in everything_in(memory)


def test_what_is_hidden_is_named_by_column_and_place():
    mask = mask_of(ONE, villages(3, 0))
    assert mask.cells == {("n", 0): "<5", ("n", TOTAL): "<5"}


def test_a_report_that_adds_up_rows_that_are_sums_is_refused():
    with pytest.raises(ValueError, match="twice"):
        report(NAME, COUNT, is_sum=lambda row: False)
