"""答复模板: the office's own texts; a draft copies their words, so a changed template changes no reply."""

from dataclasses import dataclass

from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.opinions import rules
from tracker.opinions.models import ReplyTemplate
from tracker.opinions.queries import desk
from tracker.opinions.rules import Stream
from tracker.store.action import action


@dataclass(frozen=True)
class Wording:
    """What a template holds; `stream` None: for every stream."""

    name: str
    text: str
    stream: Stream | None = None
    basis: str = ""
    is_active: bool = True


def add_template(actor: Actor, wording: Wording) -> ReplyTemplate:
    record = ReplyTemplate(unit_code=actor.town_code, author_id=actor.user_id, **vars(wording))
    _check(actor, wording)
    with action(actor, "reply_template.edit") as act:
        act.on("reply_template.edit", record)
    return record


def edit_template(actor: Actor, record: ReplyTemplate, wording: Wording) -> None:
    _check(actor, wording, record.id)
    with action(actor, "reply_template.edit", record):
        for name, value in vars(wording).items():
            setattr(record, name, value)


def _check(actor: Actor, wording: Wording, own_id: int | None = None) -> None:
    rules.check_public_text(wording.text, "text")
    others = [one for one in desk.reply_templates(actor) if one.id != own_id]
    if any(one.name == wording.name for one in others):
        raise RuleBroken(_("已经有叫“{name}”的模板，请换个名字"), field="name", name=wording.name)
