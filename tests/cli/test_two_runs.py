"""Two runs of one site at once: the second says so and leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loopback import article, run_in

from newscrawl.store import State

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Loopback


def test_the_second_run_leaves_the_site_and_goes_on_with_others(loopback: Loopback, tmp_path: Path) -> None:
    folder = loopback.folder(tmp_path)
    file = folder / "sites" / "loop.yaml"
    (folder / "sites" / "second.yaml").write_text(file.read_text("utf-8").replace("回环财经", "第二财经"), "utf-8")
    loopback.list("main", ["/a/1"])
    loopback.answers["/a/1"] = article("一号消息")
    with State.open(folder / "posts" / ".newscrawl") as state:
        lock = state.locks.take("loop")
        result = run_in(folder, "crawl", "loop", "second")
        lock.let_go()
    assert result.code == 1
    assert result.problem.startswith("loop: held by process ")
    assert [path.relative_to(folder / "posts").parts[1] for path in (folder / "posts").rglob("*.md")] == ["第二财经"]
    assert run_in(folder, "crawl", "loop").code == 0
