"""The workflow's shell steps, run in a scratch blog with a git remote, as GitHub's runner does."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from loopback import Loopback, article

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKFLOW = yaml.safe_load((Path(__file__).parents[2] / "deploy" / "github" / "crawl.yml").read_text("utf-8"))
STEPS = {step["name"]: step["run"] for step in WORKFLOW["jobs"]["crawl"]["steps"] if "run" in step}
BRANCH = "newscrawl-state"

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@dataclass(frozen=True)
class Remote:
    """A blog's repository, and the folder in which runners work."""

    folder: Path
    loopback: Loopback

    @property
    def url(self) -> str:
        return str(self.folder / "origin.git")

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        command = ["git", "-c", "user.name=me", "-c", "user.email=me@example.com", *arguments]
        run = subprocess.run(command, cwd=cwd or self.folder, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()

    def posts(self, branch: str = "main") -> list[str]:
        names = self.git("-c", "core.quotePath=off", "ls-tree", "-r", "--name-only", branch, cwd=Path(self.url))
        return [Path(name).stem for name in names.splitlines() if name.endswith(".md")]

    def commits(self, branch: str) -> int:
        return int(self.git("rev-list", "--count", branch, cwd=Path(self.url)))


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Remote]:
    loopback = Loopback()
    made = Remote(tmp_path, loopback)
    made.git("init", "--quiet", "--bare", "--initial-branch=main", made.url)
    blog = tmp_path / "mine"
    blog.mkdir()
    (blog / "_config.yml").write_text("title: Blog\nsource_dir: source\ntimezone: Asia/Shanghai\n", "utf-8")
    (blog / ".gitignore").write_text(".newscrawl/\n", "utf-8")
    loopback.folder(blog)
    (blog / "newscrawl.yaml").write_text(
        "blog: hexo\noutput: source/_posts\nstate: .newscrawl\nsites: sites\ncrawl: [loop]\nevery: 1h\n", "utf-8"
    )
    made.git("init", "--quiet", "--initial-branch=main", cwd=blog)
    made.git("add", "--all", cwd=blog)
    made.git("commit", "--quiet", "-m", "Start", cwd=blog)
    made.git("push", "--quiet", made.url, "main", cwd=blog)
    yield made
    loopback.close()


@dataclass
class Runner:
    """One run of the workflow, in a fresh clone."""

    remote: Remote
    number: int

    def __post_init__(self) -> None:
        self.folder = self.remote.folder / f"runner{self.number}"
        self.temporary = self.remote.folder / f"temp{self.number}"
        for name in ("bin", "temp"):
            (self.temporary / name).mkdir(parents=True)
        program = self.temporary / "bin" / "newscrawl"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m newscrawl.cli "$@"\n', "utf-8")
        program.chmod(0o755)
        # what actions/checkout does
        self.remote.git("clone", "--quiet", "--depth", "1", f"file://{self.remote.url}", str(self.folder))

    def step(self, name: str) -> str:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
            "PATH": f"{self.temporary / 'bin'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temporary / "temp"),
            "GITHUB_OUTPUT": str(self.temporary / "output"),
            "GITHUB_REF_NAME": "main",
            "HOME": str(self.temporary),
        }
        # how GitHub starts a step
        run = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEPS[name]],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def run(self) -> str:
        """Run every step but those that install; return the exit code of the crawl."""
        for name in ("Fetch the memory", "Crawl what is due", "Commit"):
            self.step(name)
        return (self.temporary / "output").read_text("utf-8").strip()


def test_new_posts_are_committed_and_the_memory_with_them(remote: Remote) -> None:
    remote.loopback.answers |= {"/a/1": article("第一篇"), "/a/2": article("第二篇")}
    remote.loopback.list("main", ["/a/1", "/a/2"])
    assert Runner(remote, 1).run() == "code=0"
    assert sorted(remote.posts()) == ["第一篇", "第二篇"]
    assert remote.git("ls-tree", "-r", "--name-only", BRANCH, cwd=Path(remote.url)) == "state.db"


def test_the_next_run_knows_what_the_last_one_did(remote: Remote) -> None:
    remote.loopback.answers["/a/1"] = article("第一篇")
    remote.loopback.list("main", ["/a/1"])
    Runner(remote, 1).run()
    before = len(remote.loopback.requests)
    # less than an hour later nothing is due
    assert Runner(remote, 2).run() == "code=0"
    assert len(remote.loopback.requests) == before
    assert remote.commits("main") == 2
    # the memory has no history
    assert remote.commits(BRANCH) == 1


def test_what_somebody_pushed_in_between_stays(remote: Remote) -> None:
    remote.loopback.answers["/a/1"] = article("第一篇")
    remote.loopback.list("main", ["/a/1"])
    runner = Runner(remote, 1)
    for name in ("Fetch the memory", "Crawl what is due"):
        runner.step(name)
    (remote.folder / "mine" / "source" / "_posts").mkdir(parents=True)
    (remote.folder / "mine" / "source" / "_posts" / "mine.md").write_text("mine\n", "utf-8")
    remote.git("add", "--all", cwd=remote.folder / "mine")
    remote.git("commit", "--quiet", "-m", "My own post", cwd=remote.folder / "mine")
    remote.git("push", "--quiet", remote.url, "main", cwd=remote.folder / "mine")
    assert "somebody pushed in between" in runner.step("Commit")
    assert sorted(remote.posts()) == ["mine", "第一篇"]
    assert remote.commits(BRANCH) == 1


def test_what_failed_is_told_after_the_rest_is_committed(remote: Remote) -> None:
    assert Runner(remote, 1).run() == "code=1"
    assert remote.commits(BRANCH) == 1
    last = WORKFLOW["jobs"]["crawl"]["steps"][-1]
    assert last["if"] == "steps.crawl.outputs.code != '0'"
