"""``newscrawl verify --build``: the blog's own Hexo builds beside the blog, and its pages are counted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from built_site import SITE

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "---\ntitle: 铜价上涨\ndate: 2026-07-20 09:30:00\n---\n\n铜价今天上涨。\n"


@pytest.fixture
def blog(node_modules: Path, tmp_path: Path) -> Path:
    """A blog with a script and a folder of pages of its own."""
    folder = tmp_path / "blog"
    shutil.copytree(SITE, folder)
    (folder / "node_modules").symlink_to(node_modules, target_is_directory=True)
    with (folder / "_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("source_dir: source\npublic_dir: docs\n")
    (folder / "docs").mkdir()
    (folder / "docs" / "old.html").write_text("old", "utf-8")
    (folder / "scripts").mkdir()
    (folder / "scripts" / "own.js").write_text("hexo.extend.helper.register('own', () => 1);", "utf-8")
    (folder / "newscrawl.yaml").write_text("blog: hexo\noutput: source/_posts\n", "utf-8")
    (folder / "source" / "_posts" / "金融").mkdir(parents=True)
    (folder / "source" / "_posts" / "金融" / "铜价.md").write_text(GOOD, "utf-8")
    return folder


def verify(blog: Path) -> tuple[int, str, str]:
    command = [sys.executable, "-c", "from newscrawl.cli import main; main()", "verify", "--build"]
    run = subprocess.run(command, cwd=blog, capture_output=True, check=False, timeout=120)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def files(blog: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in blog.rglob("*") if file.is_file()}


def test_every_post_has_its_page_and_the_blog_stays_as_it_is(blog: Path) -> None:
    before = files(blog)
    assert verify(blog) == (0, "1 posts, all good\n", "")
    assert files(blog) == before


def test_a_post_that_hexo_drops_without_a_word(blog: Path) -> None:
    (blog / "source" / "_posts" / "a.md").write_text(GOOD.replace("铜价上涨", "[快讯] 铜价"), "utf-8")
    (blog / "source" / "_posts" / "_b.md").write_text(GOOD, "utf-8")
    code, out, _ = verify(blog)
    assert code == 1
    lines = out.splitlines()
    assert [line.partition(": ")[0] for line in lines[:-1]] == ["_b.md", "a.md"]
    assert all(line.endswith("; the build left it out") for line in lines[:-1])
    assert lines[-1] == "3 posts, 2 with problems"


def test_a_build_that_fails(blog: Path) -> None:
    (blog / "source" / "_posts" / "a.md").write_text(GOOD + "{% nosuchtag %}", "utf-8")
    code, out, err = verify(blog)
    assert code == 1
    assert out.startswith("a.md: template syntax: ")
    assert err.startswith(f"newscrawl: {blog}: the build failed: ")
