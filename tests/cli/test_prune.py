from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, article, run_in
from picture_bytes import png

from newscrawl.folders import LocalFolder
from newscrawl.store import State, keep_file, publish

if TYPE_CHECKING:
    from loopback import Command, Loopback

SITE = "quiet"
URL = "https://quiet.example/a/{}"


class Blog:
    """A folder of posts that newscrawl wrote, one a day."""

    def __init__(self, folder: Path, keep: str = "keep: 3 posts\n") -> None:
        self.folder = folder
        self.posts = folder / "posts"
        self.pictures = self.posts / "images"
        (folder / "sites").mkdir()
        (folder / "sites" / f"{SITE}.yaml").write_text(
            "like: sina_finance\nlists: null\nchannels: null\ndomains: [quiet.example]\n", "utf-8"
        )
        (folder / "newscrawl.yaml").write_text(f"sites: sites\noutput: posts\nimages: download\n{keep}", "utf-8")

    def post(self, day: int, *, pictures: tuple[str, ...] = (), site: str = SITE) -> Path:
        text = f"---\ntitle: '{day}'\n---\n" + "".join(f'<img src="../images/{name}">' for name in pictures)
        with State.open(self.posts / ".newscrawl") as state:
            url = URL.format(day)
            if site:
                state.retention.note(url, site, datetime(2026, 1, day, tzinfo=UTC))
            posts, paths = LocalFolder(self.posts), [PurePosixPath(f"d{day}/{day}.md")]
            path = publish(state, posts, url, text, paths=paths, fingerprint=str(day), title="")
        return self.posts / path

    def picture(self, number: int) -> str:
        return str(keep_file(LocalFolder(self.pictures), png(10 + number, 10), ".png"))

    @property
    def left(self) -> list[str]:
        return sorted(path.stem for path in self.posts.rglob("*.md"))


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path)


def test_the_oldest_go(blog: Blog, command: Command) -> None:
    for day in range(1, 6):
        blog.post(day)
    result = command("prune")
    assert result.text.splitlines() == ["pruned   d1/1.md", "pruned   d2/2.md", "pruned: 2 posts, 0 pictures"]
    assert blog.left == ["3", "4", "5"]


def test_empty_folders_go(blog: Blog, command: Command) -> None:
    for day in range(1, 6):
        blog.post(day)
    (blog.posts / "d2" / "mine.txt").write_text("x", "utf-8")
    command("prune")
    assert sorted(path.name for path in blog.posts.glob("d*")) == ["d2", "d3", "d4", "d5"]


def test_a_dry_run_changes_nothing(blog: Blog, command: Command) -> None:
    for day in range(1, 6):
        blog.post(day)
    result = command("prune", "--dry-run")
    assert result.text.splitlines() == ["would go d1/1.md", "would go d2/2.md", "would go: 2 posts, 0 pictures"]
    assert blog.left == ["1", "2", "3", "4", "5"]


def test_an_edited_post_stays_and_is_named(blog: Blog, command: Command) -> None:
    edited, *_ = [blog.post(day) for day in range(1, 6)]
    edited.write_text("my own words", "utf-8")
    assert command("prune").text.splitlines() == [
        "pruned   d2/2.md",
        "edited   d1/1.md",
        "pruned: 1 post, 0 pictures; 1 edited by hand stay",
    ]
    assert edited.read_text("utf-8") == "my own words"


def test_foreign_posts_stay_and_do_not_count(blog: Blog, command: Command) -> None:
    for day in range(1, 4):
        blog.post(day)
    (blog.posts / "mine.md").write_text("mine", "utf-8")
    command("prune")
    assert blog.left == ["1", "2", "3", "mine"]


def test_other_sites_posts_stay(blog: Blog, command: Command) -> None:
    for day in range(1, 6):
        blog.post(day, site=SITE if day > 2 else "sina_finance")
    command("prune", SITE)
    assert blog.left == ["1", "2", "3", "4", "5"]


def test_posts_of_an_older_state_belong_to_the_site_of_their_address(blog: Blog, command: Command) -> None:
    for day in range(1, 6):
        blog.post(day, site="")
    command("prune")
    assert len(blog.left) == 3


def test_what_went_is_known_for_ever(blog: Blog, command: Command) -> None:
    for day in range(1, 5):
        blog.post(day)
    command("prune")
    with State.open(blog.posts / ".newscrawl") as state:
        record = state.seen(URL.format(1))
        assert record
        assert record.outcome == "pruned"
        copied = state.same_text("1")
        assert copied
        assert copied.url == URL.format(1)


def test_pictures_go_with_the_last_post_that_shows_them(blog: Blog, command: Command) -> None:
    own, shared, written_of = (blog.picture(number) for number in range(3))
    blog.post(1, pictures=(own, shared, written_of))
    for day in (2, 3, 4):
        blog.post(day, pictures=(shared,))
    (blog.posts / "mine.md").write_text(f"![](images/{written_of})", "utf-8")
    assert command("prune").text.splitlines()[-1] == "pruned: 1 post, 1 picture"
    assert not (blog.pictures / own).exists()
    assert (blog.pictures / shared).exists()
    assert (blog.pictures / written_of).exists()


def test_pictures_wait_while_another_process_uses_the_state(blog: Blog, command: Command) -> None:
    own = blog.picture(1)
    blog.post(1, pictures=(own,))
    for day in (2, 3, 4):
        blog.post(day)
    with State.open(blog.posts / ".newscrawl"):
        assert command("prune").text.splitlines()[-1] == "pruned: 1 post, 0 pictures"
    assert (blog.pictures / own).exists()
    assert command("prune").text.splitlines() == ["pruned: 0 posts, 1 picture"]
    assert not (blog.pictures / own).exists()


KILLED = """
import os, signal
from newscrawl.folders import LocalFolder
from newscrawl.store import retention
from newscrawl.cli import main

real, calls = getattr({holder}, {name!r}), []

def dying(*values):
    calls.append(values)
    if {before}:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*values)
    os.kill(os.getpid(), signal.SIGKILL)

setattr({holder}, {name!r}, dying)
main()
"""


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("holder", "name"), [("LocalFolder", "remove"), ("retention", "may_take")])
def test_a_kill_loses_nothing_but_what_was_to_go(
    blog: Blog, command: Command, holder: str, name: str, before: bool
) -> None:
    own, kept = blog.picture(1), blog.picture(2)
    blog.post(1, pictures=(own,))
    for day in range(2, 6):
        blog.post(day, pictures=(kept,))
    script = KILLED.format(holder=holder, name=name, before=before)
    assert run_in(blog.folder, "prune", code=script).code == -9
    assert set(blog.left) >= {"3", "4", "5"}
    command("prune")
    assert blog.left == ["3", "4", "5"]
    assert not (blog.pictures / own).exists()
    assert (blog.pictures / kept).exists()
    with State.open(blog.posts / ".newscrawl") as state:
        assert state.counts() == {"posted": 3, "pruned": 2}


@pytest.mark.parametrize(
    ("keep", "arguments", "problem"),
    [
        ("", (), "keep: is missing: it says which posts stay, such as keep: 30d in newscrawl.yaml"),
        ("", (SITE,), "quiet: has no keep: it says which posts stay, in newscrawl.yaml or the site file"),
        ("keep: 30 days\n", (), "/newscrawl.yaml: keep: '30 days' is no bound, such as 30d, 2000 posts,"),
        ("keep: 30d\n", ("quite",), "quite: no such site; did you mean 'quiet'?"),
    ],
)
def test_bad_input_of_prune_is_one_line(
    tmp_path: Path, command: Command, keep: str, arguments: tuple[str, ...], problem: str
) -> None:
    Blog(tmp_path, keep)
    result = command("prune", *arguments)
    assert result.code == 2
    assert problem in result.problem


def test_what_went_is_not_fetched_again(loopback: Loopback, tmp_path: Path) -> None:
    for number in range(1, 4):
        loopback.answers[f"/p/{number}"] = article(f"第{number}篇", published=f"2026-07-2{number} 09:30")
    loopback.list("main", ["/p/1", "/p/2", "/p/3"])
    folder = loopback.folder(tmp_path)
    with (folder / "newscrawl.yaml").open("a", encoding="utf-8") as config:
        config.write("keep: 1 post\n")
    assert run_in(folder, "crawl", "loop").code == 0
    assert "pruned: 2 posts" in run_in(folder, "prune").text
    assert [path.stem for path in (folder / "posts").rglob("*.md")] == ["第3篇"]
    before = len(loopback.requests)
    loopback.answers["/p/4"] = Answer(b"", 404)
    assert run_in(folder, "crawl", "loop").code == 0
    assert run_in(folder, "fetch", f"{loopback.url}/p/1").code == 0
    assert not [path for path in loopback.requests[before:] if path.startswith("/p/")]
    assert [path.stem for path in (folder / "posts").rglob("*.md")] == ["第3篇"]
