"""The frontier: which articles are still to be fetched, remembered so that no kill loses one.

A list page's links are put there in one transaction before the page counts as read. A run holds the entries that it
works on; one leaves the frontier only after its outcome is remembered in the state. So every link is delivered at least
once: what a killed run held is taken up by the next one, which asks the state first and fetches again only what was on
its way.

:class:`Frontier` is the protocol. :class:`SqliteFrontier` keeps it in the state's file, :class:`RedisFrontier` lets
many machines take entries from one Redis, and give back what became of each as an :class:`Outcome`. :class:`Held` is
what one run of one site has to do with either.
"""

from __future__ import annotations

from newscrawl.frontier.address import Address, connect, read_address
from newscrawl.frontier.held import Held, link_of
from newscrawl.frontier.outcomes import Outcome
from newscrawl.frontier.protocol import Backlog, Entry, Frontier
from newscrawl.frontier.register import Register, Shared
from newscrawl.frontier.shared import BEAT, DeadLetter, HandedIn, RedisFrontier
from newscrawl.frontier.sqlite import SqliteFrontier

__all__ = [
    "BEAT",
    "Address",
    "Backlog",
    "DeadLetter",
    "Entry",
    "Frontier",
    "HandedIn",
    "Held",
    "Outcome",
    "RedisFrontier",
    "Register",
    "Shared",
    "SqliteFrontier",
    "connect",
    "link_of",
    "read_address",
]
