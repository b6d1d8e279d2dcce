"""Lets the posts go that ``keep`` does not keep: for ``newscrawl prune``, and at the end of scheduled passes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.config import pictures_of
from newscrawl.items import DRAFTS
from newscrawl.posting import pictures_folder
from newscrawl.schedule import Aged, expired
from newscrawl.store import State, may_take, pictures_in, posts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.config import Config
    from newscrawl.sites import Site
    from newscrawl.store import OldPost

__all__ = ["Pruned", "prune_posts"]


@dataclass(kw_only=True, slots=True)
class Pruned:
    """What went."""

    posts: list[str] = field(default_factory=list)
    """Paths of the posts, relative to the output folder, the oldest of each site first."""
    edited: list[str] = field(default_factory=list)
    """Paths of those that would go, but were edited by hand, and stay."""
    pictures: int = 0
    """How many downloaded pictures went with them."""

    def __str__(self) -> str:
        """Return it in one line."""
        line = f"{_number(len(self.posts), 'post')}, {_number(self.pictures, 'picture')}"
        return f"{line}; {len(self.edited)} edited by hand stay" if self.edited else line


def prune_posts(config: Config, sites: Mapping[str, Site], *, dry_run: bool = False) -> Pruned:
    """Remove the posts of these sites that their ``keep`` does not keep, and the pictures that only they showed.

    Pictures wait for the next time while another process uses the state, since it may just be posting one.

    :param sites: those to look at; others, and those without ``keep``, keep everything
    :raises StoreError: when something cannot be read or removed; what went until then is remembered
    """
    pruned = Pruned()
    pictures = pictures_of(config)
    folder = pictures_folder(pictures, config.output) if pictures.mode != "link" else None
    with State.open(config.state_folder) as state:
        for post in _going(state, sites):
            if dry_run:
                went = may_take(config.output, post.path, post.digest)
            else:
                went = state.retention.prune(post, config.output, folder)
            (pruned.posts if went else pruned.edited).append(str(post.path))
        if folder and not dry_run:
            with state.alone() as alone:
                if alone:
                    texts = posts_in(config.output, config.output.below(DRAFTS))
                    shown = {name for text in texts for name in pictures_in(text)}
                    pruned.pictures = state.retention.clear(shown, folder)
    return pruned


def _going(state: State, sites: Mapping[str, Site]) -> list[OldPost]:
    """Return what is to go, site by site, the oldest first."""
    by_site: dict[str, dict[str, OldPost]] = {}
    for post in state.retention.posts():
        owner = None if post.site else next((site for site in sites.values() if site.owns(post.url)), None)
        by_site.setdefault(owner.id if owner else post.site, {})[post.url] = post
    now = datetime.now(UTC)
    going = []
    for site in sites.values():
        if site.policy.keep:
            posts = by_site.get(site.id, {})
            aged = [Aged(url=post.url, published=post.published) for post in posts.values()]
            going += [posts[url] for url in expired(aged, site.policy.keep, now)]
    return going


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
