from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, article, run_in

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command, Loopback, Result

EXPECTED = {
    "/good": "",
    "/plain": "",
    "/forbidden": "HTTP 403",
    "/missing": "HTTP 404",
    "/broken": "HTTP 500",
    "/loop": "too many redirects",
    "/empty": "empty page",
    "/report": "PDF",
    "/picture": "image",
    "/error-text": "error text (404)",
    "/front": "no title",
    "/timeless": "no published",
    "/bodyless": "no body",
    "/private/a": "robots.txt forbids",
    "/video/a": "video page",
}
"""Path -> why there is no post."""


@dataclass(frozen=True)
class Fetched:
    result: Result
    url: str
    folder: Path

    @property
    def told(self) -> list[str]:
        return (self.result.err.replace("newscrawl: ", "") + self.result.text.replace("skipped  ", "")).splitlines()


@pytest.fixture(scope="module")
def everything(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Fetched:
    """One run over every kind of answer, a dead host and a closed port."""
    loopback.answers |= {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private/\n", headers=(("Content-Type", "text/plain"),)),
        "/good": article("好文章"),
        "/plain": article("另一篇好文章"),
        "/forbidden": Answer(b"no", 403),
        "/broken": Answer(b"no", 500),
        "/loop": Answer(b"", 302, (("Location", "/loop"),)),
        "/report": Answer(b"%PDF-1.7 text"),
        "/picture": Answer(b"\x89PNG\r\n\x1a\n picture"),
        "/empty": Answer(b""),
        "/error-text": Answer(b"<title>404 Not Found</title><h1>404 Not Found</h1>"),
        "/front": Answer(b'<div id="text"><img src="/a.jpg"></div><time datetime="2026-07-20 09:30"></time>'),
        "/timeless": Answer(f'<h1>没有时间</h1><div id="text">{"没有时间的文字，" * 40}</div>'.encode()),
        "/bodyless": Answer("<h1>没有正文的一页</h1><time>2026-07-20 09:30</time>".encode()),
        "/private/a": article("不许抓的文章"),
        "/video/a": article("视频"),
    }
    folder = loopback.folder(tmp_path_factory.mktemp("fetch"))
    urls = [loopback.url + path for path in EXPECTED]
    result = run_in(folder, "fetch", *urls, "http://no-such-host.invalid/a", "http://127.0.0.1:9/a")
    return Fetched(result, loopback.url, folder)


@pytest.mark.parametrize("path", [path for path, reason in EXPECTED.items() if reason])
def test_what_goes_wrong_is_one_line(everything: Fetched, path: str) -> None:
    lines = [line for line in everything.told if line.startswith(f"{everything.url}{path}:")]
    assert lines == [f"{everything.url}{path}: {EXPECTED[path]}"]


@pytest.mark.parametrize(
    ("url", "reason"),
    [("http://no-such-host.invalid/a", "host not found"), ("http://127.0.0.1:9/a", "connection refused")],
)
def test_a_host_that_does_not_answer_is_one_line(everything: Fetched, url: str, reason: str) -> None:
    assert everything.told.count(f"{url}: {reason}") == 1


def test_the_rest_goes_on(everything: Fetched) -> None:
    posts = sorted(path.name for path in (everything.folder / "posts").rglob("*.md"))
    assert posts == ["另一篇好文章.md", "好文章.md"]


def test_no_line_is_a_traceback(everything: Fetched) -> None:
    assert [line for line in everything.result.err.splitlines() if not line.startswith("newscrawl: ")] == []


def test_an_address_without_a_post_is_a_failure(everything: Fetched) -> None:
    assert everything.result.code == 1


@pytest.mark.parametrize(
    "line", ["found          17", "posted         2", "already known  0", "skipped        6 (", "failed         9 ("]
)
def test_the_summary_adds_up(everything: Fetched, line: str) -> None:
    assert any(shown.startswith(line) for shown in everything.result.text.splitlines()), everything.result.text


def test_a_second_fetch_says_that_it_is_known(everything: Fetched, loopback: Loopback) -> None:
    before = loopback.requests.count("/good")
    result = run_in(everything.folder, "fetch", f"{loopback.url}/good")
    assert result.code == 0
    assert f"known    {loopback.url}/good" in result.text
    assert "nothing new" in result.text
    assert loopback.requests.count("/good") == before


def test_a_file_and_stdin_and_addresses_together(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers |= {"/1": article("第一篇"), "/2": article("第二篇"), "/3": article("第三篇")}
    folder = loopback.folder(tmp_path)
    (folder / "urls.txt").write_text(f"# two\n\n{loopback.url}/1\n  {loopback.url}/2  \n", "utf-8")
    result = run_in(folder, "fetch", "urls.txt", "-", f"{loopback.url}/1", stdin=f"{loopback.url}/3\n".encode())
    assert result.code == 0, result.err
    assert sorted(path.stem for path in (folder / "posts").rglob("*.md")) == ["第一篇", "第三篇", "第二篇"]


@pytest.fixture(scope="module")
def printed(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Fetched:
    loopback.answers |= {"/1": article("第一篇"), "/2": article("第二篇")}
    folder = loopback.folder(tmp_path_factory.mktemp("json"))
    return Fetched(run_in(folder, "fetch", f"{loopback.url}/1", f"{loopback.url}/2", "--json"), loopback.url, folder)


def test_json_prints_one_article_a_line(printed: Fetched) -> None:
    articles = [json.loads(line) for line in printed.result.text.splitlines()]
    assert {(article["url"], article["title"], article["site"]) for article in articles} == {
        (f"{printed.url}/1", "第一篇", "loop"),
        (f"{printed.url}/2", "第二篇", "loop"),
    }


def test_json_writes_and_remembers_nothing(printed: Fetched) -> None:
    assert sorted(path.name for path in printed.folder.iterdir()) == ["newscrawl.yaml", "sites"]


def test_with_json_the_summary_is_on_stderr(printed: Fetched) -> None:
    assert "printed        2" in printed.result.err.splitlines()


def test_stdout_prints_the_post_that_extract_prints(loopback: Loopback, tmp_path: Path, command: Command) -> None:
    loopback.answers["/1"] = article("第一篇")
    folder = loopback.folder(tmp_path)
    result = run_in(folder, "fetch", f"{loopback.url}/1", "--stdout", "--body", "source")
    extracted = command("extract", "-", "--url", f"{loopback.url}/1", "--body", "source", stdin=article("第一篇").body)
    assert result.out == extracted.out != b""


def test_an_unknown_host_goes_by_generic_rules(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers["/generic"] = article("谁也不认识的站")
    result = run_in(tmp_path, "fetch", f"{loopback.url}/generic", "--json")
    assert json.loads(result.out)["site"] == ""


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("ftp://example.com/a", "URL: 'ftp://example.com/a' is no address"),
        ("http://", "URL: 'http://' is no address"),
        ("http://[::1/a", "URL: 'http://[::1/a' is no address"),
        ("http://example.com/a b", "URL: 'http://example.com/a b' is no address"),
        ("example.com/a", "no such file: 'example.com/a' is no address"),
        ("urls.txt", "urls.txt, line 3: 'example.com' is no address"),
        ("empty.txt", "empty.txt: holds no address"),
        ("page.gz", "page.gz: is not UTF-8 text"),
    ],
)
def test_bad_input_is_one_line_before_any_request(command: Command, tmp_path: Path, source: str, problem: str) -> None:
    (tmp_path / "urls.txt").write_text("# list\nhttp://127.0.0.1:9/a\nexample.com\n", "utf-8")
    (tmp_path / "empty.txt").write_text("# nothing\n\n", "utf-8")
    (tmp_path / "page.gz").write_bytes(b"\x1f\x8b\x08")
    result = command("fetch", source)
    assert result.code == 2
    assert result.problem.startswith(problem)


def test_nothing_to_fetch_is_bad_input(command: Command) -> None:
    result = command("fetch")
    assert (result.code, result.problem) == (2, "Missing argument 'URL|FILE|-...'.")
