"""What an official form is filled from, as data (取数声明): records to choose, their fields, their lists."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Literal

from tracker.domain.text import _
from tracker.excel.form.entries import Values
from tracker.excel.form.marks import shown

__all__ = ["Field", "FieldList", "Source", "Subject", "Values", "field_names", "unmasked", "values_of"]


@dataclass(frozen=True)
class Field:
    """One field. `value` names an attribute of the record (in a list: of the row) or is a function of it;
    None stays blank for the pen.

    `form` is how a value is written where the mark asks for no form (a name out of marks.FORMS); `also` are
    other names that counties give the field; `unmasked` is the value in a file without masks.
    """

    name: str
    value: str | Callable[[Any], Any]
    kind: Literal["text", "date", "number"] = "text"
    form: str = ""
    also: tuple[str, ...] = ()
    unmasked: str | Callable[[Any], Any] | None = None

    def of(self, record: Any) -> Any:
        return attrgetter(self.value)(record) if isinstance(self.value, str) else self.value(record)


@dataclass(frozen=True)
class FieldList:
    """A list of the form: `rows` answers what repeats, `fields` are those of one row."""

    name: str
    rows: Callable[[Any], Iterable[Any]]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Subject:
    """Somebody or something a form can be filled for, as a list offers it: `id`, a name, its unit's name.

    Subjects of one `group` are offered together, the first group unless another is chosen ("": all are one).
    """

    id: int
    title: str
    unit: str = ""
    group: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of record that forms are filled from, one form for each.

    `action` is the policy row that guards all, `unmask` the one for a file without masks ("": none).
    `subjects(actor, unit code, limit)` lists what this actor may choose from, "" for every unit;
    `records(actor, ids)` answers those of them that the actor may see, with values he may read;
    `title_of(record)` names its sheet or file and never tells a resident's name (domain.md 12.16).
    `personal`: the sheets tell of one person each; `handed_out`: a sheet goes to the very person it is about,
    so that one alone needs neither masks nor somebody's consent. `purpose`: what such sheets usually are for;
    `grouped_by`: what the groups of the subjects are; `counted`: how many sheets, in the words of the source.
    """

    name: str
    title: str
    action: str
    fields: tuple[Field, ...]
    subjects: Callable[[Any, str, int], Sequence[Subject]]
    records: Callable[[Any, Sequence[int]], Sequence[Any]]
    title_of: Callable[[Any], str]
    lists: tuple[FieldList, ...] = ()
    personal: bool = False
    handed_out: bool = False
    unmask: str = ""
    purpose: str = ""
    grouped_by: str = ""
    counted: str = _("{n} 份")

    @property
    def has_masks(self) -> bool:
        return any(field.unmasked is not None for field in self.fields)


def field_names(source: Source) -> tuple[str, ...]:
    """姓名 and 材料.名称: every name that a mark can stand for, in the order of the declaration."""
    rows = (f"{one.name}.{field.name}" for one in source.lists for field in one.fields)
    return (*(field.name for field in source.fields), *rows)


def unmasked(source: Source) -> Source:
    """The same source with the values of a file without masks."""

    def opened(fields: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(replace(one, value=one.unmasked) if one.unmasked is not None else one for one in fields)

    lists = tuple(replace(one, fields=opened(one.fields)) for one in source.lists)
    return replace(source, fields=opened(source.fields), lists=lists)


def values_of(
    source: Source, record: Any, mapping: Mapping[str, str], formed: Iterable[str] = ()
) -> Values:
    """One form filled from one record. `mapping`: {mark: field of the source, "" to leave it blank};
    `formed`: the marks that ask for a form of their own."""
    fields = {one.name: one for one in source.fields}
    asked = set(formed)
    single = {
        mark: _written(fields[name], record, mark in asked)
        for mark, name in mapping.items() if "." not in mark and name in fields
    }
    return Values(source.title_of(record), single, _lists(source, record, mapping, asked))


def _lists(
    source: Source, record: Any, mapping: Mapping[str, str], asked: set[str]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of each list of the form, by the form's own names."""
    known = {one.name: one for one in source.lists}
    wanted: dict[tuple[str, str], dict[str, str]] = {}
    for mark, name in mapping.items():
        table, _dot, short = mark.partition(".")
        its_list, _dot, field = name.partition(".")
        if short and its_list in known:
            wanted.setdefault((table, its_list), {})[short] = field
    answer = {}
    for (table, its_list), columns in wanted.items():
        fields = {one.name: one for one in known[its_list].fields}
        answer[table] = [
            {
                short: _written(fields[name], row, f"{table}.{short}" in asked)
                for short, name in columns.items() if name in fields
            }
            for row in known[its_list].rows(record)
        ]
    return answer


def _written(field: Field, record: Any, has_own_form: bool) -> Any:
    value = field.of(record)
    return shown(value, field.form) if field.form and value is not None and not has_own_form else value
