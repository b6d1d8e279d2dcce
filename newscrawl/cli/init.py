"""``newscrawl init``: sets newscrawl up in a blog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Blog
from newscrawl.cli.screen import note, say

if TYPE_CHECKING:
    from newscrawl.blogs import FoundBlog

__all__ = ["init"]


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The blog's folder.", show_default="this folder")
    ] = Path(),
    blog: Blog = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the newscrawl.yaml that is there.")] = False,
) -> None:
    """Set newscrawl up in a blog: write newscrawl.yaml beside it.

    The generator is told by its configuration file, here or above, unless --blog names it. Nothing there is executed.
    """
    from newscrawl.blogs import find_blog
    from newscrawl.config import CONFIG_NAME
    from newscrawl.errors import SiteError, StoreError
    from newscrawl.render import STYLES

    if not folder.is_dir():
        raise SiteError(str(folder), "no such folder")
    found = find_blog(folder, blog)
    target = found.folder / CONFIG_NAME
    if target.exists() and not force:
        raise SiteError(str(target), "is there already; --force overwrites it")
    try:
        target.write_text(_content(found), "utf-8")
    except OSError as error:
        raise StoreError(str(target), error.strerror or "cannot be written") from None
    title = STYLES[found.blog].title
    say(f"found {'an' if title[0] in 'AE' else 'a'} {title} blog: {found.config}")
    say(f"wrote {target}")
    say(f"posts go to {found.output}, times are {_zone(found)}")
    for line in found.notes:
        say(line)
    if found.missing:
        note(f"newscrawl: {found.config}: {found.missing}")
    there = "" if found.folder == Path.cwd() else f"cd {found.folder} && "
    say(f"next: {there}newscrawl crawl")


def _content(found: FoundBlog) -> str:
    import yaml

    output = yaml.safe_dump({"output": found.output}, allow_unicode=True)
    return f"""\
# What newscrawl crawls for this blog, and how it writes. Command line options win over what stands here.

# The generator. Times in posts are {_zone(found)};
# they follow {found.config.name} unless a timezone is set here.
blog: {found.blog}

# Folder of the posts, and of what newscrawl remembers (keep both).
{output.rstrip()}
state: .newscrawl

# What "newscrawl crawl" takes when it is not told: SITE or SITE/CHANNEL, see "newscrawl sites list".
crawl: [sina_finance]
"""


def _zone(found: FoundBlog) -> str:
    if found.timezone:
        return f"local times of {found.timezone}"
    if found.blog in ("eleventy", "astro", "zola"):
        return "UTC"
    return f"GMT, since {found.config.name} sets no timezone"
