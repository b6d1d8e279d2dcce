"""Which blog a folder holds, and what that means for posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from newscrawl.blogs.files import below, check_timezone, depends_on, read_mapping, read_python, text_at
from newscrawl.errors import SiteError
from newscrawl.render import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newscrawl.render import Blog

__all__ = ["HEXO_SIGNS", "FoundBlog", "find_blog", "read_blog"]

HEXO_SIGNS = frozenset({"new_post_name", "public_dir", "skip_render", "source_dir"})
"""Keys of Hexo's ``_config.yml`` that Jekyll, whose file has the same name, does not know."""

CONFIG_FILES: Mapping[Blog, tuple[str, ...]] = {
    "pelican": ("pelicanconf.py",),
    "astro": tuple(f"astro.config.{ending}" for ending in ("mjs", "js", "ts", "mts", "cjs")),
    "eleventy": ("eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js"),
    "zola": ("zola.toml", "config.toml"),
    "hugo": (
        *(f"{name}.{ending}" for name in ("hugo", "config") for ending in ("toml", "yaml", "yml", "json")),
        *(
            f"config/_default/{name}.{ending}"
            for name in ("hugo", "config")
            for ending in ("toml", "yaml", "yml", "json")
        ),
    ),
    "hexo": ("_config.yml",),
    "jekyll": ("_config.yml", "_config.yaml", "_config.toml"),
}
"""Configuration files by generator. Those of Zola and Hugo, and of Hexo and Jekyll, may have one name."""

POST_FOLDERS: Mapping[Blog, tuple[str, ...]] = {
    "hugo": ("posts", "post", "blog", "news"),
    "zola": ("content/posts", "content/blog", "content/news"),
    "eleventy": ("posts", "src/posts", "content/posts", "content/blog", "src/blog"),
    "astro": ("src/content/blog", "src/content/posts", "src/content/news"),
}
"""Where posts may lie: the first that is there, else the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundBlog:
    """What newscrawl needs to know of a blog."""

    blog: Blog
    """The generator that builds it."""
    config: Path
    """Its configuration file."""
    folder: Path
    """The blog's folder."""
    output: str
    """Folder of the posts inside it."""
    timezone: str = ""
    """IANA name; empty: the configuration names none."""
    published: str
    """Folder inside the blog's whose files stand at the root of the built site."""
    root: str = "/"
    """Path of the built site on its host, with a slash at both ends."""
    rewrites: bool = False
    """Whether the generator itself puts the root before every address in a body."""
    raw_html: bool = True
    """Whether the generator shows HTML that stands in Markdown."""
    notes: tuple[str, ...] = field(default=())
    """What the user should know, a line each."""
    missing: str = ""
    """What must be set before the first post, since the generator would build nothing; empty: nothing."""


def find_blog(start: Path, blog: Blog | None = None) -> FoundBlog:
    """Return the nearest blog, in the folder or above it: any, or one of that generator.

    :raises SiteError: when there is none, or its configuration cannot be used
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in [blog] if blog else CONFIG_FILES:
            config = _config_of(name, folder)
            if config and (blog or _is_its_own(name, config)):
                return _READERS[name](config, folder)
    if blog:
        names = " or ".join(CONFIG_FILES[blog][:2])
        raise SiteError(str(start), f"is not in a {STYLES[blog].title} blog: there is no {names}, here or above")
    known = ", ".join(style.title for style in STYLES.values())
    raise SiteError(str(start), f"is in no blog that newscrawl knows ({known}); --blog names the generator")


def read_blog(blog: Blog, folder: Path) -> FoundBlog | None:
    """Return the blog of that generator in this very folder, or ``None`` when its configuration file is not there.

    :raises SiteError: when that cannot be used
    """
    config = _config_of(blog, folder)
    return _READERS[blog](config, folder) if config else None


def _config_of(blog: Blog, folder: Path) -> Path | None:
    return next((folder / name for name in CONFIG_FILES[blog] if (folder / name).is_file()), None)


def _is_its_own(blog: Blog, config: Path) -> bool:
    """Tell whether a file that two generators may have is this generator's."""
    if blog == "hexo":
        return _is_hexo(config)
    if blog == "zola":
        data = read_mapping(config)
        return "base_url" in data and "baseURL" not in data
    if blog == "hugo" and config.stem == "config":
        folders = (config.parent / name for name in ("archetypes", "content", "layouts", "themes"))
        return below(read_mapping(config), "baseurl") is not None or any(folder.is_dir() for folder in folders)
    return True


def _is_hexo(config: Path) -> bool:
    return bool(HEXO_SIGNS & read_mapping(config).keys()) or depends_on(config.parent / "package.json", "hexo")


def _hexo(config: Path, folder: Path) -> FoundBlog:
    if not _is_hexo(config):
        raise SiteError(str(config), "is not a Hexo blog's: it has none of the keys that Hexo's has")
    data = read_mapping(config)
    source = text_at(data, "source_dir", config, "source")
    return FoundBlog(
        blog="hexo",
        config=config,
        folder=folder,
        output=f"{source}/_posts",
        timezone=_zone(data, "timezone", config),
        published=source,
        root=_hexo_root(data, config),
    )


def _hexo_root(data: Mapping[str, Any], config: Path) -> str:
    """Return ``root``, which Hexo takes from ``url`` when it is there and empty."""
    root = text_at(data, "root", config, "" if "root" in data else "/")
    return _root_of(root or text_at(data, "url", config))


def _root_of(address: str) -> str:
    """Return the path of a site's address, with a slash at both ends.

    >>> _root_of("https://a.example/b")
    '/b/'
    """
    return quote(f"/{urlsplit(address).path.strip('/')}/".replace("//", "/"), safe="/%")


def _hugo(config: Path, folder: Path) -> FoundBlog:
    data = read_mapping(config)
    split = [config.with_name(f"markup{ending}") for ending in (".toml", ".yaml", ".yml", ".json")]
    markup = next((read_mapping(path) for path in split if path.is_file()), below(data, "markup") or {})
    unsafe = below(markup, "goldmark", "renderer", "unsafe") is True
    content = text_at(data, "contentDir", config, "content")
    static = below(data, "staticDir")
    notes = (
        "goldmark may show raw HTML here (unsafe = true), so posts are HTML"
        if unsafe
        else "goldmark leaves raw HTML out here, so posts are Markdown; markup.goldmark.renderer.unsafe changes that",
    )
    return FoundBlog(
        blog="hugo",
        config=config,
        folder=folder,
        output=f"{content}/{_there(folder / content, POST_FOLDERS['hugo'])}",
        timezone=_zone(data, "timeZone", config),
        published=str((static[0] if isinstance(static, list) and static else static) or "static"),
        root=_root_of(text_at(data, "baseURL", config)),
        rewrites=any(below(data, name) is True for name in ("canonifyURLs", "relativeURLs")),
        raw_html=unsafe,
        notes=notes,
    )


def _jekyll(config: Path, folder: Path) -> FoundBlog:
    data = read_mapping(config)
    parts = [text_at(data, name, config) for name in ("source", "collections_dir")]
    return FoundBlog(
        blog="jekyll",
        config=config,
        folder=folder,
        output="/".join(filter(None, [*parts, "_posts"])),
        timezone=_zone(data, "timezone", config),
        published=parts[0] or ".",
        root=_root_of(text_at(data, "baseurl", config)),
        notes=("raw HTML passes; categories become the folders of a post's address",),
    )


def _pelican(config: Path, folder: Path) -> FoundBlog:
    data = read_python(config)
    path = data.get("PATH") or "content"
    return FoundBlog(
        blog="pelican",
        config=config,
        folder=folder,
        output=path,
        timezone=_zone(data, "TIMEZONE", config),
        published=path,
        root=_root_of(data.get("SITEURL", "")),
        notes=("raw HTML passes; a post has one category, the innermost",),
    )


def _eleventy(config: Path, folder: Path) -> FoundBlog:
    public = (folder / "public").is_dir()
    copied = '{"public": "/"}' if public else '"images"'
    return FoundBlog(
        blog="eleventy",
        config=config,
        folder=folder,
        output=_there(folder, POST_FOLDERS["eleventy"]),
        published="public" if public else ".",
        notes=(
            "raw HTML passes; give the posts a layout, for example with a posts.json beside them",
            f"{config.name} is not read: if posts lie elsewhere, change output in newscrawl.yaml",
            f"downloaded pictures need eleventyConfig.addPassthroughCopy({copied})",
        ),
    )


def _astro(config: Path, folder: Path) -> FoundBlog:
    return FoundBlog(
        blog="astro",
        config=config,
        folder=folder,
        output=_there(folder, POST_FOLDERS["astro"]),
        published="public",
        notes=(
            "raw HTML passes; posts have the keys of Astro's blog template: title, description, pubDate",
            f"{config.name} is not read: if posts lie elsewhere, change output in newscrawl.yaml",
            "if it sets base, say so as root in newscrawl.yaml, for downloaded pictures",
        ),
    )


def _zola(config: Path, folder: Path) -> FoundBlog:
    data = read_mapping(config)
    taxonomies = below(data, "taxonomies")
    defined = {below(entry, "name") for entry in taxonomies if isinstance(entry, dict)} if taxonomies else set()
    lacking = [name for name in ("categories", "tags") if name not in defined]
    wanted = ", ".join(f'{{ name = "{name}" }}' for name in lacking)
    output = _there(folder, POST_FOLDERS["zola"])
    return FoundBlog(
        blog="zola",
        config=config,
        folder=folder,
        output=output,
        published="static",
        root=_root_of(text_at(data, "base_url", config)),
        notes=(f"raw HTML passes; {output} needs an _index.md to be a section",),
        missing=f"must define the taxonomies of posts, or Zola builds nothing: taxonomies = [{wanted}]"
        if lacking
        else "",
    )


_READERS: Mapping[Blog, Callable[[Path, Path], FoundBlog]] = {
    "hexo": _hexo,
    "hugo": _hugo,
    "jekyll": _jekyll,
    "pelican": _pelican,
    "eleventy": _eleventy,
    "astro": _astro,
    "zola": _zola,
}


def _there(folder: Path, names: tuple[str, ...]) -> str:
    return next((name for name in names if (folder / name).is_dir()), names[0])


def _zone(data: Mapping[str, Any], key: str, config: Path) -> str:
    return check_timezone(text_at(data, key, config), f"{config}: {key}")
