"""Serves the demo site on loopback, as a proxy or by the ``Host`` header."""

from __future__ import annotations

import sys
import threading
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

from newscrawl.demo.answer import Answer, beijing
from newscrawl.demo.lists import flashes, roll
from newscrawl.demo.pages import FOLDER, articles, page
from newscrawl.demo.pictures import HOST as PICTURES
from newscrawl.demo.pictures import picture

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

__all__ = ["DemoSite"]

OPENED = beijing("2026-07-13 00:00")
ROBOTS = {
    "finance.demo.example": "User-agent: *\nDisallow: /internal/\n",
    "slide.finance.demo.example": "User-agent: *\nAllow: /\n",
    "feed.demo.example": "User-agent: *\nDisallow: /admin/\n",
    "zhibo.demo.example": "# everyone is welcome\n",
}
"""robots.txt by host; the picture host has none."""


class DemoSite:
    """The demo's server: runs on a free port of 127.0.0.1 while the ``with`` block lasts.

    Ask it as a proxy, so that addresses stay ``http://finance.demo.example/…`` whatever the port::

        with DemoSite() as site:
            Request("http://finance.demo.example/…", meta={"proxy": f"http://127.0.0.1:{site.port}"})
    """

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo site", daemon=True)

    @property
    def port(self) -> int:
        """Port on 127.0.0.1, known before the ``with`` block starts."""
        return self._server.server_port

    @property
    def requests(self) -> list[tuple[str, str]]:
        """Every request so far: host and path, with its query."""
        return list(self._server.requests)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        # list.append is atomic: the handler threads need no lock
        self.requests: list[tuple[str, str]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that hung up: it was killed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newscrawl-demo"

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        # a proxy request has the whole address in its first line, any other only the path
        address = urlsplit(self.path)
        host = address.hostname or self.headers.get("Host", "").partition(":")[0].lower()
        target = address._replace(scheme="", netloc="", fragment="").geturl() or "/"
        cast("_Server", self.server).requests.append((host, target))
        answer = _answer(host, target)
        unchanged = answer.status == 200 and self._knows(answer)
        self.send_response(304 if unchanged else answer.status)
        self.send_header("ETag", answer.etag)
        self.send_header("Last-Modified", format_datetime(answer.modified.astimezone(UTC), usegmt=True))
        if not unchanged:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(answer.body)

    def _knows(self, answer: Answer) -> bool:
        if etag := self.headers.get("If-None-Match"):
            return etag == answer.etag
        since = self.headers.get("If-Modified-Since")
        return since is not None and answer.modified <= parsedate_to_datetime(since)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the crawl's own lines belong to the user."""


def _answer(host: str, target: str) -> Answer:
    address = urlsplit(target)
    query = dict(parse_qsl(address.query))
    found: Answer | None = None
    if (host, address.path) == ("feed.demo.example", "/api/roll/get"):
        found = roll(query)
    elif (host, address.path) == ("zhibo.demo.example", "/api/zhibo/feed"):
        found = flashes(query)
    elif address.path == "/robots.txt" and host in ROBOTS:
        found = Answer(body=ROBOTS[host].encode("ascii"), content_type="text/plain", modified=OPENED)
    elif host == PICTURES:
        found = picture(address.path)
    else:
        found = _pages().get((host, address.path))
    return found or _missing()


@cache
def _pages() -> dict[tuple[str, str], Answer]:
    served = (entry for entry in articles().values() if not entry.get("listed_only"))
    return {(urlsplit(entry["url"]).netloc, urlsplit(entry["url"]).path): page(entry) for entry in served}


@cache
def _missing() -> Answer:
    body = (FOLDER / "layouts" / "missing.html").read_bytes()
    return Answer(body=body, content_type="text/html; charset=utf-8", modified=OPENED, status=404)
