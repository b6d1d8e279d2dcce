"""Fixtures of every suite that needs Hexo: it is installed once a checkout and builds blogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from built_site import SITE, build
from installs import node_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from built_site import BuiltSite


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Return a folder with Hexo installed, as ``site/package.json`` pins it."""
    return node_folder("hexo", SITE / "package.json") / "node_modules"


@pytest.fixture(scope="session")
def build_blog(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., BuiltSite]:
    """Return :func:`built_site.build` for a blog of its own: ``build(posts, config="", files=None)``."""

    def build_one(posts: Mapping[Any, str], *more: Any) -> BuiltSite:
        return build(tmp_path_factory.mktemp("blog") / "blog", node_modules, posts, *more)

    return build_one
