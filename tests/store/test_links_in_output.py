"""Output stays inside its folder; a link that the user made inside it is the user's own way out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from newscrawl.errors import StoreError
from newscrawl.folders import LocalFolder
from newscrawl.store import write_post
from newscrawl.store.files import may_take

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", ["../a.md", "a/../../b.md", "/etc/a.md"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(StoreError, match="would lie outside the output folder"):
        write_post(LocalFolder(tmp_path / "posts"), PurePosixPath(path), "text")
    assert list(tmp_path.rglob("*.md")) == []


def test_a_folder_that_the_user_linked_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "金融").symlink_to(tmp_path / "elsewhere")
    write_post(LocalFolder(tmp_path / "posts"), PurePosixPath("金融/a.md"), "text")
    assert (tmp_path / "elsewhere" / "a.md").read_text("utf-8") == "text"


def test_a_file_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("mine", "utf-8")
    (tmp_path / "posts").mkdir()
    post = tmp_path / "posts" / "a.md"
    post.symlink_to(tmp_path / "private.txt")
    # what the link leads to is another's text: the post takes another name
    assert not may_take(LocalFolder(tmp_path / "posts"), PurePosixPath("a.md"))
    # and even a post of ours is replaced, never what stands behind the link
    write_post(LocalFolder(tmp_path / "posts"), PurePosixPath("a.md"), "text")
    assert (tmp_path / "private.txt").read_text("utf-8") == "mine"
    assert not post.is_symlink()
