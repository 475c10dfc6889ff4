"""Who signed in lately (登录): every demo account now and then, one of them with a slip of the finger."""

from collections.abc import Iterable

from tracker.demo.stage import Stage
from tracker.demo.timetable import Story
from tracker.domain.errors import RuleBroken
from tracker.people.service import sign_in

DAYS_BACK = 15
CLUMSY = "handler"


def stories(stage: Stage, accounts: list[dict[str, str]]) -> Iterable[Story]:
    """Everything of this module, for the timetable."""
    for account in accounts:
        yield _sign_in(stage, account["login"], account["password"])


def _sign_in(stage: Stage, login: str, password: str) -> Story:
    table, ago = stage.table, stage.rng.randint(1, DAYS_BACK)
    yield table.at_work(table.workday_before(table.last_workday(table.today), ago))
    if login == CLUMSY:
        try:
            sign_in(stage.cast.public, login, password.upper())
        except RuleBroken:  # what the page would have said
            yield table.later(0)
    sign_in(stage.cast.public, login, password)
