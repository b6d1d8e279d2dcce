"""What was asked for, checked before anything is fetched: configuration, sites and channels, addresses."""

from __future__ import annotations

import codecs
import os
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.config import CONFIG_NAME, Config, check_keys, find_upwards, read_config
from newscrawl.errors import SiteError
from newscrawl.folders import folder_at
from newscrawl.frontier.address import read_address
from newscrawl.sites.table import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

    from newscrawl.render import Blog, BodyMode, ImageMode
    from newscrawl.sites import Channel, Site

__all__ = [
    "check_charset",
    "check_url",
    "choose_channel",
    "choose_channels",
    "choose_site",
    "configure",
]


def configure(
    *,
    output: str | None = None,
    blog: Blog | None = None,
    body: BodyMode | None = None,
    author: Literal["site", "byline"] | None = None,
    keys: Sequence[str] | None = None,
    placeholder: str | None = None,
    images: ImageMode | None = None,
    frontier: str | None = None,
    workers: int | None = None,
) -> Config:
    """Return the configuration that is in force here, with what the command line says over it.

    :param frontier: what it says of a shared frontier, empty when nothing; ``None``: the command uses none
    :raises SiteError: when ``newscrawl.yaml`` or a value cannot be used
    """
    file = find_upwards(CONFIG_NAME, Path.cwd())
    config = read_config(file) if file else Config()
    other = blog is not None and blog != config.post.blog
    said: dict[str, Any] = {
        "blog": blog,
        # what the file says of the body, it says of its own blog
        "body": body or ("" if other else None),
        "categories": "nested" if other else None,
        "author": author,
        "extra": check_keys(keys, "--key") if keys else None,
        "placeholder": placeholder,
    }
    home = file.parent if file else None
    folder = folder_at(output, config.output_options, place="--output", home=home) if output else config.output
    elsewhere = folder.address != config.output.address
    if not PurePath(folder.address).is_relative_to(config.output.address):
        # no posts of the blog: their pictures go with them
        config = replace(config, beside=None, assets=None)
    config = replace(
        config,
        output=folder,
        beside=None if other else config.beside,
        raw_html=config.raw_html or other,
        # the memory goes with the posts: in another folder nothing is known yet
        state=None if elsewhere else config.state,
        images=images or config.images,
        frontier="" if frontier is None else _frontier(frontier, config.frontier, str(file)),
        workers=workers or config.workers,
        post=replace(config.post, **{name: value for name, value in said.items() if value is not None}),
    )
    config.check(str(file or "--body"))
    return config


def _frontier(said: str, in_file: str, file: str) -> str:
    """Return the address of the shared frontier that is in force, which may come from the environment as well."""
    from_environment = os.environ.get("NEWSCRAWL_FRONTIER", "")
    found = said or from_environment or in_file
    if found:
        # so that a bad one is told before anything begins
        read_address(found, "--frontier" if said else "NEWSCRAWL_FRONTIER" if from_environment else f"{file}: frontier")
    return found


def choose_site(sites: Mapping[str, Site], site_id: str) -> Site:
    """Return a site by its id, or raise :class:`SiteError` with the nearest one."""
    if site_id not in sites:
        known = "" if (near := suggestion(site_id, sites)) else "; newscrawl sites list shows what there is"
        raise SiteError(site_id or "SITE", f"no such site{near}{known}")
    return sites[site_id]


def choose_channel(site: Site, name: str) -> Channel:
    """Return a channel by its name, the first one for an empty name, or raise :class:`SiteError`."""
    if not site.channels:
        raise SiteError(site.id, "has no channel to crawl; newscrawl fetch takes single addresses")
    if not name:
        return next(iter(site.channels.values()))
    if name not in site.channels:
        near = suggestion(name, site.channels)
        raise SiteError(f"{site.id}/{name}", f"no such channel{near} ({site.id} has {', '.join(site.channels)})")
    return site.channels[name]


def choose_channels(sites: Mapping[str, Site], targets: Iterable[str]) -> dict[str, list[str]]:
    """Return the channels to crawl by site: ``SITE/CHANNEL`` is one, ``SITE`` the site's first.

    :raises SiteError: for the first target that is unknown
    """
    chosen: dict[str, list[str]] = {}
    for target in targets:
        site_id, _, name = target.partition("/")
        site = choose_site(sites, site_id)
        channel = choose_channel(site, name).name
        channels = chosen.setdefault(site.id, [])
        if channel not in channels:
            channels.append(channel)
    return chosen


def check_url(url: str, place: str) -> str:
    """Return an address as it is, or raise :class:`SiteError` when it is none that can be fetched."""
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(character.isspace() for character in url):
        raise SiteError(place, f"{url!r} is no address: it must begin with http:// or https:// and name a host")
    return url


def check_charset(name: str, place: str) -> str:
    """Return a charset's name, or an empty one, as it is, or raise :class:`SiteError` when Python cannot read it."""
    try:
        if name:
            codecs.lookup(name)
    except LookupError:
        raise SiteError(place, f"{name!r} is no charset, such as utf-8 or gb18030") from None
    return name
