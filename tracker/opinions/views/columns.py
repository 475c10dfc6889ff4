"""What a person likes to see of the list (列、疏密、常用查询): kept on the server, for desks are shared."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain.text import _ as N_
from tracker.opinions.rules import redacted
from tracker.opinions.views.frame import Answer, bp
from tracker.store import preferences
from tracker.web.forms import PressForm, clean
from tracker.web.guard import current_actor, page

COLUMNS: dict[str, str] = {
    "village": N_("村（社区）"), "category": N_("类别"), "person": N_("反映人"), "office": N_("承办"),
    "came": N_("收到"), "status": N_("状态"), "due": N_("期限"), "stream": N_("哪类事"),
    "urgency": N_("快慢"), "channel": N_("怎么来的"), "reopened": N_("重办"),
}
"""What may stand beside the number and the matter itself, in the order of the list."""
USUAL = ("village", "category", "person", "office", "came", "status", "due")
DENSITIES: dict[str, str] = {"tight": N_("紧凑"), "": N_("适中"), "loose": N_("宽松")}
LIKED, VIEWS = "opinions.columns", "opinions.views"
MOST_VIEWS, LONGEST_NAME, LONGEST_QUERY = 20, 20, 600


def columns_liked() -> tuple[list[str], str]:
    """(columns in the order of the list, density) of the person who reads."""
    found = preferences.liked(current_actor.user_id, LIKED) or {}
    wanted = found.get("columns", USUAL)
    return [key for key in COLUMNS if key in wanted], found.get("density", "")


def views_saved() -> list[dict[str, Any]]:
    """常用查询: {name, query, is_first}; the first one opens with the list."""
    return list(preferences.liked(current_actor.user_id, VIEWS) or [])


@bp.post("/columns")
@page("opinion.list")
def choose_columns() -> Answer:
    if PressForm().sent_well():
        density = request.form.get("density", "")
        chosen = {
            "columns": [key for key in COLUMNS if key in request.form.getlist("columns")],
            "density": density if density in DENSITIES else "",
        }
        preferences.like(current_actor.user_id, LIKED, chosen)
    return _back()


@bp.post("/views")
@page("opinion.list")
def save_view() -> Answer:
    """存为常用查询: the same name again replaces it. Somebody's number that was searched for is not kept."""
    name = redacted(clean(request.form.get("name")) or "")[:LONGEST_NAME]
    query = _without_numbers(_query_sent())
    if PressForm().sent_well() and name and query:
        others = [one for one in views_saved() if one["name"] != name]
        is_first = bool(request.form.get("is_first"))
        if is_first:
            others = [{**one, "is_first": False} for one in others]
        mine = {"name": name, "query": query, "is_first": is_first}
        preferences.like(current_actor.user_id, VIEWS, [*others, mine][-MOST_VIEWS:])
    return _back()


@bp.post("/views/drop")
@page("opinion.list")
def drop_view() -> Answer:
    if PressForm().sent_well():
        name = request.form.get("name", "")
        kept = [one for one in views_saved() if one["name"] != name]
        preferences.like(current_actor.user_id, VIEWS, kept or None)
    return _back()


def _query_sent() -> str:
    """The filters of the list as the page sent them back."""
    query = request.form.get("query", "")
    return query if query.isprintable() and len(query) <= LONGEST_QUERY else ""


def _without_numbers(query: str) -> str:
    """Views lie open in the database, where a resident's telephone or identity number never does."""
    said = [(key, value) for key, value in parse_qsl(query) if redacted(value) == value]
    return urlencode(said)


def _back() -> Answer:
    query = _query_sent()
    target = url_for(".index") + (f"?{query}" if query else "?all=1")
    return redirect(target, 303)  # type: ignore[return-value]


SHORTCUTS = (
    ("/", N_("查询")), ("J K", N_("下一行、上一行")), ("X", N_("勾选")), ("Enter", N_("打开")),
    ("N", N_("登记一件")), ("Ctrl+Enter", N_("提交")), ("?", N_("看这张表")),
)


def shortcuts() -> list[tuple[str, str]]:
    return [(key, _(told)) for key, told in SHORTCUTS]
