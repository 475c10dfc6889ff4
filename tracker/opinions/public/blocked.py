"""办不成事: what did not get done at the hall becomes a matter of its own, with the service named."""

from dataclasses import replace

from flask_babel import gettext as _

from tracker.catalogue.models import ServiceItem
from tracker.catalogue.queries import is_public
from tracker.domain.errors import NotFound
from tracker.domain.roles import Actor
from tracker.hall.queries.together import handlers_of
from tracker.opinions.rules import Draft
from tracker.store.access import fetch_where


def name_of(actor: Actor, code: str) -> str:
    """The published service of this code, empty for any other."""
    if not code:
        return ""
    try:
        return fetch_where(actor, "service.read", ServiceItem, is_public(code)).name
    except NotFound:
        return ""


def named(actor: Actor, draft: Draft, code: str) -> Draft:
    """The draft with the service as its title; whoever has or had this resident's task is kept away.

    Nobody is named and nobody barred where there is no receipt of a task of this service in the session.
    """
    name = name_of(actor, code)
    if not name:
        return draft
    barred = handlers_of(actor.task_id, code) if actor.task_id else ()
    return replace(draft, title=str(_("办不成事：%(name)s", name=name)), barred_ids=barred)
