"""Crawls whose posts go to a bucket: the same bytes as in a folder, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bucket import KEY, SECRET, Bucket
from loopback import SITE, Loopback, article, run_in
from programs import Program

from newscrawl.cli import run


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    bucket = Bucket()
    yield bucket
    bucket.close()


def demo(folder: Path, output: str, bucket: Bucket) -> Program:
    return Program(
        ["-m", "newscrawl.cli", "demo", "--output", output, "--images", "download"],
        cwd=folder,
        env={**os.environ, **bucket.environment},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_killed_and_a_refused_crawl_end_as_one_into_a_folder_does(bucket: Bucket, tmp_path: Path) -> None:
    local = demo(tmp_path, "local", bucket)
    assert local.communicate()[1].strip().endswith("HTTP 404")
    expected = {
        path.relative_to(tmp_path / "local").as_posix(): path.read_bytes()
        for path in (tmp_path / "local").rglob("*")
        if path.is_file() and ".newscrawl" not in path.parts
    }
    assert len(expected) > 25

    def posts() -> dict[str, bytes]:
        return {key.removeprefix("posts/"): data for key, data in bucket.objects.items()}

    # the post is there, and its crawl dies before it hears of that
    killed = demo(tmp_path, "s3://news/posts", bucket)

    def kill(key: str) -> None:
        if len(bucket.objects) == 12:
            killed.send_signal(signal.SIGKILL)
            killed.wait()

    bucket.after_put = kill
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    bucket.after_put = lambda key: None
    assert posts().items() <= expected.items()

    # in the middle of the next one the right to write is taken away
    def deny(key: str) -> None:
        if len(bucket.objects) == 20:
            bucket.denied = frozenset({"PUT"})

    bucket.after_put = deny
    refused = demo(tmp_path, "s3://news/posts", bucket)
    out, errors = refused.communicate()
    assert refused.returncode == 1, out
    [line] = [line for line in errors.splitlines() if "s3://" in line]
    assert "no permission" in line
    assert "Traceback" not in out + errors
    assert posts().items() <= expected.items()
    bucket.denied, bucket.after_put = frozenset(), lambda key: None

    # a person edits a post meanwhile
    edited = next(key for key in bucket.objects if key.endswith(".md"))
    bucket.objects[edited] += b"\nedited"

    done = demo(tmp_path, "s3://news/posts", bucket)
    out, errors = done.communicate()
    assert "posts in       s3://news/posts" in out
    assert bucket.objects[edited].endswith(b"edited")
    name = edited.removeprefix("posts/")
    assert {**posts(), name: expected[name]} == expected

    for path in (tmp_path / ".newscrawl").rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
            assert KEY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("output", "code", "problem"),
    [
        ("s3://nowhere/posts", 1, "s3://nowhere/posts/.newscrawl.probe: there is no such bucket or folder"),
        ("s4://news/posts", 2, "--output: s4:// is no kind of place that fsspec knows"),
    ],
)
def test_what_cannot_be_written_to_is_told_before_any_request(
    bucket: Bucket,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    output: str,
    code: int,
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    assert run(["demo", "--output", output]) == code
    assert capsys.readouterr().err == f"newscrawl: {problem}\n"
    assert not bucket.objects


@pytest.mark.skipif(sys.platform != "linux", reason="needs 127.0.0.2, and processes that fork")
def test_workers_share_a_bucket(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    servers = {site: Loopback(f"127.0.0.{number}") for number, site in enumerate(("one", "two"), start=1)}
    for site, server in servers.items():
        text = SITE.format(url=server.url, host=server.host).replace("回环财经", site)
        (tmp_path / "sites" / f"{site}.yaml").write_text(text, "utf-8")
        server.answers = {f"/a/{number}": article(f"{site}的{number}号") for number in range(3)}
        server.list("main", [*server.answers])
    (tmp_path / "newscrawl.yaml").write_text(
        f"sites: sites\noutput: s3://news/posts\noutput_options: {bucket.options}\ncrawl: [one, two]\n", "utf-8"
    )
    crawl = run_in(tmp_path, "crawl", "--workers", "2")
    for server in servers.values():
        server.close()
    assert crawl.code == 0, crawl.err
    assert len([key for key in bucket.objects if key.endswith(".md")]) == 6
