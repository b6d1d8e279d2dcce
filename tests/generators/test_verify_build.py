"""``newscrawl verify --build``: each generator builds beside its blog, and every post must have its page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builds import BUILDS, SITES, link_modules, options_of
from made_articles import all_articles

from newscrawl.render import render_post

if TYPE_CHECKING:
    from collections.abc import Callable

YAML = "---\ntitle: 铜价\ndescription: x\n{}: {}\n---\n\n铜价上涨。\n"
DROPPED = {
    "hugo-apt-markdown": ("future.md", YAML.format("date", "2099-07-20"), "the build made no page of it"),
    "hugo-new-markdown": ("future.md", YAML.format("date", "2099-07-20"), "the build made no page of it"),
    "jekyll": ("no-date.md", YAML.format("date", "2026-07-20"), "the build left it out"),
    "pelican": ("no-date.md", "Title: 铜价\n\n铜价上涨。\n", "the build left it out"),
    "eleventy-clean": ("b.markdown", YAML.format("date", "2026-07-20"), "the build left it out"),
    "astro-clean": ("b.markdown", YAML.format("pubDate", "2026-07-20"), "the build made no page of it"),
}
"""A post that the generator leaves out without a word, and what is said of it."""


def verify(blog: Path, programs: Path) -> tuple[int, list[str], str]:
    command = [sys.executable, "-c", "from newscrawl.cli import main; main()", "verify", "--build"]
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        command, cwd=blog, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False, timeout=200
    )
    return run.returncode, run.stdout.splitlines(), run.stderr


def files(blog: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() if file.is_file() else b"" for file in blog.rglob("*")}


@pytest.mark.parametrize("name", DROPPED)
def test_every_post_has_its_page_and_the_blog_stays_as_it_is(
    name: str, programs_of: Callable[..., tuple[Path, Path | None]], tmp_path: Path
) -> None:
    build, blog = BUILDS[name], tmp_path / "blog"
    programs, modules = programs_of(build)
    shutil.copytree(SITES / build.generator.site, blog)
    if modules:
        link_modules(modules, blog)
    posts = blog / build.generator.posts
    (blog / "newscrawl.yaml").write_text(f"blog: {build.blog}\noutput: {build.generator.posts}\nbody: {build.body}\n")
    options = options_of(build, drafts_below=0.5)
    articles = [
        all_articles()[f"hostile {case}"] for case in ("title colon", "title slashes", "body table", "title 007")
    ]
    articles.append(
        replace(articles[0], title="不确定", canonical_url="https://news.example/2", confidence={"body": 0.1})
    )
    for article in articles:
        post = render_post(article, options)
        file = Path(os.path.normpath(posts / post.path))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(post.text, "utf-8")
    drafts_apart = build.blog == "jekyll"
    before = files(blog)
    assert verify(blog, programs) == (0, [f"{5 - drafts_apart} posts, all good"], "")
    assert files(blog) == before

    path, text, problem = DROPPED[name]
    (posts / path).write_text(text, "utf-8")
    code, lines, _ = verify(blog, programs)
    assert (code, lines[-1]) == (1, f"{6 - drafts_apart} posts, 1 with problems")
    assert lines[0].startswith(f"{path}: ")
    assert lines[0].endswith(problem)
