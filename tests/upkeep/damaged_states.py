"""States with posts, and what can happen to them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from newscrawl.folders import LocalFolder
from newscrawl.store import DATABASE, State, publish

PAGE = 4096
"""Bytes of a page of SQLite's."""

POST = "---\ntitle: '{title}'\nlink: '{url}'\ndate: 2026-07-20 09:30:00\n---\n\n<p>{title}，订单比去年多。</p>\n"


def url_of(number: int) -> str:
    return f"https://news.example/{number}.html"


def path_of(number: int) -> PurePosixPath:
    return PurePosixPath("组", "报", f"消息{number}.md")


def blog(folder: Path, posts: int) -> tuple[Path, Path]:
    """Make a folder of posts with its state; return the state's folder and the posts'."""
    memory, output = folder / "posts" / ".newscrawl", folder / "posts"
    with State.open(memory) as state:
        for number in range(posts):
            text = POST.format(title=f"消息{number}号", url=url_of(number))
            publish(
                state,
                LocalFolder(output),
                url_of(number),
                text,
                paths=[path_of(number)],
                fingerprint=str(number),
                title="t",
            )
            state.retention.note(url_of(number), "site", datetime(2026, 7, 20, tzinfo=UTC))
    return memory, output


def overwrite(memory: Path, first: int, last: int) -> None:
    """Overwrite pages of the file with noise."""
    with (memory / DATABASE).open("r+b") as file:
        file.seek(first * PAGE)
        file.write(os.urandom((last - first) * PAGE))


def pages(memory: Path) -> int:
    return (memory / DATABASE).stat().st_size // PAGE


def contents(output: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in output.rglob("*.md")}
