"""Every kind of folder keeps the same promises."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec
import pytest
from bucket import SECRET, Bucket

from newscrawl.errors import StoreError
from newscrawl.folders import Folder, LocalFolder, RemoteFolder, folder_at
from newscrawl.items import DRAFTS
from newscrawl.store import (
    State,
    digest_of,
    keep_file,
    may_take,
    pictures_in,
    post_files,
    posts_in,
    publish,
    read_post,
    update,
    write_post,
)
from newscrawl.upkeep import check

POST = PurePosixPath("金融/新浪财经/国内/标题 & ＋.md")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    bucket = Bucket()
    yield bucket
    bucket.close()


@pytest.fixture(params=["local", "memory", "renaming", "s3"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, bucket: Bucket) -> Iterator[Folder]:
    """Return an empty folder of each kind."""
    if request.param == "local":
        yield LocalFolder(tmp_path / "blog" / "_posts")
    elif request.param == "memory":
        yield folder_at("memory://blog/_posts", place="--output", home=tmp_path)
        fsspec.filesystem("memory").store.clear()
    elif request.param == "renaming":
        # what a user names so is a LocalFolder; here it stands for backends that rename, as sftp does
        yield RemoteFolder(f"file://{tmp_path}/blog/_posts", {}, tmp_path)
    else:
        bucket.objects.clear()
        yield folder_at("s3://news/blog/_posts", bucket.options, place="--output", home=tmp_path)


def test_writes_and_reads_bytes(folder: Folder) -> None:
    assert folder.read(POST) is None
    folder.write(POST, b"\n\xff\r\n")
    assert folder.read(POST) == b"\n\xff\r\n"
    folder.write(POST, b"shorter")
    assert folder.read(POST) == b"shorter"
    assert list(folder.names()) == [POST]


def test_there_and_not_there(folder: Folder) -> None:
    folder.write(POST, b"x")
    assert (folder.holds(POST), folder.holds(POST.parent), folder.holds(PurePosixPath("other.md"))) == (
        True,
        False,
        False,
    )
    assert folder.read(POST.parent) is None
    folder.remove(POST)
    folder.remove(POST)
    assert not folder.holds(POST)


def test_what_is_removed_takes_its_empty_folders_with_it(folder: Folder) -> None:
    kept = PurePosixPath("金融/kept.md")
    folder.write(POST, b"x")
    folder.write(kept, b"x")
    folder.remove(POST)
    assert list(folder.names()) == [kept]
    if folder.local:
        assert [path.name for path in (folder.local / "金融").iterdir()] == ["kept.md"]


def test_an_empty_folder_has_no_names(folder: Folder) -> None:
    assert list(folder.names()) == list(folder.unfinished()) == list(posts_in(folder)) == []


def test_a_long_list_is_whole_and_sorted(folder: Folder) -> None:
    names = [PurePosixPath(f"{number % 5}/{number:03}.md") for number in range(50)]
    for name in names:
        folder.write(name, b"x")
    assert list(folder.names()) == sorted(names)


def test_posts_are_told_from_other_files(folder: Folder) -> None:
    for name in ("a.md", "b/c.markdown", "b/d.png", ".hidden/e.md"):
        folder.write(PurePosixPath(name), b"x")
    assert [str(name) for name in post_files(folder)] == ["a.md", "b/c.markdown"]


def test_drafts_lie_beside(folder: Folder) -> None:
    write_post(folder, DRAFTS / "a.md", "draft")
    assert list(folder.names()) == []
    assert list(folder.below(DRAFTS).names()) == [PurePosixPath("a.md")]


@pytest.mark.parametrize("path", ["../a.md", "/a.md", "a/../../b.md", "../_drafts/../a.md"])
def test_nothing_is_written_outside(folder: Folder, path: str) -> None:
    with pytest.raises(StoreError, match="would lie outside"):
        write_post(folder, PurePosixPath(path), "x")


def test_pictures_lie_below_and_are_kept_once(folder: Folder) -> None:
    pictures = folder.below("images")
    path = keep_file(pictures, b"picture", ".png")
    pictures.write(path, b"made smaller")
    assert keep_file(pictures, b"picture", ".png") == path
    assert folder.read("images" / path) == b"made smaller"


def test_what_a_person_edited_is_never_taken(folder: Folder) -> None:
    write_post(folder, POST, "ours")
    assert may_take(folder, POST, digest_of("ours"))
    folder.write(POST, b"edited")
    assert not may_take(folder, POST, digest_of("ours"))
    assert may_take(folder, PurePosixPath("free.md"))


def test_a_post_takes_the_next_path_when_somebody_has_the_first(folder: Folder) -> None:
    folder.write(POST, b"written by hand")
    paths = [POST, PurePosixPath("next.md")]
    with State.open(None) as state:
        assert publish(state, folder, "https://a.example/1", "text", paths=paths, fingerprint="", title="") == paths[1]
    assert (read_post(folder, POST), read_post(folder, paths[1])) == ("written by hand", "text")


def test_a_run_that_was_killed_before_it_could_remember_is_recognised(folder: Folder, tmp_path: Path) -> None:
    with State.open(tmp_path / "memory") as state:
        state.reserve("https://a.example/1", [POST], "f", digest=digest_of("text"), title="", may_take=lambda *_: True)
        write_post(folder, POST, "text")
    with State.open(tmp_path / "memory") as state:
        assert publish(state, folder, "https://a.example/1", "text", paths=[POST], fingerprint="f", title="") == POST
    assert list(folder.names()) == [POST]


def test_a_new_edition_takes_the_place_of_ours_and_of_no_other(folder: Folder) -> None:
    with State.open(None) as state:
        for number in (1, 2):
            path = PurePosixPath(f"{number}.md")
            publish(state, folder, f"https://a.example/{number}", "old", paths=[path], fingerprint="", title="")
        folder.write(PurePosixPath("2.md"), b"edited")
        records = [state.seen(f"https://a.example/{number}") for number in (1, 2)]
        editions = [update(state, folder, record, "new", fingerprint="") for record in records if record]
    assert editions == ["rewritten", "edited by hand"]
    assert [folder.read(PurePosixPath(f"{number}.md")) for number in (1, 2)] == [b"new", b"edited"]


def test_old_posts_go_with_their_pictures(folder: Folder) -> None:
    pictures, url = folder.below("images"), "https://a.example/1"
    name = keep_file(pictures, b"picture", ".png")
    with State.open(None) as state:
        state.retention.note(url, "site", datetime(2026, 1, 1, tzinfo=UTC))
        publish(state, folder, url, f"<img src='images/{name}'>", paths=[POST], fingerprint="", title="")
        [old] = state.retention.posts()
        assert state.retention.prune(old, folder, pictures)
        shown = {name for text in posts_in(folder, folder.below(DRAFTS)) for name in pictures_in(text)}
        assert state.retention.clear(shown, pictures) == 1
    assert list(folder.names()) == []


def test_state_and_posts_are_compared(folder: Folder, tmp_path: Path) -> None:
    with State.open(tmp_path / "memory") as state:
        for number in (1, 2, 3):
            path = PurePosixPath(f"{number}.md")
            publish(state, folder, f"https://a.example/{number}", "old", paths=[path], fingerprint="", title="")
    folder.write(PurePosixPath("1.md"), b"edited")
    folder.remove(PurePosixPath("2.md"))
    folder.write(PurePosixPath("mine.md"), b"by hand")
    flaws = {(flaw.kind, flaw.place) for flaw in check(tmp_path / "memory", folder)}
    assert flaws == {("edited", "1.md"), ("missing", "2.md"), ("unknown", "mine.md")}


def test_it_is_looked_at_before_a_crawl(folder: Folder) -> None:
    folder.check()
    assert list(folder.names()) == []


def test_what_a_killed_run_left_beside_is_found_and_tidied(folder: Folder, tmp_path: Path) -> None:
    name = f".{hashlib.sha256(POST.name.encode()).hexdigest()[:16]}.newscrawl.tmp"
    folder.write(POST.with_name(name), b"half")
    assert list(folder.unfinished()) == [POST.with_name(name)]
    folder.tidy(POST)
    folder.tidy(PurePosixPath("nowhere/x.md"))
    # an object store never has such files of ours, so that nothing is asked there
    assert list(folder.unfinished()) == ([POST.with_name(name)] if str(folder).startswith(("s3", "memory")) else [])


def test_a_move_that_fails_leaves_only_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RemoteFolder(f"file://{tmp_path}/posts", {}, tmp_path)
    folder.write(POST, b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fsspec.implementations.local.LocalFileSystem.mv", fail)
    with pytest.raises(StoreError, match="No space left on device"):
        folder.write(POST, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()] == [(POST.name, b"old")]


class TestBucket:
    """What only an object store does."""

    @pytest.fixture
    def posts(self, bucket: Bucket, tmp_path: Path) -> Iterator[RemoteFolder]:
        bucket.objects.clear()
        posts = folder_at("s3://news/posts", bucket.options, place="--output", home=tmp_path)
        assert isinstance(posts, RemoteFolder)
        yield posts
        bucket.denied, bucket.knows_conditions, bucket.before_put = frozenset(), True, lambda key: None

    def test_a_post_is_one_put(self, posts: RemoteFolder, bucket: Bucket) -> None:
        del bucket.requests[:]
        write_post(posts, POST, "text")
        write_post(posts, POST, "text")
        assert [method for method, _ in bucket.requests].count("PUT") == 1

    def test_what_somebody_wrote_just_now_stays(self, posts: RemoteFolder, bucket: Bucket) -> None:
        bucket.before_put = lambda key: bucket.objects.update({key: b"theirs"})
        with pytest.raises(StoreError, match="somebody else wrote it just now"):
            write_post(posts, POST, "ours")
        assert [*bucket.objects.values()] == [b"theirs"]

    def test_a_put_that_was_done_but_not_answered_may_be_repeated(self, posts: RemoteFolder, bucket: Bucket) -> None:
        bucket.before_put = lambda key: bucket.objects.update({key: b"ours"})
        write_post(posts, POST, "ours")

    def test_a_server_that_knows_no_conditions_gets_none(self, posts: RemoteFolder, bucket: Bucket) -> None:
        bucket.knows_conditions = False
        write_post(posts, POST, "text")
        assert posts.read(POST) == b"text"

    def test_no_permission(self, posts: RemoteFolder, bucket: Bucket) -> None:
        bucket.denied = frozenset({"GET", "PUT", "HEAD", "DELETE"})
        for use in (
            lambda: posts.read(POST),
            lambda: posts.write(POST, b"x"),
            lambda: list(posts.names()),
            posts.check,
        ):
            with pytest.raises(StoreError, match=r"^s3://news/posts.*: no permission: .*Denied|Forbidden") as caught:
                use()
            assert "\n" not in str(caught.value)

    def test_who_may_not_remove_may_write_posts(self, posts: RemoteFolder, bucket: Bucket) -> None:
        bucket.denied = frozenset({"DELETE"})
        posts.check()

    def test_no_such_bucket(self, bucket: Bucket, tmp_path: Path) -> None:
        nowhere = folder_at("s3://nowhere/posts", bucket.options, place="--output")
        for use in (nowhere.check, lambda: list(nowhere.names())):
            with pytest.raises(StoreError, match="there is no such bucket or folder"):
                use()

    def test_a_forked_process_has_its_own_connection(self, posts: RemoteFolder, bucket: Bucket) -> None:
        posts.write(POST, b"parent")
        child = multiprocessing.get_context("fork").Process(target=posts.write, args=(POST, b"child"))
        child.start()
        child.join(30)
        assert (child.exitcode, posts.read(POST)) == (0, b"child")

    def test_nobody_answers(self, tmp_path: Path) -> None:
        gone = Bucket()
        gone.close()
        # by default it is tried again for some seconds
        options = {**gone.options, "config_kwargs": {"retries": {"max_attempts": 0}}}
        folder = folder_at("s3://news/posts", options, place="--output")
        with pytest.raises(StoreError, match="Could not connect") as caught:
            folder.check()
        assert "\n" not in str(caught.value)


def test_no_secret_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RemoteFolder("memory://posts", {"client_kwargs": {"password": SECRET}}, tmp_path)

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"login with {SECRET}\nfailed at http://me:{SECRET}@host/ and ftp://you:other@host")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.cat_file", fail)
    with pytest.raises(StoreError) as caught:
        folder.read(POST)
    assert str(caught.value).endswith("login with *** failed at http://host/ and ftp://host")
    assert SECRET not in repr(folder)
