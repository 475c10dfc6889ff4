"""The blueprint of the pages in the hall: all of them absent while the town lines nobody up."""

from flask import Blueprint

from tracker.domain.errors import NotFound
from tracker.line import queries

bp = Blueprint("line_public", __name__)


@bp.before_request
def only_when_on() -> None:
    if not queries.is_on():
        raise NotFound("line")
