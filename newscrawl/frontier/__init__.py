"""The frontier: which articles are still to be fetched, remembered so that no kill loses one.

A list page's links are put there in one transaction before the page counts as read. A run holds the entries that it
works on; one leaves the frontier only after its outcome is remembered in the state. So every link is delivered at least
once: what a killed run held is taken up by the next one, which asks the state first and fetches again only what was on
its way.

:class:`Frontier` is the protocol, and small enough for a queue that several machines share; :class:`SqliteFrontier`
keeps it in the state's file. :class:`Held` is what one run of one site has to do with it.
"""

from __future__ import annotations

from newscrawl.frontier.held import Held
from newscrawl.frontier.protocol import Backlog, Entry, Frontier
from newscrawl.frontier.sqlite import SqliteFrontier

__all__ = ["Backlog", "Entry", "Frontier", "Held", "SqliteFrontier"]
