"""The demo server sends what the demo promises."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import newscrawl.demo
from newscrawl.demo import DemoSite, demo_site

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text("utf-8"))
ARTICLES = EXPECTED["articles"]
SERVED = [entry for entry in ARTICLES if entry.get("because") not in ("http 404", "video page")]
ROLL = "http://feed.demo.example/api/roll/get?pageid=155&lid=1686&k=&num=50&page={}"
FLASHES = "http://zhibo.demo.example/api/zhibo/feed?page={}&page_size=100&zhibo_id=152&tag_id=0&dire=f&dpc=1&type=0"
GBK = "http://finance.demo.example/chanjing/20130416/152015161234.shtml"
HOSTILE = "http://finance.demo.example/china/2026-07-17/doc-ikqyzvp1000111.shtml"
BROKEN = "http://finance.demo.example/china/2026-07-16/doc-ikqyzvp1000114.shtml"
GALLERY = "http://slide.finance.demo.example/slide_9_1126_20261.html"
PICTURE = "http://n.demo.example/finance/crawl/116/w550h366/20260719/3b77-harbour.png"


@dataclass
class Client:
    """Asks the server as a proxy does."""

    port: int

    def get(self, url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, url, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        connection.close()
        return answer

    def json(self, url: str) -> Any:
        return json.loads(self.get(url)[2])["result"]


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoSite]:
    with DemoSite() as site:
        yield site


@pytest.fixture(scope="module")
def client(demo: DemoSite) -> Client:
    return Client(demo.port)


def name(entry: dict[str, Any]) -> str:
    return str(entry["url"]).rpartition("/")[2]


# the site


@pytest.mark.parametrize("entry", SERVED, ids=name)
def test_page_is_served(client: Client, entry: dict[str, Any]) -> None:
    assert client.get(entry["url"])[0] == 200


@pytest.mark.parametrize("entry", [entry for entry in ARTICLES if entry["post"]], ids=name)
def test_page_shows_its_title(client: Client, entry: dict[str, Any]) -> None:
    body = client.get(entry["url"])[2].decode("gb18030" if entry["url"] == GBK else "utf-8")
    shown = json.dumps(entry["title"])[1:-1] if entry["url"] == GALLERY else escape(entry["title"])
    assert shown in body


@pytest.mark.parametrize("entry", ARTICLES, ids=name)
def test_lists_name_the_address(client: Client, entry: dict[str, Any]) -> None:
    listed = [item for number in (1, 2, 3) for item in client.json(ROLL.format(number))["data"]]
    assert entry["url"] in {item["url"] or item["wapurl"] for item in listed}


def test_lists_name_nothing_else(client: Client) -> None:
    listed = [item for number in (1, 2, 3) for item in client.json(ROLL.format(number))["data"]]
    assert {item["url"] or item["wapurl"] for item in listed} == {entry["url"] for entry in ARTICLES}


@pytest.mark.parametrize("entry", [entry for entry in ARTICLES if entry["post"]], ids=name)
def test_lists_agree_on_the_time(client: Client, entry: dict[str, Any]) -> None:
    listed = [item for number in (1, 2, 3) for item in client.json(ROLL.format(number))["data"]]
    times = {item["intime"] for item in listed if entry["url"] in (item["url"], item["wapurl"])}
    assert times == {f"{datetime.fromisoformat(entry['published']).timestamp():.0f}"}


def test_at_least_fifteen_become_posts() -> None:
    assert sum(entry["post"] for entry in ARTICLES) >= 15


@pytest.mark.parametrize("entry", ARTICLES, ids=name)
def test_address_is_one_the_site_file_takes(entry: dict[str, Any]) -> None:
    site = demo_site()
    taken = any(pattern.search(entry["url"]) for pattern in site.articles)
    left_out = any(refusal.url and refusal.url.search(entry["url"]) for refusal in site.skip)
    assert (taken and not left_out) == (entry.get("because") != "video page")


# the site file


def test_site_file_has_two_channels_in_its_own_order() -> None:
    assert list(demo_site().channels) == ["要闻", "7x24"]


def test_site_file_names_no_real_list() -> None:
    assert "sina.com.cn" not in repr(demo_site().lists)


@pytest.mark.parametrize(("key", "value"), [("id", "demo"), ("name", "演示财经"), ("group", "演示")])
def test_site_file_says(key: str, value: str) -> None:
    assert getattr(demo_site(), key) == value


# the lists


@pytest.mark.parametrize(("page", "entries"), [(1, 8), (2, 8), (3, 7), (4, 0)])
def test_roll_has_three_pages_then_nothing(client: Client, page: int, entries: int) -> None:
    assert len(client.json(ROLL.format(page))["data"]) == entries


@pytest.mark.parametrize(("page", "entries"), [(1, 4), (2, 2), (3, 0)])
def test_flash_feed_has_two_pages_then_nothing(client: Client, page: int, entries: int) -> None:
    assert len(client.json(FLASHES.format(page))["data"]["feed"]["list"]) == entries


def test_roll_refuses_a_lid_of_another_page(client: Client) -> None:
    assert client.json("http://feed.demo.example/api/roll/get?pageid=153&lid=1686&page=1")["status"]["code"] == 11


@pytest.mark.parametrize("kind", [list, dict], ids=["empty-list", "object"])
def test_roll_pictures_come_in_both_types(client: Client, kind: type) -> None:
    assert any(isinstance(entry["img"], kind) for entry in client.json(ROLL.format(1))["data"])


def test_roll_times_are_text(client: Client) -> None:
    assert client.json(ROLL.format(1))["data"][0]["intime"] == "1784511019"


@pytest.mark.parametrize("inside", ["docurl", "stocks"])
def test_flash_ext_is_json_in_text(client: Client, inside: str) -> None:
    first = client.json(FLASHES.format(1))["data"]["feed"]["list"][0]
    assert json.loads(first["ext"])[inside]


@pytest.mark.parametrize("titled", [True, False])
def test_flashes_come_with_and_without_title(client: Client, titled: bool) -> None:
    flashes = client.json(FLASHES.format(1))["data"]["feed"]["list"]
    assert any(flash["rich_text"].startswith("【") is titled for flash in flashes)


# the server


@pytest.mark.parametrize(
    ("url", "content_type"),
    [
        (HOSTILE, "text/html; charset=utf-8"),
        (GBK, "text/html"),
        (ROLL.format(1), "application/json"),
        (PICTURE, "image/png"),
        ("http://n.demo.example/c.gif", "image/gif"),
        ("http://finance.demo.example/robots.txt", "text/plain"),
    ],
    ids=["page", "old-page", "list", "picture", "spacer", "robots"],
)
def test_content_type(client: Client, url: str, content_type: str) -> None:
    assert client.get(url)[1]["content-type"] == content_type


def test_gbk_page_declares_gb2312(client: Client) -> None:
    assert b"charset=gb2312" in client.get(GBK)[2]


@pytest.mark.parametrize("codec", ["gb2312", "gbk", "utf-8"])
def test_gbk_page_is_more_than(client: Client, codec: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        client.get(GBK)[2].decode(codec)


def test_broken_page_ends_inside_a_tag(client: Client) -> None:
    assert client.get(BROKEN)[2].endswith(b'china/" targ')


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("finance.demo.example", "/robots.txt", 200),
        ("feed.demo.example", "/robots.txt", 200),
        ("n.demo.example", "/robots.txt", 404),
        ("finance.demo.example", "/china/2026-07-19/doc-ikqyzvp1000105.shtml", 404),
        ("nobody.example", "/", 404),
    ],
)
def test_status(client: Client, host: str, path: str, status: int) -> None:
    assert client.get(f"http://{host}{path}")[0] == status


def test_missing_page_says_so(client: Client) -> None:
    assert "页面没有找到" in client.get("http://finance.demo.example/nothing")[2].decode()


def test_robots_forbid_one_article(client: Client) -> None:
    robots = client.get("http://finance.demo.example/robots.txt")[2].decode()
    (forbidden,) = re.findall(r"Disallow: (\S+)", robots)
    assert [entry["because"] for entry in ARTICLES if forbidden in entry["url"]] == ["robots.txt"]


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_unchanged_page_is_not_sent_twice(client: Client, header: str) -> None:
    condition = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}[header]
    _, headers, _ = client.get(HOSTILE)
    status, _, body = client.get(HOSTILE, **{condition: headers[header.lower()]})
    assert (status, body) == (304, b"")


@pytest.mark.parametrize(
    "headers",
    [{"If_None_Match": '"another"'}, {"If_Modified_Since": "Thu, 16 Jul 2026 00:00:00 GMT"}],
    ids=["other-etag", "older-copy"],
)
def test_changed_page_is_sent(client: Client, headers: dict[str, str]) -> None:
    assert client.get(HOSTILE, **headers)[0] == 200


def test_last_modified_is_the_publish_time(client: Client) -> None:
    assert client.get(HOSTILE)[1]["last-modified"] == "Fri, 17 Jul 2026 11:40:00 GMT"


def test_plain_request_is_answered_by_host(client: Client) -> None:
    assert client.get("/robots.txt", Host="finance.demo.example:80")[2] == b"User-agent: *\nDisallow: /internal/\n"


def test_head_sends_no_body(client: Client) -> None:
    assert client.get(HOSTILE, method="HEAD")[2] == b""


def test_picture_is_a_png(client: Client) -> None:
    assert client.get(PICTURE)[2].startswith(b"\x89PNG\r\n\x1a\n")


def test_pictures_differ(client: Client) -> None:
    assert client.get(PICTURE)[2] != client.get(PICTURE.replace("harbour", "yard"))[2]


def test_requests_are_written_down() -> None:
    with DemoSite() as site:
        Client(site.port).get("http://finance.demo.example/a?b=c")
        assert site.requests == [("finance.demo.example", "/a?b=c")]


def test_two_servers_run_side_by_side() -> None:
    with DemoSite() as one, DemoSite() as two:
        assert one.port != two.port


def test_server_is_gone_afterwards() -> None:
    with DemoSite() as site:
        port = site.port
    with pytest.raises(ConnectionRefusedError):
        Client(port).get("http://finance.demo.example/")


def test_demo_is_small() -> None:
    folder = Path(newscrawl.demo.__file__).parent
    assert sum(path.stat().st_size for path in folder.rglob("*") if "__pycache__" not in path.parts) < 300_000
