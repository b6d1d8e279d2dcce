"""Site files written for one test, and the answers that their lists read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from newscrawl.extract import FIRST, Listed, list_request, page_of, read_list
from newscrawl.sites import read_site

if TYPE_CHECKING:
    from newscrawl.extract import Step
    from newscrawl.items import Page
    from newscrawl.sites import Site

AT = datetime(2026, 7, 20, 4, tzinfo=UTC)

HEAD = """\
name: 示例财经
group: 金融
languages: [zh-CN]
timezone: Asia/Shanghai
home: https://news.example/
domains: [news.example]
confidence: B
checked: 2026-07
"""


def site_of(text: str, hooks: str = "") -> Site:
    """Return the site that a file says which has these lines behind the usual ones."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "example.yaml"
        path.write_text(HEAD + text, "utf-8")
        if hooks:
            path.with_suffix(".py").write_text(hooks, "utf-8")
        return read_site(path)


def list_site(text: str, **channels: dict[str, Any]) -> Site:
    """Return a site with one list, named x, and channels; without any, one that is named x as well."""
    body = "".join(f"    {line}\n" for line in text.strip("\n").splitlines())
    named = channels or {"x": {}}
    return site_of(
        f"lists:\n  x:\n{body}channels: "
        + json.dumps({name: {"list": "x", "vars": given} for name, given in named.items()}, ensure_ascii=False)
        + "\n"
    )


def answer(body: Any, url: str = "https://news.example/list") -> Page:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body, ensure_ascii=False)
    return page_of(url, text if isinstance(text, bytes) else text.encode(), fetched_at=AT)


def read(site: Site, body: Any, step: Step = FIRST) -> Listed:
    """Return what the first channel's list reads in an answer that came from the address it asks for."""
    channel = next(iter(site.channels.values()))
    return read_list(answer(body, list_request(site, channel, step, at=AT).url), site, channel, step)
