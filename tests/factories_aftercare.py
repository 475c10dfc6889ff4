"""After the answer (答复以后): matters reopened, withdrawn soon after contact, explained by law."""

from typing import Any

from factories import OFFICE_2, make_actor
from factories_opinions import answer, make_handling, make_replied, resident

from tracker.domain.roles import Actor, Role
from tracker.opinions import service
from tracker.opinions.models import Opinion
from tracker.opinions.rules import Outcome, Satisfaction, Solved
from tracker.store.receipts import Receipt, code_of

BAD = {"solved": Solved.NO, "satisfaction": Satisfaction.BAD}


def code_for(db: Any, opinion: Opinion) -> str:
    """The receipts of factories come from known form keys: find the one that opens this matter."""
    handle = db.session.query(Receipt).filter_by(kind="opinion", record_id=opinion.id).one().handle
    keys = (f"{number:032x}" for number in range(1, 10_000))
    return next(code for key in keys if (code := code_of(key))[:8] == handle)


def make_reopened(**facts: Any) -> Opinion:
    """Not content within duty: with the office again, which has somebody else."""
    opinion = make_replied(**facts)
    make_actor(Role.HANDLER)
    service.rate(resident(opinion.id), opinion, **BAD)
    return opinion


def answer_again(opinion: Opinion) -> Actor:
    """Somebody else of the town drafts and signs; answers who drafted."""
    handler = make_actor(Role.HANDLER)
    giver = Role.UNIT_HEAD if opinion.unit_code == OFFICE_2 else Role.HEAD
    service.assign(make_actor(giver), opinion, assignee_id=handler.user_id or 0)
    service.draft(handler, opinion, outcome=Outcome.SUPPORTED, text="又洗了一遍井。", basis="村里的办法")
    service.sign(make_actor(Role.DEPUTY), opinion)
    return handler


def make_explained(**facts: Any) -> Opinion:
    """Answered by law and not by a deed."""
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, **facts)
    answer(handler, opinion, outcome=Outcome.EXPLAINED, text="这口井归县里管。")
    return opinion


def make_withdrawn(**facts: Any) -> Opinion:
    """The handler spoke with the person, and right after it was withdrawn."""
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, **facts)
    service.contact(handler, opinion, text="打过电话")
    service.withdraw(resident(opinion.id), opinion, reason="")
    return opinion


def make_asked(**facts: Any) -> Opinion:
    """The handler has asked the resident something."""
    handler = make_actor(Role.HANDLER)
    opinion = make_handling(handler, **facts)
    service.ask_question(handler, opinion, text="水表是哪一年换的？")
    return opinion
