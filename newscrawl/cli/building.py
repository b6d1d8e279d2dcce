"""Builds a blog with its own generator, beside it: neither its folder nor what is published is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from newscrawl.cli.builders import BUILDERS, Place
from newscrawl.errors import NewscrawlError, SiteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.blogs import FoundBlog

__all__ = ["BuildFailed", "build_blog"]

PROGRAM_FOLDERS = ("node_modules/.bin", ".venv/bin", "venv/bin")
"""Where a blog's own programs lie; after them come those of the machine."""


class BuildFailed(NewscrawlError):
    """The generator built nothing; says why in its own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What the generator made."""

    pages: Mapping[Path, bool]
    """Every post that was read, and whether it has its page."""

    def problem_of(self, post: Path) -> str:
        """Return what is missing; empty when there is a page."""
        if post.resolve() not in self.pages:
            return "the build left it out"
        return "" if self.pages[post.resolve()] else "the build made no page of it"


def build_blog(blog: FoundBlog, posts: Path) -> Built:
    """Build the blog into a temporary folder.

    :param posts: folder of the posts
    :raises SiteError: when the generator is not there
    :raises BuildFailed: when it ends with an error
    """
    builder = BUILDERS.get(blog.blog)
    if builder is None:
        raise SiteError("--build", f"cannot build with {blog.blog}, only with {', '.join(BUILDERS)}")
    program = _program(builder.program, blog.folder)
    with TemporaryDirectory(prefix="newscrawl-") as temporary:
        place = Place(blog=blog, posts=posts.resolve(), temporary=Path(temporary).resolve())
        pages = builder.build(place, partial(_run, program, blog.folder))
        return Built(pages={Path(source).resolve(): there for source, there in pages.items()})


def _program(name: str, folder: Path) -> str:
    own = (folder / place / name for place in PROGRAM_FOLDERS)
    found = next((str(path) for path in own if path.exists()), "") or shutil.which(name)
    if not found:
        raise SiteError(name, f"is neither in {folder} nor on this machine: install the blog's packages first")
    return found


def _run(program: str, blog: Path, *arguments: str, folder: Path, **environment: str) -> bytes:
    """Run the generator in a folder and return what it printed."""
    run = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        check=False,
    )
    if run.returncode:
        lines = (run.stderr + run.stdout).decode(errors="replace").splitlines()
        problem = next((line for line in lines if "FATAL" in line or "rror" in line), "no word why")
        raise BuildFailed(f"{blog}: the build failed: {problem.strip()}")
    return run.stdout
