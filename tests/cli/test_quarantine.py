"""A post that is not safe is kept with its reason, told, and never published: by every command.

The source format does not escape quotes in titles, so a title with both kinds makes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, article, run_in

if TYPE_CHECKING:
    from pathlib import Path

UNSAFE = '总经理说"不变"，it\'s 铜价'
WARNING = "newscrawl: warning: --body source is unsafe: posts hold what the site served, only scripts taken out"


@pytest.fixture
def folder(loopback: Loopback, tmp_path: Path) -> Path:
    loopback.answers = {
        "/unsafe": article(UNSAFE.replace('"', "&quot;"), text="甲厂的新生产线将在下个月投产，全年产量增加两成。" * 3),
        "/good": article("乙厂的价格年底之前不会调整", text="乙厂表示，客户可以按照原来的合同继续提货。" * 3),
    }
    loopback.list("main", ["/unsafe", "/good"])
    return loopback.folder(tmp_path)


def posts(folder: Path) -> list[str]:
    return [path.name for path in (folder / "posts").rglob("*.md") if ".newscrawl" not in path.parts]


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "posts" / ".newscrawl").glob("quarantine/*"))


def assert_kept(folder: Path) -> None:
    post, reason = kept(folder)
    assert UNSAFE in post.read_text("utf-8")
    assert reason.read_text("utf-8").splitlines()[0].endswith("/unsafe")
    assert "front matter is not YAML" in reason.read_text("utf-8")


def test_crawl(folder: Path, loopback: Loopback) -> None:
    result = run_in(folder, "crawl", "loop/要闻", "--body", "source")
    assert result.code == 1
    assert result.err.splitlines() == [WARNING, f"newscrawl: {loopback.url}/unsafe: unsafe post"]
    assert posts(folder) == ["乙厂的价格年底之前不会调整.md"]
    assert_kept(folder)

    status = run_in(folder, "status").text
    assert f"{UNSAFE}  front matter is not YAML" in status
    assert str(kept(folder)[0]) in status

    requests = len(loopback.requests)
    run_in(folder, "crawl", "loop/要闻", "--body", "source")
    assert "/unsafe" not in loopback.requests[requests:]


def test_fetch(folder: Path, loopback: Loopback) -> None:
    result = run_in(folder, "fetch", f"{loopback.url}/unsafe", "--body", "source")
    assert result.code == 1
    assert result.err.splitlines() == [WARNING, f"newscrawl: {loopback.url}/unsafe: unsafe post"]
    assert posts(folder) == []
    assert_kept(folder)


def test_fetch_to_stdout(folder: Path, loopback: Loopback) -> None:
    result = run_in(folder, "fetch", f"{loopback.url}/unsafe", "--body", "source", "--stdout")
    assert (result.code, result.out) == (1, b"")
    assert f"newscrawl: {loopback.url}/unsafe: unsafe post: front matter is not YAML" in result.err


def test_extract(folder: Path, loopback: Loopback) -> None:
    (folder / "page.html").write_bytes(loopback.answers["/unsafe"].body)
    result = run_in(folder, "extract", "page.html", "--url", f"{loopback.url}/unsafe", "--body", "source")
    assert (result.code, result.out) == (1, b"")
    assert "front matter is not YAML" in result.problem


@pytest.mark.parametrize("body", ["clean", "markdown"])
def test_the_same_article_is_safe_in_the_other_bodies(folder: Path, loopback: Loopback, body: str) -> None:
    result = run_in(folder, "crawl", "loop/要闻", "--body", body)
    assert (result.code, result.err) == (0, "")
    assert len(posts(folder)) == 2
    assert run_in(folder, "verify").text == "2 posts, all good\n"
