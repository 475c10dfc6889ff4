"""What a sheet is besides its cells (页面设置): paper, margins, header and footer, views, protection."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from tracker.excel.form.stretch import RowMap

SETTINGS = "sheet_format page_setup page_margins print_options protection views sheet_state".split()
FLAGS = ("differentOddEven", "differentFirst", "scaleWithDoc", "alignWithMargins")


class Heading(HeaderFooterItem):
    """A header or footer as the file has it: openpyxl's own parser swallows text between two fonts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def copy_page(source: Worksheet, target: Worksheet, headings: Mapping[str, str], rows: RowMap) -> None:
    """The settings of the source for the target; panes stay frozen at the same content."""
    goal: Any = target
    for name in SETTINGS:
        setattr(goal, name, copy(getattr(source, name)))
    goal.sheet_properties = copy(source.sheet_properties)
    goal.sheet_properties.codeName = None  # a name of the file's own that no two sheets may share
    for view in goal.views.sheetView:
        view.tabSelected = False
        pane = view.pane
        if pane is not None and pane.state == "frozen" and pane.ySplit:
            pane.ySplit = rows.row(int(pane.ySplit) + 1) - 1
    set_headings(target, source, headings)


def set_headings(target: Worksheet, source: Worksheet, headings: Mapping[str, str]) -> None:
    goal: Any = target
    parts: dict[str, Any] = {name: getattr(source.HeaderFooter, name) for name in FLAGS}
    parts |= {name: Heading(text) for name, text in headings.items()}
    goal.HeaderFooter = HeaderFooter(**parts)
