"""``newscrawl verify``: a folder of posts is read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.screen import complain, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

    from newscrawl.config import Config
    from newscrawl.folders import Folder

__all__ = ["verify"]


def verify(
    folder: Annotated[
        str | None,
        typer.Argument(metavar="FOLDER", help="Folder of posts.", show_default="the configured output"),
    ] = None,
    build: Annotated[
        bool, typer.Option("--build", help="Build the blog as well, into a temporary folder, and count its pages.")
    ] = False,
) -> None:
    """Read posts back, and say what would not build or is not safe.

    That is what a generator would refuse or leave out, template syntax, and scripts. Posts of other tools can be looked
    at as well. Nothing is changed.
    """
    from newscrawl.cli.building import BuildFailed
    from newscrawl.cli.choosing import configure
    from newscrawl.errors import SiteError
    from newscrawl.folders import folder_at
    from newscrawl.store import post_files

    config = configure()
    posts = folder_at(folder, config.output_options, place="FOLDER") if folder else config.output
    if posts.local and not posts.local.is_dir():
        raise SiteError(str(posts), "no such folder")
    blog = config.beside.blog if config.beside else ""
    if build and not (posts.local and config.output.local):
        raise SiteError("--build", f"needs the posts in a folder of this machine, not in {posts}")
    if build and not blog:
        raise SiteError("--build", "needs a blog: no newscrawl.yaml, here or above, names one that lies beside it")

    names = list(post_files(posts))
    bad: dict[str, list[str]] = {}
    for name in names:
        if problems := _problems(posts, name, config):
            bad[str(name)] = problems
    failed = False
    if build and posts.local and config.output.local:
        try:
            for post, problem in _built(posts.local, config.output.local, names, config):
                bad.setdefault(post, []).append(problem)
        except BuildFailed as error:
            failed = True
            complain(str(error))
    for post, problems in sorted(bad.items()):
        say(f"{post}: {'; '.join(problems)}")
    say(f"{len(names)} posts, {len(bad)} with problems" if bad else f"{len(names)} posts, all good")
    raise typer.Exit(bool(bad or failed))


def _problems(folder: Folder, name: PurePosixPath, config: Config) -> list[str]:
    from newscrawl.errors import StoreError
    from newscrawl.render import problems_of

    try:
        text = (folder.read(name) or b"").decode()
    except StoreError as error:
        return [f"cannot be read: {error.problem}"]
    except UnicodeDecodeError:
        return ["is not UTF-8 text"]
    return problems_of(name, text, config.beside.blog if config.beside else "")


def _built(folder: Path, output: Path, names: list[PurePosixPath], config: Config) -> Iterator[tuple[str, str]]:
    """Build the blog and yield every post that has no page; a draft is to have none."""
    from newscrawl.cli.building import build_blog
    from newscrawl.render import is_draft

    assert config.beside
    built = build_blog(config.beside, output)
    for name in names:
        problem = built.problem_of(folder / name)
        if problem and not is_draft((folder / name).read_text("utf-8", "replace"), config.beside.blog):
            yield str(name), problem
