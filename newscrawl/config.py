"""Reads ``newscrawl.yaml``, the one configuration file, and the blog it stands beside.

Three levels, no more: site file < ``newscrawl.yaml`` < command line. Relative paths in the file count from its folder,
so that a scheduled crawl finds them wherever it was started.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from newscrawl.errors import SiteError
from newscrawl.render import EXTRA_KEYS, LAYOUTS, BodyMode, ImageMode, PictureOptions, PostOptions
from newscrawl.sites import load_sites
from newscrawl.sites.table import Table, read_yaml, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.sites import Site

__all__ = [
    "CONFIG_NAME",
    "Blog",
    "Config",
    "HexoBlog",
    "check_keys",
    "check_timezone",
    "find_upwards",
    "pictures_of",
    "read_config",
    "read_hexo",
]

CONFIG_NAME = "newscrawl.yaml"
"""Name of the configuration file."""

Blog = Literal["hexo"]
"""Generators whose own configuration is read."""

HEXO_SIGNS = frozenset({"new_post_name", "public_dir", "skip_render", "source_dir"})
"""Keys of Hexo's ``_config.yml`` that Jekyll, whose file has the same name, does not know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """What ``newscrawl.yaml`` says, and the defaults for what it does not say."""

    file: Path | None = None
    """Where it was read from; ``None``: there is none, everything is a default."""
    output: Path = Path("output")
    """Folder of the posts."""
    state: Path | None = None
    """Folder of the crawl's memory; ``None``: ``.newscrawl`` in the output folder."""
    blog: str = ""
    """Generator whose blog this is, see :data:`Blog`; empty: none that newscrawl asks anything of."""
    post: PostOptions = field(default_factory=PostOptions)
    """How posts are written."""
    images: ImageMode = "link"
    """What becomes of pictures."""
    assets: Path | None = None
    """Folder of downloaded pictures; ``None``: where the blog's generator has them, else ``images`` in the output
    folder."""
    images_width: int = 0
    """Pixels; wider pictures are made smaller. 0: they stay as they are."""
    contact: str = ""
    """Address or mailbox for the User-Agent, so that a site's operator can reach the crawler's."""
    crawl: tuple[str, ...] = ()
    """``SITE`` or ``SITE/CHANNEL``: what ``newscrawl crawl`` takes when it is not told."""
    sites: Path | None = None
    """Folder of the user's own site files; one of the same name wins over the one that ships."""

    @property
    def state_folder(self) -> Path:
        """The folder of the crawl's memory."""
        return self.state or self.output / ".newscrawl"

    def load_sites(self) -> dict[str, Site]:
        """Return every site by id: those that ship and the user's own.

        :raises SiteError: for the first file that cannot be used
        """
        return load_sites() | (load_sites(self.sites) if self.sites else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class HexoBlog:
    """What newscrawl needs to know of a Hexo blog."""

    folder: Path
    """Where ``_config.yml`` lies."""
    source: str
    """Folder of the sources inside it."""
    timezone: str
    """IANA name; empty: the blog is built in the zone of the machine."""
    root: str = "/"
    """Path of the built site on its host, with a slash at both ends."""


def find_upwards(name: str, folder: Path) -> Path | None:
    """Return the nearest file of that name, in the folder or one above it."""
    folder = folder.resolve()
    return next((place / name for place in (folder, *folder.parents) if (place / name).is_file()), None)


def read_config(path: Path) -> Config:
    """Return what a configuration file says.

    :raises SiteError: with file, key and problem
    """
    table = Table(read_yaml(path), str(path))
    blog = table.choice("blog", get_args(Blog)) if table.optional("blog", str) else ""
    config = Config(
        file=path,
        output=path.parent / table.get("output", str, "output"),
        state=_folder(table, "state", path.parent),
        blog=blog,
        post=PostOptions(
            body=cast("BodyMode", table.choice("body", get_args(BodyMode), "clean")),
            author=cast("Any", table.choice("author", ("site", "byline"), "site")),
            extra=check_keys(table.strings("keys"), table.at("keys")),
            timezone=_timezone(table, path.parent if blog else None),
            placeholder=table.get("placeholder", str, ""),
        ),
        images=cast("ImageMode", table.choice("images", get_args(ImageMode), "link")),
        assets=_folder(table, "assets", path.parent),
        images_width=table.get("images_width", int, 0),
        contact=table.get("contact", str, ""),
        crawl=table.strings("crawl"),
        sites=_folder(table, "sites", path.parent),
    )
    table.done()
    if config.sites and not config.sites.is_dir():
        raise SiteError(table.at("sites"), f"no such folder: {config.sites}")
    return config


def read_hexo(config: Path) -> HexoBlog:
    """Return what a Hexo blog's ``_config.yml`` says.

    :raises SiteError: when the file cannot be read or belongs to another generator
    """
    data = read_yaml(config)
    if not (HEXO_SIGNS & data.keys() or _depends_on_hexo(config.parent / "package.json")):
        raise SiteError(str(config), "is not a Hexo blog's: it has none of the keys that Hexo's has")
    table = Table(data, str(config))
    zone = table.get("timezone", str, "")
    return HexoBlog(
        folder=config.parent,
        source=table.get("source_dir", str, "source"),
        timezone=check_timezone(zone, table.at("timezone")),
        root=_hexo_root(table),
    )


def pictures_of(config: Config) -> PictureOptions:
    """Return where pictures are kept and how posts point at them.

    :raises SiteError: when that cannot be told, or no generator would copy the folder
    """
    if config.images == "link":
        return PictureOptions()
    if config.post.body == "source":
        raise SiteError("images", f"{config.images} does not go with the source body, which keeps what the site served")
    if not (config.blog and config.file):
        folder = config.assets or config.output / "images"
        return PictureOptions(mode=config.images, folder=str(folder), width=config.images_width)
    blog, layout = read_hexo(config.file.parent / "_config.yml"), LAYOUTS[config.blog]
    published = blog.folder / blog.source
    folder = config.assets or published / layout.folder
    if not folder.resolve().is_relative_to(published.resolve()):
        raise SiteError("assets", f"must lie in {published}, since {config.blog} copies pictures from there")
    path = quote(folder.resolve().relative_to(published.resolve()).as_posix()) + "/"
    return PictureOptions(
        mode=config.images,
        folder=str(folder),
        address=blog.root + path,
        markdown_address=f"/{path}" if layout.markdown_adds_root else "",
        width=config.images_width,
    )


def check_keys(keys: Sequence[str], place: str) -> tuple[str, ...]:
    """Return additional front-matter keys, each once, or raise :class:`SiteError` for one that there is not."""
    for key in keys:
        if key not in EXTRA_KEYS:
            known = ", ".join(EXTRA_KEYS)
            raise SiteError(place, f"{key!r} is not one of {known}{suggestion(key, EXTRA_KEYS)}")
    return tuple(dict.fromkeys(keys))


def check_timezone(name: str, place: str) -> str:
    """Return an IANA time zone's name, or an empty one, as it is, or raise :class:`SiteError`."""
    try:
        if name:
            ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SiteError(place, f"{name!r} is no IANA time zone, such as Asia/Shanghai") from None
    return name


def _folder(table: Table, key: str, base: Path) -> Path | None:
    folder = table.optional(key, str)
    return None if folder is None else base / folder


def _hexo_root(table: Table) -> str:
    """Return ``root``, which Hexo takes from ``url`` when it is there and empty."""
    root = table.get("root", str, "" if "root" in table.names() else "/") or urlsplit(table.get("url", str, "")).path
    return quote(f"/{root.strip('/')}/".replace("//", "/"), safe="/%")


def _timezone(table: Table, hexo: Path | None) -> str:
    zone = table.optional("timezone", str)
    if zone is not None or hexo is None:
        return check_timezone(zone or "", table.at("timezone"))
    config = hexo / "_config.yml"
    if not config.is_file():
        raise SiteError(
            table.at("blog"), f"there is no {config}, which holds the blog's time zone; or say timezone here"
        )
    return read_hexo(config).timezone


def _depends_on_hexo(package: Path) -> bool:
    try:
        data = json.loads(package.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    dependencies = data.get("dependencies") if isinstance(data, dict) else None
    return isinstance(dependencies, dict) and "hexo" in dependencies
