"""Headless Chromium opens built pages and tells whether anything in them ran.

A server on loopback hands out the pages, each with a watcher in front of everything else: it counts dialogs and console
marks, fires every event that a reader could fire and clicks links that are none of the web's. The pages come with a
report-only policy under which the browser itself reports each inline script, handler and frame. A request to
``canary.example``, which the browser finds on loopback as well, means that something was loaded. Nothing else resolves.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from installs import unavailable

CANARY = "canary.example"
NONCE = "newscrawl"
POLICY = (
    f"script-src 'nonce-{NONCE}'; style-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; media-src 'none'; connect-src 'self'; report-uri /report"
)
SECONDS = 500

WATCHER = f"""<script nonce="{NONCE}">(() => {{
  const page = decodeURIComponent(location.pathname);
  const send = (what, text) => navigator.sendBeacon('/mark', JSON.stringify([page, what, String(text)]));
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
    window[name] = text => send(name, text);
  for (const name of ['log', 'warn', 'error', 'info', 'debug'])
    console[name] = text => send('console.' + name, text);
  const events = ['load', 'error', 'click', 'dblclick', 'mouseover', 'mouseenter', 'mousemove', 'mousedown', 'focus',
    'blur', 'input', 'change', 'submit', 'toggle', 'keydown', 'pointerdown', 'wheel', 'copy', 'paste', 'scroll',
    'animationstart', 'transitionend', 'start', 'begin', 'close', 'slotchange', 'loadstart'];
  addEventListener('load', () => {{
    document.addEventListener('click', event => {{
      const link = event.target.closest('a');
      if (link && /^(https?|mailto):$/.test(link.protocol)) event.preventDefault();
    }});
    for (const element of document.querySelectorAll('*')) {{
      if (element.shadowRoot) send('shadow root', element.tagName);
      element.dispatchEvent(new MouseEvent('click', {{bubbles: true, cancelable: true}}));
      // without scripts of their own, pages listen by attributes only; what has none cannot hear
      if (element.getAttributeNames().some(name => /^on/i.test(name)))
        for (const name of events)
          element.dispatchEvent(new MouseEvent(name, {{cancelable: true}}));
    }}
    setTimeout(() => parent.postMessage(['done', page], '*'), WAIT);
  }});
}})()</script>"""

RUNNER = f"""<!DOCTYPE html><meta charset="utf-8"><body><script nonce="{NONCE}">
  const waiting = PAGES, total = waiting.length;
  let done = 0;
  const next = frame => {{
    clearTimeout(frame.timer);
    if (waiting.length) {{
      // with src each page would be an entry of the history, which the browser keeps books on
      frame.contentWindow.location.replace(waiting.shift());
      frame.timer = setTimeout(() => {{ done += 1; next(frame); }}, GONE);
    }} else if (done === total) setTimeout(() => navigator.sendBeacon('/end', '[]'), 300);
  }};
  addEventListener('message', event => {{
    if (event.data[0] !== 'done') return;
    done += 1;
    navigator.sendBeacon('/done', JSON.stringify(event.data[1]));
    next([...document.querySelectorAll('iframe')].find(frame => frame.contentWindow === event.source));
  }});
  for (let number = 0; number < 8; number += 1) {{
    const frame = document.createElement('iframe');
    document.body.append(frame);
    next(frame);
  }}
</script>"""


@dataclass
class Seen:
    """What happened while the pages were open."""

    opened: set[str] = field(default_factory=set)
    """Paths of pages that loaded to their end and had every event fired."""
    marks: list[tuple[str, str, str]] = field(default_factory=list)
    """Page, what was called, with what."""
    canary: list[str] = field(default_factory=list)
    """Paths requested of the canary's host."""
    reports: list[tuple[str, str]] = field(default_factory=list)
    """Page and directive: what the browser would have stopped under the policy."""

    @property
    def quiet(self) -> bool:
        return not (self.marks or self.canary or self.reports)


MANY_PICTURES = 2_000
PLAIN_TEXT = re.compile(r"(<(?!script|style)[^<>]*>)[^<>&\"'=`]+(?=<)", re.I)
PLAIN_ADDRESS = re.compile(r'( (?:href|src)=)"(?:(?:https?:/)?/|\.\./)[^"<>&\s:]*"')
"""What a browser reads as text and addresses wherever it stands: nothing in it could end what it stands in."""


def find_chromium() -> str:
    """Return the browser's program, or skip."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or unavailable("chromium is not installed")


def pages_of(folder: Path) -> set[str]:
    """Return the paths of the HTML pages below the folder, one of those that differ in plain text and addresses only.

    Pages with thousands of pictures are left out: every picture is a request, and none of them is answered.
    """
    found = {}
    for file in sorted(filter(Path.is_file, folder.rglob("*.html"))):
        page = file.read_bytes().decode(errors="surrogateescape")
        if page.count("<img") < MANY_PICTURES:
            kind = PLAIN_ADDRESS.sub(r"\1", PLAIN_TEXT.sub(r"\1", page))
            found.setdefault(kind, str(file.relative_to(folder)))
    return set(found.values())


def open_pages(folder: Path, profile: Path, *, wait: int = 0, patience: int = 60_000) -> Seen:
    """Open the pages of :func:`pages_of` and return what happened.

    :param profile: an empty folder for the browser's own files
    :param wait: milliseconds that a page is left open after the last event, for what takes its time
    :param patience: milliseconds after which a page that says nothing is given up: it went elsewhere
    """
    seen, ended = Seen(), threading.Event()
    chromium = find_chromium()
    pages = ["/" + quote(path) for path in sorted(pages_of(folder))]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(self.path.partition("?")[0]).lstrip("/")
            if self.headers["Host"].startswith(CANARY):
                seen.canary.append(path)
                self.answer(b"alert('canary')", "text/javascript")
            elif path == "runner":
                self.answer(RUNNER.replace("PAGES", json.dumps(pages)).replace("GONE", str(patience)).encode())
            elif (folder / path).is_file():
                watcher = WATCHER.replace("WAIT", str(wait)).encode()
                self.answer(watcher + (folder / path).read_bytes(), policy=POLICY)
            else:
                self.answer(b"", status=404)

        def do_POST(self) -> None:
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"null")
            if self.headers["Host"].startswith(CANARY):
                seen.canary.append(self.path)
            elif self.path == "/mark":
                seen.marks.append(tuple(data))
            elif self.path == "/done":
                seen.opened.add(data.lstrip("/"))
            elif self.path == "/report":
                report = data["csp-report"]
                place = unquote(report["document-uri"].split("/", 3)[-1])
                seen.reports.append((place, report["effective-directive"]))
            elif self.path == "/end":
                ended.set()
            self.answer(b"", status=204)

        def answer(
            self, body: bytes, kind: str = "text/html; charset=utf-8", *, status: int = 200, policy: str = ""
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if policy:
                self.send_header("Content-Security-Policy-Report-Only", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    port = server.server_port
    command = [
        *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server"),
        f"--user-data-dir={profile}",
        # no name but the canary's leads anywhere, so nothing leaves the machine
        f"--host-resolver-rules=MAP {CANARY}:80 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        # keeps it open until it is ended from here
        "--remote-debugging-port=0",
        f"http://127.0.0.1:{port}/runner",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            ended.wait(SECONDS)
        finally:
            process.terminate()
            process.wait(30)
            server.shutdown()
            server.server_close()
    return seen
