"""Marks in an official form (标记): {字段}, {表.字段} and {字段|date} in the text of a cell."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any, Literal

from tracker.domain.text import _
from tracker.excel.formats import wall_time

Number = int | float | Decimal

TOKEN = re.compile(r"\\([{}])|\{([^{}]*)\}|(\{)|(｛[^｛｝{}]*[｝}])")
LOOKS_MARKED = re.compile(r"(?<!\\)\{[^{}]*\}")
EQUAL_SIGNS = str.maketrans({"．": ".", "｜": "|", "\u3000": " "})
PLACES = {"int": Decimal(1), "money": Decimal("0.01"), "score": Decimal("0.01"), "percent": Decimal("0.01")}

UNCLOSED = _("左花括号没有配上右花括号。标记写成 {字段}；只想要一个花括号，请写成 \\{")
EMPTY = _("花括号里是空的。请写上字段，例如 {姓名}")
FULL_WIDTH = _("花括号是全角的，不会填写。请改成半角的 {字段}")
UNKNOWN_FORM = _("没有“{form}”这种写法。竖线后面可以写：{known}")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a form and what to do; `cell` is Sheet!B3, a sheet's name, or "" for the file."""

    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.cell}：{self.message}" if self.cell else self.message


@dataclass(frozen=True)
class Form:
    """How a mark wants its value shown: the number format of a cell, and the kind of value it is for."""

    code: str
    kind: Literal["date", "number"]


FORMS = {
    "date": Form('yyyy"年"m"月"d"日"', "date"),
    "day": Form("yyyy-mm-dd", "date"),
    "month": Form("yyyy.mm", "date"),
    "int": Form("0", "number"),
    "money": Form("0.00", "number"),
    "score": Form("0.00", "number"),
    "percent": Form("0.00%", "number"),
}


@dataclass(frozen=True)
class Field:
    """One mark: `name` is 字段 or 表.字段; `form` a name out of FORMS, "" for none."""

    name: str
    form: str = ""

    @property
    def table(self) -> str:
        """The list it belongs to; "" for a field of the form itself."""
        return self.name.partition(".")[0] if "." in self.name else ""

    def code_for(self, value: Any) -> str | None:
        """The number format it asks for, None when it asks for none or the value is of another kind."""
        form = FORMS.get(self.form)
        return form.code if form and form.kind == kind_of(value) else None


Piece = str | Field


@dataclass(frozen=True)
class Marked:
    """The text of a cell cut at its marks, where each piece begins, and what is wrong in Chinese."""

    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    faults: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Field))

    @property
    def alone(self) -> Field | None:
        """The mark, when the cell holds nothing else."""
        rest = [piece for piece in self.pieces if isinstance(piece, Field) or piece.strip()]
        return rest[0] if len(rest) == 1 and isinstance(rest[0], Field) else None


def parse_marks(text: str) -> Marked:
    """Marks, literal braces and the text between them; a fault stays in the text as it is."""
    pieces: list[tuple[int, Piece]] = []
    faults: list[str] = []
    done = 0
    for found in TOKEN.finditer(text):
        pieces.append((done, text[done : found.start()]))
        done = found.end()
        literal, inner = found.group(1), found.group(2)
        if inner is not None:
            field = _field(inner)
            faults.extend(_faults(field))
            pieces.append((found.start(), field))
            continue
        pieces.append((found.start(), literal or found.group()))
        if not literal:
            faults.append(UNCLOSED if found.group(3) else FULL_WIDTH)
    kept = [(start, piece) for start, piece in [*pieces, (done, text[done:])] if piece != ""]
    starts = tuple(start for start, _piece in kept)
    return Marked(tuple(piece for _start, piece in kept), starts, tuple(faults))


def _field(inner: str) -> Field:
    name, _bar, form = "".join(inner.translate(EQUAL_SIGNS).splitlines()).partition("|")
    table, dot, rest = name.partition(".")
    return Field(f"{table.strip()}{dot}{rest.strip()}", form.strip().lower())


def _faults(field: Field) -> list[str]:
    table, dot, rest = field.name.partition(".")
    if not table or (dot and not rest):
        return [EMPTY]
    if field.form and field.form not in FORMS:
        return [UNKNOWN_FORM.format(form=field.form, known="、".join(FORMS))]
    return []


def kind_of(value: Any) -> Literal["date", "number", "text"]:
    if isinstance(value, date):
        return "date"
    if isinstance(value, Number) and not isinstance(value, bool) and isfinite(value):
        return "number"
    return "text"


def shown(value: Any, form: str = "") -> str:
    """The value inside a sentence; None is nothing, a value of another kind than the form's stays plain."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    kind = kind_of(value)
    if kind == "date":
        return _date_text(value, form)
    if kind == "number":
        return _number_text(value, form)
    return "" if isinstance(value, float | Decimal) else str(value)


def _date_text(value: date, form: str) -> str:
    if isinstance(value, datetime):
        value = wall_time(value)
    if form == "date":
        return _("{year}年{month}月{day}日").format(year=value.year, month=value.month, day=value.day)
    if form == "month":
        return f"{value.year}.{value.month:02d}"
    if isinstance(value, datetime) and form != "day":
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:%Y-%m-%d}"


def _number_text(value: Number, form: str) -> str:
    number = Decimal(str(value))
    if form not in PLACES:
        return f"{number:f}"
    if form == "percent":
        number *= 100
    return f"{number.quantize(PLACES[form], ROUND_HALF_UP):f}" + ("%" if form == "percent" else "")
