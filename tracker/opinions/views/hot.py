"""热点: which matters of a week say the same thing, village by village."""

from datetime import date

from flask import abort, redirect, url_for
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.opinions.queries.hot import HotGroup, hot_of, monday_of
from tracker.opinions.rules.hot import WEEK
from tracker.opinions.views.frame import Answer, bp
from tracker.township.queries import names_of
from tracker.web.guard import current_actor, page
from tracker.web.pages import render, text_arg


@bp.get("/hot")
@page("opinion.hot")
def hot() -> Answer:
    """`week`: any day of it, in the address; else the present one."""
    asked = text_arg("week")
    try:
        day = date.fromisoformat(asked) if asked else clock.today()
        monday = monday_of(day)
        before, after = monday - WEEK, monday + WEEK
        groups = hot_of(current_actor, monday)
    except (ValueError, OverflowError):
        abort(404)
    this_week = monday_of(clock.today())
    if monday > this_week:
        return redirect(url_for(".hot"), 303)  # type: ignore[return-value]
    codes = {one.village_code for one in groups if one.village_code}
    names = names_of(codes) if codes else {}
    return render(
        "opinions/hot.html", groups=groups, names=names, monday=monday, sunday=after - WEEK / 7,
        before=before, after=after if after <= this_week else None,
        sentence=lambda one: sentence(one, names),
    )


def sentence(group: HotGroup, names: dict[str, str]) -> str:
    """石门村第 3 次反映“机井”: what a deputy can say aloud in the meeting."""
    place = names.get(group.village_code or "") or _("没写哪个村的")
    return str(_("%(place)s第 %(n)s 次反映“%(word)s”", place=place, n=group.times, word=group.words[0]))
