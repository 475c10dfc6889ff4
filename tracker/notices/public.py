"""公开 for residents (/notices): answered matters week by week, without names."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from tracker.domain.errors import NotFound
from tracker.notices import queries, rules
from tracker.notices.models import Publication
from tracker.pictures.views import jpeg_answer
from tracker.township import queries as town
from tracker.web.guard import current_actor, public_page
from tracker.web.pages import here, render, text_arg

bp = Blueprint("notices_public", __name__, url_prefix="/notices")

Answer = Response | tuple[str, int]


@bp.get("")
@public_page("notice.read")
def index() -> Answer:
    """一周一周地: what was answered from Monday to Sunday, the newest week first."""
    choices = town.village_choices(current_actor.unit_code)
    village = text_arg("village")
    rows, has_more = queries.published(current_actor, _after(), village if village in dict(choices) else "")
    last = rows[-1] if rows else None
    return render(
        "notices/digest.html", weeks=_weeks(rows), villages=queries.villages(rows), choices=choices,
        village=village,
        more=here(after=f"{last.answered_on}_{last.id}") if last and has_more else None,
        is_later=bool(_after()), took_in_words=took_in_words,
    )


@bp.get("/<int:publication_id>")
@public_page("notice.read")
def one(publication_id: int) -> Answer:
    found = queries.published_one(current_actor, publication_id)
    return render(
        "notices/one.html", one=found, villages=queries.villages([found]), took_in_words=took_in_words
    )


@bp.get("/<int:publication_id>/<picture>.jpg")
@public_page("notice.read")
def picture(publication_id: int, picture: str) -> Response:
    found = queries.public_picture(queries.published_one(current_actor, publication_id), picture)
    if found is None:
        raise NotFound("picture")
    return jpeg_answer(found.thumb if request.args.get("size") == "thumb" else found.shown)


def took_in_words(row: Publication) -> str:
    days = rules.took(row.submitted_on, row.answered_on)
    return str(_("用了 %(n)s 天", n=days) if days else _("当天答复"))


def _weeks(rows: Sequence[Publication]) -> list[tuple[tuple[date, date], list[Publication]]]:
    """The rows of this page, week by week."""
    waiting, found = list(rows), []
    for week, count in rules.by_week([one.answered_on for one in rows]):
        found.append((week, waiting[:count]))
        waiting = waiting[count:]
    return found


def _after() -> tuple[date, int] | None:
    """The row before this page, from the address; None for the first page and for junk."""
    day, _sign, number = text_arg("after").partition("_")
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
