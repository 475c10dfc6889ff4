"""A proxy between phone and server: out of reach, losing replies, or answering as a hotel's login page."""

import contextlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

GOOD, DOWN, LOSING, PORTAL = "good", "down", "losing", "portal"
LOGIN_PAGE = "<!doctype html><title>免费上网</title><h1>请先登录无线网络</h1>".encode()
BY_HOP = {"connection", "transfer-encoding", "keep-alive", "date", "server"}


class Wire:
    """`mode` is how the line behaves now; `blocked`: the path that alone is answered by the login page.

    lost: how many replies the server gave that never arrived; posts: where the server was posted to; instead:
    what is answered at a path in place of the server.
    """

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target).netloc
        self.mode = GOOD
        self.blocked = ""
        self.lost = 0
        self.posts: list[str] = []
        self.instead: dict[str, tuple[str, bytes]] = {}
        self._asked = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"wire": self}))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Wire":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def loses(self, path: str) -> bool:
        """Every second reply to what the phone's queue asks."""
        with self._lock:
            if self.mode != LOSING or not path.startswith("/sync/"):
                return False
            self._asked += 1
            self.lost += self._asked % 2 == 0
            return self._asked % 2 == 0


class _Handler(BaseHTTPRequestHandler):
    wire: Wire

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.wire.mode == DOWN:
            return
        is_caught = self.wire.mode == PORTAL or self.path == self.wire.blocked
        if is_caught and self.command in ("POST", "PUT"):
            self._say(200, [("Content-Type", "text/html; charset=utf-8")], LOGIN_PAGE)
            return
        if self.path in self.wire.instead:
            kind, text = self.wire.instead[self.path]
            self._say(200, [("Content-Type", kind)], text)
            return
        self.wire.posts += [self.path] if self.command == "POST" else []
        upstream = http.client.HTTPConnection(self.wire.target, timeout=30)
        upstream.request(self.command, self.path, body or None, dict(self.headers))
        answer = upstream.getresponse()
        said = answer.read()
        upstream.close()
        headers = [one for one in answer.getheaders() if one[0].lower() not in BY_HOP]
        if not self.wire.loses(self.path):
            self._say(answer.status, headers, said)

    def _say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # a phone that went to the next page
            self._write(status, headers, body)

    def _write(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_HEAD = _pass_on

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test says what matters."""
