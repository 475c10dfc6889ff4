"""补材料: what a resident says to a question (答), with the photographs that were asked for."""

from collections.abc import Sequence

from tracker.domain.roles import Actor
from tracker.opinions.models import Opinion
from tracker.opinions.service.following import supplement
from tracker.opinions.service.papers import answer_question
from tracker.pictures import service as pictures
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way


def answer_with_photos(
    actor: Actor, opinion: Opinion, question_id: int, *, text: str, photos: Sequence[bytes] = ()
) -> Way:
    """What the handler asked, answered; photographs are kept like those of a supplement.

    An accusation in the answer is sealed like one in a supplement, and the question stays open.
    """
    finding = sealed.way_of(opinion.town_code, (text,), is_accusation=False)
    if finding.way is not Way.ORDINARY:
        return supplement(actor, opinion, text=text, photos=photos)
    pictures.rebuild_all(photos)  # a bad one is refused before anything is kept
    way = answer_question(actor, opinion, question_id, text)
    return supplement(actor.without_ticket, opinion, text="", photos=photos) if photos else way
