"""Posts that newscrawl is not sure of stay out of the blog until a person publishes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from test_hexo_hostile import article

from newscrawl.folders import LocalFolder
from newscrawl.render import PostOptions, render_post
from newscrawl.store import write_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from built_site import BuiltSite

OPTIONS = PostOptions(drafts_below=0.6)


def test_hexo_builds_a_draft_only_when_it_is_asked_to(build_blog: Callable[..., BuiltSite], tmp_path: Path) -> None:
    posts = [render_post(article("sure"), OPTIONS)]
    posts.append(render_post(replace(article("unsure"), confidence={"title": 0.5}), OPTIONS))
    texts = {post.path: post.text for post in posts}
    assert sorted(build_blog(texts).pages) == [str(posts[0].path)]
    assert len(build_blog(texts, "render_drafts: true\n").pages) == 2
    for post in posts:
        write_post(LocalFolder(tmp_path / "source" / "_posts"), post.path, post.text)
    assert sorted(path.name for path in (tmp_path / "source").iterdir()) == ["_drafts", "_posts"]
