"""Rows that move and formulas that follow (列表拉长): every reference means what it meant before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.excel.form.references import Moves, Where, moved, references
from tracker.excel.form.stretch import Block, RowMap

LIST = Block(5, 5, "走访")
PAIRS = Block(5, 6, "成员")
SIXTY = Moves({"表": RowMap({LIST: 60})}, {"表": "张三"})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(D5:D5)", "=SUM(D5:D64)"),
        ("=SUM(D5)", "=SUM(D5:D64)"),
        ("=SUBTOTAL(9,D5)/COUNTA($B$5)", "=SUBTOTAL(9,D5:D64)/COUNTA($B$5:$B$64)"),
        ('=COUNTIF(C5,"好")', '=COUNTIF(C5:C64,"好")'),
        ("=SUMIF(C5,C5,D5)", "=SUMIF(C5:C64,C5,D5:D64)"),
        ('=SUMIFS(D5,C5,"好",B5,B9)', '=SUMIFS(D5:D64,C5:C64,"好",B5:B64,B68)'),
        ("=D5*2", "=D5*2"),
        ("=SUM(D5+1)", "=SUM(D5+1)"),
        ("=D6+D$7-$D$8", "=D65+D$66-$D$67"),
        ("=SUM(D3:D5,D6:D8)", "=SUM(D3:D64,D65:D67)"),
        ("=SUM(D2:D9)", "=SUM(D2:D68)"),
        ("=表!D6+'表'!D6+别的!D6", "='张三'!D65+'张三'!D65+别的!D6"),
        ("=SUM(表!A:A,5:5,表!6:7)", "=SUM('张三'!A:A,5:64,'张三'!65:66)"),
        ("=INDEX(A:A,1):B6", "=INDEX(A:A,1):B65"),
        ("=SUM(A1:INDEX(B:B,D9))", "=SUM(A1:INDEX(B:B,D68))"),
        ("=IF(D6>1,\"D6 与 '表'!D6\",{5,6;7,8})", "=IF(D65>1,\"D6 与 '表'!D6\",{5,6;7,8})"),
        ("=LOG10(D6)+合计D6", "=LOG10(D65)+合计D6"),
        ("=#REF!+1", "=#REF!+1"),
        ("=表1[金额]", "=表1[金额]"),
    ],
)
def test_a_formula_outside_the_list_follows_its_cells(formula, expected):
    assert moved(formula, Where("表"), SIXTY) == expected


@pytest.mark.parametrize(
    ("formula", "third"),
    [
        ("=C5*D5", "=C7*D7"),
        ("=E4+D5", "=E6+D7"),  # what stands in the row before: a running balance
        ("=D5/SUM(D$5:D$5)", "=D7/SUM(D$5:D$64)"),
        ("=D5/SUM($D$5)", "=D7/SUM($D$5:$D$64)"),
        ("=SUM(D$5:D5)", "=SUM(D$5:D7)"),
        ("=SUM(C5:F5)", "=SUM(C7:F7)"),
        ("=D5*B2+D6", "=D7*B2+D65"),
        ("=表!C5", "='张三'!C7"),
        ("=别的!C5", "=别的!C5"),
    ],
)
def test_a_formula_of_the_list_row_goes_along_with_every_copy(formula, third):
    assert moved(formula, Where("表", LIST, 2), SIXTY) == third


def test_without_rows_and_with_one_row_formulas_stay_as_they_are():
    for count in (0, 1):
        moves = Moves({"表": RowMap({LIST: count})})
        for formula in ("=SUM(D5:D5)", "=SUM(D5)", "=D6", "=表!D6"):
            assert moved(formula, Where("表"), moves) == formula


def test_a_formula_that_cannot_be_read_is_left_alone_and_known():
    assert moved("=A1#", Where("表"), SIXTY) == "=A1#"
    assert references("=A1#") is None


def test_a_part_of_the_template_rows_is_repeated_in_every_copy():
    rows = RowMap({PAIRS: 3})
    assert rows.spans(5, 5) == [(5, 5), (7, 7), (9, 9)]
    assert rows.spans(4, 5) == [(4, 4), (5, 5), (7, 7), (9, 9)]
    assert rows.spans(6, 9) == [(6, 6), (8, 8), (10, 10), (11, 13)]
    assert rows.spans(4, 7) == [(4, 11)]


@st.composite
def layouts(draw):
    """Blocks with gaps of 0 to 2 rows between them, and how often each stands."""
    counts, row = {}, draw(st.integers(2, 4))
    for number in range(draw(st.integers(1, 3))):
        height = draw(st.integers(1, 3))
        counts[Block(row, row + height - 1, f"表{number}")] = draw(st.integers(0, 4))
        row += height + draw(st.integers(0, 2))
    return RowMap(counts), row + 4


def cells(rows, first, last):
    return {place.row for row in range(first, last + 1) for place in rows.places(row)}


@given(layouts(), st.data())
def test_a_range_holds_after_the_move_exactly_what_it_held(layout, data):
    rows, last_row = layout
    first = data.draw(st.integers(1, last_row))
    last = data.draw(st.integers(first, last_row))
    new = moved(f"=SUM(B{first}:$C${last})", Where("表"), Moves({"表": rows}))
    start, end = (int("".join(filter(str.isdigit, part))) for part in new[5:-1].split(":"))
    spread = {row for low, high in rows.spans(first, last) for row in range(low, high + 1)}
    assert spread == cells(rows, first, last)
    if not any(block.meets(first, last) and not block.within(first, last) for block in rows.blocks):
        assert set(range(start, end + 1)) == spread


@given(layouts(), st.data())
def test_rows_keep_their_order_and_none_is_used_twice(layout, data):
    rows, last_row = layout
    places = [place.row for row in range(1, last_row + 1) for place in rows.places(row)]
    assert len(places) == len(set(places))
    assert set(places) == set(range(1, len(places) + 1))
    row = data.draw(st.integers(1, last_row))
    if rows.block_at(row) is None:
        (place,) = rows.places(row)
        assert moved(f"=$A{row}*2", Where("表"), Moves({"表": rows})) == f"=$A{place.row}*2"


@given(layouts(), st.data())
def test_inside_a_list_each_copy_computes_from_its_own_rows(layout, data):
    rows, _last = layout
    block = data.draw(st.sampled_from(rows.blocks))
    row = data.draw(st.integers(block.top, block.bottom))
    for place in rows.places(row):
        formula = moved(f"=B{row}+SUM(C{row}:D{row})", Where("表", block, place.copy), Moves({"表": rows}))
        assert formula == f"=B{place.row}+SUM(C{place.row}:D{place.row})"
