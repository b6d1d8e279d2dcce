"""Body fragment in, clean and safe body fragment out.

:func:`clean_body` reads the fragment into an lxml tree (:mod:`.tree`), looks at every element once (:mod:`.survey`),
takes out what is no part of the article and settles pictures and links (:mod:`.steps`, :mod:`.pictures`), lays the
rest out as blocks (:mod:`.layout`), drops the lines that are the outlet's and not the article's (:mod:`.noise`),
writes one block a line (:mod:`.blocks`) and lets nh3 have the last word (:mod:`.sanitise`). What the steps know
stands in :mod:`.vocabulary`.
"""

from __future__ import annotations

from newscrawl.clean.addresses import absolute, largest
from newscrawl.clean.reading import images_of, text_of
from newscrawl.clean.steps import CleanRules, clean_body

__all__ = ["CleanRules", "absolute", "clean_body", "images_of", "largest", "text_of"]
