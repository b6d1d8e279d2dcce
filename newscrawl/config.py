"""Reads ``newscrawl.yaml``, the one configuration file, and the blog it stands beside.

Three levels, no more: site file < ``newscrawl.yaml`` < command line. Relative paths in the file count from its folder,
so that a scheduled crawl finds them wherever it was started.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args
from urllib.parse import quote

from newscrawl.blogs import check_timezone, read_blog
from newscrawl.errors import SiteError
from newscrawl.render import EXTRA_KEYS, LAYOUTS, STYLES, Blog, BodyMode, ImageMode, PictureOptions, PostOptions
from newscrawl.sites import load_sites
from newscrawl.sites.table import Table, read_yaml, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.blogs import FoundBlog
    from newscrawl.sites import Site

__all__ = [
    "CONFIG_NAME",
    "Config",
    "check_keys",
    "find_upwards",
    "pictures_of",
    "read_config",
]

CONFIG_NAME = "newscrawl.yaml"
"""Name of the configuration file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """What ``newscrawl.yaml`` says, and the defaults for what it does not say."""

    file: Path | None = None
    """Where it was read from; ``None``: there is none, everything is a default."""
    output: Path = Path("output")
    """Folder of the posts."""
    state: Path | None = None
    """Folder of the crawl's memory; ``None``: ``.newscrawl`` in the output folder."""
    beside: FoundBlog | None = None
    """The blog beside the file, when the file names its generator."""
    raw_html: bool = True
    """Whether the blog's generator shows posts whose body is HTML."""
    post: PostOptions = field(default_factory=PostOptions)
    """How posts are written."""
    images: ImageMode = "link"
    """What becomes of pictures."""
    assets: Path | None = None
    """Folder of downloaded pictures; ``None``: where the blog's generator has them, else ``images`` in the output
    folder."""
    images_width: int = 0
    """Pixels; wider pictures are made smaller. 0: they stay as they are."""
    images_webp: bool = False
    """Whether PNG and JPEG pictures become WebP."""
    root: str = ""
    """Path of the built site on its host, for pictures; empty: what the blog's own configuration says."""
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

    def check(self, place: str) -> None:
        """Raise :class:`SiteError`, naming the *place*, when the blog would not show such posts, or not as drafts."""
        if self.post.mode == "clean" and not self.raw_html:
            raise SiteError(place, "body: this blog leaves HTML out of its pages; body markdown is shown")
        self.post.check_folder(self.output)

    def load_sites(self) -> dict[str, Site]:
        """Return every site by id: those that ship and the user's own.

        :raises SiteError: for the first file that cannot be used
        """
        return load_sites() | (load_sites(self.sites) if self.sites else {})


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
    config = Config(
        file=path,
        output=path.parent / table.get("output", str, "output"),
        state=_folder(table, "state", path.parent),
        beside=beside,
        raw_html=beside is None or beside.raw_html,
        post=post,
        images=cast("ImageMode", table.choice("images", get_args(ImageMode), "link")),
        assets=_folder(table, "assets", path.parent),
        images_width=table.get("images_width", int, 0),
        images_webp=table.get("images_webp", bool, False),
        root=table.get("root", str, ""),
        contact=table.get("contact", str, ""),
        crawl=table.strings("crawl"),
        sites=_folder(table, "sites", path.parent),
    )
    table.done()
    if config.sites and not config.sites.is_dir():
        raise SiteError(table.at("sites"), f"no such folder: {config.sites}")
    config.check(str(path))
    return config


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
    ), found


def _options(table: Table, **values: Any) -> PostOptions:
    """Return options, or say in which file the value stands that there is not."""
    try:
        return PostOptions(**values)
    except SiteError as error:
        raise SiteError(table.at(error.place), error.problem) from None


def pictures_of(config: Config) -> PictureOptions:
    """Return where pictures are kept and how posts point at them.

    :raises SiteError: when that cannot be told, or no generator would copy the folder
    """
    if config.images == "link":
        return PictureOptions()
    if config.post.mode == "source":
        raise SiteError("images", f"{config.images} does not go with the source body, which keeps what the site served")
    made: dict[str, Any] = {"mode": config.images, "width": config.images_width, "webp": config.images_webp}
    if not config.beside:
        if config.post.blog != "hexo":
            title = STYLES[config.post.blog].title
            raise SiteError("images", f"{config.images} needs the {title} blog beside newscrawl.yaml, or images: link")
        return PictureOptions(folder=str(config.assets or config.output / "images"), **made)
    blog, layout = config.beside, LAYOUTS[config.post.blog]
    published = blog.folder / blog.published
    folder = config.assets or published / layout.folder
    if not folder.resolve().is_relative_to(published.resolve()):
        raise SiteError("assets", f"must lie in {published}, since {blog.blog} copies pictures from there")
    path = quote(folder.resolve().relative_to(published.resolve()).as_posix()) + "/"
    root = f"/{quote(config.root.strip('/'), safe='/%')}/".replace("//", "/") if config.root else blog.root
    rewrites = blog.rewrites or (layout.markdown_adds_root and config.post.mode == "markdown")
    start = "/" if rewrites else layout.body_start
    return PictureOptions(folder=str(folder), address=root + path, body_address=start + path if start else "", **made)


def check_keys(keys: Sequence[str], place: str) -> tuple[str, ...]:
    """Return additional front-matter keys, each once, or raise :class:`SiteError` for one that there is not."""
    for key in keys:
        if key not in EXTRA_KEYS:
            known = ", ".join(EXTRA_KEYS)
            raise SiteError(place, f"{key!r} is not one of {known}{suggestion(key, EXTRA_KEYS)}")
    return tuple(dict.fromkeys(keys))


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
