"""What lists and pages share: rendering with the right status, the pager, where a record's page is."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, current_app, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.routing import IntegerConverter, Map

from tracker.domain.roles import Actor

PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_ID = 2**31 - 1
"""What an id column holds in PostgreSQL; a larger number in the address is no page."""


class IdConverter(IntegerConverter):
    """<int:…> of an address, small enough for both databases."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)

_record_pages: dict[str, Callable[[int], str]] = {}


def render(template: str, **context: Any) -> tuple[str, int]:
    """The page, with 422 when the form on it has something to mend."""
    form = context.get("form")
    return render_template(template, **context), form.status if form is not None else 200


def to(endpoint: str, **values: Any) -> Response:
    """On to the next page after a deed."""
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[return-value]  # werkzeug's is Flask's


def workbook(data: bytes, name: str) -> Response:
    """A workbook made for this answer alone, under the name it is saved by."""
    return send_file(io.BytesIO(data), download_name=name, as_attachment=True, mimetype=XLSX)


def record_page(kind: str, url: Callable[[int], str]) -> None:
    """Tell the house where records of this table are shown: url(record_id)."""
    _record_pages[kind] = url


def page_of(kind: str, record_id: int) -> str | None:
    """The address of a record's page, None for records without one."""
    url = _record_pages.get(kind)
    return url(record_id) if url else None


@dataclass(frozen=True)
class Thread:
    """One neighbour of a record: where it came from (来自) or what it went on as (转到)."""

    title: str
    url: str
    is_from: bool = True


Threads = Callable[[Actor, int], Sequence[Thread]]
_threads: dict[str, list[Threads]] = {}


def related(kind: str, threads: Threads) -> None:
    """Tell the house what hangs together with records of this table: threads(actor, record_id).

    Only what this person may read: a neighbour that is hidden and one that is not there look the same.
    """
    _threads.setdefault(kind, []).append(threads)


def threads_of(actor: Actor, kind: str, record_id: int) -> list[Thread]:
    """The neighbours of one record, for the strip on its page; where it came from first."""
    found = [one for threads in _threads.get(kind, []) for one in threads(actor, record_id)]
    return sorted(found, key=lambda one: not one.is_from)


@dataclass
class Page:
    """One page of a list in keyset order: `rows` to show, links to the neighbours, the capped count."""

    rows: Sequence[Any]
    count: int | None = None
    is_capped: bool = False
    next_after: str | None = None
    has_previous: bool = False
    keep: dict[str, str] = field(default_factory=dict)

    @property
    def next_url(self) -> str | None:
        return here(after=self.next_after) if self.next_after else None

    @property
    def prev_url(self) -> str | None:
        """Keyset pages walk forwards; back means the first page (the browser knows the one before)."""
        return here(after=None) if self.has_previous else None

    @property
    def caption(self) -> str:
        if self.count is None:
            return ""
        words = "%(n)s 件以上" if self.is_capped else "共 %(n)s 件"
        return str(gettext(words, n=self.count))


def here(**changes: Any) -> str:
    """This address with some of its query changed; None takes a parameter away."""
    query: dict[str, Any] = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **kept})


def local_path(text: str) -> str:
    """An address of this site as it was sent back to us, without its query; empty for any other."""
    is_ours = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text.partition("?")[0][:200] if is_ours else ""


def text_arg(name: str, limit: int = 60) -> str:
    """A filter of the address as clean text; empty when absent."""
    return "".join(c for c in request.args.get(name, "") if c.isprintable())[:limit].strip()


def id_arg(name: str) -> int | None:
    """An id in the address, None when there is none or it is no id."""
    given = request.args.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


def side_served(side: str) -> bool:
    """Does this process serve that half (TRACKER_SIDE)?"""
    return current_app.config["SIDE"] in ("both", side)
