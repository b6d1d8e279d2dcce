"""Commands run in processes of their own against a news server on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

from programs import Program

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Result:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def problem(self) -> str:
        """The one error line, without its prefix; fails when there is not exactly one."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("newscrawl: "), self.err
        return lines[0].removeprefix("newscrawl: ")


class Command(Protocol):
    """The command line, see the fixture ``command``."""

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Result: ...


HURRY = """
import sys
from newscrawl import settings
from newscrawl.cli import main

# the server of the tests needs no politeness
settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0.01
settings.AUTOTHROTTLE_ENABLED = False
settings.RETRY_TIMES = 0
main()
"""
"""The command line, in a process of its own: Scrapy's reactor runs once in a process."""

SITE = """
name: 回环财经
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: {url}/
domains: [{host}]
confidence: D
checked: 2026-07
delay: 0.01
skip: [{{reason: video page, url: '/video/'}}]
lists:
  main:
    kind: json
    url: '{url}/list/{{name}}'
    items: data
    fields: {{url: url}}
channels:
  要闻: {{list: main, vars: {{name: main}}}}
  快讯: {{list: main, vars: {{name: more}}}}
  坏榜: {{list: main, vars: {{name: broken}}}}
  空页: {{list: main, vars: {{name: gone}}}}
article:
  fields: {{title: h1, published: time}}
  body: ['#text']
"""


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    after: float = 0.0


def article(title: str, *, published: str = "2026-07-20 09:30", text: str = "") -> Answer:
    text = text or f"{title}：公司在公告中说，新厂房将于下月启用，预计全年产量增加两成，订单已经排到明年。" * 3
    page = f'<html lang="zh-CN"><h1>{title}</h1><time>{published}</time><div id="text"><p>{text}</p></div></html>'
    return Answer(page.encode())


class Loopback:
    """A news server on loopback that answers what it was told and remembers every request."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(self.path)
                answer = outer.answers.get(self.path, Answer(b"no such page", 404))
                time.sleep(answer.after)
                self.send_response(answer.status)
                for name, value in (("Content-Type", "text/html; charset=utf-8"), *answer.headers):
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *values: object) -> None:
                pass

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def list(self, name: str, paths: Iterable[str]) -> None:
        data = [{"url": self.url + path} for path in paths]
        self.answers[f"/list/{name}"] = Answer(json.dumps({"data": data}).encode())

    def folder(self, folder: Path) -> Path:
        """Make a folder with a newscrawl.yaml and a site file for this server."""
        (folder / "sites").mkdir()
        (folder / "newscrawl.yaml").write_text("sites: sites\noutput: posts\n", "utf-8")
        (folder / "sites" / "loop.yaml").write_text(SITE.format(url=self.url, host=self.host), "utf-8")
        return folder


def process_of(folder: Path, *arguments: str | Path, code: str = HURRY, **more: Any) -> Program:
    """Start the command line in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return Program(["-c", code, *arguments], **{"cwd": folder, "env": environment, **pipes, **more})


def run_in(folder: Path, *arguments: str | Path, stdin: bytes = b"", **more: Any) -> Result:
    """Run the command line in a process of its own and wait for its end."""
    with process_of(folder, *arguments, stdin=subprocess.PIPE, **more) as process:
        out, err = process.communicate(stdin, timeout=300)
    return Result(process.returncode, out, err.decode())
