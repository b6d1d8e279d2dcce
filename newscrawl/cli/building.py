"""Builds a blog with its own generator, beside it: neither its folder nor what is published is touched."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from newscrawl.errors import NewscrawlError, SiteError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["BUILDERS", "BuildFailed", "build_blog"]

PUBLIC = "newscrawl-public"
"""Folder of the pages in the copy, whatever the blog calls its own."""

LIST = "newscrawl-verify.json"
"""What Hexo is made to write beside its pages: source and address of every post."""

HEXO_CONFIG = "_newscrawl.yml"
"""Settings over the blog's own."""

LIST_SCRIPT = f"""
hexo.extend.generator.register('newscrawl-verify', locals => ({{
  path: '{LIST}',
  data: JSON.stringify(locals.posts.map(post => [post.full_source, post.path]))
}}));
"""


class BuildFailed(NewscrawlError):
    """The generator built nothing; says why in its own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Builder:
    """How a generator is run in a copy of the blog's folder."""

    command: tuple[str, ...]
    """Program, relative to the folder when it lies there, and arguments."""
    left_behind: frozenset[str]
    """What earlier builds left in the folder; the copy goes without."""
    prepare: Callable[[Path], None]
    """Called with the copy before the build."""
    pages: Callable[[Path], dict[str, bool]]
    """Called with the copy after it: every post that was read, and whether it has its page."""


def build_blog(blog: str, folder: Path) -> dict[Path, bool]:
    """Build the blog in a temporary copy of its folder; return every post that was read and whether it has a page.

    :raises SiteError: when the generator is not there
    :raises BuildFailed: when it ends with an error
    """
    builder = BUILDERS.get(blog)
    if builder is None:
        raise SiteError("--build", f"cannot build with {blog}, only with {', '.join(BUILDERS)}")
    program = folder / builder.command[0]
    if not program.exists():
        raise SiteError(str(program), "is not there: install the blog's packages first")
    with TemporaryDirectory(prefix="newscrawl-") as temporary:
        copy = Path(temporary) / "blog"
        copy.mkdir()
        for entry in folder.iterdir():
            if entry.name not in builder.left_behind:
                (copy / entry.name).symlink_to(entry.resolve(), target_is_directory=entry.is_dir())
        builder.prepare(copy)
        run = subprocess.run(
            [str(copy / builder.command[0]), *builder.command[1:]], cwd=copy, capture_output=True, check=False
        )
        if run.returncode:
            lines = (run.stderr + run.stdout).decode(errors="replace").splitlines()
            problem = next((line for line in lines if "FATAL" in line or "rror" in line), "no word why")
            raise BuildFailed(f"{folder}: the build failed: {problem.strip()}")
        return {Path(source).resolve(): page for source, page in builder.pages(copy).items()}


def _prepare_hexo(copy: Path) -> None:
    """Give Hexo one more script and its own folder for pages, without writing through a link into the blog's."""
    (copy / HEXO_CONFIG).write_text(f"public_dir: {PUBLIC}\n", "utf-8")
    scripts = copy / "scripts"
    entries = list(scripts.resolve().iterdir()) if scripts.is_dir() else []
    scripts.unlink(missing_ok=True)
    scripts.mkdir()
    for entry in entries:
        (scripts / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    (scripts / "newscrawl-verify.js").write_text(LIST_SCRIPT, "utf-8")


def _hexo_pages(copy: Path) -> dict[str, bool]:
    posts: list[tuple[str, str]] = json.loads((copy / PUBLIC / LIST).read_text("utf-8"))
    return {source: _is_page(copy / PUBLIC, address) for source, address in posts}


def _is_page(public: Path, address: str) -> bool:
    page = public / address
    return (page / "index.html" if address.endswith("/") or not page.suffix else page).is_file()


BUILDERS: Mapping[str, Builder] = {
    "hexo": Builder(
        command=("node_modules/.bin/hexo", "generate", "--config", f"_config.yml,{HEXO_CONFIG}"),
        left_behind=frozenset({"public", "db.json", ".deploy_git", ".git"}),
        prepare=_prepare_hexo,
        pages=_hexo_pages,
    ),
}
"""By generator."""
