"""What stands around the answers (答复): the office's own templates, and one claim under review."""

from collections.abc import Iterable

from tracker.demo import words_answers as words
from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.domain import clock
from tracker.domain.roles import Actor, Role
from tracker.opinions import queries
from tracker.opinions import service as opinions
from tracker.opinions.models import Opinion
from tracker.opinions.queries import Filters
from tracker.opinions.rules import Status, Stream
from tracker.opinions.service.templates import Wording, add_template

DAYS_IN = 5
REVIEWED_AGO = (90, 70, 50, 30, 15, 3)
"""Working days before today, until an answer is found whose time for a review still runs."""


def stories(stage: Stage) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    yield _templates(stage)
    yield _review(stage)


def _templates(stage: Stage) -> Story:
    """Written down in the first weeks, when the same answer was given for the third time."""
    table, clerk = stage.table, stage.cast.of(Role.CLERK)[0]
    yield table.at_work(table.calendar.add(table.start, DAYS_IN))
    for name, stream, text, basis in words.TEMPLATES:
        add_template(clerk, Wording(name=name, stream=stream, text=text, basis=basis))
        yield table.later(0)


def _review(stage: Stage) -> Story:
    """Somebody goes to the county about an answer of the last weeks."""
    table, clerk = stage.table, stage.cast.of(Role.CLERK)[0]
    last = table.last_workday(table.today)
    for ago in REVIEWED_AGO:
        yield table.at_work(table.workday_before(last, ago))
        found = _reviewable(clerk)
        if found is not None:
            opinions.ask_review(clerk, found, organ=words.COUNTY, asked_on=clock.today())
            return


def _reviewable(clerk: Actor) -> Opinion | None:
    """Of what is closed: its own story does not go on."""
    rows, _more = queries.inbox(clerk, Filters(status=Status.CLOSED.value), None)
    return next((one for one in rows if _may_be_reviewed(one)), None)


def _may_be_reviewed(opinion: Opinion) -> bool:
    reply = opinion.reply
    until = reply.review_until if reply is not None else None
    is_free = opinion.merged_into_id is None and not opinion.reviews
    return opinion.stream is Stream.CLAIM and until is not None and clock.today() <= until and is_free
