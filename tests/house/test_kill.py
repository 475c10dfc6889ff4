"""Kill the server at any moment and start it again: it works, and what was acknowledged is there."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from support import PageReader

BROWSER = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
ROOT = Path(__file__).resolve().parents[2]


def run(instance: Path, *command: str) -> subprocess.Popen[str]:
    env = {**os.environ, "TRACKER_INSTANCE": str(instance), "CI": "true", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "tracker", *command],
        env=env,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def serve(instance: Path) -> tuple[subprocess.Popen[str], str]:
    server = run(instance, "serve")
    assert server.stdout is not None
    return server, next(m.group(0) for line in server.stdout if (m := re.match(r"http://127\S+", line)))


def kill(server: subprocess.Popen[str]) -> None:
    """The whole group at once, without a word: server and worker."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    if server.stdout is not None:
        server.stdout.close()


def send(url: str, page: str, **fields: str) -> str:
    """Fill in the last form of a page and send it, as a phone without scripts does."""
    form = next(one for one in reversed(PageReader(page).forms) if one["method"] == "post")
    hidden = {name: value for name, value, kind in form["fields"] if kind == "hidden"}
    body = urllib.parse.urlencode({**hidden, **fields}).encode()
    with BROWSER.open(url, body, timeout=20) as answer:
        return str(answer.read().decode())


def speak_up(url: str) -> str:
    """The four steps of /say; answers the receipt."""
    with BROWSER.open(f"{url}/say", timeout=20) as answer:
        page = answer.read().decode()
    for fields in ({"text": "水管冻裂了", "go": "next"}, {"go": "next"}, {"go": "next"}, {}):
        page = send(f"{url}/say", page, **fields)
    found = re.search(r'class="receipt-number">(.*?)</p>', page, re.S)
    assert found, "no receipt on the last page"
    return re.sub(r"\D", "", re.sub(r"<[^>]+>", "", found.group(1)))


def test_a_killed_server_starts_again_with_all_it_acknowledged(tmp_path):
    instance = tmp_path / "instance"
    founding = run(instance, "init", "--town", "石门镇", "--code", "990101001")
    told, _errors = founding.communicate(timeout=60)
    assert founding.returncode == 0 and "sysadmin" in told

    server, url = serve(instance)
    receipt = speak_up(url)
    kill(server)

    server, url = serve(instance)
    try:
        with BROWSER.open(f"{url}/healthz", timeout=20) as answer:
            assert answer.read() == b"ok"
        with BROWSER.open(f"{url}/progress", timeout=20) as answer:
            asked = answer.read().decode()
        assert "待受理" in send(f"{url}/progress", asked, code=receipt)
        verified = run(instance, "verify-audit")
        told, _errors = verified.communicate(timeout=60)
        assert verified.returncode == 0 and "完整" in told
    finally:
        kill(server)


def awaited(look: Callable[[], set[int]]) -> set[int]:
    """What is there at last; empty when nothing came in half a minute."""
    for _turn in range(300):
        if found := look():
            return found
        time.sleep(0.1)
    return set()


def children(server: subprocess.Popen[str]) -> set[int]:
    told = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=False)
    return set(map(int, told.stdout.split()))


def test_a_killed_worker_is_followed_by_another_while_the_server_runs(tmp_path):
    instance = tmp_path / "instance"
    run(instance, "init", "--town", "石门镇", "--code", "990101001").communicate(timeout=60)
    server, _url = serve(instance)
    try:
        first = awaited(lambda: children(server))
        os.kill(next(iter(first)), signal.SIGKILL)
        second = awaited(lambda: children(server) - first)
        assert len(second) == 1
    finally:
        server.terminate()
        server.communicate(timeout=30)
    assert not any(Path(f"/proc/{one}").exists() for one in second), "it ends with the server"


def test_demo_data_that_were_cut_off_are_wiped_and_nothing_else(app, tmp_path):
    from factories import make_town

    from tracker.app import create_app, settle_in
    from tracker.domain.roles import SYSTEM
    from tracker.store import schema
    from tracker.store.db import db
    from tracker.township.queries import is_demo, is_unfinished_demo, towns
    from tracker.township.service import mark_demo

    other = create_app({"INSTANCE": str(tmp_path / "cut-off")})
    with other.app_context():
        schema.upgrade()
        mark_demo(SYSTEM, is_whole=False)
        make_town()
        assert is_unfinished_demo() and not is_demo() and towns()
        schema.wipe()
        assert schema.upgrade() and not is_unfinished_demo() and not towns()
        db.session.remove()
        db.engine.dispose()
    settle_in(app)
