"""What can go wrong on purpose: every error a page turns into a Chinese sentence."""

from typing import Any


class TrackerError(Exception):
    """The family of errors that the web turns into a page; anything else is a 500."""


class RuleBroken(TrackerError):
    """A rule of the field says no; `field` names the input it is about (None: the whole form).

    `message` is a Chinese template, `params` fill it; translation happens where it is shown.
    """

    def __init__(self, message: str, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.message.format(**self.params)


class Forbidden(TrackerError):
    """This role may never do this action; the page says whom to ask."""


class NotFound(TrackerError):
    """Absent or invisible: both look the same, so that nothing leaks."""


class Conflict(TrackerError):
    """Somebody else changed `record` since the form was opened; `record` holds the newer state."""

    def __init__(self, record: Any) -> None:
        super().__init__("conflict")
        self.record = record


class Repeated(TrackerError):
    """The same form was sent again: `kind` and `record_id` name what the first sending made or changed."""

    def __init__(self, kind: str, record_id: int) -> None:
        super().__init__("repeated")
        self.kind = kind
        self.record_id = record_id
