from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from newscrawl.errors import StoreError
from newscrawl.folders import LocalFolder
from newscrawl.store import digest_of, keep_file, may_take, write_post

if TYPE_CHECKING:
    from collections.abc import Iterator

POST = PurePosixPath("金融/新浪财经/国内/标题.md")


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_writes_the_bytes_into_new_folders(tmp_path: Path) -> None:
    write_post(LocalFolder(tmp_path), POST, "\n标题\r\n末")
    assert (tmp_path / POST).read_bytes() == "\n标题\r\n末".encode()


def test_what_utf_8_cannot_hold_becomes_a_question_mark(tmp_path: Path) -> None:
    write_post(LocalFolder(tmp_path), POST, "坏\ud83d字")
    assert (tmp_path / POST).read_text("utf-8") == "坏?字"
    assert may_take(LocalFolder(tmp_path), POST, digest_of("坏\ud83d字"))


def test_leaves_nothing_else_behind(tmp_path: Path) -> None:
    write_post(LocalFolder(tmp_path), POST, "x")
    assert files(tmp_path) == [str(POST)]


def test_replaces_a_file_with_other_bytes(tmp_path: Path) -> None:
    write_post(LocalFolder(tmp_path), POST, "old and longer")
    write_post(LocalFolder(tmp_path), POST, "new")
    assert (tmp_path / POST).read_text() == "new"


def test_does_not_rewrite_an_unchanged_file(tmp_path: Path) -> None:
    write_post(LocalFolder(tmp_path), POST, "same")
    before = (tmp_path / POST).stat()
    write_post(LocalFolder(tmp_path), POST, "same")
    after = (tmp_path / POST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_new_post_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("")
    write_post(LocalFolder(tmp_path), POST, "x")
    assert (tmp_path / POST).stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_name_of_255_bytes_can_be_written(tmp_path: Path) -> None:
    name = "文" * 84 + ".md"
    assert len(name.encode()) == 255
    write_post(LocalFolder(tmp_path), PurePosixPath(name), "x")
    assert files(tmp_path) == [name]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "no permission to write"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_says_what_the_system_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, problem: str) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError) as caught:
        write_post(LocalFolder(tmp_path), POST, "x")
    assert str(caught.value) == f"{tmp_path / POST}: {problem}"
    assert files(tmp_path) == []


def test_a_failed_write_leaves_the_old_post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    write_post(LocalFolder(tmp_path), POST, "old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError):
        write_post(LocalFolder(tmp_path), POST, "new")
    assert (tmp_path / POST).read_text() == "old"


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_post(LocalFolder(tmp_path), POST, "x")
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (PurePosixPath("x" * 256), "the name is too long"),
        (PurePosixPath("in the way/x.md"), "a file is in the way of a folder"),
        (PurePosixPath("in the way/deeper/x.md"), "a file is in the way of a folder"),
        (PurePosixPath("folder"), "a folder is in the way of the file"),
        (PurePosixPath("../x.md"), "would lie outside the output folder"),
        (PurePosixPath("/x.md"), "would lie outside the output folder"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_refuses_a_path(tmp_path: Path, path: PurePosixPath, problem: str) -> None:
    (tmp_path / "in the way").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match=problem) as caught:
        write_post(LocalFolder(tmp_path), path, "x")
    assert "\n" not in str(caught.value)


@contextmanager
def without_root() -> Iterator[None]:
    """Take root's rights away for a while: root may write everywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_folder_without_permission() -> None:
    # not tmp_path: others may not even look into pytest's folders
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with without_root(), pytest.raises(StoreError, match="no permission to write"):
            write_post(LocalFolder(Path(folder)), POST, "x")


@pytest.mark.parametrize(
    ("there", "digests", "may"),
    [
        (None, (), True),
        ("text", (digest_of("text"),), True),
        ("text", (digest_of("other"), digest_of("text")), True),
        ("text", (digest_of("other"),), False),
        ("text", (), False),
    ],
)
def test_may_take(tmp_path: Path, there: str | None, digests: tuple[str, ...], may: bool) -> None:
    if there is not None:
        (tmp_path / "x.md").write_text(there)
    assert may_take(LocalFolder(tmp_path), PurePosixPath("x.md"), *digests) is may


def test_may_not_take_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.md").mkdir()
    assert not may_take(LocalFolder(tmp_path), PurePosixPath("x.md"), digest_of("text"))


def test_tidy_leaves_other_files_alone(tmp_path: Path) -> None:
    write_post(LocalFolder(tmp_path), POST, "x")
    LocalFolder(tmp_path).tidy(POST)
    LocalFolder(tmp_path).tidy(PurePosixPath("no folder/x.md"))
    assert files(tmp_path) == [str(POST)]


def test_a_file_is_named_by_its_content_and_kept_once(tmp_path: Path) -> None:
    path = keep_file(LocalFolder(tmp_path), b"picture", ".png")
    assert keep_file(LocalFolder(tmp_path), b"picture", ".png") == path
    assert keep_file(LocalFolder(tmp_path), b"another", ".png") != path
    assert (tmp_path / path).read_bytes() == b"picture"
    assert len(files(tmp_path)) == 2


def test_what_lies_under_the_name_already_is_left_alone(tmp_path: Path) -> None:
    path = keep_file(LocalFolder(tmp_path), b"picture", ".png")
    (tmp_path / path).write_bytes(b"smaller")
    assert keep_file(LocalFolder(tmp_path), b"picture", ".png") == path
    assert (tmp_path / path).read_bytes() == b"smaller"


def test_half_a_kept_file_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        keep_file(LocalFolder(tmp_path), b"picture", ".png")
    assert files(tmp_path) == []
