"""newscrawl turns news sites into blog posts.

A pure library turns a saved page into an article and an article into a post; Scrapy only fetches pages; site files only
say where to look::

    sites/   site files, read strictly             extract/  Page -> Article, Page -> Links
    clean/   fragment in, clean fragment out       render/   Article -> Post
    store/   files and state                       spiders/, pipelines.py, …  the Scrapy floor
    cli/     the commands

``docs/architecture.md`` tells the whole story.
"""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
