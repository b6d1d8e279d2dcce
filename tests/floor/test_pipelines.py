from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsserver import article
from scrapy.exceptions import DropItem
from scrapy.settings import Settings

from newscrawl import posting
from newscrawl.errors import MissingField, NotAnArticle, SiteError, StoreError, UnsafePost
from newscrawl.folders import LocalFolder
from newscrawl.items import Article, Page
from newscrawl.pipelines import CleanPipeline, DuplicatePipeline, ExtractPipeline, PostPipeline, post_options
from newscrawl.render import PostOptions
from newscrawl.revisiting import Revisiting
from newscrawl.store import Batch, State

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ARTICLE = Article(
    url="https://news.example/a.html",
    canonical_url="https://news.example/a.html",
    site="news",
    channel="要闻",
    categories=("测试", "新闻", "要闻"),
    title="标题",
    published=NOON,
    body="<p>这一句是正文，<b>下一句</b>，也是正文。</p><script>x()</script>",
)
CLEAN = replace(ARTICLE, body="<p>这一句是正文，<strong>下一句</strong>，也是正文。</p>")
PATH = "测试/新闻/要闻/标题.md"


class Told:
    """Stands in for the run's log: remembers what it is told."""

    def __init__(self, state: State, output: Path) -> None:
        self.state = state
        self.batch = Batch(state, LocalFolder(output))
        self.problem = ""
        self.calls: list[tuple[object, ...]] = []
        self.revisiting = Revisiting(state, lambda *values: self.calls.append(("revisited", *values)))

    def stop(self, error: StoreError) -> None:
        self.problem = str(error)

    def refused(self, url: str, error: MissingField | NotAnArticle, *, key: str) -> str:
        self.calls.append(("refused", url, str(error), key))
        return "refused"

    def __getattr__(self, name: str) -> Any:
        return lambda *values: self.calls.append((name, *values))


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Told]:
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        yield Told(state, tmp_path / "output")


def made(kind: type, run: Told, tmp_path: Path, **post: object) -> Any:
    settings = Settings({"NEWSCRAWL_OUTPUT": str(tmp_path / "output"), "NEWSCRAWL_POST": post})
    return kind(run, settings, lambda url: None)


ALL = [ExtractPipeline, CleanPipeline, DuplicatePipeline, PostPipeline]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("item", [{"title": "a foreign item"}, object()])
def test_other_items_pass_untouched(kind: type, run: Told, tmp_path: Path, item: object) -> None:
    assert made(kind, run, tmp_path).process_item(item) is item
    assert run.calls == []


@pytest.mark.parametrize("kind", [CleanPipeline, DuplicatePipeline, PostPipeline])
def test_after_a_problem_everything_is_dropped_in_silence(kind: type, run: Told, tmp_path: Path) -> None:
    run.problem = "the disk is full"
    with pytest.raises(DropItem) as caught:
        made(kind, run, tmp_path).process_item(CLEAN)
    assert caught.value.log_level == "DEBUG"
    assert run.calls == []


def test_extract_makes_an_article_of_a_page(run: Told, tmp_path: Path) -> None:
    page = Page(url="https://elsewhere.example/a", html=article("新闻一则"), fetched_at=NOON)
    assert made(ExtractPipeline, run, tmp_path).process_item(page).title == "新闻一则"
    assert run.calls == [("found", page.url)]


def test_extract_refuses_a_page_without_a_date(run: Told, tmp_path: Path) -> None:
    html = article("新闻一则").replace("2026年07月01日 09:30", "")
    page = Page(url="https://elsewhere.example/a", html=html, fetched_at=NOON)
    with pytest.raises(DropItem):
        made(ExtractPipeline, run, tmp_path).process_item(page)
    assert run.calls[-1] == ("refused", page.url, f"{page.url}: no published found", page.url)


def test_clean_cleans(run: Told, tmp_path: Path) -> None:
    assert made(CleanPipeline, run, tmp_path).process_item(ARTICLE).body == CLEAN.body


def test_clean_leaves_the_source_alone_in_source_mode(run: Told, tmp_path: Path) -> None:
    assert made(CleanPipeline, run, tmp_path, body="source").process_item(ARTICLE) is ARTICLE


def test_clean_refuses_what_is_empty_afterwards(run: Told, tmp_path: Path) -> None:
    empty = replace(ARTICLE, url="https://m.news.example/a", body="<script>x()</script>")
    with pytest.raises(DropItem):
        made(CleanPipeline, run, tmp_path).process_item(empty)
    assert run.calls == [("refused", empty.url, f"{empty.url}: no body found", ARTICLE.canonical_url)]


def test_a_new_article_passes(run: Told, tmp_path: Path) -> None:
    assert made(DuplicatePipeline, run, tmp_path).process_item(CLEAN) is CLEAN


def test_an_article_that_is_posted_is_known(run: Told, tmp_path: Path) -> None:
    made(PostPipeline, run, tmp_path).process_item(CLEAN)
    run.calls.clear()
    with pytest.raises(DropItem):
        made(DuplicatePipeline, run, tmp_path).process_item(
            replace(CLEAN, url="https://m.news.example/a", body="<p>x</p>")
        )
    assert run.calls == [("known", "https://m.news.example/a")]


def test_the_same_text_elsewhere_is_a_duplicate_and_remembered(run: Told, tmp_path: Path) -> None:
    made(PostPipeline, run, tmp_path).process_item(CLEAN)
    run.calls.clear()
    twin = replace(CLEAN, url="https://news.example/b.html", canonical_url="https://news.example/b.html")
    with pytest.raises(DropItem):
        made(DuplicatePipeline, run, tmp_path).process_item(twin)
    assert run.calls == [("skipped", twin.url, "duplicate")]
    assert (record := run.state.seen(twin.url)) is not None
    assert (record.outcome, record.reason) == ("duplicate", CLEAN.canonical_url)


def test_a_wire_story_in_another_paper_is_a_duplicate(run: Told, tmp_path: Path) -> None:
    story = [
        f"<p>第{number}家企业在年报中披露，全年营收同比增长{number}.{number + 3}%，现金流改善。</p>"
        for number in range(30)
    ]
    made(PostPipeline, run, tmp_path).process_item(replace(CLEAN, body="".join(story)))
    run.calls.clear()
    url = "https://paper.example/wire/9.html"
    wire = replace(
        CLEAN,
        url=url,
        canonical_url=url,
        title="三十家企业年报出炉",
        body="".join(["<p>本报综合消息</p>", *story[:25], "<p>（来源：某通讯社）</p>"]),
    )
    with pytest.raises(DropItem):
        made(DuplicatePipeline, run, tmp_path).process_item(wire)
    assert run.calls == [("skipped", url, "duplicate")]
    assert run.state.copies.also_at() == {CLEAN.canonical_url: [url]}


def test_a_post_is_written_remembered_and_told(run: Told, tmp_path: Path) -> None:
    assert made(PostPipeline, run, tmp_path).process_item(CLEAN) is CLEAN
    assert "这一句是正文" in (tmp_path / "output" / PATH).read_text()
    assert (record := run.state.seen(CLEAN.canonical_url)) is not None
    assert (record.outcome, str(record.path)) == ("posted", PATH)
    assert run.calls == [("posted", CLEAN.url, "标题", PATH)]


def test_a_draft_lies_beside_the_posts(run: Told, tmp_path: Path) -> None:
    unsure = replace(CLEAN, confidence={"body": 0.4})
    settings = Settings(
        {"NEWSCRAWL_OUTPUT": str(tmp_path / "source" / "_posts"), "NEWSCRAWL_POST": {"drafts_below": 0.5}}
    )
    run.batch = Batch(run.state, LocalFolder(tmp_path / "source" / "_posts"))
    PostPipeline(run, settings, lambda url: None).process_item(unsure)
    assert (tmp_path / "source" / "_drafts" / PATH).is_file()
    assert (record := run.state.seen(CLEAN.canonical_url)) is not None
    assert str(record.path) == f"../_drafts/{PATH}"


def test_drafts_need_a_place(run: Told, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="posts must go to _posts, not to"):
        made(PostPipeline, run, tmp_path, drafts_below=0.5)


@pytest.mark.parametrize("post", [{"body": "markdown"}, {"body": "source"}], ids=lambda post: post["body"])
def test_a_post_is_written_as_wished(run: Told, tmp_path: Path, post: dict[str, str]) -> None:
    made(PostPipeline, run, tmp_path, **post).process_item(ARTICLE if post["body"] == "source" else CLEAN)
    text = (tmp_path / "output" / PATH).read_text()
    assert ("**下一句**" in text) is (post["body"] == "markdown")
    assert ("<b>下一句</b>" in text) is (post["body"] == "source")


def test_two_articles_of_one_title_are_told_apart(run: Told, tmp_path: Path) -> None:
    pipeline = made(PostPipeline, run, tmp_path)
    pipeline.process_item(CLEAN)
    pipeline.process_item(replace(CLEAN, canonical_url="https://news.example/b.html", body="<p>另一篇。</p>"))
    names = sorted(path.name for path in (tmp_path / "output").rglob("*.md"))
    assert len(names) == 2
    assert names[1] == "标题.md" or names[0] == "标题.md"


def unsafe(*values: object) -> None:
    raise UnsafePost(PATH, "date reads back as 'x'")


def test_an_unsafe_post_goes_to_quarantine_with_its_reason(
    run: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "check_post", unsafe)
    with pytest.raises(DropItem):
        made(PostPipeline, run, tmp_path).process_item(CLEAN)
    post, reason = sorted((tmp_path / "output" / ".newscrawl" / "quarantine").iterdir())
    assert "这一句是正文" in post.read_text()
    assert reason.read_text() == f"{CLEAN.url}\n{PATH}: date reads back as 'x'\n"
    assert not (tmp_path / "output" / PATH).exists()
    assert run.calls == [("failed", CLEAN.url, "unsafe post")]
    assert (record := run.state.seen(CLEAN.url)) is not None
    assert (record.outcome, record.reason) == ("quarantined", "date reads back as 'x'")


def test_without_a_state_on_disk_there_is_no_quarantine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "check_post", unsafe)
    with State.open(None) as state, pytest.raises(DropItem):
        made(PostPipeline, Told(state, tmp_path / "output"), tmp_path).process_item(CLEAN)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_stops_the_run_and_drops_the_item(
    run: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*values: object, **more: object) -> None:
        raise StoreError("output/x.md", "the disk is full")

    monkeypatch.setattr(LocalFolder, "write_all", full)
    with pytest.raises(DropItem) as caught:
        made(PostPipeline, run, tmp_path).process_item(CLEAN)
    assert run.problem == "output/x.md: the disk is full"
    assert caught.value.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ({}, PostOptions()),
        ({"body": "markdown"}, PostOptions(body="markdown")),
        ('{"extra": ["link", "tags"]}', PostOptions(extra=("link", "tags"))),
        (PostOptions(author="byline"), PostOptions(author="byline")),
        (None, PostOptions()),
    ],
)
def test_post_options(value: object, options: PostOptions) -> None:
    assert post_options(Settings({"NEWSCRAWL_POST": value})) == options


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (
            {"bodies": "clean"},
            "NEWSCRAWL_POST: 'bodies' is none of body, author, categories, extra, timezone, placeholder, blog, "
            "drafts_below, tags_per_post, tags_in_blog",
        ),
        ({"body": "rtf"}, "body: 'rtf' is none of clean, source, markdown"),
    ],
)
def test_bad_post_options_are_one_line(value: object, problem: str) -> None:
    with pytest.raises(SiteError) as caught:
        post_options(Settings({"NEWSCRAWL_POST": value}))
    assert str(caught.value) == problem
