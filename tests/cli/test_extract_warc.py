"""A WARC file that another crawler wrote is a source of posts."""

from __future__ import annotations

import gzip
import io
import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from loopback import article
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command


def warc(path: Path, *pages: tuple[str, bytes], status: str = "200 OK", kind: str = "text/html", **more: str) -> Path:
    """Write a file as CC-NEWS does: WARC/1.0, a member a record, the request before the answer."""
    with path.open("ab") as file:
        writer = WARCWriter(file, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "StormCrawler 1.18"}))
        for url, body in pages:
            request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "news.example")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", http_headers=request))
            headers = StatusAndHeaders(status, [("Content-Type", kind), *more.items()], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-07-20T02:00:00Z"},
            )
            writer.write_record(record)
    return path


ONE = ("https://news.example/1", article("新厂房启用").body)
TWO = ("https://news.example/2", article("原料价格回落", published="2026-07-20 10:15").body)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = warc(tmp_path / "news.warc.gz", ONE)
    warc(path, ("https://news.example/x.png", b"\x89PNG"), kind="image/png")
    warc(path, ("https://news.example/gone", b"<p>gone</p>"), status="404 Not Found")
    warc(path, ("https://news.example/empty", "<html><h1>只有标题</h1></html>".encode()))
    return warc(path, (TWO[0], gzip.compress(TWO[1])), **{"Content-Encoding": "gzip"})


def test_posts_are_printed_one_after_the_other(command: Command, file: Path) -> None:
    result = command("extract", file, "--warc")
    assert result.code == 0, result.err
    assert [line for line in result.text.splitlines() if line.startswith("title:")] == [
        "title: '新厂房启用'",
        "title: '原料价格回落'",
    ]
    assert "\n\n---\n" in result.text


def test_articles_as_json(command: Command, file: Path) -> None:
    found = [json.loads(line) for line in command("extract", file, "--warc", "--json").text.splitlines()]
    assert [one["title"] for one in found] == ["新厂房启用", "原料价格回落"]
    assert [one["url"] for one in found] == [ONE[0], TWO[0]]


def test_a_summary_says_what_gave_no_article(command: Command, file: Path) -> None:
    err = command("extract", file, "--warc").err.splitlines()
    assert err == ["printed        2", "skipped        3 (no HTML 1, HTTP 404 1, no body 1)"]


def test_every_record_without_an_article_has_a_line_on_request(command: Command, file: Path) -> None:
    err = command("extract", file, "--warc", "-v").err.splitlines()
    assert err[:3] == [
        "skipped  https://news.example/x.png: no HTML",
        "skipped  https://news.example/gone: HTTP 404",
        "skipped  https://news.example/empty: no body",
    ]


def test_posts_are_written_and_remembered(command: Command, file: Path, tmp_path: Path) -> None:
    first = command("extract", file, "--warc", "--output", "posts")
    assert first.code == 0
    assert sorted(path.stem for path in (tmp_path / "posts").rglob("*.md")) == ["原料价格回落", "新厂房启用"]
    assert "posted         2" in first.text.splitlines()
    again = command("extract", file, "--warc", "--output", "posts")
    assert (again.code, "already known  2" in again.text.splitlines()) == (0, True)


def test_stdin(command: Command, file: Path) -> None:
    result = command("extract", "-", "--warc", "--json", stdin=file.read_bytes())
    assert len(result.text.splitlines()) == 2


def test_a_file_packed_as_a_whole(command: Command, file: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.warc.gz"
    whole.write_bytes(gzip.compress(gzip.decompress(file.read_bytes())))
    assert len(command("extract", whole, "--warc", "--json").text.splitlines()) == 2


def test_a_file_cut_short_gives_what_is_before_and_fails(command: Command, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-300])
    result = command("extract", file, "--warc", "--json")
    assert len(result.text.splitlines()) == 1
    assert result.code == 1
    assert f"newscrawl: {file}: {TWO[0]}: the file ends in the middle of a record" in result.err.splitlines()


@pytest.mark.parametrize("content", [b"<html>a page</html>", b""], ids=["page", "empty"])
def test_a_file_without_articles_fails(command: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert command("extract", "x", "--warc").code == 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nowhere", "--warc"), "nowhere: cannot be read: No such file or directory"),
        (("x", "--warc", "--explain"), "--explain: does not go with --warc"),
        (("x", "--warc", "--url", "https://a.example/"), "--url: does not go with --warc"),
        (("x", "--output", "posts"), "--output: goes with --warc only"),
        (("x", "-v"), "--verbose: goes with --warc only"),
    ],
)
def test_bad_input_is_one_line(command: Command, arguments: tuple[str, ...], problem: str) -> None:
    result = command("extract", *arguments)
    assert (result.code, result.problem) == (2, problem)


def test_a_large_file_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    """400 MB of pages under a limit to the address space that they would not fit into."""
    path = warc(tmp_path / "large.warc.gz", ONE)
    filler = (b"<html>" + b"<!-- filler -->" * 660_000, "application/json")
    for _ in range(40):
        warc(path, ("https://news.example/large", filler[0]), kind=filler[1])
    warc(path, TWO)

    def limit_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))

    command = [sys.executable, "-m", "newscrawl.cli", "extract", str(path), "--warc", "--json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, preexec_fn=limit_memory)
    assert len(result.stdout.splitlines()) == 2, result.stderr
