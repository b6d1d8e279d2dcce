"""Posted articles are looked at again: what changed is rewritten, what somebody wrote is left, what is gone is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article

from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

PAGE = "/a/0.html"
TEXT = "<p>公司在公告中说，新厂房将于下月启用，预计全年产量增加两成，订单已经排到明年。</p>"
TIME = "published: {path: time, format: epoch_s}"
CHANGED = f"{TIME}, modified: changed"
MORE = "<p>更新：公司下午补充说，新厂房的启用推迟到年底。</p>"


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    server.list("main", 1, [{"url": PAGE}])
    for page in (2, 3):
        server.list("main", page, [])
    show(server, TEXT)
    yield server
    server.close()


def show(host: Server, body: str, title: str = "新厂房下月启用", head: str = "") -> None:
    """Let the page say this, with an ETag of its own."""
    etag = f'"{abs(hash((body, title, head)))}"'
    full = Answer(article(title, body, head=head), headers={"ETag": etag})
    host.answers[PAGE] = lambda: Answer("", 304) if host.requests[-1].headers.get("If-None-Match") == etag else full


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    """Crawl the list; before that, let two hours pass."""

    def run(policy: str = "revisit: [1h, 6h, 24h]") -> Result:
        state = tmp_path / "_posts" / ".newscrawl" / "state.db"
        if state.is_file():
            with closing(sqlite3.connect(state)) as database, database:
                database.execute("UPDATE visits SET posted = posted - 7200, due = due - 7200")
        host.requests.clear()
        file = host.site_file(tmp_path / "sites") / "loop.yaml"
        file.write_text(f"{file.read_text('utf-8').replace(TIME, CHANGED)}{policy}\n", "utf-8")
        return scrapy("crawl", "loop", output=tmp_path / "_posts", NEWSCRAWL_SITES=str(tmp_path / "sites"))

    return run


def post_of(folder: Path) -> Path:
    [path] = [path for path in (folder / "_posts").rglob("*.md") if ".newscrawl" not in path.parts]
    return path


def revisited(result: Result) -> dict[str, int]:
    return {key.removeprefix("revisited/"): n for key, n in result.stats.items() if key.startswith("revisited/")}


def test_without_a_schedule_nothing_is_looked_at_again(host: Server, crawl: Callable[..., Result]) -> None:
    crawl("")
    show(host, TEXT + MORE)
    assert revisited(crawl("")) == {}
    assert host.asked(PAGE) == []


def test_an_unchanged_page_costs_one_conditional_request(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    crawl()
    before = post_of(tmp_path).stat().st_mtime_ns
    assert revisited(crawl()) == {"unchanged": 1}
    assert host.asked(PAGE) == [PAGE]
    assert post_of(tmp_path).stat().st_mtime_ns == before
    # not due before the sixth hour; by then its validator is known
    assert revisited(crawl()) == {}
    assert revisited(crawl()) == {"unchanged": 1}
    assert host.requests[-1].headers["If-None-Match"]


def test_a_visit_ends_with_its_schedule(host: Server, crawl: Callable[..., Result]) -> None:
    crawl("revisit: 1h")
    assert revisited(crawl("revisit: 1h")) == {"unchanged": 1}
    for _ in range(2):
        assert revisited(crawl("revisit: 1h")) == {}
    assert host.asked(PAGE) == []


def test_a_changed_article_is_rewritten_in_place(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    crawl()
    path = post_of(tmp_path)
    show(host, TEXT + MORE, title="新厂房推迟启用")
    assert revisited(crawl()) == {"rewritten": 1}
    assert post_of(tmp_path) == path
    text = path.read_text("utf-8")
    assert "推迟到年底" in text
    assert "title: '新厂房推迟启用'" in text
    assert "\nupdated: " in text
    with State.open(tmp_path / "_posts" / ".newscrawl") as state:
        [change] = state.updates.changes()
    assert "+<p>更新：公司下午补充说，新厂房的启用推迟到年底。</p>" in change.difference.splitlines()


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f'{TEXT}<div class="ad"><a href="https://ad.example/x"><img src="https://ad.example/9.gif"></a></div>', ""),
        (TEXT.replace("<p>", "<p>\n  "), ""),
        (f"{TEXT}<p>阅读量：1.3万</p>", ""),
        (TEXT, '<meta property="article:modified_time" content="2026-07-02T10:00:00+08:00">'),
    ],
    ids=["advert", "spaces", "counter", "time of change"],
)
def test_what_says_the_same_is_left(
    host: Server, crawl: Callable[..., Result], tmp_path: Path, body: str, head: str
) -> None:
    crawl()
    before = post_of(tmp_path).read_bytes()
    show(host, body, head=head)
    assert set(revisited(crawl())) == {"unchanged"}
    assert post_of(tmp_path).read_bytes() == before


def test_a_list_that_calls_an_article_changed_has_it_looked_at_before_its_time(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    host.list("main", 1, [{"url": PAGE, "changed": "2026-07-01 10:00"}])
    rules = "revisit: [30d]"
    crawl(rules)
    show(host, TEXT + MORE)
    assert revisited(crawl(rules)) == {}
    with closing(sqlite3.connect(tmp_path / "_posts" / ".newscrawl" / "state.db")) as database, database:
        database.execute("UPDATE visits SET looked = 0")
    host.list("main", 1, [{"url": PAGE, "changed": "2036-07-01 10:00"}])
    assert revisited(crawl(rules)) == {}
    host.list("main", 1, [{"url": PAGE, "changed": "2026-07-01 10:00"}])
    assert revisited(crawl(rules)) == {"rewritten": 1}


def test_an_edited_post_stays_and_the_new_edition_lies_beside(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    crawl()
    path = post_of(tmp_path)
    path.write_text("my own words", "utf-8")
    show(host, TEXT + MORE)
    assert revisited(crawl()) == {"edited by hand": 1}
    assert path.read_text("utf-8") == "my own words"
    [beside] = (tmp_path / "_posts" / ".newscrawl" / "changed").rglob("*.md")
    assert "推迟到年底" in beside.read_text("utf-8")


def test_a_deleted_post_stays_away(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    crawl()
    post_of(tmp_path).unlink()
    show(host, TEXT + MORE)
    assert revisited(crawl()) == {"deleted": 1}
    for _ in range(3):
        assert revisited(crawl()) == {}
    assert not list((tmp_path / "_posts").rglob("*.md"))


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(("policy", "left"), [("keep", "as it was"), ("flag", "with a note"), ("remove", "gone")])
def test_a_withdrawn_article(
    host: Server, crawl: Callable[..., Result], tmp_path: Path, status: int, policy: str, left: str
) -> None:
    rules = f"revisit: [1h, 6h]\nwithdrawn: {policy}"
    crawl(rules)
    path = post_of(tmp_path)
    before = path.read_text("utf-8")
    host.answers[PAGE] = Answer("gone", status)
    assert revisited(crawl(rules)) == {"withdrawn": 1}
    if left == "gone":
        assert not path.exists()
    else:
        lines = [line for line in path.read_text("utf-8").splitlines() if line not in before.splitlines()]
        assert len(lines) == (1 if left == "with a note" else 0)
        assert all("来源网站已撤下此文" in line for line in lines)
    for _ in range(3):
        assert revisited(crawl(rules)) == {}
    assert host.asked(PAGE) == []
    with State.open(tmp_path / "_posts" / ".newscrawl") as state:
        assert len(state.visits.withdrawn()) == 1


@pytest.mark.parametrize("status", [403, 500])
def test_an_answer_that_may_pass_withdraws_nothing(
    host: Server, crawl: Callable[..., Result], tmp_path: Path, status: int
) -> None:
    rules = "revisit: [1h, 6h]\nwithdrawn: remove"
    crawl(rules)
    host.answers[PAGE] = Answer("busy", status)
    assert revisited(crawl(rules)) == {f"failed: HTTP {status}": 1}
    assert post_of(tmp_path).exists()
    show(host, TEXT + MORE)
    crawl(rules)
    assert revisited(crawl(rules)) == {"rewritten": 1}


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>系统维护中</p></body></html>",
        article("别的文章", TEXT, head='<link rel="canonical" href="http://127.0.0.1:1/a/9.html">'),
    ],
    ids=["no article", "another one"],
)
def test_a_page_of_another_kind_leaves_the_post_and_its_memory(
    host: Server, crawl: Callable[..., Result], tmp_path: Path, page: str
) -> None:
    crawl()
    before = post_of(tmp_path).read_bytes()
    host.answers[PAGE] = Answer(page)
    [outcome] = revisited(crawl())
    assert outcome.startswith("failed: ")
    assert post_of(tmp_path).read_bytes() == before
    with State.open(tmp_path / "_posts" / ".newscrawl") as state:
        assert state.counts() == {"posted": 1}
