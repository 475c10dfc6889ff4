"""Forms of the import wizard (导入向导): the file, and which column is which."""

from collections.abc import Mapping, Sequence

from wtforms import FileField, Form, SelectField, ValidationError

from tracker.domain.text import _
from tracker.excel.report import Column
from tracker.imports.rules import mapping_problems
from tracker.web.forms import HouseForm

FIELD = "column_"
NOT_IN_MY_SHEET = _("（我的表里没有）")
PICK = _("请选")
SHOWN_SAMPLES = 2


def _given(_form: Form, field: FileField) -> None:
    if not getattr(field.data, "filename", ""):
        raise ValidationError(_("请选一个文件"))


class UploadForm(HouseForm):
    file = FileField(
        _("选文件"), validators=[_given], render_kw={"accept": ".xlsx,.xls,.csv", "aria-required": "true"}
    )

    @property
    def name(self) -> str:
        return str(self.file.data.filename)

    def content(self) -> bytes:
        return bytes(self.file.data.stream.read())


class MatchForm(HouseForm):
    """A select field for each of our columns; made by match_form(), since each kind has others."""

    columns: Sequence[Column] = ()

    def mapping(self) -> dict[str, str]:
        """{column: heading of the file, or empty}."""
        return {str(one.value): self[FIELD + str(one.value)].data or "" for one in self.columns}

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        good = bool(super().validate(extra_validators))
        asked = [(str(one.value), one.required) for one in self.columns]
        for column, sentence in mapping_problems(asked, self.mapping()).items():
            field = self[FIELD + column]
            field.errors = [*field.errors, sentence]
            good = False
        return good


def match_form(columns: Sequence[Column], headers: Mapping[str, Sequence[str]]) -> type[MatchForm]:
    """The form for these columns. `headers`: {heading of the file: what the first rows hold under it}."""
    offered = {header: _told(header, samples) for header, samples in headers.items()}
    fields: dict[str, object] = {"columns": columns}
    for one in columns:
        choices = {"": PICK if one.required else NOT_IN_MY_SHEET, **offered}
        fields[FIELD + str(one.value)] = SelectField(one.title, choices=choices, default="")
    return type("MatchFormOfKind", (MatchForm,), fields)


def _told(header: str, samples: Sequence[str]) -> str:
    shown = "、".join(one[:12] for one in samples[:SHOWN_SAMPLES])
    return _("{header}（如：{shown}）").format(header=header, shown=shown) if shown else header
