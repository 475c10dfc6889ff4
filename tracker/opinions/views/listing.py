"""The list of residents' matters at the desk (台账): filters in the address, own columns, saved views."""

from urllib.parse import urlencode

from flask import g, redirect, request, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion
from tracker.opinions.queries import Filters, merging
from tracker.opinions.queries import tray as waiting
from tracker.opinions.views.bulk import bulk_form
from tracker.opinions.views.columns import COLUMNS, DENSITIES, columns_liked, shortcuts, views_saved
from tracker.opinions.views.detail import standing
from tracker.opinions.views.frame import Answer, bp
from tracker.township import queries as town
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor, page
from tracker.web.jinja import can
from tracker.web.pages import Page, render, text_arg


@bp.get("")
@page("opinion.list")
def index() -> Answer:
    first = next((one["query"] for one in views_saved() if one["is_first"]), "")
    if first and not request.args:
        return redirect(f"{url_for('.index')}?{first}")  # type: ignore[return-value]
    filters = Filters(**{name: text_arg(name) for name in Filters.__dataclass_fields__})
    rows, has_more = queries.inbox(current_actor, filters, clock.mark_of(text_arg("after")))
    totals = queries.totals(current_actor, filters)
    last = rows[-1] if rows and has_more else None
    pager = Page(
        rows, count=min(totals.found, queries.COUNT_UP_TO), is_capped=totals.is_capped,
        next_after=f"{last.created_at.isoformat()}~{last.id}" if last else None,
        has_previous="after" in request.args,
    )
    places = town.places(current_actor.town_code)
    columns, density = columns_liked()
    return render(
        "opinions/index.html",
        suspects=waiting.count_suspects(current_actor) if can("opinion.clear_suspect") else 0,
        page=pager, filters=filters, totals=totals, standing=standing(),
        names=queries.names_beside(rows, {**places.names, current_actor.town_code: g.town_name}),
        excerpt=_excerpt, words=rules, villages=places.villages, offices=places.offices,
        under=merging.children_counts(current_actor, [one.id for one in rows]),
        categories=queries.category_filter(current_actor.town_code), columns=columns, density=density,
        all_columns=COLUMNS, densities=DENSITIES, saved=views_saved(), here=_query(), ready=_ready(),
        press=PressForm(), bulk=bulk_form(places.offices), shortcuts=shortcuts(),
    )


def _query() -> str:
    """The filters of this address, without the place in the list."""
    return urlencode({name: value for name, value in _filters_sent().items() if value})


def _filters_sent() -> dict[str, str]:
    return {name: text_arg(name) for name in Filters.__dataclass_fields__}


def _ready() -> list[tuple[str, str, bool]]:
    """(label, address, is it this one) of the views everybody has."""
    views = [
        (_("全部"), {}), (_("我手里的"), {"mine": "1"}), (_("一周内到期"), {"due": "week"}),
        (_("已晚"), {"due": "late"}), (_("快"), {"urgency": "fast"}),
    ]
    if can("opinion.check_withdrawal"):
        views.append((_("撤回要回访的"), {"due": "check"}))
    sent = {name: value for name, value in _filters_sent().items() if value}
    return [(label, _address(query), sent == query) for label, query in views]


def _address(query: dict[str, str]) -> str:
    return f"{url_for('.index')}?{urlencode({'all': '1', **query})}"


def _excerpt(opinion: Opinion) -> str:
    """What the list shows of a matter: never somebody's telephone or identity number."""
    return rules.redacted(opinion.title or rules.title_of(opinion.text))
