"""Real generators: posts in, pages out. What counts is which pages are there, never an exit code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from newscrawl.render import PostOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newscrawl.render import Blog, BodyMode

SITES = Path(__file__).parent / "sites"
BUILD_SECONDS = 400
EXTRA = ("source", "tags", "description", "updated", "lang", "tickers")


@dataclass(frozen=True, kw_only=True, slots=True)
class BuiltPage:
    """One post as the blog shows it."""

    title: str
    date: datetime
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    content: Tag
    """The post's body, rendered."""
    head: str
    """What stands in ``<title>``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuiltSite:
    """What one build left."""

    pages: Mapping[str, BuiltPage]
    """By the post's path below the folder of posts; a post that the generator dropped is not there."""
    folder: Path
    """The built site."""
    log: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Generator:
    """How one generator is run; its blog lies in ``sites/``."""

    site: str
    """Folder of its blog below ``sites/``."""
    posts: str
    """Folder of the posts inside the blog."""
    output: str
    """Folder of the built site inside the blog."""
    read: Callable[[Path, str, Mapping[str, str]], Mapping[str, BuiltPage]]
    """Output folder, folder of the posts, posts -> pages by path."""

    def build(
        self,
        blog: Path,
        command: Sequence[str | Path],
        posts: Mapping[str, str],
        *,
        modules: Path | None = None,
        config: tuple[str, str] = ("", ""),
        timezone: str = "UTC",
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> BuiltSite:
        """Build *posts* in the new folder *blog*; ``config`` is a file of the blog and what is added to it.

        :param files: further files of the blog by their path
        """
        shutil.copytree(SITES / self.site, blog)
        if modules:
            link_modules(modules, blog)
        if config[0]:
            with (blog / config[0]).open("a", encoding="utf-8") as settings:
                settings.write(config[1])
        for path, text in posts.items():
            file = blog / os.path.normpath(f"{self.posts}/{path}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        for name, data in files.items():
            (blog / name).parent.mkdir(parents=True, exist_ok=True)
            (blog / name).write_bytes(data)
        run = subprocess.run(
            command,
            cwd=blog,
            env={**os.environ, "TZ": timezone, "LC_ALL": "C.UTF-8", "ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            timeout=BUILD_SECONDS,
            check=False,
        )
        output = blog / self.output
        return BuiltSite(pages=self.read(output, self.posts, posts), folder=output, log=run.stdout + run.stderr)


def link_modules(modules: Path, blog: Path) -> None:
    """Give a blog the packages of all blogs, in a folder of its own: Astro keeps there what it read of a blog."""
    (blog / "node_modules").mkdir()
    for package in modules.iterdir():
        if package.name not in (".astro", ".vite"):
            (blog / "node_modules" / package.name).symlink_to(package)


def moment(text: str) -> datetime:
    """Return the time that a template printed: ISO 8601, or seconds since 1970."""
    return datetime.fromtimestamp(int(text), UTC) if text.isdigit() else datetime.fromisoformat(text).astimezone(UTC)


def _read(output: Path, folder: str, posts: Mapping[str, str]) -> Mapping[str, BuiltPage]:
    """Read the pages of our own templates, which say which file each was made of."""
    pages = {}
    for file in filter(Path.is_file, output.rglob("*.html")):
        data = file.read_bytes()
        # lists of posts have none, and html5lib takes its time
        if b'id="source"' not in data:
            continue
        soup = BeautifulSoup(data, "html5lib", from_encoding="utf-8")
        source, content = soup.find(id="source"), soup.find(id="content")
        if not isinstance(source, Tag) or not isinstance(content, Tag):
            continue
        path = re.sub(rf"^(\./)?({re.escape(folder)}|_?posts)/", "", source.get_text())

        def text(element_id: str, soup: BeautifulSoup = soup) -> str:
            found = soup.find(id=element_id)
            return found.get_text() if found else ""

        def items(element_id: str, soup: BeautifulSoup = soup) -> tuple[str, ...]:
            found = soup.find(id=element_id)
            return tuple(item.get_text() for item in found.find_all("li", recursive=False)) if found else ()

        assert path not in pages, f"two pages of {path}"
        pages[path] = BuiltPage(
            title=text("title"),
            date=moment(text("date")),
            categories=items("categories"),
            tags=items("tags"),
            content=content,
            head=soup.title.get_text() if soup.title else "",
        )
    return pages


def _read_hexo(output: Path, folder: str, posts: Mapping[str, str]) -> Mapping[str, BuiltPage]:
    """Undo the table with line numbers that Hexo makes of every code block in Markdown."""
    pages = _read(output, folder, posts)
    for page in pages.values():
        for block in page.content.select("figure.highlight"):
            code = block.select_one(".code pre")
            assert code
            block.replace_with(code)
    return pages


def _read_pelican(output: Path, folder: str, posts: Mapping[str, str]) -> Mapping[str, BuiltPage]:
    """Read the pages of Pelican's own default theme, which is the one that most blogs begin with."""
    pages = {}
    for path, post in posts.items():
        slug = re.search(r"^Slug: (.*)$", post, re.M)
        file = output / f"{slug[1] if slug else ''}.html"
        if not file.is_file():
            continue
        soup = BeautifulSoup(file.read_bytes(), "html5lib", from_encoding="utf-8")
        title, content = soup.select_one(".entry-title a"), soup.select_one(".entry-content")
        published, category = soup.select_one("abbr.published"), soup.select_one(".post-info p a")
        assert title
        assert content
        assert published
        assert category
        tags = tuple(tag.get_text() for tag in soup.select(".post-info p")[1].select("a")) if "Tags:" in post else ()
        content.select_one(".post-info").extract()
        pages[path] = BuiltPage(
            title=title.get_text(),
            date=moment(str(published["title"])),
            categories=(category.get_text(),),
            tags=tags,
            content=content,
            head=soup.title.get_text() if soup.title else "",
        )
    return pages


HEXO = Generator(site="../../hexo/site", posts="source/_posts", output="public", read=_read_hexo)
HUGO = Generator(site="hugo", posts="content/posts", output="public", read=_read)
JEKYLL = Generator(site="jekyll", posts="_posts", output="_site", read=_read)
PELICAN = Generator(site="pelican", posts="content", output="output", read=_read_pelican)
ELEVENTY = Generator(site="eleventy", posts="posts", output="_site", read=_read)
ASTRO = Generator(site="astro", posts="src/content/blog", output="dist", read=_read)

UNSAFE = ("hugo.toml", "\n[markup.goldmark.renderer]\nunsafe = true\n")
ZONE = "Asia/Shanghai"
IN_ZONE = ("_config.yml", f"timezone: {ZONE}\npermalink: :title/\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Build:
    """One build that all articles go through."""

    generator: Generator
    blog: Blog
    command: tuple[str, ...]
    body: BodyMode
    config: tuple[str, str] = ("", "")


BUILDS: Mapping[str, Build] = {
    "hexo-clean": Build(generator=HEXO, blog="hexo", command=("node/hexo", "generate"), body="clean", config=IN_ZONE),
    "hexo-markdown": Build(
        generator=HEXO, blog="hexo", command=("node/hexo", "generate"), body="markdown", config=IN_ZONE
    ),
    "hugo-apt-markdown": Build(generator=HUGO, blog="hugo", command=("hugo",), body="markdown"),
    "hugo-apt-clean": Build(generator=HUGO, blog="hugo", command=("hugo",), body="clean", config=UNSAFE),
    "hugo-new-markdown": Build(generator=HUGO, blog="hugo", command=("python/hugo",), body="markdown"),
    "hugo-new-clean": Build(generator=HUGO, blog="hugo", command=("python/hugo",), body="clean", config=UNSAFE),
    "jekyll": Build(generator=JEKYLL, blog="jekyll", command=("jekyll", "build"), body="clean"),
    "pelican": Build(generator=PELICAN, blog="pelican", command=("python/pelican",), body="clean"),
    "eleventy-clean": Build(generator=ELEVENTY, blog="eleventy", command=("node/eleventy",), body="clean"),
    "eleventy-markdown": Build(generator=ELEVENTY, blog="eleventy", command=("node/eleventy",), body="markdown"),
    "astro-clean": Build(generator=ASTRO, blog="astro", command=("node/astro", "build"), body="clean"),
    "astro-markdown": Build(generator=ASTRO, blog="astro", command=("node/astro", "build"), body="markdown"),
}


def options_of(build: Build, **changes: object) -> PostOptions:
    """Return how posts of a build are written."""
    return PostOptions(blog=build.blog, body=build.body, extra=EXTRA, timezone=ZONE, **changes)  # type: ignore[arg-type]
