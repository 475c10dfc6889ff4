"""Rules of official forms (表样): which come with the product, how many at once, what needs a purpose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import RuleBroken
from tracker.domain.text import _

LONGEST_TITLE, LONGEST_NOTE = 60, 200
MOST_LISTED = 300
"""So many are offered to choose from at once; units narrow them down."""
MOST_AT_ONCE = 300
FEW_SUBJECTS = 20
"""Above this the worker fills."""
PREFIX = "blank"
"""With it begins what the register of exports calls a form."""


class Bundle(StrEnum):
    """How many forms come out: sheets of one workbook, or files of their own in a zip."""

    SHEETS = "sheets"
    FILES = "files"


BUNDLE_LABELS: dict[Bundle, str] = {
    Bundle.SHEETS: _("一个文件，每份一张工作表"),
    Bundle.FILES: _("每份一个文件，打成压缩包"),
}


@dataclass(frozen=True)
class Shipped:
    """A form of our own making, version 0 of what a town may replace."""

    name: str
    title: str
    source: str
    note: str

    @property
    def file_name(self) -> str:
        return f"{self.name}.xlsx"


SHIPPED: dict[str, Shipped] = {
    one.name: one
    for one in (
        Shipped("assessment-form", _("年度考核登记表"), "appraisal", _("每人一张，签字后存入人事档案")),
        Shipped("ballot", _("民主测评表"), "ballot", _("按人员类别各一张，无记名填写")),
        Shipped("visit-card", _("走访登记卡"), "household", _("每户一张，带最近的走访记录")),
        Shipped("acceptance-notice", _("受理通知单"), "task", _("受理后当场交给申请人")),
    )
}


def needs_purpose(subjects: int, *, personal: bool, handed_out: bool, is_unmasked: bool) -> bool:
    """Does this file need a purpose and a sign-in of just now? A sheet handed to its own subject does not."""
    return is_unmasked or subjects > 1 or (personal and not handed_out)


def check_count(subjects: int) -> None:
    if not subjects:
        raise RuleBroken(_("选中的现在都看不到了，请重新选"), field="who")
    if subjects > MOST_AT_ONCE:
        raise RuleBroken(_("一次最多填 {most} 份，您选了 {n} 份"), field="who", most=MOST_AT_ONCE, n=subjects)


def check_title(title: str, taken: Iterable[str]) -> None:
    """Two forms of one name could not be told apart."""
    if title in set(taken):
        raise RuleBroken(_("已经有一张表叫“{title}”，请换个名字"), field="title", title=title)


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Something is filled; the marks of one list of the form belong to one list of the source."""
    if not any(mapping.values()):
        raise RuleBroken(_("所有标记都留空，这张表就没有可填的了。请至少对上一个"))
    lists: dict[str, str] = {}
    for mark, field in mapping.items():
        table, dot, _short = mark.partition(".")
        if not (dot and field):
            continue
        its_list = field.partition(".")[0]
        if lists.setdefault(table, its_list) != its_list:
            raise RuleBroken(
                _("“{table}”里的标记对上了两个列表：{one}、{other}。一张列表只能从一个列表取"),
                table=table, one=lists[table], other=its_list,
            )


class UnfitForm(RuleBroken):
    """A file that cannot be a form as it is; `problems`: (cell, what is wrong and what to do)."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            _("这个文件还不能用，有 {n} 处要改，都列在下面。改好后再选一次文件"), field="file",
            n=len(self.problems),
        )
