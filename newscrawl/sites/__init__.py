"""Site files: where to look, as data.

:mod:`~newscrawl.sites.model` holds the types, :mod:`~newscrawl.sites.reader` the reader (on the strict
:mod:`~newscrawl.sites.table`), :mod:`~newscrawl.sites.shelf` knows them all, ``data/`` holds the files: one file, one
site, one spider.
"""

from __future__ import annotations

from newscrawl.sites.listings import Listing
from newscrawl.sites.model import Channel, Site
from newscrawl.sites.policy import POLICY_KEYS, Policy, read_policy
from newscrawl.sites.reader import DATA, Overrides, read_site
from newscrawl.sites.rules import Rule
from newscrawl.sites.shelf import Sites, load_sites

__all__ = [
    "DATA",
    "POLICY_KEYS",
    "Channel",
    "Listing",
    "Overrides",
    "Policy",
    "Rule",
    "Site",
    "Sites",
    "load_sites",
    "read_policy",
    "read_site",
]
