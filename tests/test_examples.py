"""What lies in examples/ works: a WARC file becomes a file of articles, whole or not at all, and once."""

from __future__ import annotations

import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import About, ArchiveOptions, ArchiveWriter, Exchange
from newscrawl.items import Link

ROOT = Path(__file__).parents[1]
CASE = ROOT / "tests" / "sites" / "sina_finance" / "current"


@pytest.fixture(scope="module")
def cc_news() -> Any:
    """The example, without Dask: that is only asked for by its main function."""
    spec = importlib.util.spec_from_file_location("cc_news", ROOT / "examples" / "cc_news.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """A file with an article of a site that is known, a page that is none, a list, a picture, and an error."""
    url = json.loads((CASE / "meta.json").read_text("utf-8"))["url"]
    answers = [
        (url, "200 OK", "text/html", (CASE / "page.html").read_bytes()),
        ("https://news.example/login", "200 OK", "text/html; charset=utf-8", b"<h1>Log in</h1>"),
        ("https://news.example/list", "200 OK", "text/html", b"<h1>News</h1>"),
        ("https://news.example/1.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://news.example/gone", "404 Not Found", "text/html", b"<h1>gone</h1>"),
    ]
    writer = ArchiveWriter(tmp_path / "warc", "CC-NEWS", ArchiveOptions(keep="all"))
    for address, status, kind, body in answers:
        exchange = Exchange(
            url=address,
            at=datetime(2026, 7, 20, tzinfo=UTC),
            status=status,
            headers=[("Content-Type", kind)],
            body=body,
            request_headers=[],
            about=About(link=Link(url=address)) if "list" not in address else About(),
        )
        writer.write(exchange)
    writer.close()
    [path] = (tmp_path / "warc").iterdir()
    return path


def test_articles_of_a_warc_file_are_written_once(cc_news: Any, warc: Path, tmp_path: Path) -> None:
    counts = cc_news.extract_file(str(warc), str(tmp_path))
    assert (counts["files"], counts["articles"], counts["no page"], counts["list"]) == (1, 1, 2, 1)
    assert sum(counts.values()) == 6
    lines = (tmp_path / f"{warc.name}.jsonl").read_text("utf-8").splitlines()
    [article] = map(json.loads, lines)
    assert article["site"] == "sina_finance"
    assert article["body"]
    assert datetime.fromisoformat(article["published"]).tzinfo
    assert cc_news.extract_file(str(warc), str(tmp_path)) == {"files that were there": 1}


def test_half_a_file_of_articles_is_none(
    cc_news: Any, warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cc_news, "clean_article", die)
    with pytest.raises(KeyboardInterrupt):
        cc_news.extract_file(str(warc), str(tmp_path))
    assert not list(tmp_path.glob("*.jsonl"))
