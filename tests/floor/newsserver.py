"""A small news server on loopback, and Scrapy run from the checkout the way a user runs it."""

from __future__ import annotations

import json
import os
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).parents[2]

ARTICLE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_回环财经</title>{head}
</head><body><h1 class="main-title">{title}</h1>
<div class="date-source"><span class="date">2026年07月0{day}日 09:30</span></div>
<div id="artibody">{body}</div></body></html>"""

SENTENCES = "{title}：公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。<b>管理层</b>表示，订单已经排到明年。"

SITE = """
name: 回环财经
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://127.0.0.1:PORT/
domains: [127.0.0.1]
confidence: D
checked: 2026-07
headers: {X-Site: loop}
delay: 0.01
articles: ['/a/', '/p/']
skip: [{reason: video page, url: '/a/video'}]
lists:
  main:
    kind: json
    url: 'http://127.0.0.1:PORT/list?of={name}&page={page}'
    headers: {Referer: 'http://127.0.0.1:PORT/home'}
    ok: {path: code, equals: 0}
    items: data
    paging: {pages: 3}
    fields: {url: url, title: title, body: body, published: {path: time, format: epoch_s}}
channels:
  要闻: {list: main, vars: {name: main}}
  快讯: {list: main, vars: {name: flash}}
  坏榜: {list: main, vars: {name: broken}}
article:
  fields:
    title: h1.main-title
    published: .date-source .date
  body: ['#artibody']
  next_page: {xpath: '//a[@class="next"]/@href'}
"""


def article(title: str, body: str = "", *, head: str = "", day: int = 1) -> str:
    return ARTICLE.format(title=title, body=body or f"<p>{SENTENCES.format(title=title) * 3}</p>", head=head, day=day)


@dataclass
class Answer:
    body: str | bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    length: int | None = None


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    begun: float
    ended: float = 0.0
    posted: str = ""


class Server:
    """Answers what it was told; remembers every request."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def asked(self, start: str = "/") -> list[str]:
        return [request.path for request in self.requests if request.path.startswith(start)]

    def list(self, name: str, page: int, entries: list[dict[str, Any]]) -> None:
        entries = [{**entry, "url": self.url + entry["url"]} if "url" in entry else entry for entry in entries]
        self.answers[f"/list?of={name}&page={page}"] = Answer(json.dumps({"code": "0", "data": entries}))

    def site_file(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        (folder / "loop.yaml").write_text(SITE.replace("PORT", self.url.rpartition(":")[2]), "utf-8")
        return folder


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            path = address._replace(scheme="", netloc="").geturl()
            request = Request(self.path, dict(self.headers), time.monotonic())
            request.posted = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            server.requests.append(request)
            answer = server.answers.get(path, Answer("no such page", 404))
            answer = answer if isinstance(answer, Answer) else answer()
            time.sleep(answer.after)
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
            self.end_headers()
            # before the last byte: the client may ask again as soon as it has it
            request.ended = time.monotonic()
            try:
                self.wfile.write(body)
            except OSError:
                return
            if answer.length is not None:
                self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *values: object) -> None:
            pass

    return Handler


@dataclass
class Result:
    """What a run of Scrapy left behind."""

    code: int
    log: str
    out: str
    output: Path
    items: list[dict[str, Any]]

    @property
    def lines(self) -> list[str]:
        """Our own log lines, without time and name."""
        return [line.partition("[newscrawl] ")[2] for line in self.log.splitlines() if "[newscrawl] " in line]

    @property
    def stats(self) -> dict[str, int]:
        dump = self.log.partition("Dumping Scrapy stats:")[2]
        pairs = [line.strip(" {},").rpartition(": ") for line in dump.splitlines() if "newscrawl/" in line]
        return {key.strip("'\"").removeprefix("newscrawl/"): int(value) for key, _, value in pairs}

    @property
    def posts(self) -> list[str]:
        return sorted(str(path.relative_to(self.output)) for path in self.output.rglob("*.md"))


FAST = {"DOWNLOAD_DELAY": "0.01", "AUTOTHROTTLE_ENABLED": "False", "RETRY_TIMES": "0", "DOWNLOAD_TIMEOUT": "1.5"}


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def scrapy_command(*arguments: str, **settings: str) -> list[str]:
    """Return what follows ``python`` to run Scrapy with these settings."""
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return ["-m", "scrapy", *arguments, *given]
