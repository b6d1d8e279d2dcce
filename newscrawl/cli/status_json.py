"""``newscrawl status --json``: the same for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newscrawl.health import as_mapping, finding_from_json
from newscrawl.reporting import reasons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newscrawl.config import Config
    from newscrawl.store import SiteRun, State

__all__ = ["status_json"]


def status_json(config: Config, state: State) -> str:
    """Return where everything lies, and of every site its last run and what departs from normal."""
    return json.dumps(
        {
            "output": config.output.address,
            "memory": str(config.state_folder.resolve()),
            "config": str(config.file) if config.file else None,
            "posts": state.counts().get("posted", 0),
            "no_post": state.reasons(),
            "sites": _sites(state),
        },
        ensure_ascii=False,
    )


def _sites(state: State) -> list[dict[str, Any]]:
    good = {run.site: run.ended for run in state.measures.last_good_runs()}
    findings: dict[str, list[dict[str, Any]]] = {}
    for alarm in state.measures.alarms():
        findings.setdefault(alarm.site, []).append(as_mapping(finding_from_json(alarm.data)))
    return [_site(run, good, findings.get(run.site, [])) for run in state.measures.last_runs()]


def _site(run: SiteRun, good: Mapping[str, datetime], findings: list[dict[str, Any]]) -> dict[str, Any]:
    success = good.get(run.site)
    return {
        "site": run.site,
        "last_run": {
            "started": run.started.isoformat(timespec="seconds"),
            "seconds": round((run.ended - run.started).total_seconds(), 1),
            "finished": run.finished,
            **{name: run.counts.get(name, 0) for name in ("found", "posted", "known")},
            "skipped": reasons(run.counts, "skipped"),
            "failed": reasons(run.counts, "failed"),
        },
        "last_success": success.isoformat(timespec="seconds") if success else None,
        "findings": findings,
    }
