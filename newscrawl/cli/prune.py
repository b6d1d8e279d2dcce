"""``newscrawl prune``: old posts go, so that the blog stays small enough to build."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli.options import Output
from newscrawl.cli.screen import say

__all__ = ["prune"]


def prune(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE...", help="Whose posts to look at.", show_default="all sites with keep"),
    ] = None,
    output: Output = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which posts would go.")] = False,
) -> None:
    """Remove the posts that keep: does not keep.

    The downloaded pictures that only they show go as well. Only posts that are as newscrawl wrote them go; what was
    edited stays. What went is never fetched again.
    """
    from newscrawl.cli.choosing import choose_site, configure
    from newscrawl.cli.pruning import prune_posts
    from newscrawl.errors import SiteError

    config = configure(output=output)
    sites = config.load_sites()
    chosen = {name: choose_site(sites, name) for name in names or sites}
    for name in names or ():
        if not chosen[name].policy.keep:
            raise SiteError(name, "has no keep: it says which posts stay, in newscrawl.yaml or the site file")
    if not any(site.policy.keep for site in chosen.values()):
        raise SiteError("keep", "is missing: it says which posts stay, such as keep: 30d in newscrawl.yaml")
    pruned = prune_posts(config, chosen, dry_run=dry_run)
    for path in pruned.posts:
        say(f"{'would go' if dry_run else 'pruned  '} {path}")
    for path in pruned.edited:
        say(f"edited   {path}")
    say(f"{'would go' if dry_run else 'pruned'}: {pruned}")
