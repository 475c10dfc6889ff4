"""What the rooms above answer with (照片): the picture itself, the page about its original."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request
from flask_babel import gettext as _

from tracker.domain import clock
from tracker.domain.errors import NotFound, RuleBroken
from tracker.people.queries import names_of
from tracker.pictures import queries, rules, service
from tracker.pictures.forms import DecideForm, LookForm
from tracker.pictures.queries import AnyPicture
from tracker.store.base import Owned
from tracker.web.forms import PressForm
from tracker.web.guard import current_actor
from tracker.web.pages import render

Answer = Response | tuple[str, int]
OPAQUE = "application/octet-stream"


def picture_of(record: Owned, name: str) -> AnyPicture:
    """A picture of this record, whose rights the caller has asked; NotFound for any other."""
    found = queries.named(str(record.__tablename__), record.id, name)
    if found is None:
        raise NotFound("picture")
    return found


def shown(picture: AnyPicture) -> Response:
    """The rebuilt picture, or its thumb for ?size=thumb."""
    return jpeg_answer(picture.thumb if request.args.get("size") == "thumb" else picture.shown)


def jpeg_answer(data: bytes) -> Response:
    return Response(data, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})


def original_page(
    record: Owned, name: str, deeds: dict[str, str], can: Callable[..., bool], back: tuple[str, str]
) -> Answer:
    """看原件: who asked and what was decided, and the one form this person has to fill now.

    `deeds`: the policy rows for ask, allow and open; `back`: (words, address) of the record's page.
    """
    picture = picture_of(record, name)
    looks = queries.looks_of([picture.name])
    last = looks[-1] if looks else None
    deed = _deed_now(picture, deeds, can, record)
    form = _FORMS[deed]() if deed else None
    if form is not None and form.sent_well():
        try:
            answer = _do(deed, form, record, picture, deeds[deed])
        except RuleBroken as broken:
            form.show(broken)
        else:
            return answer or redirect(request.path, 303)  # type: ignore[return-value]
    return render(
        "pictures/original.html", form=form, deed=deed, back=back, last=last,
        looks=looks, people=names_of({who for one in looks for who in (one.asked_by, one.decided_by)}),
    )


_FORMS: dict[str, Any] = {"ask": LookForm, "allow": DecideForm, "open": PressForm}


def _deed_now(picture: AnyPicture, deeds: dict[str, str], can: Callable[..., bool], record: Owned) -> str:
    """ask, allow, open, or nothing: what this person may do with the original now."""
    last, me = queries.last_look(picture.name), current_actor.user_id
    waits = last is not None and last.is_agreed is None
    if last is not None and waits:
        return "allow" if last.asked_by != me and can(deeds["allow"], record) else ""
    is_mine = last is not None and last.asked_by == me and last.is_agreed is True
    is_open = last is not None and rules.may_open(last.decided_at, last.opened_at, clock.now())
    if is_mine and is_open and can(deeds["open"], record):
        return "open"
    return "ask" if can(deeds["ask"], record) and queries.original_of(picture.name) else ""


def _do(deed: str, form: Any, record: Owned, picture: AnyPicture, row: str) -> Response | None:
    last = queries.last_look(picture.name)
    if deed == "ask":
        service.ask_original(current_actor, row, record, picture, reason=form.reason.data)
        flash(_("已申请，等第二个人同意"), "success")
    elif last is not None and deed == "allow":
        is_agreed = form.verdict.data == "yes"
        service.decide_original(current_actor, row, record, last, is_agreed=is_agreed)
        flash(_("已同意，他 24 小时内可以打开一次") if is_agreed else _("没有同意"), "success")
    elif last is not None:
        data = service.open_original(current_actor, row, record, last)
        return Response(
            data, mimetype=OPAQUE,
            headers={"Content-Disposition": 'attachment; filename="original.bin"'},
        )
    return None
