"""Which sites a crawl's worker processes take: sites that share a host stay together."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from newscrawl.errors import SiteError
from newscrawl.frontier import SqliteFrontier
from newscrawl.store import DATABASE, State
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.cli.passing import Work
    from newscrawl.sites import Site

__all__ = ["groups_of", "shares_of"]

GROUPS = 4
"""Of sites for each process, at least, unless the user says how many there are: few polite sites keep none busy."""


def shares_of(work: Work) -> list[list[list[str]]]:
    """Return the sites that were chosen in shares, one for each process; a share is groups that share no host.

    The heaviest group comes first, each goes to the lightest share.

    :raises SiteError: when several processes are wanted where there cannot be any
    :raises StoreError: when the state cannot be used
    """
    groups = groups_of(work)
    wanted = work.config.workers
    alone = ""
    if sys.platform == "win32":
        alone = "need a system that can fork; here, start several crawls of different sites"
    elif work.config.frontier:
        alone = "fetch what lies in a shared frontier as newscrawl work, not as a part of this crawl"
    if alone:
        if wanted and wanted > 1:
            raise SiteError("workers", alone)
        wanted = 1
    number = min(wanted or max(1, min(_cores(), len(groups) // GROUPS)), len(groups))
    if number == 1:
        return [groups]
    weights = _weights(work)
    shares: list[list[list[str]]] = [[] for _ in range(number)]
    loads = [0] * number
    for weight, group in sorted(((sum(map(weights.__getitem__, group)), group) for group in groups), reverse=True):
        lightest = loads.index(min(loads))
        shares[lightest].append(group)
        loads[lightest] += weight
    return shares


def groups_of(work: Work) -> list[list[str]]:
    """Return the sites that were chosen, in groups that share no host, as far as site files name hosts."""
    hosts = {site_id: set(_hosts(work.sites[site_id], channels)) for site_id, channels in work.chosen.items()}
    domains = {domain for site_id in work.chosen for domain in work.sites[site_id].domains}
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while (above := leader.setdefault(name, name)) != name:
            leader[name] = name = leader[above]
        return name

    for site_id, names in hosts.items():
        for name in names:
            # a site's domain is that of its subdomains as well
            for place in (name, *(parent for parent in _parents(name) if parent in domains)):
                leader[find(f"host {place}")] = find(site_id)
    groups = defaultdict(list)
    for site_id in work.chosen:
        groups[find(site_id)].append(site_id)
    return list(groups.values())


def _weights(work: Work) -> dict[str, int]:
    """Return about how many answers each site has to read: its lists, what earlier runs left, and what was new last."""
    weights = {site_id: len(channels) for site_id, channels in work.chosen.items()}
    folder = work.config.state_folder
    # asking must not make a state
    with State.open(folder if (folder / DATABASE).is_file() else None) as state:
        for backlog in SqliteFrontier(state.database).backlogs():
            if backlog.site in weights:
                weights[backlog.site] += backlog.waiting + backlog.held
        for run in state.measures.last_runs():
            if run.site in weights:
                weights[run.site] += run.counts.get("posted", 0)
    return weights


def _cores() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _hosts(site: Site, channels: Iterable[str]) -> Iterator[str]:
    """Yield the hosts that a site's file names for these channels; pictures may lie anywhere."""
    yield from site.domains
    for channel in (site.channels[name] for name in channels):
        url = site.lists[channel.listing].url
        for name, value in channel.vars.items():
            url = url.replace(f"{{{name}}}", value)
        yield host_of(url)
    for other in site.article.elsewhere:
        yield host_of(other.url)


def _parents(host: str) -> Iterator[str]:
    """Yield the domains that a host lies in."""
    while host:
        _, _, host = host.partition(".")
        yield host
