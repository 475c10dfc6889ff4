"""The list of residents' matters at the desk (台账)."""


from flask import g, request

from tracker.domain import clock
from tracker.opinions import queries, rules
from tracker.opinions.models import Opinion
from tracker.opinions.queries import Filters
from tracker.opinions.views.detail import standing
from tracker.opinions.views.frame import Answer, bp
from tracker.township import queries as town
from tracker.web.guard import current_actor, page
from tracker.web.pages import Page, render, text_arg


@bp.get("")
@page("opinion.list")
def index() -> Answer:
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
    return render(
        "opinions/index.html", page=pager, filters=filters, totals=totals, standing=standing(),
        names=queries.names_beside(rows, {**places.names, current_actor.town_code: g.town_name}),
        excerpt=_excerpt, labels=rules.LABELS, villages=places.villages, offices=places.offices,
        categories=queries.category_filter(current_actor.town_code),
    )


def _excerpt(opinion: Opinion) -> str:
    """What the list shows of a matter: never somebody's telephone or identity number."""
    return rules.redacted(opinion.title or rules.title_of(opinion.text))


