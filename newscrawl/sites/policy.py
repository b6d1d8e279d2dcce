"""What a user wants of a site over the years: how often, how much, for how long.

The same keys stand in a site file, in ``newscrawl.yaml`` for every site, and below its ``site:`` for one; the last of
these wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING

from newscrawl.errors import SiteError

if TYPE_CHECKING:
    from newscrawl.sites.table import Table

__all__ = ["POLICY_KEYS", "Policy", "read_policy"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The part of a site's settings that is about its crawls, not about its pages."""

    budget: int = 0
    """Requests of one run at most, whatever for; 0: no bound."""


POLICY_KEYS = tuple(field.name for field in fields_of(Policy))
"""What may stand in ``newscrawl.yaml`` for every site."""


def read_policy(table: Table) -> Policy:
    """Return what a table says.

    :raises SiteError: with place and problem
    """
    budget = table.get("budget", int, 0)
    if budget < 0:
        raise SiteError(table.at("budget"), f"{budget} is no number of requests")
    return Policy(budget=budget)
