"""How each generator is made to build into a folder of ours, and to tell which post became which page."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newscrawl.blogs.files import read_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Protocol

    from newscrawl.blogs import FoundBlog

    class Run(Protocol):
        """Runs the generator and returns what it printed."""

        def __call__(self, *arguments: str, folder: Path, **environment: str) -> bytes:
            """Run it with arguments and further environment in a folder."""
            ...


__all__ = ["BUILDERS", "Builder", "Place"]

JSON_LIST = re.compile(r"^\[$", re.M)
"""Where Eleventy's list begins, after what the blog's own configuration prints."""

ORIGIN = "http://newscrawl.invalid/"
"""Address of the built site, where pages are told by their addresses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What is built, and where to."""

    blog: FoundBlog
    posts: Path
    """Folder of the posts."""
    temporary: Path
    """An empty folder."""

    @property
    def public(self) -> Path:
        """The folder of the pages."""
        return self.temporary / "public"

    @property
    def listed(self) -> Path:
        """A file for the list of the posts and their pages."""
        return self.temporary / "posts.json"

    def page(self, address: str) -> bool:
        """Tell whether an address has its file."""
        page = self.public / address.lstrip("/")
        return (page / "index.html" if address.endswith("/") or not page.suffix else page).is_file()


@dataclass(frozen=True, kw_only=True, slots=True)
class Builder:
    """A generator's way."""

    program: str
    """Name of its program."""
    build: Callable[[Place, Run], Mapping[str, bool]]
    """Builds, and returns every post that was read and whether it has its page."""


# --- Hexo ------------------------------------------------------------------------------------------------------------

HEXO_SCRIPT = """
hexo.extend.generator.register('newscrawl-verify', locals => {{
  const posts = locals.posts.map(post => [post.full_source, post.path]);
  require('fs').writeFileSync({}, JSON.stringify(posts));
  return [];
}});
"""


def _hexo(place: Place, run: Run) -> Mapping[str, bool]:
    """Build in a copy made of links, since a script of ours must lie among the blog's own."""
    copy = place.temporary / "blog"
    _link(place.blog.folder, copy, without={"public", "db.json", ".deploy_git", ".git", "scripts"})
    _link(place.blog.folder / "scripts", copy / "scripts")
    (copy / "scripts" / "newscrawl-verify.js").write_text(HEXO_SCRIPT.format(json.dumps(str(place.listed))), "utf-8")
    (copy / "_newscrawl.yml").write_text(json.dumps({"public_dir": str(place.public)}), "utf-8")
    run("generate", "--config", "_config.yml,_newscrawl.yml", folder=copy)
    return {source: place.page(address) for source, address in json.loads(place.listed.read_text("utf-8"))}


def _link(folder: Path, copy: Path, without: set[str] | None = None) -> None:
    copy.mkdir()
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.name not in (without or ()):
            (copy / entry.name).symlink_to(entry.resolve(), target_is_directory=entry.is_dir())


# --- Hugo ------------------------------------------------------------------------------------------------------------


def _hugo(place: Place, run: Run) -> Mapping[str, bool]:
    folder = place.blog.folder
    ours = {
        "HUGO_BASEURL": ORIGIN,
        "HUGO_PUBLISHDIR": str(place.public),
        "HUGO_RESOURCEDIR": str(place.temporary / "resources"),
        "HUGO_NOBUILDLOCK": "true",
    }
    run(folder=folder, **ours)
    listed = run("list", "all", folder=folder, **ours).decode()
    # before the list stands what Hugo has to say
    start = listed.find("path,")
    rows = csv.DictReader(StringIO(listed[max(start, 0) :]))
    return {str(folder / row["path"]): place.page(unquote(urlsplit(row["permalink"]).path)) for row in rows}


# --- Jekyll ----------------------------------------------------------------------------------------------------------

JEKYLL_PLUGIN = """
require "json"
Jekyll::Hooks.register :site, :post_write do |site|
  File.write({}, site.posts.docs.map {{ |post| [post.path, post.destination(site.dest)] }}.to_json)
end
"""


def _jekyll(place: Place, run: Run) -> Mapping[str, bool]:
    folder = place.blog.folder
    named = read_mapping(place.blog.config).get("plugins_dir") or "_plugins"
    ours = place.temporary / "plugins"
    ours.mkdir()
    (ours / "newscrawl_verify.rb").write_text(JEKYLL_PLUGIN.format(json.dumps(str(place.listed))), "utf-8")
    plugins = [str(folder / name) for name in ([named] if isinstance(named, str) else named)]
    run(
        *("build", "--quiet", "--source", str(folder), "--destination", str(place.public), "--disable-disk-cache"),
        *("--plugins", ",".join([*plugins, str(ours)])),
        folder=folder,
        # Ruby takes what it reads for ASCII otherwise
        LC_ALL="C.UTF-8",
    )
    pages = [(source, place.temporary / page) for source, page in json.loads(place.listed.read_text("utf-8"))]
    return {source: page.is_file() for source, page in pages}


# --- Pelican ---------------------------------------------------------------------------------------------------------

PELICAN_SETTINGS = """
import json, os, runpy, sys
_blog, _listed = {blog!r}, {listed!r}
sys.path.insert(0, _blog)
globals().update((_k, _v) for _k, _v in runpy.run_path({config!r}).items() if _k.isupper())
PATH = os.path.join(_blog, globals().get("PATH") or "content")
THEME = globals().get("THEME", "notmyidea")
THEME = os.path.join(_blog, THEME) if os.path.exists(os.path.join(_blog, THEME)) else THEME
PLUGIN_PATHS = [os.path.join(_blog, _path) for _path in globals().get("PLUGIN_PATHS", [])]
CACHE_CONTENT = LOAD_CONTENT_CACHE = DELETE_OUTPUT_DIRECTORY = False

def _list(generator):
    groups = (generator.articles, generator.translations, generator.drafts, generator.hidden_articles)
    posts = [(post.source_path, post.save_as) for group in groups for post in group]
    with open(_listed, "w") as file:
        json.dump(posts, file)

from pelican import signals
signals.article_generator_finalized.connect(_list, weak=False)
"""


def _pelican(place: Place, run: Run) -> Mapping[str, bool]:
    blog = place.blog
    settings = place.temporary / "newscrawl_verify.py"
    settings.write_text(
        PELICAN_SETTINGS.format(blog=str(blog.folder), config=str(blog.config), listed=str(place.listed)), "utf-8"
    )
    run("--settings", str(settings), "--output", str(place.public), folder=blog.folder)
    posts = json.loads(place.listed.read_text("utf-8"))
    return {source: (place.public / page).is_file() for source, page in posts}


# --- Eleventy --------------------------------------------------------------------------------------------------------


def _eleventy(place: Place, run: Run) -> Mapping[str, bool]:
    """Let Eleventy print what it would write; it writes nothing then."""
    printed = run("--to=json", "--quiet", folder=place.blog.folder).decode()
    start = JSON_LIST.search(printed)
    pages = json.loads(printed[start.start() :]) if start else []
    return {str(place.blog.folder / page["inputPath"]): bool(page.get("url")) for page in pages}


# --- Astro -----------------------------------------------------------------------------------------------------------


def _astro(place: Place, run: Run) -> Mapping[str, bool]:
    """Build a copy, since Astro's cache lies among the blog's packages; the end of a page's path names its post."""
    blog, copy = place.blog.folder, place.temporary / "blog"
    shutil.copytree(blog, copy, ignore=shutil.ignore_patterns("node_modules", "dist", ".astro", ".git"))
    _link(blog / "node_modules", copy / "node_modules", without={".astro", ".vite"})
    run("build", "--outDir", str(place.public), folder=copy, ASTRO_TELEMETRY_DISABLED="1")
    pages = {
        "/" + page.relative_to(place.public).with_suffix("").as_posix().removesuffix("/index").lower()
        for page in place.public.rglob("*.html")
    }
    ends = {path[at:] for path in pages for at in range(len(path)) if path[at] == "/"}
    posts = [post for post in place.posts.rglob("*") if post.suffix in (".md", ".markdown", ".mdx")]
    return {str(post): f"/{post.relative_to(place.posts).with_suffix('')}".lower() in ends for post in posts}


BUILDERS: Mapping[str, Builder] = {
    "hexo": Builder(program="hexo", build=_hexo),
    "hugo": Builder(program="hugo", build=_hugo),
    "jekyll": Builder(program="jekyll", build=_jekyll),
    "pelican": Builder(program="pelican", build=_pelican),
    "eleventy": Builder(program="eleventy", build=_eleventy),
    "astro": Builder(program="astro", build=_astro),
}
"""By generator."""
