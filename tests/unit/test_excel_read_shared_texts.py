"""Texts that cells share: a small file must not fill the memory, an honest one comes in (security.md 4)."""

import pytest
from office_files import package, sheet_xml, workbook, workbook_parts

from tracker.excel.incoming.intake import UnreadableFile
from tracker.excel.incoming.read import open_table

LONG = "长" * 10_000
COLUMNS = "ABCDEFGHIJ"


def cells(pointer, rows=700):
    return "".join(
        f'<row r="{row}">' + "".join(pointer.format(at=f"{letter}{row}") for letter in COLUMNS) + "</row>"
        for row in range(1, rows + 1)
    )


def book(pointer, *strings, texts=lambda xml: xml, **more):
    parts = workbook_parts(sheet_xml(cells(pointer, **more)), strings=[f"<t>{one}</t>" for one in strings])
    name = next(one for one in parts if one.lower().endswith("sharedstrings.xml"))
    return package({**parts, name: texts(parts[name])})


@pytest.mark.parametrize(
    "pointer",
    [
        '<c r="{at}" t="s"><v>0</v></c>',
        "<c r=\"{at}\" t = 's' ><v> 0 </v></c>",
        '<c r="{at}" s="0" t="s"><v>+0</v></c>',
        '<c r="{at}" t="s"><f>1</f><v>0</v></c>',
        '<c t="s"><v>00</v></c>',
    ],
)
def test_a_long_text_that_thousands_of_cells_share_is_refused(pointer):
    with pytest.raises(UnreadableFile, match="重复"):
        open_table(book(pointer, LONG))


@pytest.mark.parametrize(
    "hidden", ["<!-- {} -->", "<![CDATA[{}]]>", "<?x {} ?>", '<si><t a="{}">一</t></si>'],
)
def test_a_text_that_is_none_does_not_hide_the_long_one(hidden):
    false_ones = hidden.format("<si>" * 3)
    with pytest.raises(UnreadableFile):
        open_table(book('<c r="{at}" t="s"><v>0</v></c>', LONG, "短", "短",
                        texts=lambda xml: xml.replace("<si>", f"{false_ones}<si>", 1)))


def test_many_cells_share_short_texts_beside_a_long_one():
    table = open_table(book('<c r="{at}" t="s"><v>1</v></c>', LONG, "已办结"))
    assert list(table)[-1][1] == ["已办结"] * len(COLUMNS)


def test_a_long_text_here_and_there_comes_in():
    long = ["".join(chr(0x4E00 + at * at * (row + 7) % 20_011) for at in range(8_000)) for row in range(30)]
    rows = [(f"{n}", *["已办结"] * 5, long[n % 500] if n % 500 < 30 else "短") for n in range(4_000)]
    assert len(list(open_table(workbook(("编号", *"甲乙丙丁戊", "内容"), *rows)))) == 4_000
