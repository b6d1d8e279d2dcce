"""Four processes write to one state at once, from its very making on: nothing is lost, and none is told to go away."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from newscrawl.frontier import SqliteFrontier
from newscrawl.store import State

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = 4
ARTICLES = 50

WRITER = f"""
import sys
from pathlib import Path, PurePosixPath
from newscrawl.frontier import Entry, SqliteFrontier
from newscrawl.store import State

name = sys.argv[1]
sys.stdin.readline()
with State.open(Path("state")) as state:
    run = state.runs.begin([name])
    lock = state.locks.take(name)
    frontier = SqliteFrontier(state.database)
    urls = [f"https://{{name}}.example/{{number}}" for number in range({ARTICLES})]
    frontier.put(name, [Entry(key=url, channel="main", payload={{"url": url}}) for url in urls], lock.owner)
    for number, url in enumerate(urls):
        # all of them want the same names
        paths = [PurePosixPath(f"{{number}}.md"), PurePosixPath(f"{{number}}-{{name}}.md")]
        path = state.reserve(url, paths, f"{{name}} {{number}}", digest="d")
        state.posted(url, path, "d")
        frontier.acknowledge(name, [url], lock.owner)
        lock.beat()
    lock.let_go()
    state.runs.end(run, {{"posted": {ARTICLES}}}, "finished")
"""


def test_four_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"site{number}"], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"now\n")
        writer.stdin.flush()
    for writer in writers:
        _, problem = writer.communicate(timeout=120)
        assert (writer.returncode, problem.decode()) == (0, "")
    with State.open(tmp_path / "state") as state:
        assert state.counts() == {"posted": WRITERS * ARTICLES}
        assert len({str(path) for path in state.paths()}) == WRITERS * ARTICLES
        assert SqliteFrontier(state.database).backlogs() == []
        assert {run.finished for run in state.runs.newest()} == {"finished"}
