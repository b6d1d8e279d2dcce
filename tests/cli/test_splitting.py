"""Which sites go to which worker process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newscrawl.cli import splitting
from newscrawl.cli.passing import Work
from newscrawl.cli.splitting import groups_of, shares_of
from newscrawl.config import Config
from newscrawl.errors import SiteError
from newscrawl.folders import LocalFolder
from newscrawl.frontier import Entry, SqliteFrontier
from newscrawl.sites import read_site
from newscrawl.store import State

if TYPE_CHECKING:
    from pathlib import Path

SITE = """
name: {name}
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: https://{domain}/
domains: [{domain}]
confidence: D
checked: 2026-07
lists: {{main: {{kind: json, url: 'https://{listed}/list', items: data, fields: {{url: url}}}}}}
channels: {{main: {{list: main{more}}}}}
article: {{fields: {{title: h1}}, body: [div]{api}}}
"""


def work_of(folder: Path, *sites: dict[str, str], workers: int | None = None) -> Work:
    """Return a crawl of sites that are told by the first letters of the alphabet."""
    known = {}
    for name, said in zip("abcdefghijklmnopqrstuvwxyz", sites, strict=False):
        path = folder / f"{name}.yaml"
        said = {"name": name, "domain": f"{name}.example", "more": "", "api": "", **said}
        path.write_text(SITE.format(**{"listed": said["domain"], **said}), "utf-8")
        known[name] = read_site(path)
    config = Config(output=LocalFolder(folder / "posts"), workers=workers)
    return Work(config=config, sites=known, chosen={name: ["main"] for name in known})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"domain": "news.example"}, {"domain": "news.example"}),
        ({"domain": "news.example"}, {"domain": "finance.news.example"}),
        ({"listed": "api.news.example"}, {"listed": "api.news.example"}),
        ({"domain": "news.example"}, {"listed": "feed.news.example"}),
        (
            {"listed": "{host}.news.example", "more": ", vars: {host: lists}"},
            {"listed": "lists.news.example"},
        ),
        (
            {"listed": "api.news.example"},
            {"api": ", api: [{match: '/(?P<id>[0-9]+)', url: 'https://api.news.example/{id}'}]"},
        ),
    ],
    ids=["domain", "subdomain", "list", "list on the other's domain", "variable", "api"],
)
def test_sites_that_share_a_host_stay_together(tmp_path: Path, first: dict[str, str], second: dict[str, str]) -> None:
    assert groups_of(work_of(tmp_path, first, second, {})) == [["a", "b"], ["c"]]


def test_sites_stay_together_by_a_third_one(tmp_path: Path) -> None:
    work = work_of(
        tmp_path,
        {"listed": "one.example"},
        {"listed": "two.example"},
        {"domain": "one.example", "listed": "two.example"},
    )
    assert groups_of(work) == [["a", "b", "c"]]


def test_what_has_most_to_do_is_dealt_out_first(tmp_path: Path) -> None:
    work = work_of(tmp_path, {}, {}, {}, {}, workers=2)
    with State.open(work.config.state_folder) as state:
        entries = [Entry(key=f"https://c.example/{number}", channel="main") for number in range(9)]
        SqliteFrontier(state.database).put("c", entries, "")
    first, second = shares_of(work)
    assert first == [["c"]]
    assert sorted(second) == [["a"], ["b"], ["d"]]


@pytest.mark.parametrize(
    ("workers", "sites", "shares"),
    [(1, 3, 1), (2, 3, 2), (200, 3, 3), (None, 2 * splitting.GROUPS - 1, 1), (None, 2 * splitting.GROUPS, 2)],
)
def test_there_are_as_many_processes_as_are_wanted_or_worth_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int | None, sites: int, shares: int
) -> None:
    monkeypatch.setattr(splitting, "_cores", lambda: 2)
    found = shares_of(work_of(tmp_path, *[{}] * sites, workers=workers))
    assert len(found) == shares
    assert sum(len(share) for share in found) == sites


def test_looking_makes_no_state(tmp_path: Path) -> None:
    work = work_of(tmp_path, {}, {}, workers=2)
    shares_of(work)
    assert not work.config.state_folder.exists()


def test_a_crawl_with_a_shared_frontier_is_one_process(tmp_path: Path) -> None:
    work = work_of(tmp_path, {}, {}, workers=2)
    shared = replace(work, config=replace(work.config, frontier="redis://127.0.0.1"))
    with pytest.raises(SiteError, match="workers: fetch what lies in a shared frontier as newscrawl work"):
        shares_of(shared)
    assert len(shares_of(replace(shared, config=replace(shared.config, workers=None)))) == 1
