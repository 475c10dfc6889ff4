"""HouseForm: one shape for every form: token, form key, version, Chinese errors at the right field."""

import hmac
import secrets
from collections.abc import Callable
from typing import Any, ClassVar

from flask import current_app, g, request
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, HiddenField
from wtforms.validators import StopValidation, ValidationError

from tracker.domain import text
from tracker.domain.errors import RuleBroken
from tracker.store import typed

TOO_OLD = "这一页放得太久了，您写的都还在，请再按一次"


class Need:
    """The one answer this field needs; the message is the question put again, never 必填项."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        given = field.raw_data and any(value.strip() if isinstance(value, str) else value
                                       for value in field.raw_data)
        if not given:
            field.errors[:] = []  # what the empty text could not be turned into is not worth saying
            raise StopValidation(gettext(self.message))


class AtMost:
    """No longer than `limit` characters; says how many there are."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                gettext("最多 %(limit)s 个字，您写了 %(length)s 个", limit=self.limit, length=length)
            )


clean = text.clean
"""A filter: what was typed without invisible characters."""


class Words:
    """WTForms' own sentences, said as we say them."""

    sentences: ClassVar[dict[str, str]] = {
        "Not a valid date value.": "日期应写成 2026-11-23",
        "Not a valid time value.": "时间应写成 14:30",
        "Not a valid integer value.": "请填一个整数",
        "Not a valid decimal value.": "请填一个数字",
        "Not a valid choice.": "请从列出的选项里选一个",
        "Invalid Choice: could not coerce.": "请从列出的选项里选一个",
        "This field is required.": "请填写这一项",
        "'%(value)s' is not a valid choice for this field.": "请从列出的选项里选",
        "'%(value)s' are not valid choices for this field.": "请从列出的选项里选",
        "Invalid choice(s): one or more data inputs could not be coerced.": "请从列出的选项里选",
    }

    def gettext(self, text: str) -> str:
        return str(gettext(self.sentences.get(text, text)))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


class HouseForm(Form):
    """Base of all forms. `record` fills the fields and pins its version; no record for a new one.

    Reads the request itself: on POST what was sent, else the record or the defaults given.
    """

    class Meta:
        def get_translations(self, form: Form) -> Words:
            return Words()

    form_key = HiddenField()
    token = HiddenField()
    version = HiddenField()

    def __init__(self, record: Any = None, prefix: str = "", **defaults: Any) -> None:
        self.is_sent = request.method == "POST"
        sent: MultiDict[str, Any] | None = MultiDict(request.form) if self.is_sent else None
        if sent is not None:
            sent.update(request.files)
        start = None if record is not None else defaults or None
        super().__init__(sent, obj=record, prefix=prefix, data=start)
        if record is not None and defaults and not self.is_sent:
            for name, value in defaults.items():
                self[name].process(None, value)
        self._take_up()
        self._prepare_hidden(record)
        g.form, g.form_record = self, record

    def _take_up(self) -> None:
        """接着写: what this person had typed on this page and not sent."""
        actor = g.get("actor")
        if self.is_sent or not request.args.get("kept") or actor is None or actor.user_id is None:
            return
        said: MultiDict[str, Any] = MultiDict(typed.kept(actor.user_id, request.path))
        for name in said:
            if name in self._fields and not isinstance(self._fields[name], HiddenField):
                self._fields[name].process(said)

    def _prepare_hidden(self, record: Any) -> None:
        if not self.is_sent or not self.form_key.data:
            self.form_key.data = secrets.token_hex(16)
        self.good_token = self.is_sent and is_token(self.form_key.data, str(self.token.data or ""))
        self.token.data = token_for(self.form_key.data)
        if not self.is_sent:
            self.version.data = str(record.version) if record is not None and record.version else ""

    def sent_well(self) -> bool:
        """Was this form sent, with a good token, in good shape?"""
        if not self.is_sent:
            return False
        good = self.validate()
        if not self.good_token:
            self.form_errors.append(gettext(TOO_OLD))
        return good and self.good_token

    def show(self, broken: RuleBroken) -> None:
        """Put what a rule says at the field it is about, as if the form had found it."""
        text = gettext(broken.message)
        text = text.format(**broken.params) if broken.params else text
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(text)
        else:
            field.errors = [*field.errors, text]

    def fresh_key(self) -> None:
        """For a sheet that is filled again after its text changed (conflict page)."""
        self.form_key.data = secrets.token_hex(16)
        self.token.data = token_for(self.form_key.data)

    def asked_fields(self) -> list[Field]:
        """The fields a person sees."""
        return [field for field in self if not isinstance(field, HiddenField)]

    @property
    def has_errors(self) -> bool:
        return bool(self.errors)

    @property
    def status(self) -> int:
        """422 when there is something to mend, else 200."""
        return 422 if self.is_sent and self.has_errors else 200


class PressForm(HouseForm):
    """A form of one button: nothing is asked, the deed is all."""


def press_fields() -> Markup:
    """The hidden fields of a small form that stands in the frame of every page (sign out, switch post)."""
    key = secrets.token_hex(16)
    one = Markup('<input type="hidden" name="{}" value="{}">')
    return one.format("form_key", key) + one.format("token", token_for(key))


def token_for(form_key: str) -> str:
    """Binds a form to the session (or to nobody, on pages without one) and to its key."""
    holder = (g.get("session_token") or "nobody") if g.get("session_row") else "nobody"
    message = f"{holder}:{form_key}".encode("utf-8", "replace")
    return hmac.new(current_app.config["SECRET_KEY"].encode(), message, "sha256").hexdigest()[:32]


def is_token(form_key: str, sent: str) -> bool:
    """Was this token made for this key in this session?"""
    return _same(token_for(form_key), sent)


def _same(token: str, sent: str) -> bool:
    """In bytes: compare_digest refuses text beyond ASCII, and anything may have been sent."""
    return hmac.compare_digest(token.encode(), sent.encode("utf-8", "replace"))


def choices(labels: dict[Any, str]) -> list[tuple[str, str]]:
    """Choices of a select or radio field from a LABELS table, translated where shown."""
    return [(key.value, gettext(label)) for key, label in labels.items()]


def coerce_to(enum: Callable[[str], Any]) -> Callable[[Any], Any]:
    """For SelectField(coerce=…): the enum member, None for the empty choice."""
    return lambda value: enum(value) if value not in (None, "") else None


def optional_id(value: Any) -> int | None:
    """For SelectField(coerce=…): an id, None for the empty choice; ValueError for junk."""
    return int(value) if value not in (None, "", "None") else None
