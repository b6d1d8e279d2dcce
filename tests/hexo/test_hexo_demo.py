"""Hexo builds what the demo crawled: every post has its page and says the same."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from bs4 import BeautifulSoup
from built_site import spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from built_site import BuiltSite

CODE_BLOCKS = "pre, figure.highlight"


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The demo's posts: path -> text."""
    output: Path = tmp_path_factory.mktemp("demo")
    demo = [sys.executable, "-c", "from newscrawl.cli import main; main()", "demo", "--output", str(output)]
    subprocess.run(demo, check=True, capture_output=True, timeout=120)
    return {str(path.relative_to(output)): path.read_bytes().decode() for path in output.rglob("*.md")}


@pytest.fixture(scope="module")
def site(posts: Mapping[str, str], build_blog: Callable[..., BuiltSite]) -> BuiltSite:
    return build_blog(posts)


def test_every_post_has_its_page(posts: Mapping[str, str], site: BuiltSite) -> None:
    assert len(posts) >= 15
    assert sorted(site.pages) == sorted(posts)


def test_every_page_says_what_its_post_says(posts: Mapping[str, str], site: BuiltSite) -> None:
    said = {path: spaced(BeautifulSoup(text.split("\n---\n\n")[1], "lxml").get_text()) for path, text in posts.items()}
    assert {path: page.text for path, page in site.pages.items()} == said


def test_titles(posts: Mapping[str, str], site: BuiltSite) -> None:
    titles = {path: yaml.safe_load(text.split("\n---\n")[1])["title"] for path, text in posts.items()}
    assert {path: page.title for path, page in site.pages.items()} == titles


def test_no_code_block_is_made_of_html(posts: Mapping[str, str], site: BuiltSite) -> None:
    meant = {path: text.count("<pre>") for path, text in posts.items()}
    assert {path: len(page.content.select(CODE_BLOCKS)) for path, page in site.pages.items()} == meant
