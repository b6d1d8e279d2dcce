"""One pass: what was chosen is crawled, and then what ``keep`` does not keep goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.cli.pruning import prune_posts
from newscrawl.cli.screen import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.cli.progress import Log
    from newscrawl.cli.pruning import Pruned
    from newscrawl.config import Config
    from newscrawl.sites import Site

__all__ = ["Work", "crawl_pass"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What is to be crawled."""

    config: Config
    """What is in force."""
    sites: Mapping[str, Site]
    """Every site by id."""
    chosen: Mapping[str, list[str]]
    """Channels by site."""

    @property
    def targets(self) -> list[str]:
        """The channels as ``SITE/CHANNEL``."""
        return [f"{site}/{name}" for site, names in self.chosen.items() for name in names]


def crawl_pass(
    work: Work, *, log_json: bool = False, strict: bool = False, scheduled: bool = False, brief: bool = False
) -> int:
    """Crawl, in this process and in as many more as that is worth, and return the exit code.

    :param scheduled: old posts go at the end
    :param brief: one line says how it went, and nothing is drawn
    """
    import sys

    from newscrawl.cli.jsonlog import JsonLog
    from newscrawl.cli.progress import Log, log_for
    from newscrawl.cli.running import jobs_of, run_jobs
    from newscrawl.cli.splitting import shares_of
    from newscrawl.cli.summary import Summary
    from newscrawl.cli.workers import crawl_in_workers

    log = JsonLog() if log_json else Log(sys.stdout) if brief else log_for()
    if len(shares := shares_of(work)) > 1:
        crawl_in_workers(work, shares, log)
    else:
        run_jobs(work.config, jobs_of(work.sites, work.chosen), log)
    summary = Summary(log)
    code = summary.strict_code if strict else summary.crawl_code
    if brief and not log_json:
        for finding in log.drifts:
            log.event("drift", finding)
    if log_json or brief:
        log.event("summary", summary.line, code=code, counts=dict(summary.counts))
    else:
        for line in summary.lines(work.config):
            say(line)
    if scheduled and not summary.stopped:
        _prune(work, log)
    return code


def _prune(work: Work, log: Log) -> None:
    kept = {site_id: work.sites[site_id] for site_id in work.chosen if work.sites[site_id].policy.keep}
    if not kept:
        return
    pruned: Pruned = prune_posts(work.config, kept)
    if pruned.posts or pruned.pictures:
        log.event("pruned", str(pruned), posts=pruned.posts, edited=pruned.edited, pictures=pruned.pictures)
