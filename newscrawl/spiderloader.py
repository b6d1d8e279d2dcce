"""Makes a spider of every site file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from newscrawl.errors import SiteError
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Mapping

    from scrapy import Request
    from scrapy.settings import BaseSettings

    from newscrawl.sites import Site

__all__ = ["SiteSpiderLoader", "owner_among", "sites_of"]


def sites_of(settings: BaseSettings) -> dict[str, Site]:
    """Return every site by id: those that ship, and those of ``NEWSCRAWL_SITES``, as the user wants them.

    :raises SiteError: for the first file or folder that cannot be used
    """
    folders = [Path(folder) for folder in settings.getlist("NEWSCRAWL_SITES")]
    for folder in folders:
        if not folder.is_dir():
            raise SiteError("NEWSCRAWL_SITES", f"no such folder: {folder}")
    return load_sites(*folders, over=settings.get("NEWSCRAWL_OVERRIDES"))


def owner_among(sites: Mapping[str, Site]) -> Callable[[str], Site | None]:
    """Return the function that tells the first site that owns an address."""

    def site_of(url: str) -> Site | None:
        return next((site for site in sites.values() if site.owns(url)), None)

    return site_of


class SiteSpiderLoader(SpiderLoader):
    """Finds a spider for every site file beside those of ``SPIDER_MODULES``."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        # the spiders' module imports this one
        from newscrawl.spiders.site import SiteSpider

        self._sites = sites_of(settings)
        for site in self._sites.values():
            self._spiders[site.id] = SiteSpider.for_site(site)

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Return the spider of the site that owns the address, for ``scrapy parse``, ``fetch`` and ``shell``."""
        return [site.id for site in self._sites.values() if site.owns(request.url)] or ["url"]
