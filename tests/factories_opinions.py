"""Residents' matters (民意) and accusations (密封件), made by the real services."""

from typing import Any

from factories import OFFICE_2, TOWN, VILLAGE, make_actor, make_town

from tracker.domain.roles import SYSTEM, Actor, Role
from tracker.opinions import service
from tracker.opinions.models import Opinion, OpinionSubject
from tracker.opinions.rules import (
    Channel,
    Contact,
    Draft,
    Outcome,
    Satisfaction,
    Signs,
    Solved,
    Stream,
    Urgency,
)
from tracker.sealed.models import Sealed
from tracker.store.action import action
from tracker.store.db import db

TEXT = "二组的机井水发浑，晾一夜底下一层沙。"
ACCUSATION = "修路的钱有一半进了他自己口袋。"
KEYS = iter(f"{number:032x}" for number in range(1, 100_000))


def resident(opinion_id: int | None = None) -> Actor:
    make_town()
    return Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN, opinion_id=opinion_id)


def plant_categories() -> None:
    make_town()
    service.create_default_categories(SYSTEM, TOWN)


def make_draft(**facts: Any) -> Draft:
    given = {
        "text": TEXT, "village_code": VILLAGE, "contact": Contact.OPEN, "name": "周桂兰",
        "phone": "13812345678", **facts,
    }
    return Draft(**given)


def submit(**facts: Any) -> service.Sent:
    """A resident speaks up on the web; the receipt is in the answer."""
    return service.submit(resident(), make_draft(**facts), next(KEYS))


def opinion_of(sent: service.Sent) -> Opinion:
    return db.session.query(Opinion).filter_by(ref=sent.ref).one()


def make_opinion(**facts: Any) -> Opinion:
    """Just submitted, by the web."""
    return opinion_of(submit(**facts))


def make_suspect(text: str = "加微信领奖，先到先得") -> Opinion:
    """By the web, and it looks like junk: it waits in the tray."""
    sent = service.submit(resident(), make_draft(text=text), next(KEYS), Signs(is_trapped=True))
    return opinion_of(sent)


def make_registered(clerk: Actor | None = None, **facts: Any) -> Opinion:
    """A telephone call taken in by the desk."""
    draft = make_draft(channel=Channel.PHONE, is_read_back=True, **facts)
    return opinion_of(service.register(clerk or make_actor(), draft, next(KEYS)))


def make_accepted(
    stream: Stream = Stream.SERVICE, about_unit: str | None = None, **facts: Any
) -> Opinion:
    opinion = make_opinion(**facts)
    service.accept(
        make_actor(), opinion, title="机井水发浑", category_id=None, stream=stream,
        urgency=Urgency.ACT, about_unit=about_unit,
    )
    return opinion


def make_routed(**facts: Any) -> Opinion:
    opinion = make_accepted(**facts)
    service.route(make_actor(), opinion, office_code=OFFICE_2)
    return opinion


def make_handling(handler: Actor | None = None, **facts: Any) -> Opinion:
    handler = handler or make_actor(Role.HANDLER)
    opinion = make_routed(**facts)
    service.assign(make_actor(Role.UNIT_HEAD), opinion, assignee_id=handler.user_id or 0)
    return opinion


ANSWER = {
    "outcome": Outcome.SUPPORTED, "text": "井已洗过，水清了。", "basis": "《信访工作条例》第三十二条第一款",
}


def answer(handler: Actor, opinion: Opinion, **said: Any) -> None:
    """拟答复, and 签发 by the head of the office."""
    service.draft(handler, opinion, **{**ANSWER, **said})
    service.sign(make_actor(Role.UNIT_HEAD), opinion)


def make_replied(handler: Actor | None = None, **facts: Any) -> Opinion:
    handler = handler or make_actor(Role.HANDLER)
    opinion = make_handling(handler, **facts)
    answer(handler, opinion)
    return opinion


def make_called_back(
    *, solved: Solved = Solved.YES, satisfaction: Satisfaction = Satisfaction.GOOD
) -> Opinion:
    opinion = make_replied()
    service.call_back(make_actor(Role.CALLBACK), opinion, solved=solved, satisfaction=satisfaction)
    return opinion


def make_merged() -> Opinion:
    """A matter that lies under another one."""
    main, one = make_accepted(), make_accepted(phone="13900000009")
    service.merge(make_actor(), one, into=main.ref)
    return one


def make_closed(**facts: Any) -> Opinion:
    opinion = make_called_back(**facts)
    service.close(make_actor(Role.CALLBACK), opinion)
    return opinion


def make_sealed(**facts: Any) -> Sealed:
    """An accusation by the web; `text` and `whom` decide who is a subject."""
    sent = submit(**{"text": ACCUSATION, "is_about_cadre": True, **facts})
    return db.session.query(Sealed).filter_by(ref=sent.ref).one()


def name_subjects(opinion: Opinion, *subjects: OpinionSubject) -> None:
    """The matter is about these people or units, as a released accusation leaves it."""
    with action(make_actor(), "opinion.route", opinion):
        opinion.subjects = list(subjects)


