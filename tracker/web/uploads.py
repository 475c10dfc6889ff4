"""Pages that take photographs (照片): a larger limit for them alone; typed text outlives a refusal."""

import io
from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Flask, request
from werkzeug.exceptions import HTTPException

F = TypeVar("F", bound=Callable[..., Any])
LARGEST_WITH_PHOTOS = 64 * 2**20
"""Three photographs of 10 MB, and room to say of larger ones that they are too large."""
KEPT_OF_ONE = 10 * 2**20 + 1
ROOM = 3 * KEPT_OF_ONE
"""Bytes kept of one file, and of all of a form: what the rules of photographs let pass, and one more."""
READ_FOR_TEXT = 4 * LARGEST_WITH_PHOTOS
"""Of a form that is larger still the files are thrown away unread and the text is given back."""


def takes_photos(view: F) -> F:
    """Mark a view whose form carries photographs; below the page mark."""
    view.takes_photos = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Before the guard, which reads the form."""

    @app.before_request
    def larger_limit() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_photos", False):
            request.max_content_length = LARGEST_WITH_PHOTOS
            request._get_file_stream = in_memory()  # type: ignore[method-assign]


def in_memory() -> Callable[..., IO[bytes]]:
    """Photographs never touch the disk as they were sent (werkzeug would lay them in /tmp, place and all).

    What is longer than a photograph may be is cut: its length alone says that it is refused.
    """
    left = [ROOM]

    def open_one(*_about: Any, **_more: Any) -> IO[bytes]:
        return _Kept(left)

    return open_one


class _Kept(io.BytesIO):
    def __init__(self, left: list[int]) -> None:
        super().__init__()
        self._left = left

    def write(self, data: Any) -> int:
        kept = data[: min(self._left[0], KEPT_OF_ONE - self.tell())]
        self._left[0] -= super().write(kept)
        return len(data)


class _Nowhere(io.RawIOBase):
    """A file that keeps nothing of what is written into it."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0


def text_of_refused() -> bool:
    """Read the typed text of a form that was refused for its size; its files go nowhere. Is there any?"""
    if (request.content_length or READ_FOR_TEXT) >= READ_FOR_TEXT:
        return False

    def nowhere(*_about: Any, **_more: Any) -> IO[bytes]:
        return _Nowhere()  # type: ignore[return-value]  # the parser writes and rewinds, no more

    request.max_content_length = READ_FOR_TEXT
    request._get_file_stream = nowhere  # type: ignore[method-assign]
    try:
        return bool(request.form)
    except HTTPException:  # too much text, too many parts: there is nothing to give back
        return False
