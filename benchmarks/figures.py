"""Figures (民意统计) from summary rows and matter by matter, and what keeping the summary costs a deed.

    python benchmarks/figures.py [opinions] [rounds]

The matters are put straight into the tables: 40 villages, 10 offices, 18 categories, three years; all but one
in a hundred answered, of the last month half, and half of those called. The summary is counted through once,
then each figure is asked of it and of the matters themselves. At the end the same deeds are done with the
listener that keeps the summary and without it.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from _arms import OFFICES, TOWN, VILLAGES, found_town

BATCH = 5_000
DAYS = 1_095
TARGET_MS, TARGET_UPKEEP = 10, 1.4
DEEDS = 150


def fill(count: int) -> None:
    """`count` matters and their calls, without going through the door."""
    import sqlalchemy as sa

    from tracker.opinions.models import Call, Category, Opinion
    from tracker.store.db import db

    categories = list(db.session.scalars(sa.select(Category.id)))
    last_id = 0
    for batch in batches(made(count, categories)):
        said = [(number, row.pop("call")) for number, row in enumerate(batch, last_id + 1)]
        calls = [{"opinion_id": number, **call} for number, call in said if call]
        db.session.execute(sa.insert(Opinion), batch)
        if calls:
            db.session.execute(sa.insert(Call), calls)
        db.session.commit()
        last_id += len(batch)


def batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    from itertools import islice

    while batch := list(islice(rows, BATCH)):
        yield batch


def made(count: int, categories: list[int]) -> Iterator[dict[str, Any]]:
    from tracker.domain import clock
    from tracker.opinions.rules import Channel, Contact, Satisfaction, Solved, Status, Urgency

    chance, today = random.Random(7), clock.today()  # noqa: S311  # the same matters each time
    degrees, answers = list(Satisfaction), list(Solved)
    for number in range(count):
        came = today - timedelta(days=chance.randrange(DAYS))
        is_recent = (today - came).days < 30
        due = came + timedelta(days=7)
        answered = came + timedelta(days=chance.randrange(12))
        is_answered = chance.random() < (0.5 if is_recent else 0.99) and answered <= today
        replied = answered if is_answered else None
        called = bool(replied) and chance.random() < 0.5
        yield {
            "ref": f"石门-诉-{number}", "town_code": TOWN, "unit_code": TOWN, "version": 1,
            "status": Status.CALLED_BACK if called else Status.REPLIED if replied else Status.HANDLING,
            "channel": Channel.WEB, "urgency": Urgency.ACT, "text": "", "place": "", "name": "", "phone": "",
            "contact": Contact.ANONYMOUS, "village_code": chance.choice(VILLAGES),
            "office_code": chance.choice(OFFICES), "category_id": chance.choice(categories),
            "submitted_on": came, "due_on": due, "last_on": due, "replied_on": replied,
            "created_at": clock.now(),
            "call": {
                "called_on": today, "is_contacted": True, "solved": chance.choice(answers),
                "satisfaction": chance.choice(degrees), "is_current": True, "is_proxy": False,
            } if called else None,
        }


def milliseconds(work: Callable[[], Any], rounds: int) -> float:
    found = []
    for _round in range(rounds):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def compare_figures(rounds: int) -> None:
    import sqlalchemy as sa

    from tracker.domain import clock
    from tracker.domain.roles import Actor, Role
    from tracker.excel.period import Period
    from tracker.opinions.models import OpinionCount
    from tracker.opinions.queries import figures
    from tracker.opinions.rates import Axis
    from tracker.opinions.tables import three_rates
    from tracker.store.db import db

    actor = Actor(user_id=1, role=Role.HEAD, unit_code=TOWN, name="镇长")
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(OpinionCount))
    print(f"summary rows: {rows:,}")
    year, today = clock.today().year, clock.today()
    month = date(year, today.month, 1)
    spans = {
        "this month": Period(month, today), "last year": Period(year=year - 1), "everything": Period(),
    }
    for name, period in spans.items():
        for axis in (Axis.ALL, Axis.VILLAGE, Axis.OFFICE, Axis.CATEGORY):
            took = milliseconds(lambda p=period, a=axis: figures.tally(actor, p, (a,)), rounds)
            verdict = "met" if took <= TARGET_MS else "missed"
            print(f"{name:12} by {axis.value:9} {took:8.1f} ms CPU   (target {TARGET_MS}: {verdict})")
        page = milliseconds(lambda p=period: three_rates(actor, p), rounds)
        start = time.process_time()
        counted = figures._counted(figures.kinds(actor, period), tuple(Axis), period.cut_off(today))
        slow = (time.process_time() - start) * 1000
        assert counted == figures.tally(actor, period, tuple(Axis)), "both tell the same"
        print(f"{name:12} whole table  {page:8.1f} ms; matter by matter {slow:,.0f} ms")


def deeds(number: int) -> float:
    """CPU of so many submissions and acceptances, in ms each."""
    from tracker.domain.roles import Actor, Role
    from tracker.opinions import queries, service
    from tracker.opinions.rules import Draft, Stream, Urgency

    clerk = Actor(user_id=1, role=Role.CLERK, unit_code=TOWN, name="受理")
    public = Actor(user_id=None, role=Role.PUBLIC, unit_code=TOWN)
    start = time.process_time()
    for one in range(DEEDS):
        draft = Draft(text="井水发浑，请来看看。", village_code=VILLAGES[one % len(VILLAGES)])
        sent = service.submit(public, draft, f"{number:04x}{one:028x}")
        opinion = queries.by_ref(clerk, "opinion.view", sent.ref)
        service.accept(
            clerk, opinion, title="井水", category_id=None, stream=Stream.SERVICE, urgency=Urgency.ACT
        )
    return (time.process_time() - start) * 1000 / (2 * DEEDS)


def compare_upkeep(rounds: int) -> None:
    import sqlalchemy as sa
    from sqlalchemy.orm import Session

    from tracker.opinions.service import counting
    from tracker.store.secrets import cheap_hashing

    cheap_hashing()
    hooks = [
        ("before_flush", counting._see), ("after_flush", counting._see_new),
        ("before_commit", counting._follow),
    ]
    ratios, kept, plain = [], [], []
    deeds(0)
    for number in range(1, rounds + 1):
        kept.append(deeds(2 * number))
        for event, hook in hooks:
            sa.event.remove(Session, event, hook)
        plain.append(deeds(2 * number + 1))
        for event, hook in hooks:
            sa.event.listen(Session, event, hook)
        ratios.append(kept[-1] / plain[-1])
    ratio = statistics.median(ratios)
    verdict = "met" if ratio <= TARGET_UPKEEP else "missed"
    with_it, without = statistics.median(kept), statistics.median(plain)
    print(f"a deed: {with_it:.2f} ms CPU with the summary, {without:.2f} without: "
          f"{ratio:.2f} (target {TARGET_UPKEEP}: {verdict})")


def main(count: int = 1_000_000, rounds: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = found_town(Path(folder))
        with app.app_context():
            start = time.perf_counter()
            fill(count)
            print(f"{count:,} matters made in {time.perf_counter() - start:.0f} s")
            from tracker.domain.roles import SYSTEM
            from tracker.opinions.service import recount

            for _again in range(2):
                start = time.process_time()
                said = recount(SYSTEM)
                print(f"nightly count: {time.process_time() - start:.1f} s CPU: {said}")
            compare_figures(rounds)
            compare_upkeep(rounds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
