"""The list page (群众意见) side by side: ours signed in and with rights, raw sqlite3 + Jinja, Django, hello.

    python benchmarks/list_page.py [opinions] [rounds]

In-process WSGI calls, no network: two filters that change with each request, 20 rows of the newest first.
CPU is user + system of the calls alone. Django is installed into a folder that is thrown away, unless it is
here already; the arms on it are left out when it cannot be had.
"""

import contextlib
import gc
import importlib.util
import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from _arms import VILLAGES, Figures, Results, in_turn, median, open_app, paired, spread, sqlite_module
from _list_data import FILTERED, prepare
from flask import Flask, request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

OURS, RAW, HELLO = "ours, signed in, with rights", "raw sqlite3 + Jinja, no login", "Flask hello"
DJANGO, ADMIN = "Django view, signed in", "Django admin, tuned"
TARGETS = {RAW: "<= 1.5", DJANGO: "<= 0.45", ADMIN: "<= 0.1", HELLO: "<= 13 (ambition 10)"}
DJANGO_VERSION = "Django>=5.2,<5.3"
MAX_STATEMENTS = 12  # ux.md B11
REQUESTS, WARM_UP = 150, 25
FILTERS = [{"status": status, "village": code} for code in VILLAGES[:20] for status in FILTERED]
REF = re.compile(r"石门-诉-\d{6}(?=<)")
RAW_ROWS = """
SELECT o.ref, o.title, v.name AS village, c.name AS category, o.name, p.name AS assignee, f.name AS office,
    o.submitted_on, o.status, o.due_on
FROM opinion o LEFT JOIN unit v ON v.code = o.village_code LEFT JOIN category c ON c.id = o.category_id
LEFT JOIN unit f ON f.code = o.office_code LEFT JOIN person p ON p.id = o.assignee_id
WHERE o.status = ? AND o.village_code = ? ORDER BY o.created_at DESC, o.id DESC LIMIT 21"""
RAW_TOTALS = """
SELECT count(*), count(*) FILTER (WHERE status IN ('replied', 'called_back', 'closed')),
    count(*) FILTER (WHERE status IN ('submitted', 'accepted', 'routed', 'handling') AND due_on < ?)
FROM (SELECT status, due_on FROM opinion WHERE status = ? AND village_code = ? LIMIT 1001)"""
RAW_CHOICES = "SELECT code, name FROM unit WHERE kind = ? ORDER BY code"
RAW_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>民意</title></head><body>
<header>石门镇</header><main><h1>民意</h1><form method="get"><input name="text" value="">
{% macro choose(name, chosen, choices) %}<select name="{{ name }}"><option value="">全部</option>
{% for value, word in choices %}<option value="{{ value }}"{% if value == chosen %} selected{% endif %}>
{{ word }}</option>{% endfor %}</select>{% endmacro %}
{{ choose("status", status, words.items()) }}{{ choose("village", village, villages) }}
{{ choose("category", "", categories) }}{{ choose("office", "", offices) }}<button>查询</button></form>
<p>筛选出 {{ totals[0] }} 件，已答复 {{ totals[1] }} 件，逾期 {{ totals[2] }} 件</p>
<table><thead><tr><th>编号</th><th>什么事</th><th>村</th><th>类别</th><th>反映人</th><th>承办</th>
<th>收到</th><th>状态</th><th>期限</th></tr></thead><tbody>
{% for one in rows[:20] %}<tr><td><a href="/opinions/{{ one.ref }}">{{ one.ref }}</a></td>
<td>{{ one.title }}</td><td>{{ one.village }}</td><td>{{ one.category }}</td>
<td>{{ one.name[:1] ~ "**" if one.name else "不留姓名" }}</td>
<td>{{ one.assignee or one.office }}</td><td>{{ one.submitted_on }}</td>
<td><span class="tag">{{ words[one.status] }}</span></td><td>{{ one.due_on or "" }}</td></tr>
{% endfor %}</tbody></table>
{% if rows|length > 20 %}<a rel="next" href="?after={{ rows[19].ref }}">下一页</a>{% endif %}
</main></body></html>"""


class Arm:
    """A WSGI application, the address of its list, and the cookie of whoever is signed in."""

    def __init__(self, app: Any, path: str, cookie: str = "", keys: dict[str, str] | None = None) -> None:
        self.app, self.path, self.cookie, self.keys = app, path, cookie, keys or {}

    def environs(self) -> list[dict[str, Any]]:
        headers = Headers({"Cookie": self.cookie} if self.cookie else {})
        queries = [{self.keys.get(name, name): value for name, value in one.items()} for one in FILTERS]
        return [EnvironBuilder(self.path, query_string=one, headers=headers).get_environ() for one in queries]

    def get(self, environ: dict[str, Any]) -> bytes:
        said: list[str] = []
        fresh = {**environ, "wsgi.input": io.BytesIO()}
        body = self.app(fresh, lambda status, headers, exc=None: said.append(status))
        try:
            page = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        assert said[0].startswith("200"), f"{environ['PATH_INFO']}: {said[0]}"
        return page


def ours(folder: Path) -> Arm:
    from tracker.people.queries import user_by_login
    from tracker.store import sessions

    app = open_app(folder)
    with app.app_context():
        clerk = user_by_login("clerk")
        assert clerk is not None
        token = sessions.start("desk", clerk.id, {}, 30)
    return Arm(app, "/opinions", f"tracker_desk={token}")


def raw(folder: Path) -> Arm:
    """The same rows, columns and choices, and nothing else: no login, no rights, no names to decrypt."""
    from tracker.opinions.rules import LABELS

    sqlite = sqlite_module()
    connection = sqlite.connect(folder / "bare.db")
    connection.row_factory = sqlite.Row
    words = {status.value: word for status, word in LABELS.items()}
    app = Flask("raw")
    page = app.jinja_env.from_string(RAW_PAGE)

    @app.get("/opinions")
    def opinions() -> str:
        wanted = (request.args["status"], request.args["village"])
        return page.render(
            rows=connection.execute(RAW_ROWS, wanted).fetchall(), words=words, status=wanted[0],
            totals=tuple(connection.execute(RAW_TOTALS, (str(today), *wanted)).fetchone()), village=wanted[1],
            villages=connection.execute(RAW_CHOICES, ("village",)).fetchall(),
            offices=connection.execute(RAW_CHOICES, ("office",)).fetchall(),
            categories=connection.execute("SELECT code, name FROM category ORDER BY code").fetchall(),
        )

    from tracker.domain import clock

    today: date = clock.today()
    return Arm(app, "/opinions")


def django(folder: Path, path: str, keys: dict[str, str] | None = None) -> Arm:
    """The usual middleware, login by a session in the database; on the SQLite of the other arms."""
    sqlite = sqlite_module()
    sys.modules["sqlite3"] = sys.modules[sqlite.__name__.partition(".")[0]]
    sys.modules["sqlite3.dbapi2"] = sqlite
    import _django_setup

    _django_setup.set_up(str(folder / "bare.db"))
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.test import Client

    call_command("migrate", verbosity=0)
    user = User.objects.filter(username="clerk").first() or User.objects.create_superuser("clerk")
    client = Client()
    client.force_login(user)
    return Arm(get_wsgi_application(), path, f"sessionid={client.cookies['sessionid'].value}", keys)


def hello(_folder: Path) -> Arm:
    app = Flask("hello")
    app.add_url_rule("/opinions", view_func=lambda: {"hello": "world"}, endpoint="hello")
    return Arm(app, "/opinions")


MAKERS: dict[str, Callable[[Path], Arm]] = {
    OURS: ours, RAW: raw, HELLO: hello,
    DJANGO: lambda folder: django(folder, "/opinions"),
    ADMIN: lambda folder: django(
        folder, "/admin/bench/opinion/", {"status": "status__exact", "village": "village__exact"}
    ),
}


def measure(name: str, folder: Path) -> Figures:
    """In the child: warm up, then CPU seconds of the calls."""
    arm = MAKERS[name](folder)
    environs = arm.environs()
    shown = [len(_refs(arm.get(environ))) for environ in environs[:WARM_UP]]
    requests = REQUESTS * 20 if name == HELLO else REQUESTS
    gc.collect()
    began = time.process_time()
    for environ in islice(cycle(environs), requests):
        arm.get(environ)
    cpu = (time.process_time() - began) / requests * 1000
    page = arm.get(environs[0])
    return {
        "cpu": cpu, "kib": len(page) / 1024, "refs": _refs(page), "rows": statistics.mean(shown),
        "statements": _statements(arm, environs[1]) if name == OURS else [],
    }


def _refs(page: bytes) -> list[str]:
    return list(dict.fromkeys(REF.findall(page.decode())))


def _statements(arm: Arm, environ: dict[str, Any]) -> list[str]:
    """Every statement of one page, without BEGIN."""
    import sqlalchemy as sa

    found: list[str] = []

    def note(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        found.append(" ".join(text.split()))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    arm.get(environ)
    return [one for one in found if one != "BEGIN"]


@contextlib.contextmanager
def with_django() -> Iterator[list[Path] | None]:
    """Folders to import Django from, none needed when it is here; None when it cannot be had."""
    if importlib.util.find_spec("django"):
        yield []
        return
    with tempfile.TemporaryDirectory(prefix="tracker-bench-django-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, DJANGO_VERSION]
        done = subprocess.run(pip, capture_output=True, text=True)
        yield [Path(folder)] if done.returncode == 0 else None


def compare(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder, with_django() as django_at:
        prepare(Path(folder), count)
        arms = [HELLO, RAW, OURS, *([DJANGO, ADMIN] if django_at is not None else [])]
        show(count, in_turn(__file__, arms, rounds, folder, paths=django_at or []))
        if django_at is None:
            print(f"{DJANGO_VERSION} could not be installed here: the arms on it were left out")


def show(count: int, results: Results) -> None:
    mine = results[OURS]
    print(f"{count} opinions, {mine[0]['rows']:.1f} rows a page, medians of {len(mine)} paired rounds")
    print(f"{'arm':32}{'CPU ms':>8}{'rounds':>14}{'KiB':>6}{'ours / arm':>12}  target")
    for name, found in results.items():
        ratio = f"{paired(mine, found, 'cpu'):.2f}" if name != OURS else ""
        figures = f"{median(found, 'cpu'):8.3f}{spread(found, 'cpu'):>14}{median(found, 'kib'):6.0f}"
        print(f"{name:32}{figures}{ratio:>12}  {TARGETS.get(name, '')}")
        if name != HELLO and found[0]["refs"] != mine[0]["refs"]:
            raise SystemExit(f"{name} and ours differ: {found[0]['refs']} / {mine[0]['refs']}")
    statements = mine[0]["statements"]
    print(f"SQL statements of one page of ours: {len(statements)} (target <= {MAX_STATEMENTS})")
    for number, text in enumerate(statements, 1):
        print(f"{number:4}  {text[:60]} … {text[-40:]}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--arm"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        compare(*(numbers + [20_000, 5][len(numbers) :]))
