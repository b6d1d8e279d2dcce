"""A real Hexo blog: posts in, pages out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Mapping

SITE = Path(__file__).parent / "site"
BUILD_SECONDS = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class BuiltPage:
    """One post as the blog shows it."""

    title: str
    date: str
    """ISO 8601 in UTC."""
    categories: tuple[str, ...]
    parents: tuple[str, ...]
    """Of each category, the one it lies in; empty: none."""
    tags: tuple[str, ...]
    fields: Mapping[str, Any]
    """``headimg``, ``thumbnail``, ``author`` and ``comments`` as a theme gets them."""
    excerpt: str
    content: Tag
    """The post's body, rendered."""

    @property
    def text(self) -> str:
        return spaced(self.content.get_text())


@dataclass(frozen=True, kw_only=True, slots=True)
class BuiltSite:
    """What one run of ``hexo generate`` left."""

    pages: Mapping[str, BuiltPage]
    """By the post's path below ``source/_posts``. A post that Hexo dropped is not there, whatever the exit code."""
    returncode: int
    log: str
    folder: Path
    """The built site."""


def build(
    blog: Path, node_modules: Path, posts: Mapping[Any, str], config: str = "", files: Mapping[str, bytes] | None = None
) -> BuiltSite:
    """Build *posts* (path below ``source/_posts`` -> text) in the new folder *blog*.

    :param config: added to the settings
    :param files: further files, by their path below ``source``
    """
    shutil.copytree(SITE, blog)
    (blog / "node_modules").symlink_to(node_modules, target_is_directory=True)
    with (blog / "_config.yml").open("a", encoding="utf-8") as settings:
        settings.write(config)
    for path, text in posts.items():
        file = blog / "source" / "_posts" / str(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    for name, data in (files or {}).items():
        file = blog / "source" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    run = subprocess.run(
        [str(node_modules / ".bin" / "hexo"), "generate"],
        cwd=blog,
        env={**os.environ, "TZ": "UTC"},
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    public = blog / "public"
    pages = dict(_read(file) for file in sorted(public.rglob("*.html")))
    return BuiltSite(pages=pages, returncode=run.returncode, log=run.stdout + run.stderr, folder=public)


def spaced(text: str) -> str:
    """Return *text* with every run of white space as one space."""
    return " ".join(text.split())


def _read(file: Path) -> tuple[str, BuiltPage]:
    soup = BeautifulSoup(file.read_bytes(), "html5lib", from_encoding="utf-8")

    def text(element_id: str) -> str:
        found = soup.find(id=element_id)
        return found.get_text() if found else ""

    def items(element_id: str) -> tuple[str, ...]:
        return tuple(item.get_text() for item in soup.select(f"#{element_id} > li"))

    content = soup.find(id="content")
    assert isinstance(content, Tag)
    page = BuiltPage(
        title=text("title"),
        date=text("date"),
        categories=items("categories"),
        parents=tuple(str(item["data-parent"]) for item in soup.select("#categories > li")),
        tags=items("tags"),
        fields=json.loads(text("fields")),
        excerpt=text("excerpt"),
        content=content,
    )
    return text("source").removeprefix("_posts/"), page
