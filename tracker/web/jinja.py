"""Formatting for templates: dates, labels, masks; what every page knows without being told."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_translations, gettext
from markupsafe import Markup

from tracker.domain import clock, masking, roles
from tracker.domain.policy import may_come
from tracker.domain.workdays import spoken
from tracker.store.access import allows
from tracker.store.receipts import grouped
from tracker.web.forms import press_fields
from tracker.web.guard import signed_in
from tracker.web.nav import menu_of
from tracker.web.pages import Thread, here, threads_of

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
STATIC = Path(__file__).resolve().parent.parent / "static"


def day(value: date | datetime | None) -> str:
    """2026-11-23, empty for None; instants by the township's wall clock."""
    if value is None:
        return ""
    return _date(value).isoformat()


def day_cn(value: date | datetime | None) -> str:
    """11 月 23 日, with the year when it is not this one; empty for None."""
    return "" if value is None else spoken(_date(value), clock.today().year)


def moment(value: datetime | None) -> str:
    """2026-11-23 16:02 by the township's wall clock."""
    return "" if value is None else clock.local(value).strftime("%Y-%m-%d %H:%M")


def with_urls(rows: list[Any]) -> list[dict[str, Any]]:
    """Rows of a day card with their addresses."""
    return [
        {"url": url_for(row.endpoint, **row.args), "title": row.title, "meta": row.meta} for row in rows
    ]


def _date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def label(value: Any, table: dict[Any, str] | None = None) -> str:
    """The Chinese word of an enum value, from the LABELS table handed over or its own `label`."""
    if value is None:
        return ""
    word = table[value] if table is not None else value.label
    return str(gettext(word))


def paragraphs(text: str | None) -> Markup:
    """Free text with its line breaks, escaped."""
    lines = (text or "").splitlines() or [""]
    return Markup("<br>").join(lines)


@cache
def _digest(name: str, _changed: float) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def static_url(name: str) -> str:
    """The address of a static file with its content in it, so that it may be kept for ever."""
    changed = (STATIC / name).stat().st_mtime if current_app.debug else 0.0
    return f"{request.script_root}{current_app.static_url_path}/{name}?v={_digest(name, changed)}"


def can(action: str, record: Any = None) -> bool:
    """May the actor of this request do this (to this record)? The same table as everywhere."""
    actor = g.get("actor")
    if actor is None:
        return False
    return allows(actor, action, record) if record is not None else may_come(actor, action)


def threads(kind: str, record_id: int) -> list[Thread]:
    """What hangs together with a record, as far as this person may read it."""
    actor = g.get("actor")
    return threads_of(actor, kind, record_id) if actor is not None else []


@dataclass(frozen=True)
class WhoAmI:
    """The signed-in person as the frame shows them."""

    name: str
    role: roles.Role
    role_label: str
    unit_name: str
    posts: list[tuple[int, str, bool]]


def whoami(actor: roles.Actor) -> WhoAmI:
    posts = [(post.post_id, post.label, post.is_current) for post in g.get("posts", [])]
    unit = next((post.unit_name for post in g.get("posts", []) if post.is_current), "")
    return WhoAmI(actor.name, actor.role, gettext(roles.LABELS[actor.role]), unit, posts)


FILTERS = {
    "day": day,
    "day_cn": day_cn,
    "moment": moment,
    "weekday": lambda value: gettext(WEEKDAYS[value.weekday()]),
    "with_urls": with_urls,
    "label": label,
    "paragraphs": paragraphs,
    "mask_phone": masking.mask_phone,
    "mask_name": masking.mask_name,
    "grouped": grouped,
    "role_word": lambda value: gettext(roles.LABELS[roles.Role(value)]),
    "value": lambda value: value.value if isinstance(value, Enum) else value,
}


def say(text: str, **values: Any) -> Markup:
    """gettext of the templates: what Jinja's own does, with the catalogue looked up once a request."""
    if "words" not in g:
        g.words = get_translations()
    said = g.words.ugettext(text)
    if not values:
        return _plain(said)
    return Markup(said) % values  # noqa: S704  # our own text; the values are escaped


@lru_cache(4096)
def _plain(said: str) -> Markup:
    return Markup(said) % {}  # noqa: S704  # our own text


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        static_url=static_url, can=can, threads=threads, here=here, press_fields=press_fields, _=say
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def of_every_page() -> dict[str, Any]:
        actor = g.get("actor") if signed_in() else None
        menu = menu_of(actor, current_app.view_functions) if actor else []
        return {
            "actor": whoami(actor) if actor else None,
            "menu": [
                {
                    "label": gettext(entry.label),
                    "url": url_for(entry.endpoint),
                    "icon": entry.icon,
                    "is_current": request.endpoint == entry.endpoint,
                }
                for entry in menu
            ],
            "town_name": g.get("town_name", ""),
            "town_phone": current_app.config["PHONE"] or g.get("town_phone", ""),
            "demo_banner": current_app.config["DEMO_NOTE"],
            "zi": g.get("zi", ""),
            "today": clock.today(),
        }
