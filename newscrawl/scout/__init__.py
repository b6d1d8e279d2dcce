"""Looks at pages of a site that nobody knows yet, and says what a site file needs.

:mod:`~newscrawl.scout.sights` reads a page: name, language, zone, feeds, links; :mod:`~newscrawl.scout.shapes` learns
how addresses of articles look; :mod:`~newscrawl.scout.draft` writes the site file. No network here: whoever calls has
fetched the pages.
"""

from __future__ import annotations

from newscrawl.scout.draft import Draft, Source, draft_text, site_id
from newscrawl.scout.shapes import learn_shapes
from newscrawl.scout.sights import Anchor, Sight, kind_of_answer, sight_of, sitemaps_of

__all__ = [
    "Anchor",
    "Draft",
    "Sight",
    "Source",
    "draft_text",
    "kind_of_answer",
    "learn_shapes",
    "sight_of",
    "site_id",
    "sitemaps_of",
]
