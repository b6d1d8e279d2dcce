"""``newscrawl init``: sets newscrawl up in a blog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newscrawl.cli.screen import say

if TYPE_CHECKING:
    from newscrawl.config import HexoBlog

__all__ = ["init"]


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The blog's folder.", show_default="this folder")
    ] = Path(),
    blog: Annotated[Literal["hexo"], typer.Option("--blog", help="Generator that builds the blog.")] = "hexo",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the newscrawl.yaml that is there.")] = False,
) -> None:
    """Set newscrawl up in a blog: look at its configuration and write newscrawl.yaml beside it."""
    from newscrawl.config import CONFIG_NAME, find_upwards, read_hexo
    from newscrawl.errors import SiteError, StoreError

    if not folder.is_dir():
        raise SiteError(str(folder), "no such folder")
    config = find_upwards("_config.yml", folder)
    if config is None:
        raise SiteError(str(folder), "is not in a Hexo blog: there is no _config.yml, here or above")
    found = read_hexo(config)
    target = found.folder / CONFIG_NAME
    if target.exists() and not force:
        raise SiteError(str(target), "is there already; --force overwrites it")
    try:
        target.write_text(_content(blog, found), "utf-8")
    except OSError as error:
        raise StoreError(str(target), error.strerror or "cannot be written") from None
    say(f"wrote {target}")
    say(f"posts go to {found.source}/_posts, times are {_zone(found)}")
    there = "" if found.folder == Path.cwd() else f"cd {found.folder} && "
    say(f"next: {there}newscrawl crawl")


def _content(blog: str, found: HexoBlog) -> str:
    import yaml

    output = yaml.safe_dump({"output": f"{found.source}/_posts"}, allow_unicode=True)
    return f"""\
# What newscrawl crawls for this blog, and how it writes. Command line options win over what stands here.

# The generator. Times in posts are {_zone(found)};
# they follow the timezone in _config.yml unless a timezone is set here.
blog: {blog}

# Folder of the posts, and of what newscrawl remembers (keep both).
{output.rstrip()}
state: .newscrawl

# What "newscrawl crawl" takes when it is not told: SITE or SITE/CHANNEL, see "newscrawl sites list".
crawl: [sina_finance]
"""


def _zone(found: HexoBlog) -> str:
    return f"local times of {found.timezone}" if found.timezone else "GMT, since _config.yml sets no timezone"
