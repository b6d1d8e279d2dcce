"""Where cases lie: beside the user's own site files, and in a checkout those of the sites that ship."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newscrawl.cases import META, find_cases, meta_text, read_case
from newscrawl.errors import SiteError
from newscrawl.folders import LocalFolder
from newscrawl.sites import DATA
from newscrawl.sites.table import suggestion

if TYPE_CHECKING:
    from newscrawl.cases import Case
    from newscrawl.config import Config

__all__ = ["SHIPPED", "case_folders", "cases_of", "choose_case", "find_case", "free_name", "write_case"]

SHIPPED = DATA.parents[2] / "tests" / "sites"
"""Cases of the sites that ship; there only in a checkout of the source."""

MOST_NAME = 40
"""Characters of a case's name that is made of an address."""


def case_folders(config: Config) -> list[Path]:
    """Return the folders below which cases lie, ``<folder>/<site>/<case>/``; the first is for new ones."""
    own = config.sites / "cases" if config.sites else Path("cases")
    return [own, *([SHIPPED] if SHIPPED.is_dir() else [])]


def find_case(config: Config, name: str) -> Case | None:
    """Return a case by its folder, or by ``SITE/CASE``; ``None``: there is none.

    :raises SiteError: it cannot be read
    """
    for folder in (Path(name), *(folder / name for folder in case_folders(config))):
        if (folder / META).is_file():
            return read_case(folder)
    return None


def choose_case(config: Config, name: str) -> Case:
    """Return a case as :func:`find_case` does.

    :raises SiteError: there is none, with the nearest
    """
    if case := find_case(config, name):
        return case
    folders = case_folders(config)
    paths = [path.parent for folder in folders for path in folder.glob(f"*/*/{META}")]
    near = suggestion(name, [f"{path.parent.name}/{path.name}" for path in paths])
    raise SiteError(name, f"no such case{near or f': neither a folder with {META} nor SITE/CASE in {folders[0]}'}")


def free_name(folder: Path, url: str, wanted: str, *, start: str = "") -> str:
    """Return the name of a new case: the wanted one, or one made of the address.

    :raises SiteError: there is such a case already
    """
    if wanted and not re.fullmatch(r"[\w.-]*\w[\w.-]*", wanted):
        raise SiteError("--case", f"{wanted!r} is no name of a folder: letters, digits, _ and - make one")
    path = unquote(urlsplit(url).path).strip("/")
    last = re.sub(r"\.\w{2,5}$", "", path.rpartition("/")[2])
    name = wanted or start or re.sub(r"[^\w-]+", "_", last).strip("_-")[:MOST_NAME].strip("_-").lower() or "page"
    if (folder / name).exists():
        raise SiteError(str(folder / name), "there is such a case already: name another with --case")
    return name


def write_case(case: Case, body: bytes) -> None:
    """Write a new case; it is one only when its last file is there.

    :raises SiteError: the folder cannot be written to
    """
    LocalFolder(case.folder).check()
    (case.folder / case.file).write_bytes(body)
    (case.folder / META).write_text(meta_text(case), "utf-8")


def cases_of(config: Config, site_id: str) -> list[Case]:
    """Return a site's cases, each name once: the user's own go before those that ship."""
    found: dict[str, Case] = {}
    for case in find_cases(*case_folders(config), site_id=site_id):
        found.setdefault(case.name, case)
    return list(found.values())
