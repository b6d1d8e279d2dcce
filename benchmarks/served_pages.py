"""Articles of several sites on loopback, so that a whole crawl can be measured.

The pages are saved ones of a corpus, eight of Chinese sites with a site file, or made up ones of the same size where
there is no corpus. Each is served many times over, every time with other characters in the place of those that no rule
knows, so that no page is another one's copy. Each saved page has a host of its own (127.0.0.2, 127.0.0.3 …) and its
site's own site file, which differs only in where the list lies. The server is nginx where it is installed, else
``http.server``; a process of its own either way.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import newscrawl
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, page_of, read_page
from newscrawl.render import PostOptions, check_post, render_post
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.sites import Site

__all__ = ["HOSTS", "Saved", "Served", "saved_pages", "serve"]

HOSTS = 8
"""Asked one at a time each, as ever: with fewer the machine would wait for answers."""

SIZE = 112_000
"""Bytes of a news page; the saved ones nearest to that are taken."""

SHORTEST = 300
"""Chinese characters of a text; so many differ in every copy that none is taken for another one's."""

DATA = Path(newscrawl.__file__).parent

SAME = {"163": "163_money", "sina": "sina_finance", "sohu": "sohu_finance"}
"""Names of the corpus's sites where the site files have others."""

WIDE = re.compile(r"[一-鿿]")
IDENTITY = re.compile(
    r"""<link[^>]+rel=["']canonical["'][^>]*>|<meta[^>]+(?:og:url|article:url)["'][^>]*>""", re.IGNORECASE
)
"""What a page says of its own address; every copy has another one."""

MADE_SITE = """
name: 试验财经
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://127.0.0.1/
domains: [127.0.0.1]
confidence: D
checked: 2026-07
lists: {main: {kind: json, url: 'http://127.0.0.1/', items: data, fields: {url: url}}}
channels: {要闻: {list: main}}
article:
  fields: {title: h1.main-title, published: .date-source .date, source: .date-source .source}
  body: ['#artibody']
  drop: [.otherContent]
"""

NGINX = """
{user}daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  types {{ text/html html; application/json json; text/plain txt; }}
  access_log off; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ {listen} root {root}; location / {{ root {root}/$server_addr; }} }}
}}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """A page to be served many times over."""

    site: str
    """Text of its site's file."""
    text: str
    charset: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """What is served."""

    sites: Path
    """Folder of the site files."""
    targets: tuple[str, ...]
    """The channels, as ``newscrawl crawl`` takes them."""
    lists: tuple[str, ...]
    """Addresses of the lists: JSON, ``data[].url``."""
    pages: int
    size: int
    """Bytes of a page, on average."""
    server: str


def saved_pages(corpus: Path | None) -> list[Saved]:
    """Return the pages of a corpus that are served, or made up ones."""
    if corpus is None:
        return [_made_up(random.Random(number)) for number in range(HOSTS)]
    sites, found = load_sites(), list[tuple[str, int, Saved]]()
    for row in map(json.loads, Path(corpus, "sites.jsonl").read_text("utf-8").splitlines()):
        site = sites.get(SAME.get(row["site"], row["site"]))
        if row["kind"] != "article_html" or site is None or "zh-CN" not in site.languages:
            continue
        data = Path(corpus, row["file"]).read_bytes()
        body = gzip.decompress(data) if row["file"].endswith(".gz") else data
        charset = row["charset_actual"] or "utf-8"
        if SIZE / 2 < len(body) < SIZE * 2 and _gives_post(body, site):
            rules = (DATA / "sites" / "data" / f"{site.id}.yaml").read_text("utf-8")
            saved = Saved(site=rules, text=body.decode(charset, "replace"), charset=charset)
            found.append((site.id, abs(len(body) - SIZE), saved))
    found.sort(key=lambda entry: entry[1])
    # the nearest of every site, then the next ones
    turn = {id(entry): [other[0] for other in found[:place]].count(entry[0]) for place, entry in enumerate(found)}
    return [saved for *_, saved in sorted(found, key=lambda entry: turn[id(entry)])[:HOSTS]]


@contextmanager
def serve(pages: list[Saved], number: int, folder: Path) -> Iterator[Served]:
    """Serve so many pages while the block runs.

    :param folder: for the pages and the site files; empty
    """
    port, server = _free_port(), shutil.which("nginx")
    root, sites = folder / "root", folder / "sites"
    sites.mkdir()
    hosts = [f"127.0.0.{place + 2}" for place in range(len(pages))]
    known, targets, size = _known_characters(), [], 0
    for place, (host, page) in enumerate(zip(hosts, pages, strict=True)):
        base, name = f"http://{host}:{port}", f"served_{place}"
        (root / host / "a").mkdir(parents=True)
        numbers = range(place, number, len(pages))
        for count in numbers:
            data = _copy(page, count, f"{base}/a/{count}.html", known).encode(page.charset, "replace")
            size += len(data)
            (root / host / "a" / f"{count}.html").write_bytes(data)
        entries = [{"url": f"{base}/a/{count}.html"} for count in numbers]
        (root / host / "list.json").write_text(json.dumps({"data": entries}))
        (root / host / "robots.txt").write_text("User-agent: *\nAllow: /\n")
        (sites / f"{name}.yaml").write_text(_site_file(page.site, base, host), "utf-8")
        targets.append(f"{name}/served")
    process = _start(server, root, folder, hosts, port)
    try:
        yield Served(
            sites=sites,
            targets=tuple(targets),
            lists=tuple(f"http://{host}:{port}/list.json" for host in hosts),
            pages=number,
            size=size // number,
            server="nginx" if server else "http.server",
        )
    finally:
        process.terminate()
        process.wait()


def _gives_post(body: bytes, site: Site) -> bool:
    """Tell whether a page is one that every run makes a post of."""
    url = f"https://{site.domains[0]}/a/1.html"
    try:
        page = page_of(url, body, fetched_at=datetime.now(UTC), charset=site.charset)
        article = clean_article(read_page(page, site).article(), site)
        check_post(render_post(article), article, PostOptions())
    except NewscrawlError:
        return False
    return len(WIDE.findall(article.body)) > SHORTEST


def _known_characters() -> set[str]:
    """Return the characters that some rule may look for."""
    files = [file for room in ("clean", "extract") for file in (DATA / room).rglob("*.py")]
    return set(WIDE.findall("".join(file.read_text("utf-8") for file in files)))


def _copy(page: Saved, number: int, url: str, known: set[str]) -> str:
    """Return the page with other characters in its text, and with its address."""
    letters = sorted(set(WIDE.findall(page.text)) - known - set(page.site))
    others = random.Random(number).sample(letters, len(letters))
    text = IDENTITY.sub("", page.text).translate(dict(zip(map(ord, letters), others, strict=True)))
    return re.sub(r"(?i)</head>", lambda match: f'<link rel="canonical" href="{url}">{match[0]}', text, count=1)


def _site_file(rules: str, base: str, host: str) -> str:
    """Return a site's own file, with the list and the addresses that are served."""
    site: dict[str, Any] = yaml.safe_load(rules)
    for key in ("articles", "skip", "headers", "policy", "checks"):
        site.pop(key, None)
    site |= {
        "home": f"{base}/",
        "domains": [host],
        "delay": 0,
        "lists": {"all": {"kind": "json", "url": f"{base}/list.json", "items": "data", "fields": {"url": "url"}}},
        "channels": {"served": {"list": "all"}},
    }
    return yaml.safe_dump(site, allow_unicode=True, sort_keys=False)


def _start(server: str | None, root: Path, folder: Path, hosts: list[str], port: int) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if server:
        listen = " ".join(f"listen {host}:{port};" for host in hosts)
        # started by root, its workers would be somebody who may not read the folder
        user = "user root; " if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, root=root, listen=listen, user=user))
        process = subprocess.Popen([server, "-c", folder / "nginx.conf", "-p", folder], **quiet)  # type: ignore[call-overload]
    else:
        process = subprocess.Popen([sys.executable, __file__, str(port), root], **quiet)  # type: ignore[call-overload]
    for _ in range(200):
        try:
            socket.create_connection((hosts[-1], port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return process  # type: ignore[no-any-return]
    process.kill()
    raise RuntimeError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _made_up(chance: random.Random) -> Saved:
    """Return a page of the usual size: two thirds scripts, style and menus, the rest links around a short text."""

    def words(number: int) -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(number))

    text = "".join(f"<p>　　{words(90)}，{words(60)}。</p>\n" for _ in range(12))
    cards = "".join(
        f'<li class="item"><a href="/n/{number}.html" title="{words(18)}"><img src="/i/{number}.jpg" alt=""><span>'
        f'{words(18)}</span></a><em class="time">{number % 12 + 1}月{number % 28 + 1}日</em></li>\n'
        for number in range(220)
    )
    script = "".join(f"window.cfg{number} = {{id: {number}, key: 'k{number * 7919}'}};\n" for number in range(700))
    title = words(20)
    return Saved(
        site=MADE_SITE,
        charset="utf-8",
        text=f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_试验财经</title>
<meta name="description" content="{words(80)}"><meta property="og:title" content="{title}"><script>{script}</script>
</head><body><div class="nav"><ul>{cards[: len(cards) // 3]}</ul></div>
<div class="main"><h1 class="main-title">{title}</h1><div class="date-source">
<span class="date">2026年07月03日 09:30</span><span class="source">{words(5)}</span></div>
<div id="artibody">{text}<div class="otherContent">{words(40)}</div></div></div>
<div class="side"><ul>{cards}</ul></div></body></html>""",
    )


def _serve_files(port: int, root: Path) -> None:
    """Serve the hosts' folders without nginx."""
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def translate_path(self, path: str) -> str:
            host = self.headers.get("Host", "").partition(":")[0]
            return str(root / host / path.partition("?")[0].lstrip("/"))

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()


if __name__ == "__main__":
    _serve_files(int(sys.argv[1]), Path(sys.argv[2]))
