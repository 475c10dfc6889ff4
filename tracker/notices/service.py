"""Deeds on what is published (公开): prepared, looked through, published, taken down, put back."""

import secrets
from collections.abc import Sequence

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.notices import queries, rules
from tracker.notices.models import Publication, PublicPicture
from tracker.notices.rules import Facts, Stage
from tracker.opinions import queries as matters
from tracker.opinions.models import Opinion
from tracker.pictures import service as pictures
from tracker.pictures.queries import AnyPicture
from tracker.pictures.queries import of as pictures_of
from tracker.pictures.rules import Area, text_of_areas
from tracker.sealed import service as sealed
from tracker.sealed.rules import Way
from tracker.store.action import action
from tracker.store.db import db
from tracker.township.queries import names_of

KIND = Opinion.__tablename__


def facts_of(opinion: Opinion) -> Facts:
    return Facts(
        opinion.status, opinion.may_publish, bool(opinion.subjects), opinion.merged_into_id is not None,
        opinion.anonymised_on is not None,
    )


def is_unseen(publication: Publication) -> bool:
    """It stands as published while nobody outside can read it any more; the night takes it down."""
    return publication.stage is Stage.PUBLISHED and bool(rules.why_not(facts_of(publication.opinion)))


def proposal(opinion: Opinion) -> dict[str, str]:
    """What the sheet begins with: the resident's words and the answer, with what we find blotted out."""
    names = (opinion.name, opinion.behalf_name)
    village = names_of({opinion.village_code}).get(opinion.village_code, "") if opinion.village_code else ""
    reply = opinion.reply.text if opinion.reply else ""
    return {
        "title": rules.unnamed(opinion.title, names)[: rules.LONGEST_TITLE],
        "text": rules.unnamed(opinion.text, names),
        "reply": rules.unnamed(reply, names),
        "place": rules.public_place(village, opinion.place),
    }


def draft(
    actor: Actor, opinion: Opinion, *, title: str, text: str, reply: str, place: str
) -> Publication:
    """拟公开稿, made or changed. What is public is taken down before it is changed."""
    rules.check(facts_of(opinion))
    rules.check_text(title, text, reply, place)
    found = queries.of_opinion(opinion.id)
    publication = found or _new(actor, opinion)
    with action(actor, "notice.draft", publication):
        if publication.stage is Stage.PUBLISHED:
            raise RuleBroken(_("正在公开，请先撤下再改"))
        publication.title, publication.text = title, text
        publication.reply, publication.place = reply, place
        if opinion.replied_on is not None:
            publication.answered_on = opinion.replied_on
    return publication


def _new(actor: Actor, opinion: Opinion) -> Publication:
    category = matters.category_by_id(opinion.town_code, opinion.category_id)
    return Publication(
        opinion=opinion, unit_code=opinion.town_code, author_id=actor.user_id, stage=rules.FLOW.initial,
        village_code=opinion.village_code, category=category.name if category else "",
        submitted_on=opinion.submitted_on, answered_on=opinion.replied_on,
    )


def show_picture(
    actor: Actor, publication: Publication, picture: AnyPicture, *, areas: Sequence[Area]
) -> None:
    """公开一张照片: with these areas black in its pixels; done again, it is painted anew."""
    shown, thumb = pictures.blacken(picture.shown, areas)
    with action(actor, "notice.draft", publication):
        _check_closed(publication)
        found = queries.picture_of_source(publication, picture.name)
        if found is None:
            found = PublicPicture(source=picture.name, number=picture.number)
            publication.pictures.append(found)
        found.name, found.areas = secrets.token_hex(16), text_of_areas(areas)
        found.shown, found.thumb = shown, thumb


def hide_picture(actor: Actor, publication: Publication, picture: AnyPicture) -> None:
    """不公开这张照片."""
    with action(actor, "notice.draft", publication):
        _check_closed(publication)
        publication.pictures = [one for one in publication.pictures if one.source != picture.name]


def _check_closed(publication: Publication) -> None:
    if publication.stage is Stage.PUBLISHED:
        raise RuleBroken(_("正在公开，请先撤下再改"))


def doubts(publication: Publication) -> list[str]:
    """What a person should look at once more before it goes out."""
    texts = (publication.title, publication.text, publication.reply)
    finding = sealed.way_of(publication.unit_code, texts, is_accusation=False)
    return rules.doubts("\n".join(texts), is_naming_cadres=finding.way is not Way.ORDINARY)


def publish(actor: Actor, publication: Publication) -> None:
    """公开, after the preview."""
    rules.check(facts_of(publication.opinion))
    rules.check_text(publication.title, publication.text, publication.reply, publication.place)
    with action(actor, "notice.publish", publication) as act:
        publication.stage = rules.FLOW.step(publication.stage, "publish")
        publication.published_on, publication.published_by = act.today, actor.user_id


def take_down(actor: Actor, publication: Publication, *, reason: str) -> None:
    """撤下, with the reason; it can be put back."""
    with action(actor, "notice.take_down", publication) as act:
        publication.stage = rules.FLOW.step(publication.stage, "take_down")
        publication.taken_down_at, publication.reason = act.now, reason


def put_back(actor: Actor, publication: Publication) -> None:
    """恢复公开: the same checks as the first time."""
    rules.check(facts_of(publication.opinion))
    rules.check_text(publication.title, publication.text, publication.reply, publication.place)
    with action(actor, "notice.put_back", publication) as act:
        publication.stage = rules.FLOW.step(publication.stage, "put_back")
        publication.taken_down_at, publication.reason = None, ""
        publication.published_on, publication.published_by = act.today, actor.user_id


def tidy(actor: Actor) -> int:
    """Each night: what the public cannot read any more is marked as taken down; answers how many.

    Of a matter that was sealed away nothing stays, and no line of the log names it.
    """
    gone, sealed_away = queries.no_longer_public(), queries.sealed_away()
    if not gone and not sealed_away:
        return 0
    with action(actor, "notice.take_down") as act:
        for one in sealed_away:
            db.session.delete(one)
        for one in gone:
            act.on("notice.take_down", one)
            one.stage = rules.FLOW.step(one.stage, "take_down")
            one.reason = rules.NO_LONGER if one.opinion.may_publish else rules.CONSENT_GONE
            one.taken_down_at = act.now
    return len(gone)


def pictures_to_choose(publication: Publication) -> Sequence[AnyPicture]:
    """The pictures of the matter, of which some may be shown."""
    return pictures_of(KIND, publication.opinion_id)
