"""Spam does not drown the office nor shut out villagers (security.md P20): a flood and fifty people at once.

    python benchmarks/prove_spam.py [junk=20000] [people=50] [adverts|letters|sentences …]

In process, through WSGI, with the receipts' argon2 as it is; the program's clock says that all of it takes
one minute, whatever the machine needs. Every junk post fetches its own form first, as a program would; none
does the arithmetic. People do it, and come in between from the same address. `adverts` have links, `letters`
no word of Chinese, `sentences` are Chinese made of parts, each another, which no rule tells from a person's:
of those a few reach the list before their number gives them away.
"""

import random
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from _arms import found_town

PARTS = (
    ["昨天", "上周", "今年开春", "入冬以后", "这几天"], ["村口", "学校旁", "二组", "河堤上", "卫生室门口"],
    ["的路灯", "的水渠", "的垃圾", "的电线", "的井盖"], ["坏了", "没人管", "堵了", "掉下来了", "丢了"],
    ["老人走路不方便", "孩子上学要绕路", "晚上看不见", "下雨就积水", "已经说过几次"],
)
HIDDEN = re.compile(r'<input[^>]*name="(form_key|token|work_stamp)"[^>]*value="([^"]*)"')
MOST, LEAST_PEOPLE = 600, 0.98
MINUTE = timedelta(minutes=1)


def junk_text(kind: str, number: int, dice: random.Random) -> str:
    if kind == "adverts":
        return f"低价代办 {number}，加群领奖 https://a{number}.example/{dice.randrange(10**9)}"
    if kind == "letters":
        return "".join(dice.choice("abcdefghijklmnop ") for _letter in range(60))
    return "".join(dice.choice(part) for part in PARTS) + f"，这是第 {number} 回说"


def form_of(client: Any) -> dict[str, str]:
    return dict(HIDDEN.findall(client.get("/say").text))


def post(client: Any, text: str, **more: str) -> int:
    """One whole form at once, as a program sends it, or a person at the last page."""
    sent = {**form_of(client), "page": "check", "go": "next", "text": text, "contact": "anonymous", **more}
    answer = client.post("/say", data=sent)
    client.delete_cookie("tracker_receipt", path="/say")
    return int(answer.status_code)


def speak(client: Any, text: str) -> int:
    """A person whose page did its arithmetic."""
    from tracker.store import work

    form = form_of(client)
    return post(client, text, **form, work=work.solve(form["work_stamp"]))


Answers = Counter[int]


def flood(folder: Path, junk: int, people: int, kind: str) -> tuple[Answers, Answers, Counter[str], float]:
    """Answers to junk, answers to people, trays of what was kept, seconds."""
    import sqlalchemy as sa

    from tracker.domain import clock
    from tracker.opinions.models import Opinion
    from tracker.store.db import db

    app, dice = found_town(folder), random.Random(4)  # noqa: S311  # the same junk in each run
    client, bad, good = app.test_client(), Counter[int](), Counter[int]()
    turns, began, start = max(junk // people, 1), time.perf_counter(), clock.now()
    for number in range(junk):
        clock.start_at(start + MINUTE * number / junk)
        bad[post(client, junk_text(kind, number, dice))] += 1
        if number % turns == turns - 1 and sum(good.values()) < people:
            good[speak(client, f"第 {number} 户门前的水管漏了两天，院子里都是水")] += 1
    with app.app_context():
        rows = db.session.execute(sa.select(Opinion.tray, sa.func.count()).group_by(Opinion.tray)).all()
    return bad, good, Counter({str(tray): count for tray, count in rows}), time.perf_counter() - began


def show(junk: int, people: int, kind: str) -> bool:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        bad, good, trays, seconds = flood(Path(folder) / "instance", junk, people, kind)
    accepted, passed = bad[303], good[303]
    in_list = trays["ordinary"] - passed
    print(f"{kind}: {junk} junk posts and {people} people in {seconds:.0f} s")
    other = junk - accepted - bad[429]
    print(f"  junk taken in {accepted} (at most {MOST}), refused {bad[429]}, other {other}")
    print(f"  of it in the tray {accepted - in_list}, in the list {in_list}")
    print(f"  people with a receipt {passed} of {people}")
    return accepted <= MOST and passed >= LEAST_PEOPLE * people and (kind == "sentences" or in_list == 0)


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    kinds = [one for one in sys.argv[1:] if not one.isdecimal()] or ["adverts", "letters", "sentences"]
    count, folk = numbers + [20_000, 50][len(numbers) :]
    held = [show(count, folk, kind) for kind in kinds]
    sys.exit(0 if all(held) else 1)
