"""What a user wants of a site over the years: how often, how much, for how long.

The same keys stand in a site file, in ``newscrawl.yaml`` for every site, and below its ``site:`` for one; the last of
these wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Literal, cast, get_args

from newscrawl.errors import SiteError
from newscrawl.schedule import read_keep, read_quiet, read_rhythm, read_span

if TYPE_CHECKING:
    from datetime import timedelta

    from newscrawl.schedule import Keep, Quiet, Rhythm
    from newscrawl.sites.table import Table

__all__ = ["POLICY_KEYS", "Policy", "Withdrawn", "read_policy"]

Withdrawn = Literal["keep", "flag", "remove"]
"""What may become of the post of an article that its publisher took away."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The part of a site's settings that is about its crawls, not about its pages."""

    budget: int = 0
    """Requests of one run at most, whatever for; 0: no bound."""
    every: Rhythm | None = None
    """How often a scheduled crawl takes it, unless a channel says otherwise; ``None``: as often as nobody says."""
    quiet: Quiet | None = None
    """When no scheduled crawl begins, on the site's clock."""
    keep: Keep | None = None
    """Which of its posts stay in the blog; ``None``: all."""
    revisit: tuple[timedelta, ...] = ()
    """How long after an article was posted it is looked at again for changes; empty: never."""
    withdrawn: Withdrawn = "keep"
    """What becomes of the post when the publisher takes the article away: it is kept, kept with a note to readers, or
    removed."""


POLICY_KEYS = tuple(field.name for field in fields_of(Policy))
"""What may stand in ``newscrawl.yaml`` for every site."""


def read_policy(table: Table) -> Policy:
    """Return what a table says.

    :raises SiteError: with place and problem
    """
    budget = table.get("budget", int, 0)
    if budget < 0:
        raise SiteError(table.at("budget"), f"{budget} is no number of requests")
    every, quiet, keep = (table.optional(key, str) for key in ("every", "quiet", "keep"))
    return Policy(
        budget=budget,
        every=read_rhythm(every, table.at("every")) if every is not None else None,
        quiet=read_quiet(quiet, table.at("quiet")) if quiet is not None else None,
        keep=read_keep(keep, table.at("keep")) if keep is not None else None,
        revisit=tuple(sorted(read_span(text, table.at("revisit")) for text in table.strings("revisit"))),
        withdrawn=cast("Withdrawn", table.choice("withdrawn", get_args(Withdrawn), "keep")),
    )
