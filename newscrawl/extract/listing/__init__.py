"""Lists in, links out.

:func:`list_request` says what to ask for a page of a channel's list, :func:`read_list` reads the answer: its entries as
links, and the steps that lead to its further pages.
"""

from __future__ import annotations

from newscrawl.extract.listing.asking import FIRST, Asked, Step, article_request, list_request
from newscrawl.extract.listing.reading import Listed, find_links, read_list

__all__ = ["FIRST", "Asked", "Listed", "Step", "article_request", "find_links", "list_request", "read_list"]
