"""Two server processes, twenty people at the machine, twelve windows that call, a restart in between."""

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import postgres
import pytest
import sqlalchemy as sa
from factories import HALL, make_user
from factories_line import make_window, switch_on
from support import PageReader

from tracker.domain.roles import Role

ROOT = Path(__file__).resolve().parents[2]
EARLY, PEOPLE, EACH, WINDOWS = 4, 20, 1, 12
SERVE = """
import logging, sys
from waitress.server import create_server
from tracker.app import create_app
app = create_app({"INSTANCE": sys.argv[1], "DATABASE_URL": sys.argv[2], "TESTING": True})
logging.disable()
server = create_server(app, host="127.0.0.1", port=int(sys.argv[3]), threads=8)
print(server.effective_port, flush=True)
server.run()
"""


class Server:
    """One process that serves this instance; a killed one comes back on its old port."""

    def __init__(self, instance: Path, database: str, port: int = 0) -> None:
        command = [sys.executable, "-c", SERVE, str(instance), database, str(port)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=env, text=True)
        self.instance, self.database, self.port = instance, database, port

    def ready(self) -> "Server":
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        return self

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def again(self) -> "Server":
        self.kill()
        return Server(self.instance, self.database, self.port).ready()


class Browser:
    """One telephone, machine or window: a connection that stays open, and one cookie."""

    def __init__(self, server: Server, session: str = "") -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.headers = {"Cookie": f"tracker_desk={session}"} if session else {}

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_error: object) -> None:
        self.link.close()

    def get(self, path: str) -> str:
        self.link.request("GET", path, headers=self.headers)
        answer = self.link.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, f"{path}: {answer.status}"
        return text

    def send(self, path: str, page: str, **fields: str) -> str:
        """The last form of a page, sent to this address; answers where it leads."""
        form = [one for one in PageReader(page).forms if one["method"] == "post"][-1]
        hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.link.request("POST", path, urlencode({**hidden, **fields}), {**self.headers, **kind})
        answer = self.link.getresponse()
        answer.read()
        assert answer.status == 303, f"{path}: {answer.status}"
        return str(answer.headers["Location"])


def take(server: Server, path: str) -> None:
    """One person at the machine, EACH times one after the other."""
    with Browser(server) as browser:
        for _n in range(EACH):
            assert "/line/number/" in browser.send(path, browser.get(path), priority="none")


def serve(server: Server, session: str, stop: threading.Event) -> None:
    """One window that calls, serves and lets go, until nobody comes any more."""
    with Browser(server, session) as browser:
        while True:
            was_over = stop.is_set()
            page = browser.get("/line")
            there = re.search(r'formaction="(/line/\d+/(?:start|end))\?', page)
            if there or "在等的 0 人" not in page:
                browser.send(f"{there.group(1) if there else '/line/call'}?back=line", page)
            elif was_over:
                return
            else:
                time.sleep(0.2)


def together(*works: tuple) -> None:
    """All at once; what goes wrong in one of them goes wrong here."""
    wrong: list[BaseException] = []

    def run(work, *given) -> None:
        try:
            work(*given)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=one) for one in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not wrong, wrong[0]


@contextmanager
def hall(instance: Path, database: str) -> Iterator[list[str]]:
    """An instance of its own with twelve clerks at their windows; answers their sessions."""
    from tracker.app import create_app
    from tracker.store import sessions
    from tracker.store.base import Base
    from tracker.store.db import db

    made = create_app({"INSTANCE": str(instance), "DATABASE_URL": database, "TESTING": True})
    with made.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
        switch_on()
        clerks = [make_user(Role.WINDOW, unit=HALL) for _n in range(WINDOWS)]
        for number, clerk in enumerate(clerks, 1):
            make_window(f"{number}号窗口", clerk=clerk)
        yield [sessions.start("desk", clerk.id, {}, 30) for clerk in clerks]
        db.session.remove()
        db.engine.dispose()


def shown_on(server: Server, path: str) -> str:
    """What the screen says, but for the time of day."""
    with Browser(server) as browser:
        return re.sub(r"\d\d:\d\d", "", PageReader(browser.get(path)).text)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_everybody_has_a_number_of_the_own_and_is_called_once(app, tmp_path, kind):
    from tracker.app import settle_in
    from tracker.line import queries
    from tracker.line.models import Coming
    from tracker.line.rules import Stage, Status
    from tracker.store.audit import verify
    from tracker.store.db import db

    if kind == "postgres" and not postgres.is_possible():
        pytest.skip(postgres.NONE_HERE)
    with postgres.running() if kind == "postgres" else nullcontext("") as database:
        try:
            with hall(tmp_path, database) as sessions:
                first, second = Server(tmp_path, database), Server(tmp_path, database)
                key, over = queries.key_of(HALL), threading.Event()
                db.session.remove()
                try:
                    first.ready(), second.ready()
                    number, screen = f"/line/number/{key}", f"/line/screen/{key}"
                    together(*[(take, (first, second)[n % 2], number) for n in range(EARLY)])
                    before = shown_on(first, screen)
                    assert "A001" in before and shown_on(second, screen) == before
                    first = first.again()
                    assert shown_on(first, screen) == before

                    def arrive() -> None:
                        together(*[(take, (first, second)[n % 2], number) for n in range(PEOPLE)])
                        over.set()

                    together(
                        (arrive,),
                        *[(serve, (first, second)[n % 2], one, over) for n, one in enumerate(sessions)],
                    )
                    assert "现在没有叫号" in shown_on(second, screen)
                finally:
                    first.kill(), second.kill()
                comings = db.session.scalars(sa.select(Coming).order_by(Coming.number)).all()
                assert [one.number for one in comings] == list(range(1, (EARLY + PEOPLE) * EACH + 1))
                assert {one.status for one in comings} == {Status.SERVED}
                for one in comings:
                    stages = [stretch.stage for stretch in one.stretches]
                    assert stages == [Stage.WAITING, Stage.CALLED, Stage.SERVING], one.label
                    spent = sum((s.ended_at - s.started_at for s in one.stretches), timedelta())
                    assert spent == one.ended_at - one.created_at, one.label
                assert verify().first_bad is None
        finally:
            settle_in(app)
