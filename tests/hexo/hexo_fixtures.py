"""Fixtures of every suite that needs Hexo: it is installed once a checkout and builds blogs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from built_site import SITE, build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from built_site import BuiltSite

CACHE = Path(__file__).parents[2] / ".cache" / "hexo"
INSTALL_SECONDS = 600


def _unavailable(reason: str) -> NoReturn:
    if os.environ.get("NEWSCRAWL_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Return a folder with Hexo installed, as ``site/package.json`` pins it."""
    if not shutil.which("node") or not shutil.which("npm"):
        _unavailable("node and npm are not installed")
    wanted = (SITE / "package.json").read_bytes()
    kept = CACHE / "package.json"
    if not (CACHE / "node_modules" / ".bin" / "hexo").exists() or not kept.is_file() or kept.read_bytes() != wanted:
        CACHE.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(wanted)
        run = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"],
            cwd=CACHE,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
        if run.returncode:
            kept.unlink()
            _unavailable(f"npm install of Hexo failed: {run.stderr.strip()[-300:]}")
    return CACHE / "node_modules"


@pytest.fixture(scope="session")
def build_blog(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., BuiltSite]:
    """Return :func:`built_site.build` for a blog of its own: ``build(posts, config="", files=None)``."""

    def build_one(posts: Mapping[Any, str], *more: Any) -> BuiltSite:
        return build(tmp_path_factory.mktemp("blog") / "blog", node_modules, posts, *more)

    return build_one
