"""Page -> Article and Page -> Links, without network and clock.

:func:`page_of` decodes what was served; :func:`extract_article` asks the site file first and the generic rules for the
rest, each field from the first witness that has something to say; :func:`clean_article` cleans the body and settles the
pictures. Lists go through :func:`list_request` and :func:`read_list`; an entry of a flash feed, or of a site of
headlines, is an article by itself (:func:`article_of_link`).
"""

from __future__ import annotations

from newscrawl.extract.article import extract_article, next_page, read_page
from newscrawl.extract.changes import meaning
from newscrawl.extract.cleaned import clean_article
from newscrawl.extract.decoding import page_of
from newscrawl.extract.findings import Candidate, Findings
from newscrawl.extract.flash import article_of_link
from newscrawl.extract.likeness import Likeness, alike, bands, likeness
from newscrawl.extract.listing import FIRST, Asked, Listed, Step, article_request, find_links, list_request, read_list
from newscrawl.extract.parts import next_part
from newscrawl.extract.walls import is_wall

__all__ = [
    "FIRST",
    "Asked",
    "Candidate",
    "Findings",
    "Likeness",
    "Listed",
    "Step",
    "alike",
    "article_of_link",
    "article_request",
    "bands",
    "clean_article",
    "extract_article",
    "find_links",
    "is_wall",
    "likeness",
    "list_request",
    "meaning",
    "next_page",
    "next_part",
    "page_of",
    "read_list",
    "read_page",
]
