"""Every select() about official forms (表样): those in use, their versions, the file of each."""

from collections.abc import Sequence
from importlib.resources import files as package_files

import sqlalchemy as sa

from tracker.blanks.models import Blank, BlankDraft, BlankVersion, Form
from tracker.blanks.rules import SHIPPED, Shipped
from tracker.domain.errors import NotFound
from tracker.domain.roles import Actor
from tracker.store.access import fetch, fetch_where, visible
from tracker.store.db import db

LARGEST_KEY = 9


def forms_of(actor: Actor) -> list[Form]:
    """Every form in use: ours, each in the town's version where there is one, then the town's own."""
    blanks = db.session.scalars(
        _of_town(actor).where(Blank.is_active).order_by(Blank.title, Blank.id)
    ).all()
    replaced = {blank.shipped: blank for blank in blanks if blank.shipped}
    ours = [_form(replaced[name]) if name in replaced else shipped_form(SHIPPED[name]) for name in SHIPPED]
    return ours + [_form(blank) for blank in blanks if blank.shipped not in SHIPPED]


def stopped(actor: Actor) -> Sequence[Blank]:
    query = _of_town(actor).where(Blank.is_active.is_(False))
    return db.session.scalars(query.order_by(Blank.title, Blank.id)).all()


def form_of(actor: Actor, key: str, action: str = "blank.list") -> Form:
    """The form in use under this key: the name of one of ours, or the number of one of the town's.

    The name of one of ours leads to the town's version of it while that is in use.
    """
    if key in SHIPPED:
        query = _of_town(actor, action).where(Blank.shipped == key, Blank.is_active)
        blank = db.session.scalar(query)
        return _form(blank) if blank else shipped_form(SHIPPED[key])
    return _form(blank_of(actor, _id(key), action))


def form_in_version(actor: Actor, key: str, number: int) -> Form:
    """Exactly this version, for a file that was ordered before the form changed."""
    if key in SHIPPED and not number:
        return shipped_form(SHIPPED[key])
    form = form_of(actor, key)
    if form.blank is None or not number:
        return form
    version = _version(form.blank.id, number)
    return Form(key, form.title, form.source, number, blank=form.blank, version=version)


def shipped_form(shipped: Shipped) -> Form:
    return Form(shipped.name, shipped.title, shipped.source, 0, shipped=shipped)


def _form(blank: Blank) -> Form:
    ours = SHIPPED.get(blank.shipped)
    version = _version(blank.id, blank.current) if blank.current else None
    return Form(str(blank.id), blank.title, blank.source, blank.current, ours, blank, version)


def _version(blank_id: int, number: int) -> BlankVersion:
    found = sa.select(BlankVersion).where(BlankVersion.blank_id == blank_id, BlankVersion.number == number)
    version = db.session.scalar(found)
    if version is None:
        raise NotFound("blank_version")
    return version


def _id(key: str) -> int:
    return int(key) if key.isascii() and key.isdecimal() and len(key) <= LARGEST_KEY else 0


def _of_town(actor: Actor, action: str = "blank.list") -> sa.Select[Blank]:
    """County staff see the forms of no town in particular: theirs are those of the county."""
    return visible(actor, action, Blank).where(Blank.unit_code == actor.town_code)


def blank_of(actor: Actor, blank_id: int, action: str = "blank.edit") -> Blank:
    return fetch(actor, action, Blank, blank_id)


def blank_in_place_of(actor: Actor, shipped: str) -> Blank | None:
    """The town's form that stands for one of ours, in use or not."""
    return db.session.scalar(_of_town(actor, "blank.edit").where(Blank.shipped == shipped))


def titles(actor: Actor, besides: int | None = None) -> set[str]:
    """The names that are taken: those of the town's forms, and of ours that were not replaced."""
    rows = db.session.execute(
        sa.select(Blank.id, Blank.title, Blank.shipped).where(Blank.unit_code == actor.town_code)
    ).all()
    replaced = {row.shipped for row in rows}
    ours = {one.title for one in SHIPPED.values() if one.name not in replaced}
    return ours | {row.title for row in rows if row.id != besides}


def next_number(blank_id: int) -> int:
    last = sa.select(sa.func.max(BlankVersion.number)).where(BlankVersion.blank_id == blank_id)
    return (db.session.scalar(last) or 0) + 1


def versions_of(blank: Blank) -> Sequence[BlankVersion]:
    """The newest first."""
    query = sa.select(BlankVersion).where(BlankVersion.blank_id == blank.id)
    return db.session.scalars(query.order_by(BlankVersion.number.desc())).all()


def version_of(actor: Actor, version_id: int, action: str = "blank.list") -> BlankVersion:
    return fetch_where(actor, action, BlankVersion, BlankVersion.id == version_id)


def draft_of(actor: Actor, draft_id: int) -> BlankDraft:
    return fetch(actor, "blank.edit", BlankDraft, draft_id)


def data_of(form: Form) -> bytes:
    """The blank file itself."""
    if form.version is not None:
        return form.version.file
    if form.shipped is None:
        raise NotFound("blank_version")
    return shipped_file(form.shipped)


def shipped_file(shipped: Shipped) -> bytes:
    return package_files("tracker.blanks").joinpath("shipped", shipped.file_name).read_bytes()


def blank_id_of(version_id: int) -> int | None:
    return db.session.scalar(sa.select(BlankVersion.blank_id).where(BlankVersion.id == version_id))
