"""没有信号: the pages that work alone, their scripts by the digest of all, the worker that keeps them."""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Response, current_app, g, jsonify, render_template, url_for
from flask_babel import gettext

from tracker.domain.errors import NotFound
from tracker.field.service import account_key
from tracker.field.views.frame import View, bp
from tracker.township import queries as town
from tracker.visits.forms import VisitForm
from tracker.web.guard import OPEN, page
from tracker.web.jinja import STATIC, can, static_url
from tracker.web.pages import render

SCRIPTS = STATIC / "js" / "field"
WORKER, ENTRY = "worker.js", "page.js"
NO_VISITS = "none"
LEFT_OUT = re.compile(rb"^[ \t]*(?:(?://[^\n]*)?\n)?", re.MULTILINE)
"""Indents, empty lines and lines of comment: a tenth of what a phone would keep."""
SWITCH, OFF = "offline_pages", "off"
"""The row of `setting` that takes the worker back from every phone at its next visit."""
KEPT = (
    "css/base.css", "css/desk.css", "css/field.css", "icons.svg", "favicon.svg",
    "js/page.js", "js/desk.js", "js/photos.js", "js/visit.js",
)
"""Static files of the two pages that work alone."""
NAMES = tuple(sorted(path.name for path in SCRIPTS.glob("*.js") if path.name != WORKER))


def digest_of_scripts() -> str:
    """16 hex digits of what all modules hold together: one address for all, so that they fit each other."""
    return _digest(tuple(_stamp(name) for name in NAMES))


def _stamp(name: str) -> float:
    return (SCRIPTS / name).stat().st_mtime if current_app.debug else 0.0


@cache
def _digest(_stamps: tuple[float, ...]) -> str:
    texts = (name.encode() + (SCRIPTS / name).read_bytes() for name in NAMES)
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def module(name: str) -> str:
    """The address of one of our modules; the imports inside it lead to its neighbours of the same digest."""
    return url_for("field.script", digest=digest_of_scripts(), name=name)


def modules() -> list[str]:
    """All of them, the one that begins last: a browser may fetch them at once, not one after the other."""
    return [module(name) for name in NAMES if name != ENTRY] + [module(ENTRY)]


def holder() -> str:
    """The key of the account whose visits this page may keep; NO_VISITS for other staff, "" for nobody."""
    if g.get("actor") is None:
        return ""
    return account_key(g.actor) if can("visit.add") else NO_VISITS


@bp.app_context_processor
def for_every_template() -> dict[str, Callable[..., Any]]:
    return {"field_modules": modules, "field_holder": holder, "field_worker": worker_address}


def is_on() -> bool:
    return town.setting(SWITCH) != OFF


def worker_address() -> str:
    return url_for("field.worker")


@bp.get("/field/js/<digest>/<name>")
@page(OPEN)
def script(digest: str, name: str) -> Response:
    """A module under the digest of all of them; an address of yesterday has no file."""
    if name not in NAMES or digest != digest_of_scripts():
        raise NotFound("script")
    g.kept_for_ever = True
    return Response(LEFT_OUT.sub(b"", (SCRIPTS / name).read_bytes()), mimetype="text/javascript")


@bp.get("/sw.js")
@page(OPEN)
def worker() -> Response:
    """The service worker: a list of what it keeps, named by the content of that; without a list it goes."""
    files, pages = (_files(), _pages()) if is_on() else ([], {})
    outbox, form = url_for("field.outbox"), url_for("field.new")
    plan = {
        "name": _name_of([*files, *pages, *pages.values()]),
        "files": files,
        "shells": list(pages),
        "pages": {url_for("visits.new"): form, outbox: outbox},
        "day": url_for("overview.me"),
        "outbox": outbox,
    }
    head = f"const PLAN = {jsonify(plan).get_data(as_text=True).strip()};\n"
    return Response(head + (SCRIPTS / WORKER).read_text(encoding="utf-8"), mimetype="text/javascript")


def _name_of(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _files() -> list[str]:
    """What the pages without a signal are made of; each address carries the digest of what lies there."""
    names = [name for name in KEPT if (STATIC / name).exists()]
    return [static_url(name) for name in names] + [module(name) for name in NAMES]


def _pages() -> dict[str, str]:
    outbox = render_template("field/outbox.html", **_nobody())
    return {url_for("field.outbox"): outbox, url_for("field.new"): _new_page()}


@bp.get("/visits/outbox")
@page(OPEN)
def outbox() -> View:
    """待上传: no personal data of the records; the phone fills it in. The worker asks for it as nobody."""
    return render("field/outbox.html", **({} if g.actor else _nobody()))


@bp.get("/field/new")
@page(OPEN)
def new() -> View:
    """记走访 without a signal: the empty form with the town's villages; nobody's name on it."""
    return _new_page(), 200


def _new_page() -> str:
    form = VisitForm()
    own = town.default_town(current_app.config["TOWN"])
    villages = town.village_choices(own.unit_code) if own else []
    form.place.choices = {
        "": gettext("（还没选）"), gettext("村（社区）"): {f"v{code}": name for code, name in villages},
    }
    form.companion_ids.choices = []
    form.offer_visitors([])
    while len(form.matters) > 1:  # the script makes as many boxes as are wanted
        form.matters.pop_entry()
    form.offer_items([])
    return render_template("field/new.html", form=form, **_nobody())


def _nobody() -> dict[str, Any]:
    """What a page of the shell knows of who asks for it: nothing."""
    own = town.default_town(current_app.config["TOWN"])
    name = own.name if own else ""
    return {
        "actor": None, "menu": [], "get_flashed_messages": lambda **_how: [], "town_name": name,
        "field_holder": lambda: "",
    }
