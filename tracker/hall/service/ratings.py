"""请评价: a one-time code for a device turned to the resident, and asking once more later."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from tracker.domain import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.roles import Actor
from tracker.domain.text import _
from tracker.hall import queries, rules
from tracker.hall.models import RatingCode, Task
from tracker.store import throttle
from tracker.store.action import action
from tracker.store.db import db
from tracker.store.secrets import ring

CODE_TRIES = 200  # of all devices of a town: of a million codes a handful are open at a time
CODE_WINDOW = timedelta(minutes=10)
UNKNOWN_CODE = _("没有这个评价码，或者已经过了 10 分钟。请窗口再给一个")


def ask_rating(actor: Actor, task: Task) -> str:
    """请他评价: six digits that open the rating of this task once, for ten minutes; an older code ends."""
    with action(actor, "task.ask_rating", task) as act:
        rules.check_ratable(task.status, task.rated_on is not None)
        _forget_codes(task)
        code = _free_code()
        ends_at = act.now + timedelta(minutes=rules.CODE_MINUTES)
        db.session.add(RatingCode(task_id=task.id, code_hash=_hash(code), ends_at=ends_at))
    return code


def open_code(actor: Actor, code: str) -> Task:
    """The task this code opens; unknown, used and old ones look alike. RuleBroken at `code`.

    Wrong ones count only while there is one to be found: else anybody could close the devices beforehand.
    """
    wait = throttle.wait_for("rating_code", actor.town_code, CODE_TRIES)
    if wait is not None:
        minutes = int(wait.total_seconds() // 60) + 1
        raise RuleBroken(_("试的次数太多，请过 {n} 分钟再来"), field="code", n=minutes)
    task = queries.task_of_code(_hash("".join(code.split())), actor.town_code)
    if task is None:
        if queries.is_any_code_open(actor.town_code):
            throttle.count_try("rating_code", actor.town_code, CODE_WINDOW)
        raise RuleBroken(UNKNOWN_CODE, field="code")
    return task


def close_codes(task: Task) -> None:
    """Step: the task is rated, its codes open nothing any more."""
    db.session.execute(sa.delete(RatingCode).where(RatingCode.task_id == task.id))


def invite(actor: Actor, task: Task) -> None:
    """记已请评价: somebody was asked, after a day or after three; whether they rate is theirs to decide."""
    with action(actor, "task.invite", task) as act:
        is_rated = task.rated_on is not None
        rules.check_invitable(task.status, is_rated, task.done_on, task.invited, act.today)
        task.invited, task.invited_on = rules.invited_now(task.done_on, act.today), act.today


def _forget_codes(task: Task) -> None:
    over = sa.or_(RatingCode.task_id == task.id, RatingCode.ends_at <= clock.now())
    db.session.execute(sa.delete(RatingCode).where(over))


def _free_code() -> str:
    while True:
        code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
        if not queries.is_code_taken(_hash(code)):
            return code


def _hash(code: str) -> str:
    """Keyed: a million codes are few enough to be tried out."""
    return ring().mac("receipt", f"rating-code:{code}").hex()
