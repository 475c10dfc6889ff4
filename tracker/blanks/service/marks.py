"""Matching the marks of a form with the fields of a source (标记对应), and a sample filled from a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.blanks.models import BlankDraft
from tracker.blanks.sources import SOURCES, may_fill
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.excel.form.fill import Mark, Problem, Scan, check, fill, scan
from tracker.excel.form.source import Field, Source, Values, field_names, values_of
from tracker.excel.incoming.matching import equal, suggest
from tracker.excel.report import Column
from tracker.store import files

GONE = _("上传的文件只留一天，已经清掉了，请重新上传")
ROWS_OF_WORDS = 2
LOOKED_AT = 10
"""So many records are tried for a sample: the one with the longest lists shows best how rows repeat."""


@dataclass(frozen=True)
class Question:
    """One mark of the form: where it stands, what it is filled with ("" stays blank), and whether somebody
    has to look at the match. `cells` are Sheet!B3."""

    mark: str
    cells: tuple[str, ...]
    field: str
    is_guess: bool


@dataclass(frozen=True)
class Sample:
    """A form filled to be looked at; `title` names the record, "" when the fields' own names stand in."""

    data: bytes
    title: str


def draft_data(draft: BlankDraft) -> bytes:
    """The file that was handed in; RuleBroken when the day is over."""
    place = files.path_of(files.INCOMING, draft.file)
    if place is None:
        raise RuleBroken(GONE)
    return place.read_bytes()


@dataclass(frozen=True)
class Reading:
    """A draft as the page of its marks needs it; `problems`: the marks for which no field was found."""

    source: Source
    questions: list[Question]
    problems: tuple[Problem, ...]


def read_draft(draft: BlankDraft) -> Reading:
    source, scanned = SOURCES[draft.source], scan(draft_data(draft))
    asked = questions(scanned, source, draft.mapping)
    open_cells = {cell for one in asked if not one.field for cell in one.cells}
    problems = check(scanned, field_names(source))
    return Reading(source, asked, tuple(one for one in problems if one.cell in open_cells))


def questions(scanned: Scan, source: Source, chosen: Mapping[str, str] | None = None) -> list[Question]:
    """Every mark once, in the order of the form; with what was `chosen` before, else equal and near names."""
    cells: dict[str, list[str]] = {}
    for one in scanned.marks:
        cells.setdefault(one.name, []).append(one.cell)
    found = _guessed(list(cells), source)
    known = set(field_names(source))
    answer = []
    for mark, places in cells.items():
        field, is_guess = found.get(mark, ("", False))
        if chosen and mark in chosen:
            field, is_guess = chosen[mark], False
        answer.append(Question(mark, tuple(places), field if field in known else "", is_guess))
    return answer


def _guessed(marks: Sequence[str], source: Source) -> dict[str, tuple[str, bool]]:
    """{mark: (field, is it a guess)}; a list of the form goes with the list that has most of its fields."""
    found = _matched([mark for mark in marks if "." not in mark], source.fields)
    tables: dict[str, list[str]] = {}
    for mark in marks:
        table, dot, short = mark.partition(".")
        if dot:
            tables.setdefault(table, []).append(short)
    for table, shorts in tables.items():
        matches = [(one.name, _matched(shorts, one.fields)) for one in source.lists]
        name, best = max(matches, key=lambda pair: (len(pair[1]), pair[0] == table), default=("", {}))
        found |= {
            f"{table}.{short}": (f"{name}.{field}", is_guess or name != table)
            for short, (field, is_guess) in best.items()
        }
    return found


def _matched(marks: list[str], fields: Sequence[Field]) -> dict[str, tuple[str, bool]]:
    columns = [Column(one.name, one.name, also=one.also) for one in fields]
    same = equal(marks, [Column(one.name, one.name) for one in fields])
    near = suggest(marks, columns)
    return {mark: (name, same[name] != mark) for name, mark in near.items() if mark is not None}


def formed(marks: Sequence[Mark]) -> set[str]:
    """The marks that ask for a form wherever they stand."""
    plain = {one.name for one in marks if not one.form}
    return {one.name for one in marks} - plain


def sample(actor: Actor, draft: BlankDraft) -> Sample:
    """The form as it will come out, for one record this actor may see; always masked."""
    data, source = draft_data(draft), SOURCES[draft.source]
    found = source.subjects(actor, "", LOOKED_AT) if may_fill(actor, source.name) else ()
    asked = formed(scan(data).marks)
    filled = [
        (values_of(source, record, draft.mapping, asked), one.title)
        for one in found for record in source.records(actor, [one.id])
    ]
    if not filled:
        return Sample(fill(data, [_words(draft.title, draft.mapping)]), "")
    values, title = max(filled, key=lambda pair: sum(map(len, pair[0].lists.values())))
    return Sample(fill(data, [values]), title)


def _words(title: str, mapping: Mapping[str, str]) -> Values:
    """The names of the fields where their values will stand."""
    lists: dict[str, dict[str, str]] = {}
    for mark, name in mapping.items():
        table, dot, short = mark.partition(".")
        if dot and name:
            lists.setdefault(table, {})[short] = name.partition(".")[2]
    single = {mark: name for mark, name in mapping.items() if "." not in mark}
    return Values(title, single, {table: [row] * ROWS_OF_WORDS for table, row in lists.items()})
