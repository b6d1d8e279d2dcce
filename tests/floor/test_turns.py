"""Two sites on one host are two crawls, and still the host is asked one thing at a time."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

from newsserver import SITE, Answer, Server, article, environment

if TYPE_CHECKING:
    from pathlib import Path

NEWSCRAWL = """
from newscrawl import settings
from newscrawl.cli import main

settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0.01
settings.AUTOTHROTTLE_ENABLED = False
main()
"""


def test_sites_that_share_a_host_take_turns(tmp_path: Path) -> None:
    host = Server()
    (tmp_path / "sites").mkdir()
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\noutput: posts\n", "utf-8")
    for site in ("left", "right"):
        text = SITE.replace("PORT", host.url.rpartition(":")[2]).replace("{name: main}", f"{{name: {site}}}")
        (tmp_path / "sites" / f"{site}.yaml").write_text(text.replace("delay: 0.01", "delay: 0.5"), "utf-8")
        host.list(site, 1, [{"url": f"/a/{site}{number}.html"} for number in range(3)])
        for number in range(3):
            host.answers[f"/a/{site}{number}.html"] = Answer(article(f"{site}的第{number + 1}条"), after=0.1)
    command = [sys.executable, "-c", NEWSCRAWL, "crawl", "left", "right"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    host.close()
    assert "posted         6\n" in done.stdout
    assert len(host.asked("/a/")) == 6
    assert all(earlier.ended <= later.begun for earlier, later in pairwise(host.requests))
    # each crawl keeps its distance to the other's requests as well; over all of them, lateness here and there evens out
    assert host.requests[-1].begun - host.requests[0].begun > 0.45 * (len(host.requests) - 1)
