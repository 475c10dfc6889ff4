"""Published matters (公开) and matters with photographs, made by the real services."""

from typing import Any

from factories import make_actor
from factories_opinions import make_replied, make_sealed
from photos import photo

from tracker.domain.roles import Actor
from tracker.notices import service as notices
from tracker.notices.models import Publication
from tracker.opinions.models import Opinion
from tracker.pictures import queries as pictures
from tracker.pictures.queries import AnyPicture
from tracker.pictures.rules import areas_of_cells
from tracker.sealed.models import Sealed

SAID = {
    "title": "机井水发浑", "text": "二组的机井水发浑，晾一夜底下一层沙。", "reply": "井已洗过，水清了。",
    "place": "石门村二组",
}


def make_answered(**facts: Any) -> Opinion:
    """Answered, and whoever spoke up lets it be published."""
    return make_replied(**{"may_publish": True, **facts})


def make_draft_notice(opinion: Opinion | None = None, clerk: Actor | None = None, **said: Any) -> Publication:
    return notices.draft(clerk or make_actor(), opinion or make_answered(), **{**SAID, **said})


def make_published(opinion: Opinion | None = None, **said: Any) -> Publication:
    publication = make_draft_notice(opinion, **said)
    notices.publish(make_actor(), publication)
    return publication


def make_taken_down() -> Publication:
    publication = make_published()
    notices.take_down(make_actor(), publication, reason="写错了村名")
    return publication


def pictures_of(record: Any) -> list[AnyPicture]:
    return list(pictures.of(record.__tablename__, record.id))


def make_pictured(**facts: Any) -> Opinion:
    """A matter that came with one photograph."""
    return make_answered(**{"photos": (photo(),), **facts})


def make_shown() -> Publication:
    """Published with its photograph, a corner of which is black."""
    publication = make_draft_notice(make_pictured())
    (picture,) = pictures_of(publication.opinion)
    notices.show_picture(make_actor(), publication, picture, areas=areas_of_cells(["A1", "A2"]))
    notices.publish(make_actor(), publication)
    return publication


def make_sealed_pictured() -> Sealed:
    return make_sealed(photos=(photo(),))

