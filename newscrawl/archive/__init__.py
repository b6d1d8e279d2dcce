"""Pages as they were served, in WARC files: kept by crawls, read again when a rule is better, by us or by other tools.

:class:`ArchiveWriter` writes one gzip member a record to files that it rotates, and removes what is older or more than
wanted (``writer``). :func:`read_warc` reads WARC files of any tool, one record after the other in constant memory
(``reader``); :func:`pages_in` finds the pages of our own files, :func:`load_page` reads one (``files``). What else an
extraction needs to know of a page, its site, channel and list entry, stands in a header of its record (``exchange``).
"""

from __future__ import annotations

from newscrawl.archive.exchange import About, Exchange
from newscrawl.archive.files import Place, load_page, pages_in
from newscrawl.archive.options import ArchiveOptions, Keep
from newscrawl.archive.reader import Head, Skipped, Stored, read_warc
from newscrawl.archive.writer import ArchiveWriter

__all__ = [
    "About",
    "ArchiveOptions",
    "ArchiveWriter",
    "Exchange",
    "Head",
    "Keep",
    "Place",
    "Skipped",
    "Stored",
    "load_page",
    "pages_in",
    "read_warc",
]
