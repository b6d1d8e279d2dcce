"""Reads ``newscrawl.yaml`` strictly, and the blog it stands beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast, get_args

from newscrawl.archive import ArchiveOptions, Keep
from newscrawl.blogs import check_timezone, read_blog
from newscrawl.config.model import MOST_WORKERS, Config
from newscrawl.errors import SiteError
from newscrawl.folders import Durability, folder_at, is_address
from newscrawl.render import EXTRA_KEYS, STYLES, Blog, BodyMode, ImageMode, PostOptions
from newscrawl.sites import POLICY_KEYS, Overrides, read_policy
from newscrawl.sites.table import Table, read_yaml, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from newscrawl.blogs import FoundBlog
    from newscrawl.folders import Folder

__all__ = ["CONFIG_NAME", "check_keys", "find_upwards", "read_config"]

CONFIG_NAME = "newscrawl.yaml"
"""Name of the configuration file."""


def find_upwards(name: str, folder: Path) -> Path | None:
    """Return the nearest file of that name, in the folder or one above it."""
    folder = folder.resolve()
    return next((place / name for place in (folder, *folder.parents) if (place / name).is_file()), None)


def read_config(path: Path) -> Config:
    """Return what a configuration file says.

    :raises SiteError: with file, key and problem
    """
    table = Table(read_yaml(path), str(path))
    post, beside = _post(table, path.parent)
    options = table.get("output_options", dict, {})
    config = Config(
        file=path,
        output=_output(table, path.parent, options),
        output_options=options,
        state=_folder(table, "state", path.parent),
        beside=beside,
        raw_html=beside is None or beside.raw_html,
        post=post,
        durability=cast("Durability", table.choice("durability", get_args(Durability), "each")),
        images=cast("ImageMode", table.choice("images", get_args(ImageMode), "link")),
        assets=_folder(table, "assets", path.parent),
        images_width=table.get("images_width", int, 0),
        images_webp=table.get("images_webp", bool, False),
        root=table.get("root", str, ""),
        contact=table.get("contact", str, ""),
        crawl=table.strings("crawl"),
        sites=_folder(table, "sites", path.parent),
        archive=_archive(table),
        webhook=_webhook(table),
        metrics=_folder(table, "metrics", path.parent),
        frontier=table.get("frontier", str, ""),
        workers=_workers(table),
        overrides=_overrides(table, path),
    )
    table.done()
    if config.sites and not config.sites.is_dir():
        raise SiteError(table.at("sites"), f"no such folder: {config.sites}")
    config.check(str(path))
    return config


def _output(table: Table, folder: Path, options: Mapping[str, Any]) -> Folder:
    """Return the folder of the posts; a relative path counts from the file's folder."""
    named = table.get("output", str, "output")
    place = named if is_address(named) else str(folder / named)
    return folder_at(place, options, place=table.at("output"), home=folder)


def _post(table: Table, folder: Path) -> tuple[PostOptions, FoundBlog | None]:
    """Return how posts are written, and the blog beside the file when it names one."""
    blog = cast("Blog | None", table.choice("blog", get_args(Blog)) if table.optional("blog", str) else None)
    zone = table.optional("timezone", str)
    found = _blog_beside(table, blog, folder, needed=zone is None) if blog else None
    if zone is None:
        zone = found.timezone if found else ""
    body = table.choice("body", get_args(BodyMode)) if table.optional("body", str) else ""
    if not body and found and found.raw_html:
        body = "clean"
    return _options(
        table,
        body=cast("BodyMode", body),
        author=cast("Any", table.choice("author", ("site", "byline"), "site")),
        categories=cast("Any", table.choice("categories", ("nested", "parallel"), "nested")),
        extra=check_keys(table.strings("keys"), table.at("keys")),
        timezone=check_timezone(zone, table.at("timezone")),
        placeholder=table.get("placeholder", str, ""),
        blog=blog or "hexo",
        drafts_below=table.get("drafts_below", float, 0.0),
        tags_per_post=table.get("tags_per_post", int, 0),
        tags_in_blog=table.get("tags_in_blog", int, 0),
    ), found


def _options(table: Table, **values: Any) -> PostOptions:
    """Return options, or say in which file the value stands that there is not."""
    try:
        return PostOptions(**values)
    except SiteError as error:
        raise SiteError(table.at(error.place), error.problem) from None


def check_keys(keys: Sequence[str], place: str) -> tuple[str, ...]:
    """Return additional front-matter keys, each once, or raise :class:`SiteError` for one that there is not."""
    for key in keys:
        if key not in EXTRA_KEYS:
            known = ", ".join(EXTRA_KEYS)
            raise SiteError(place, f"{key!r} is not one of {known}{suggestion(key, EXTRA_KEYS)}")
    return tuple(dict.fromkeys(keys))


def _archive(table: Table) -> ArchiveOptions:
    """Return what crawls keep of pages."""
    keep = table.choice("archive", get_args(Keep), "off")
    bounds = {"megabytes": table.get("archive_mb", int, 1000), "days": table.get("archive_days", int, 0)}
    for name, key in (("megabytes", "archive_mb"), ("days", "archive_days")):
        if bounds[name] < 0:
            raise SiteError(table.at(key), "must be 0 (no bound) or more")
    return ArchiveOptions(keep=cast("Keep", keep), **bounds)


def _overrides(table: Table, path: Path) -> Overrides | None:
    """Return what is wanted otherwise than site files say: policies of every site, any keys of single ones."""
    # whether the values will do is told once, here, and not for every site
    read_policy(table)
    every = {key: table.get(key, object) for key in POLICY_KEYS if table.has(key)}
    sites = table.table("site")
    by_site = {name: sites.mapping(name) for name in sites.names()} if sites else {}
    return Overrides(place=str(path), every=every, by_site=by_site) if every or by_site else None


def _workers(table: Table) -> int | None:
    workers = table.optional("workers", int)
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise SiteError(table.at("workers"), f"{workers} is no number from 1 to {MOST_WORKERS}")
    return workers


def _webhook(table: Table) -> str:
    alarm = table.table("alarm")
    if alarm is None:
        return ""
    address = alarm.optional("webhook", str)
    alarm.done()
    if address is None:
        return ""
    if not re.match(r"https?://[^/\s]+\S*$", address):
        raise SiteError(alarm.at("webhook"), f"{address!r} is no address: it must begin with http:// or https://")
    return address


def _folder(table: Table, key: str, base: Path) -> Path | None:
    folder = table.optional(key, str)
    return None if folder is None else base / folder


def _blog_beside(table: Table, blog: Blog, folder: Path, *, needed: bool) -> FoundBlog | None:
    """Return what the blog's own configuration says, where posts depend on it.

    :raises SiteError: when it is needed and not there, or when the generator could not build a post
    """
    found = read_blog(blog, folder)
    if found is None and needed:
        title = STYLES[blog].title
        raise SiteError(
            table.at("blog"),
            f"there is no {title} blog in {folder}, whose configuration holds the time zone; or say timezone here",
        )
    if found and found.missing:
        raise SiteError(str(found.config), found.missing)
    return found
