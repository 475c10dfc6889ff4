"""Walking through the pages of the running program: where they lead, what they are made of."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

MOST = 160
ONE_OF_MANY = ("reports", "imports", "blanks")


class Source(HTMLParser):
    """A page as the server sent it: its title, where it leads, and the kinds of things it is made of."""

    KINDS = ("class", "type", "role")
    ALONE = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.links, self.kinds = "", [], set()
        self.is_for_residents = False
        self.rows: dict[str, str] = {}
        self._inside: list[str] = []
        self._row: tuple[list[str], list[str]] | None = None
        self._is_tag = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = " ".join([tag, *(given.get(name, "") for name in self.KINDS)])
        self.kinds.add((self._inside[-1] if self._inside else "", kind))
        if tag not in self.ALONE:
            self._inside.append(kind)
        self.is_for_residents |= "css/public" in given.get("href", "")
        if tag == "tr":
            self._row = ([], [])
        if tag == "a" and "href" in given and "download" not in given:
            self.links.append(given["href"])
            if self._row is not None:
                self._row[0].append(given["href"])
        if tag == "form" and given.get("method", "get") == "get" and "role" not in given:
            self.links.append(given.get("action", ""))  # a main button that leads to a page
        self._is_tag = given.get("class", "").startswith("tag")

    def handle_endtag(self, tag: str) -> None:
        if any(one.split(" ")[0] == tag for one in self._inside):
            while self._inside.pop().split(" ")[0] != tag:
                pass
        if tag == "tr" and self._row is not None:
            for link in self._row[0]:
                self.rows[link] = " ".join(self._row[1])
            self._row = None

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1].startswith("title"):
            self.title += data
        if self._is_tag and self._row is not None and data.strip():
            self._row[1].append(data.strip())
        self._is_tag = False


def shape_of(path: str) -> str:
    """/opinions/石门-诉-0412/accept → /opinions/*/accept: pages of one shape look alike."""
    parts = unquote(urlsplit(path).path).split("/")
    if parts[1] in ONE_OF_MANY and len(parts) > 2:
        parts[2] = "*"  # one report, one kind of sheet, one form is like another
    return "/".join("*" if any(c.isdigit() or ord(c) > 127 for c in part) else part for part in parts)


def path_of(url: str) -> str:
    """Where a page was found in the end, with its query."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def reachable(request: Any, start: str) -> Iterator[tuple[str, Source]]:
    """Follow links: one page of each shape, of records one in each state. Yields (path, source)."""
    waiting, seen = [(start, "")], set()
    while waiting and len(seen) < MOST:
        path, state = waiting.pop(0)
        if (shape_of(path), state) in seen:
            continue
        seen.add((shape_of(path), state))
        answer = request.get(path)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue  # a file is no page to look at
        assert answer.status == 200, f"{path} → {answer.status}"
        path, source = path_of(answer.url), Source(answer.text())
        if start != "/" and source.is_for_residents:
            continue  # measured as residents see it
        yield path, source
        waiting += [
            (link, source.rows.get(link, ""))
            for link in source.links
            if link.startswith("/") and not link.startswith("//")
        ]
