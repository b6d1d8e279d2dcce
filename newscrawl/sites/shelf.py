"""Every site by id, read when it is asked for: most runs need one of them, and reading them all takes 0.3 s."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.errors import SiteError
from newscrawl.sites.reader import DATA, Overrides, read_site
from newscrawl.sites.table import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newscrawl.sites.model import Site

__all__ = ["Sites", "load_sites"]

DOMAINS = re.compile(r"^domains:.*(?:\n[ -].*)*", re.M)
HOST_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def load_sites(*folders: Path, over: Overrides | None = None) -> Sites:
    """Return every site by id: those that ship, and those of the folders; the last file of a name counts.

    What the user wrote is read at once, so that what is wrong with it is told before anything else happens.

    :raises SiteError: for the user's first file that cannot be used, and for an override of a site that there is not
    """
    own = {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}
    paths = {path.stem: path for path in sorted(DATA.glob("*.yaml"))} | own
    wanted = over.by_site if over else {}
    if over:
        for name in wanted:
            if name not in paths:
                raise SiteError(f"{over.place}: site.{name}", f"no such site{suggestion(name, paths)}")
    sites = Sites(paths, over)
    for name in paths:
        if name in own or name in wanted:
            sites[name]
    return sites


class Sites(Mapping[str, "Site"]):
    """Site files by id; each is read once, by whoever asks for it first.

    :raises SiteError: on access, for a file that cannot be used
    """

    def __init__(self, paths: Mapping[str, Path], over: Overrides | None = None) -> None:
        self._paths = paths
        self._over = over
        self._read: dict[str, Site] = {}

    def __getitem__(self, name: str) -> Site:
        if name not in self._read:
            self._read[name] = read_site(self._paths[name], self._over)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def owners(self, url: str) -> Iterator[Site]:
        """Yield the sites that an address belongs to, the first that counts first."""
        asked = {name for domain in _domains(url) for name in self._naming.get(domain, ())}
        for name in self._paths:
            if (name in self._read or name in asked) and self[name].owns(url):
                yield self[name]

    def owner_of(self, url: str) -> Site | None:
        """Return the site that an address belongs to, or ``None``: generic rules are used then."""
        return next(self.owners(url), None)

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        """Which files that ship say a domain's name under ``domains``: the others are not read for its addresses.

        The text is searched, since what takes time is YAML; a test holds it to what the files mean.
        """
        naming: dict[str, list[str]] = {}
        for name, path in self._paths.items():
            if path.parent == DATA:
                said = DOMAINS.search(path.read_text("utf-8"))
                for domain in HOST_NAME.findall(said[0].lower()) if said else ():
                    naming.setdefault(domain, []).append(name)
        return naming


def _domains(url: str) -> list[str]:
    """Return the host of an address and every domain that it lies in: ``a.b.c``, ``b.c``, ``c``."""
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return []
    return [".".join(labels[at:]) for at in range(len(labels))]
