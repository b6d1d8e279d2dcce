"""Where a crawl may go: what a public site leads to is public, whatever it calls it."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from newsserver import CHECKOUT, FAST, SENTENCES, Answer, Result, article, environment
from picture_bytes import png
from programs import run_program
from scrapy.http import Request, Response

from newscrawl.addresses import kind_of, kind_of_host
from newscrawl.guard import ANYWHERE, REACH, GuardMiddleware
from newscrawl.urls import canonical, without_login

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# One machine plays all: 127.0.0.2 is taken for a public address, 127.0.0.3 and .5 for private ones, .4 for a cloud's.
# A name with several addresses gives them one after the other, as a rebinding server does.
DRIVER = """
import json, socket, sys
from newscrawl import addresses, guard
real_kind, real_lookup = addresses.kind_of, socket.gethostbyname
pretend = {"127.0.0.2": "", "127.0.0.3": "private", "127.0.0.5": "private", "127.0.0.4": "metadata"}
kind_of = lambda address: pretend[str(address)] if str(address) in pretend else real_kind(address)
addresses.kind_of = guard.kind_of = kind_of
names = json.loads(sys.argv.pop(1))
def lookup(name):
    if name in names:
        return names[name].pop(0) if len(names[name]) > 1 else names[name][0]
    if addresses.kind_of_host(name):
        return real_lookup(name)
    raise socket.gaierror(-2, "Name or service not known")
socket.gethostbyname = lookup
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""

NAMES = {
    "public.example": ["127.0.0.2"],
    "other.example": ["127.0.0.2"],
    "robots.example": ["127.0.0.2"],
    "loop.example": ["127.0.0.1"],
    "private.example": ["127.0.0.3"],
    "wiki.example": ["127.0.0.5"],
    "cloud.example": ["127.0.0.4"],
    "rebind.example": ["127.0.0.2", "127.0.0.2", "127.0.0.1"],
}


class Host:
    """Answers at every address of this machine, and remembers which address was asked for what."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = "/" + self.path.partition("://")[2].partition("/")[2] if "://" in self.path else self.path
                outer.asked.append((self.connection.getsockname()[0], path))
                outer.headers.append(dict(self.headers))
                answer = outer.answers.get(path, Answer("no such page", 404))
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                    self.send_header(name, value.encode().decode("latin-1"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *values: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def redirect(self, path: str, location: str) -> None:
        self.answers[path] = Answer(status=302, headers={"Location": location})


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.server.shutdown()
    host.server.server_close()


def crawl(output: Path, *arguments: str, **settings: str) -> Result:
    settings = {**FAST, "NEWSCRAWL_OUTPUT": str(output), **settings}
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = ["-c", DRIVER, json.dumps(NAMES), "crawl", *arguments, *given]
    done = run_program(command, cwd=CHECKOUT, env=environment())
    assert "Traceback" not in done.stderr, done.stderr
    return Result(done.returncode, done.stderr, done.stdout, output, [])


def fetch(output: Path, *urls: str, **settings: str) -> Result:
    return crawl(output, "url", "-a", f"urls={' '.join(urls)}", **settings)


LOCATIONS = {
    "http://127.0.0.1:PORT/in": "leads to a loopback address",
    "http://localhost:PORT/in": "leads to a loopback address",
    "http://a.localhost:PORT/in": "leads to a loopback address",
    "http://127.1:PORT/in": "leads to a loopback address",
    "http://2130706433:PORT/in": "leads to a loopback address",
    "http://0177.0.0.1:PORT/in": "leads to a loopback address",
    "http://0x7f000001:PORT/in": "leads to a loopback address",
    "http://127.0.0.1.:PORT/in": "leads to a loopback address",
    "http://0.0.0.0:PORT/in": "leads to a loopback address",
    "http://[::1]:PORT/in": "leads to a loopback address",
    "http://[::ffff:127.0.0.1]:PORT/in": "leads to a loopback address",
    "http://[::ffff:7f00:1]:PORT/in": "leads to a loopback address",
    "http://①②⑦.0.0.1:PORT/in": "leads to a loopback address",
    "http://me:secret@127.0.0.1:PORT/in": "leads to a loopback address",
    "http://loop.example:PORT/in": "leads to a loopback address",
    "http://private.example:PORT/in": "leads to a private address",
    "http://192.168.1.1/in": "leads to a private address",
    "http://[fd00::1]/in": "leads to a private address",
    "http://100.64.0.1/in": "leads to a private address",
    "http://cloud.example:PORT/in": "leads to a metadata address",
    "http://169.254.169.254/latest/meta-data/": "leads to a metadata address",
    "http://metadata.google.internal/computeMetadata/v1/": "leads to a metadata address",
    "http://169.254.1.1/in": "leads to a link-local address",
    "http://224.0.0.1/in": "leads to a multicast address",
    "http://240.0.0.1/in": "leads to a reserved address",
    "file:///etc/passwd": "redirect to no http address",
    "ftp://public.example/in": "redirect to no http address",
    "data:text/html,in": "redirect to no http address",
    "s3://bucket/in": "redirect to no http address",
}


def test_a_redirect_of_a_public_site_stays_outside(host: Host, tmp_path: Path) -> None:
    expected = []
    for number, (location, reason) in enumerate(LOCATIONS.items()):
        host.redirect(f"/{number}.html", location.replace("PORT", str(host.port)))
        expected.append(f"WARNING: failed {host.url('public.example', f'/{number}.html')}: {reason}")
    host.answers["/good.html"] = Answer(article("公开的消息"))
    host.redirect("/moved.html", host.url("other.example", "/good.html"))
    paths = [*(f"/{number}.html" for number in range(len(LOCATIONS))), "/moved.html"]
    result = fetch(tmp_path, *(host.url("public.example", path) for path in paths))
    assert sorted(line for line in result.lines if "failed" in line) == sorted(expected)
    assert result.stats["posted"] == 1
    assert {address for address, _ in host.asked} == {"127.0.0.2"}
    assert result.stats["failed/leads to a private address"] == sum("private" in r for r in LOCATIONS.values())


def test_a_picture_of_a_public_page_stays_outside(host: Host, tmp_path: Path) -> None:
    """Neither the picture's own address nor what it redirects to may lie inside."""
    targets = ("http://127.0.0.1:PORT/in.png", "http://private.example:PORT/in.png", "http://169.254.169.254/in.png")
    inside = [target.replace("PORT", str(host.port)) for target in targets]
    for number, target in enumerate(inside):
        host.redirect(f"/{number}.png", target)
    host.answers["/in.png"] = Answer(png(64, 64))
    images = [*inside, *(host.url("public.example", f"/{number}.png") for number in range(len(inside)))]
    shown = "".join(f'<p><img src="{image}"></p>' for image in images)
    host.answers["/a.html"] = Answer(article("公开的消息", SENTENCES.format(title="公开的消息") * 2 + shown))
    url = host.url("public.example", "/a.html")
    result = fetch(tmp_path, url, NEWSCRAWL_IMAGES='{"mode": "download"}')
    reasons = ["leads to a loopback address", "leads to a private address", "leads to a metadata address"] * 2
    assert [line for line in result.lines if "picture" in line] == [
        f"WARNING: picture {image}: {reason}" for image, reason in zip(images, reasons, strict=True)
    ]
    assert (result.stats["posted"], result.stats["pictures/failed"]) == (1, 6)
    assert {address for address, _ in host.asked} == {"127.0.0.2"}


def test_a_refresh_of_a_public_page_stays_outside(host: Host, tmp_path: Path) -> None:
    target = host.url("127.0.0.1", "/in")
    host.answers["/a.html"] = Answer(f'<meta http-equiv="refresh" content="0; url={target}">')
    url = host.url("public.example", "/a.html")
    assert fetch(tmp_path, url).lines == [f"WARNING: failed {url}: leads to a loopback address"]
    assert {address for address, _ in host.asked} == {"127.0.0.2"}


def test_robots_txt_that_leads_inside_is_none(host: Host, tmp_path: Path) -> None:
    host.redirect("/robots.txt", host.url("loop.example", "/robots-inside.txt"))
    host.answers["/a.html"] = Answer(article("公开的消息"))
    assert fetch(tmp_path, host.url("robots.example", "/a.html")).stats["posted"] == 1
    assert {address for address, _ in host.asked} == {"127.0.0.2"}


@pytest.mark.parametrize("cached", ["True", "False"])
def test_a_name_that_changes_its_mind_is_asked_again_and_refused(host: Host, tmp_path: Path, cached: str) -> None:
    # robots.txt and the page come from outside; then the name says 127.0.0.1
    host.redirect("/a.html", host.url("rebind.example", "/in"))
    host.answers["/in"] = Answer(article("里面"))
    result = fetch(tmp_path, host.url("rebind.example", "/a.html"), DNSCACHE_ENABLED=cached)
    assert {address for address, _ in host.asked} == {"127.0.0.2"}
    assert ("failed/leads to a loopback address" in result.stats) is (cached == "False")


def test_where_the_user_begins_is_the_users_business(host: Host, tmp_path: Path) -> None:
    host.answers["/a.html"] = Answer(article("自家的消息"))
    host.redirect("/b.html", host.url("wiki.example", "/c.html"))
    host.answers["/c.html"] = Answer(article("内网的消息"))
    host.redirect("/d.html", host.url("127.0.0.1", "/e.html"))
    host.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /secret", headers={"Content-Type": "text/plain"})
    result = fetch(
        tmp_path,
        host.url("127.0.0.1", "/a.html"),
        host.url("private.example", "/b.html"),
        host.url("private.example", "/d.html"),
        host.url("private.example", "/secret.html"),
    )
    assert result.stats["posted"] == 2
    # a private address leads to other private ones, not to the machine that crawls

    assert sorted(line for line in result.lines if "posted" not in line) == [
        f"INFO: skipped {host.url('private.example', '/secret.html')}: robots.txt forbids",
        f"WARNING: failed {host.url('private.example', '/d.html')}: leads to a loopback address",
    ]
    assert ("127.0.0.1", "/e.html") not in host.asked


def test_one_address_inside_opens_nothing_to_a_public_site(host: Host, tmp_path: Path) -> None:
    host.answers["/a.html"] = Answer(article("自家的消息"))
    host.redirect("/b.html", host.url("127.0.0.1", "/a.html?x"))
    result = fetch(tmp_path, host.url("127.0.0.1", "/a.html"), host.url("public.example", "/b.html"))
    assert result.stats["failed/leads to a loopback address"] == 1
    assert ("127.0.0.1", "/a.html?x") not in host.asked


SITE = """
name: 样站
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://public.example/
domains: [public.example, loop.example, DOMAIN]
confidence: D
checked: 2026-07
lists: {main: {kind: json, url: 'http://public.example:PORT/list', items: data, fields: {url: url}}}
channels: {要闻: {list: main}}
article:
  fields: {title: h1.main-title, published: .date}
  body: ['#artibody']
  next_page: {xpath: '//a[@class="next"]/@href'}
"""


def crawl_site(host: Host, folder: Path, domain: str) -> Result:
    (folder / "sites").mkdir()
    site = SITE.replace("PORT", str(host.port)).replace("DOMAIN", domain)
    (folder / "sites" / "sample.yaml").write_text(site, "utf-8")
    return crawl(folder / "posts", "sample", NEWSCRAWL_SITES=str(folder / "sites"))


def test_entries_and_next_pages_stay_outside(host: Host, tmp_path: Path) -> None:
    inside, more = host.url("loop.example", "/in.html"), host.url("loop.example", "/more.html")
    entries = [{"url": url} for url in (inside, host.url("public.example", "/a.html"))]
    host.answers["/list"] = Answer(json.dumps({"data": entries}))
    page = article("两页的消息").replace("</body>", f'<a class="next" href="{more}">下一页</a></body>')
    host.answers["/a.html"] = Answer(page)
    result = crawl_site(host, tmp_path, "news.example")
    assert f"WARNING: failed {inside}: leads to a loopback address" in result.lines
    assert f"{more}: a part of {host.url('public.example', '/a.html')} is left out: leads to a loopback" in result.log
    assert result.stats["posted"] == 1
    assert {address for address, _ in host.asked} == {"127.0.0.2"}


def test_a_site_file_may_name_an_address(host: Host, tmp_path: Path) -> None:
    host.answers["/list"] = Answer(json.dumps({"data": [{"url": host.url("127.0.0.3", "/a.html")}]}))
    host.answers["/a.html"] = Answer(article("内网的消息"))
    assert crawl_site(host, tmp_path, "127.0.0.3").stats["posted"] == 1


def test_behind_a_proxy_names_are_its_business_and_addresses_are_not(host: Host, tmp_path: Path) -> None:
    host.answers["/good.html"] = Answer(article("公开的消息"))
    host.redirect("/moved.html", "http://anywhere.example/good.html")
    host.redirect("/a.html", "http://10.0.0.5/in")
    result = fetch(
        tmp_path,
        "http://unknown.example/moved.html",
        "http://unknown.example/a.html",
        NEWSCRAWL_PROXY=f"http://me:secret-word@127.0.0.1:{host.port}",
        LOG_LEVEL="DEBUG",
    )
    assert result.stats["posted"] == 1
    assert "WARNING: failed http://unknown.example/a.html: leads to a private address" in result.lines
    assert "/in" not in {path for _, path in host.asked}
    assert all("Proxy-Authorization" in headers for headers in host.headers)
    assert "secret-word" not in result.log


def test_user_and_password_go_nowhere(host: Host, tmp_path: Path) -> None:
    host.redirect("/a.html", f"http://you:other-word@public.example:{host.port}/b.html")
    host.answers["/b.html"] = Answer(article("公开的消息"))
    url = f"http://me:secret-word@public.example:{host.port}"
    result = fetch(
        tmp_path, f"{url}/a.html", f"{url}/none.html", LOG_LEVEL="DEBUG", NEWSCRAWL_POST='{"extra": ["link"]}'
    )
    assert result.stats["posted"] == 1
    assert f"WARNING: failed {host.url('public.example', '/none.html')}: HTTP 404" in result.lines
    assert "secret-word" not in result.log
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or not re.search(rb"(secret|other)-word", path.read_bytes()), path


def test_login_is_no_part_of_an_identity() -> None:
    assert canonical("http://me:secret@news.example/a") == "https://news.example/a"
    assert without_login("http://[bad/x@y") == "http://[bad/x@y"
    assert without_login("http://news.example/@me?to=a@b") == "http://news.example/@me?to=a@b"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("8.8.8.8", ""),
        ("2606:4700::1", ""),
        ("127.9.9.9", "loopback"),
        ("0.0.0.0", "loopback"),
        ("::", "loopback"),
        ("::1", "loopback"),
        ("::ffff:10.0.0.1", "private"),
        ("::10.0.0.1", "private"),
        ("64:ff9b::a00:1", "private"),
        ("64:ff9b::808:808", ""),
        ("2002:a00:1::", "private"),
        ("172.16.0.1", "private"),
        ("172.32.0.1", ""),
        ("fe80::1%eth0", "link-local"),
        ("fec0::1", "private"),
        ("fd00:ec2::254", "metadata"),
        ("168.63.129.16", "metadata"),
        ("100.100.100.200", "metadata"),
        ("ff02::1", "multicast"),
        ("198.18.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "reserved"),
    ],
)
def test_kind(address: str, kind: str) -> None:
    assert kind_of(address) == kind


@pytest.mark.parametrize("host", ["news.example", "", "1.2.3.4.5", "256.0.0.1", "127.0.0.1 x", "10.0.0.1.example", "①"])
def test_a_name_has_no_kind(host: str) -> None:
    assert kind_of_host(host) == ""


@pytest.mark.parametrize(("answered_from", "reach"), [(None, ANYWHERE), ("127.0.0.1", "loopback"), ("8.8.8.8", "")])
def test_what_comes_without_a_page_reaches_as_far_as_its_hosts_pages(answered_from: str | None, reach: str) -> None:
    guard = GuardMiddleware()
    page = Request("http://news.example/a.html", meta={REACH: ANYWHERE})
    guard.process_request(page)
    if answered_from:
        guard.answered(Response(page.url, ip_address=answered_from), page)
        assert page.meta[REACH] == reach
    for url, expected in (("http://news.example/robots.txt", reach), ("http://elsewhere.example/p.png", "")):
        request = Request(url)
        guard.process_request(request)
        assert request.meta[REACH] == expected


@pytest.mark.parametrize("name", ["http", "https"])
def test_only_http_has_a_handler(name: str, settings_of_the_project: Callable[[], dict[str, object]]) -> None:
    handlers = settings_of_the_project()
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}
    assert handlers[name] == "newscrawl.politeness.pacing.PacedHandler"


@pytest.fixture
def settings_of_the_project() -> Callable[[], dict[str, object]]:
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("newscrawl.settings")
    return lambda: dict(settings.getwithbase("DOWNLOAD_HANDLERS"))
