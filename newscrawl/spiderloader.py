"""Makes a spider of every site file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from newscrawl.errors import SiteError
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    import builtins

    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings

    from newscrawl.sites import Sites

__all__ = ["SiteSpiderLoader", "sites_of"]


def sites_of(settings: BaseSettings) -> Sites:
    """Return every site by id: those that ship, and those of ``NEWSCRAWL_SITES``, as the user wants them.

    :raises SiteError: for the user's first file or folder that cannot be used
    """
    folders = [Path(folder) for folder in settings.getlist("NEWSCRAWL_SITES")]
    for folder in folders:
        if not folder.is_dir():
            raise SiteError("NEWSCRAWL_SITES", f"no such folder: {folder}")
    return load_sites(*folders, over=settings.get("NEWSCRAWL_OVERRIDES"))


class SiteSpiderLoader(SpiderLoader):
    """Finds a spider for every site file beside those of ``SPIDER_MODULES``."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._sites = sites_of(settings)

    def list(self) -> builtins.list[str]:
        """Return the names of all spiders."""
        return list(dict.fromkeys([*super().list(), *self._sites]))

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a name, made when it is asked for.

        :raises KeyError: when there is none
        :raises SiteError: when its site file cannot be used
        """
        if spider_name not in self._sites:
            return super().load(spider_name)
        # the spiders' module imports this one
        from newscrawl.spiders.site import SiteSpider

        return SiteSpider.for_site(self._sites[spider_name])

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Return the spider of the site that owns the address, for ``scrapy parse``, ``fetch`` and ``shell``."""
        return [site.id for site in self._sites.owners(request.url)] or ["url"]
