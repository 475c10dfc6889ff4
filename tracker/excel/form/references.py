"""References in formulas (公式引用): they follow the rows they speak of when a form's lists grow."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.utils import quote_sheetname

from tracker.excel.form.stretch import Block, RowMap

SHEET = r"(?:(?P<{0}>'(?:[^']|'')+'|[^'!:]+(?::[^'!:]+)?)!)?"
CELL = r"(?P<col{0}>\$?[A-Za-z]{{1,3}})?(?P<abs{0}>\$?)(?P<row{0}>[1-9][0-9]{{0,6}})"
START, END = SHEET.format("sheet") + CELL.format(1), SHEET.format("again") + CELL.format(2)
REFERENCE = re.compile(f"{START}(?::{END})?")
LONELY = (Token.OPEN, Token.CLOSE, Token.ARG)

T = TypeVar("T")
Which = Callable[[int], bool]
# functions that take a column of the list; of each, which arguments (counted from 0) are ranges
SIMPLE = "SUM AVERAGE COUNT COUNTA MAX MIN PRODUCT MEDIAN SUBTOTAL COUNTBLANK SUMPRODUCT"
TAKES_RANGE: dict[str, Which] = {
    **dict.fromkeys(SIMPLE.split(), lambda place: True),
    **dict.fromkeys(("COUNTIF", "SUMIF", "AVERAGEIF"), lambda place: place in (0, 2)),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS"), lambda place: place == 0 or place % 2 == 1),
    "COUNTIFS": lambda place: place % 2 == 0,
}


class Reference(NamedTuple):
    """One reference with rows: its sheet as written ("" for the own one), and whether it stands for a range.

    `lone` is a single cell as an argument that should be a range: SUM(D5), as a click on one cell writes it.
    """

    sheet: str
    first: int
    last: int
    lone: bool


class Where(NamedTuple):
    """Where the formula stands: its sheet's old title and, in a list, which copy of which template rows."""

    sheet: str
    block: Block | None = None
    copy: int = 0


@dataclass(frozen=True)
class Moves:
    """How all sheets of the book move: rows by old title, and the new titles."""

    rows: Mapping[str, RowMap]
    titles: Mapping[str, str] = field(default_factory=dict)

    def rows_of(self, title: str) -> RowMap:
        return _look_up(self.rows, title) or RowMap()

    def title_of(self, title: str) -> str:
        return _look_up(self.titles, title) or title


def moved(formula: str, where: Where, moves: Moves, lone_cells: bool = False) -> str:
    """The formula after the moves; `lone_cells`: a cell that stands alone grows with its list (names do).

    Inside a list a relative row that means this copy or the one before goes along with each copy, as when a
    clerk fills down; every other reference keeps pointing at what it pointed at. What cannot be read stays.
    """
    try:
        tokens = Tokenizer(formula if formula.startswith("=") else f"={formula}")
    except TokenizerError:
        return formula
    for token, text, lone in _operands(tokens):
        token.value = token.value.replace(text, _moved(text, lone or lone_cells, where, moves), 1)
    text = "=" + "".join(token.value for token in tokens.items)
    return text if formula.startswith("=") else text[1:]


def references(formula: str) -> list[Reference] | None:
    """All references with rows; None when the formula cannot be read."""
    try:
        tokens = Tokenizer(formula if formula.startswith("=") else f"={formula}")
    except TokenizerError:
        return None
    found = []
    for _token, text, lone in _operands(tokens):
        if match := _parsed(text):
            first = int(match["row1"])
            found.append(Reference(_title(match["sheet"]), first, int(match["row2"] or first), lone))
    return found


def _operands(tokens: Tokenizer) -> Iterator[tuple[Token, str, bool]]:
    """Tokens that hold a reference, its text, and whether it is a whole argument of a function of ranges."""
    items = [token for token in tokens.items if token.type != Token.WSPACE]
    calls: list[list[str | int]] = []
    for at, token in enumerate(items):
        if token.type in (Token.FUNC, Token.PAREN):
            if token.subtype == Token.CLOSE:
                del calls[-1:]
                continue
            before, colon, name = token.value.rpartition(":")
            calls.append([name.rstrip("(").upper(), 0])
            if colon:  # A1:INDEX(… comes as one token
                yield token, before, False
        elif token.type == Token.SEP and calls and token.subtype == Token.ARG:
            calls[-1][1] = int(calls[-1][1]) + 1
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
            near = (items[at - 1], items[at + 1]) if 0 < at < len(items) - 1 else (token,)
            alone = all(one.subtype in LONELY for one in near)
            yield token, token.value.removeprefix(":"), alone and bool(calls) and _is_range(*calls[-1])


def _is_range(name: str | int, place: str | int) -> bool:
    rule = TAKES_RANGE.get(str(name))
    return rule is not None and rule(int(place))


def _parsed(text: str) -> re.Match[str] | None:
    match = REFERENCE.fullmatch(text)
    if match is None or (match["row2"] is None and match["col1"] is None):
        return None  # a name, whole columns, or a number
    if match["row2"] is not None and bool(match["col1"]) != bool(match["col2"]):
        return None
    return match


def _moved(text: str, lone: bool, where: Where, moves: Moves) -> str:
    match = _parsed(text)
    if match is None:
        return _renamed(text, moves)
    old = _title(match["sheet"])
    rows = moves.rows_of(old or where.sheet)
    here = where if not old or old.casefold() == where.sheet.casefold() else Where(old)
    first = int(match["row1"])
    last = int(match["row2"] or first)
    start = _along(first, match["abs1"], here, rows)
    end = _along(last, match["abs2"] if match["row2"] else match["abs1"], here, rows)
    if match["row2"] is None:
        ends = _grown(first, rows) if lone and start is None else None
        parts = (start or rows.row(first), ends)
    else:
        span = rows.span(min(first, last), last)
        parts = (start or rows.row(first), end or span[1])
    return _sheet_part(match["sheet"], moves) + _written(match, *parts, moves)


def _along(row: int, absolute: str, where: Where, rows: RowMap) -> int | None:
    """The row as a copy of the list sees it: in itself or in the copy before; None when it is in neither."""
    block = where.block
    if block is None or absolute or not block.top - block.height <= row <= block.bottom:
        return None
    return rows.row(block.top) + where.copy * block.height + row - block.top


def _grown(row: int, rows: RowMap) -> int | None:
    """The last row of the list that a single cell stands for; None where there is nothing to grow."""
    block = rows.block_at(row)
    if block is None or block.height > 1 or not rows.added(block):
        return None
    return rows.row(row) + rows.added(block)


def _written(match: re.Match[str], first: int, last: int | None, moves: Moves) -> str:
    start = f"{match['col1'] or ''}{match['abs1']}{first}"
    if last is None:
        return start
    second = "2" if match["row2"] else "1"
    again = _sheet_part(match["again"], moves)
    return f"{start}:{again}{match['col' + second] or ''}{match['abs' + second]}{last}"


def _renamed(text: str, moves: Moves) -> str:
    """Whole columns and names of a sheet: only the sheet's title can change."""
    sheet, mark, rest = text.rpartition("!")
    return _sheet_part(sheet, moves) + rest if mark else text


def _title(written: str | None) -> str:
    text = written or ""
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def _sheet_part(written: str | None, moves: Moves) -> str:
    if not written:
        return ""
    title = _title(written)
    new = moves.title_of(title)
    return f"{written if new == title else quote_sheetname(new)}!"


def _look_up(table: Mapping[str, T], title: str) -> T | None:
    wanted = title.casefold()
    return next((value for name, value in table.items() if name.casefold() == wanted), None)
