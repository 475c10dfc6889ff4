"""A form for many (一人一表): every marked sheet once for each person, the rest of the book around them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.book.sheets import LONGEST_TAB, tab_name
from tracker.excel.form.blocks import find_blocks
from tracker.excel.form.entries import Values, write
from tracker.excel.form.growth import grow, let_run
from tracker.excel.form.laying import Laying, follow, lay
from tracker.excel.form.names import copy_names, move_names
from tracker.excel.form.opening import OpenForm
from tracker.excel.form.pages import copy_page, set_headings
from tracker.excel.form.pictures import move_pictures, share_pictures
from tracker.excel.form.references import Moves
from tracker.excel.form.stretch import Place, RowMap

SHORTEST_NAME = 8
Progress = Callable[[int, int], None]


class Filling:
    """One filling of an opened form; it changes the form's workbook, which loses its blank sheets."""

    def __init__(self, form: OpenForm, people: Sequence[Values]) -> None:
        self._form, self._people, self._book = form, people, form.book
        self._blanks = form.marked
        self._blocks = {blank.title: find_blocks(blank, form.contents[blank.title]) for blank in self._blanks}
        self._moves = [
            Moves(self._rows(person), titles) for person, titles in zip(people, self._titles(), strict=True)
        ]

    def run(self, progress: Progress | None) -> None:
        """Fill; `progress` hears (copies done, copies in all) after each."""
        inside: Any = self._book
        tabs = self._form.sheets
        others = [sheet for sheet in tabs if sheet not in self._blanks]
        share_pictures(tabs)
        inside._sheets = list(others)  # the blanks' titles are free for their copies
        copies = []
        for number, (person, moves) in enumerate(zip(self._people, self._moves, strict=True), start=1):
            copies.append([self._filled(blank, person, moves) for blank in self._blanks])
            if progress:
                progress(number, len(self._people))
        for sheet in others:
            follow(sheet, self._moves[0], self._form.contents[sheet.title])
            set_headings(sheet, sheet, self._form.headings[sheet.title])
        move_names(self._book, self._moves[0])
        inside._sheets = self._in_order(tabs, copies)
        self._show_first(copies[0])

    def _rows(self, person: Values) -> dict[str, RowMap]:
        return {
            title: RowMap({block: len(person.lists.get(block.table, ())) for block in blocks})
            for title, blocks in self._blocks.items()
        }

    def _titles(self) -> list[Mapping[str, str]]:
        """Of each person, the new title of each blank; one person alone gets the form as it is named."""
        if len(self._people) == 1:
            return [{}]
        taken = {sheet.title for sheet in self._form.sheets if sheet not in self._blanks}
        answer: list[Mapping[str, str]] = []
        for person in self._people:
            titles = {}
            for blank in self._blanks:
                titles[blank.title] = tab_name(self._wanted(person.title, blank), taken)
                taken.add(titles[blank.title])
            answer.append(titles)
        return answer

    def _wanted(self, title: str, blank: Worksheet) -> str:
        """Of several sheets for each person every one says which it is, however long the person's name."""
        if len(self._blanks) == 1:
            return title
        room = LONGEST_TAB - len(blank.title) - len(" (99)")
        return f"{title[: max(room, SHORTEST_NAME)]} {blank.title}"

    def _filled(self, blank: Worksheet, person: Values, moves: Moves) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(moves.title_of(blank.title))
        contents = self._form.contents[blank.title]
        rows = moves.rows_of(blank.title)
        filled = {}

        def look_at(old: Cell, new: Cell, place: Place) -> None:
            if content := contents.get((old.row, old.column)):
                write(new, content, lambda mark: person.find(mark, place))
                filled[new.row, new.column] = new

        copy_page(blank, sheet, self._form.headings[blank.title], rows)
        lay(Laying(blank, sheet, moves), look_at)
        copy_names(blank, sheet, moves, shared=self._book.defined_names if len(self._people) > 1 else {})
        grow(sheet, filled)
        let_run(blank, sheet)
        move_pictures(blank, sheet, rows)
        return sheet

    def _in_order(self, tabs: Sequence[Worksheet], copies: list[list[Worksheet]]) -> list[Worksheet]:
        """One copy stands where its blank stood; several all stand where the first blank stood."""
        if len(copies) == 1:
            new = dict(zip(self._blanks, copies[0], strict=True))
            return [new.get(sheet, sheet) for sheet in tabs]
        first = tabs.index(self._blanks[0]) if self._blanks else 0
        before = [sheet for sheet in tabs[:first] if sheet not in self._blanks]
        after = [sheet for sheet in tabs[first:] if sheet not in self._blanks]
        return [*before, *(sheet for one in copies for sheet in one), *after]

    def _show_first(self, sheets: list[Worksheet]) -> None:
        """Open the book at the first filled sheet; two selected tabs would be edited together."""
        shown: Any = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), None)
        if shown is None:
            return
        inside: Any = self._book
        for sheet in inside.worksheets:
            for view in sheet.views.sheetView:
                view.tabSelected = sheet is shown
        inside.active = shown
        for window in inside.views:
            window.firstSheet = 0
