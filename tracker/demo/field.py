"""What phones sent lately (没有信号): a clock that was wrong, a link that waits, two that disagree."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tracker.demo.stage import Stage
from tracker.demo.timetable import ONE_DAY, Story
from tracker.domain import clock
from tracker.domain.roles import Actor
from tracker.field import rules, service
from tracker.store import phones
from tracker.visits.queries import places

SAID = "山上信号不好，回来才传上去。水池的闸阀锈住了，他说拧不动。"
SAID_AGAIN = "山上信号不好，回来才传上去。水池的闸阀换过了，现在拧得动。"
FOLLOWED = "接着上回的事又去了一次，老人说药已经拿到了。"
SLOW = timedelta(minutes=25)
"""So far the clock of this phone is behind."""


def stories(stage: Stage) -> Iterable[Story]:
    yield _disagree(stage)
    yield _follow(stage)


def _disagree(stage: Stage) -> Story:
    """The same visit twice from two phones, each with other words: one is stored, one waits for a person."""
    yield stage.table.at_work(stage.table.last_workday(stage.table.today - ONE_DAY * 2))
    cadre, key = stage.cast["cadre"], _key(stage)
    service.take(cadre, _sent(cadre, key, SAID))
    yield stage.table.later(0)
    service.take(cadre, _sent(cadre, key, SAID_AGAIN))
    _heard(cadre, 0)


def _follow(stage: Stage) -> Story:
    """A visit that follows one which lies on a phone still."""
    yield stage.table.at_work(stage.table.last_workday(stage.table.today - ONE_DAY * 9))
    cadre = stage.cast["cadre2"]
    service.take(cadre, _sent(cadre, _key(stage), FOLLOWED, [_key(stage)]))
    _heard(cadre, 1)


def _sent(cadre: Actor, key: str, words: str, depends_on: Iterable[str] = ()) -> rules.Envelope:
    """As the phone sends it, half an hour after it was written."""
    record: dict[str, Any] = {
        "visited_on": clock.today().isoformat(), "place": f"v{places(cadre)[0][0]}", "words": words,
    }
    device_now = clock.now() - SLOW
    return rules.envelope_of({
        "client_id": key, "rev": 1, "sha256": hashlib.sha256(rules.canonical(record)).hexdigest(),
        "device_time": (device_now - SLOW).isoformat(), "device_now": device_now.isoformat(),
        "depends_on": list(depends_on), "payload": record,
    })


def _key(stage: Stage) -> str:
    return f"{stage.rng.getrandbits(128):032x}"


def _heard(cadre: Actor, waiting: int) -> None:
    phones.heard(cadre.user_id or 0, clock.today(), waiting)
