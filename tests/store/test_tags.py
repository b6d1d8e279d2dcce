from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from newscrawl.folders import LocalFolder
from newscrawl.items import Article
from newscrawl.posting import post_article
from newscrawl.render import PostOptions
from newscrawl.store import OldPost, State, digest_of


def posted(folder: Path, state: State, number: int, tags: str, **options: int) -> Path:
    url = f"https://news.example/a/{number}"
    made = Article(
        url=url,
        canonical_url=url,
        site="news",
        channel="",
        categories=("金融", "示例财经"),
        title=f"第{number}篇",
        published=datetime(2026, 7, number, tzinfo=UTC),
        body=f"<p>第{number}篇：新厂房将于下月启用，预计全年产量增加{number}成。</p>",
        keywords=tuple(tags.split()),
    )
    return folder / post_article(made, PostOptions(extra=("tags",), **options), state, LocalFolder(folder))


def tags_of(post: Path) -> list[str]:
    lines = post.read_text("utf-8").split("---\n")[1].partition("tags:")[2].splitlines()
    return [line.strip(" -'") for line in lines if line.startswith(" - ")]


@pytest.fixture
def state() -> State:
    return State.open(None)


def test_a_post_has_so_many_tags_at_most(tmp_path: Path, state: State) -> None:
    assert tags_of(posted(tmp_path, state, 1, "甲 乙 丙 丁", tags_per_post=2)) == ["甲", "乙"]


def test_a_blog_has_so_many_different_tags_at_most(tmp_path: Path, state: State) -> None:
    found = [
        tags_of(posted(tmp_path, state, number, tags, tags_in_blog=3))
        for number, tags in enumerate(["甲 乙", "丙 丁 甲", "丁 戊", "乙 丙 戊"], 1)
    ]
    assert found == [["甲", "乙"], ["丙", "甲"], [], ["乙", "丙"]]


def test_tags_that_the_blog_has_count_for_a_post_s_share(tmp_path: Path, state: State) -> None:
    posted(tmp_path, state, 1, "甲 乙", tags_in_blog=2)
    assert tags_of(posted(tmp_path, state, 2, "丙 丁 乙 甲", tags_in_blog=2, tags_per_post=1)) == ["乙"]


def test_a_tag_whose_last_post_was_pruned_makes_room(tmp_path: Path, state: State) -> None:
    post = posted(tmp_path, state, 1, "甲", tags_in_blog=1)
    [old] = state.retention.posts()
    assert isinstance(old, OldPost)
    assert old.digest == digest_of(post.read_text("utf-8"))
    assert state.retention.prune(old, LocalFolder(tmp_path), None)
    assert old.path == PurePosixPath(post.relative_to(tmp_path))
    assert tags_of(posted(tmp_path, state, 2, "乙", tags_in_blog=1)) == ["乙"]


@pytest.mark.parametrize("key", ["tags_per_post", "tags_in_blog"])
def test_a_negative_number_of_tags_is_refused(key: str) -> None:
    with pytest.raises(Exception, match=f"^{key}: -1 is no number of tags"):
        PostOptions(**{key: -1})  # type: ignore[arg-type]
