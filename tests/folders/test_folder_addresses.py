"""What a user may name as an output folder, and what is said of what cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.cli.choosing import configure
from newscrawl.config import pictures_of, read_config
from newscrawl.errors import SiteError
from newscrawl.folders import LocalFolder, RemoteFolder, folder_at, opening

SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    ("named", "path"),
    [
        ("posts", "posts"),
        ("/srv/posts", "/srv/posts"),
        ("C:/posts", "C:/posts"),
        ("file:///srv/posts", "/srv/posts"),
        ("local:///srv/my posts", "/srv/my posts"),
    ],
)
def test_a_folder_of_this_machine(named: str, path: str) -> None:
    assert folder_at(named, place="--output") == LocalFolder(Path(path))


@pytest.mark.parametrize("named", ["s3://bucket/blog/_posts", "memory://blog/posts", "ftp://me@host/posts"])
def test_a_remote_folder_shows_its_address(named: str) -> None:
    folder = folder_at(named + "/", place="--output")
    assert (str(folder), folder.address, folder.local) == (named, named, None)
    assert str(folder.below("images")) == f"{named}/images"
    assert str(folder.below("../_drafts")) == f"{named.rpartition('/')[0]}/_drafts"


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ("s4://bucket/posts", "s4:// is no kind of place that fsspec knows"),
        ("gs://bucket/posts", "gs:// needs gcsfs: pip install gcsfs"),
        ("s3://", "s3://… is no address of a folder: a bucket or host and a path, no ? or #"),
        (f"s3://bucket/posts?sig={SECRET}", "s3://… is no address of a folder: a bucket or host and a path, no ? or #"),
        (f"s3://key:{SECRET}@bucket/posts", "s3://… holds a password, which everybody would see: see output_options"),
        (f"ftp://me:{SECRET}@host/posts", "ftp://… holds a password, which everybody would see: see output_options"),
        ("simplecache::s3://bucket", "'simplecache::s3://bucket' is no address of a folder, such as s3://bucket/posts"),
        ("://bucket", "'://bucket' is no address of a folder, such as s3://bucket/posts"),
    ],
)
def test_an_address_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, named: str, problem: str) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None if name == "gcsfs" else True)
    with pytest.raises(SiteError) as caught:
        folder_at(named, place="--output")
    assert str(caught.value) == f"--output: {problem}"
    assert SECRET not in str(caught.value)


def test_without_fsspec_the_line_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with pytest.raises(SiteError, match=r"^--output: s3:// needs fsspec: pip install 'newscrawl\[remote\]'$"):
        folder_at("s3://bucket/posts", place="--output")


def test_each_address_has_a_memory_of_its_own(tmp_path: Path) -> None:
    one, two = (folder_at(f"s3://{name}", place="", home=tmp_path).memory for name in ("bucket/posts", "bucket-posts"))
    assert one.parent == two.parent == tmp_path / ".newscrawl"
    assert one.name.startswith("s3-bucket-posts-")
    assert one != two


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = f"output: s3://bucket/posts\noutput_options: {{endpoint_url: 'http://127.0.0.1:9', secret: {SECRET}}}\n"
    (tmp_path / "newscrawl.yaml").write_text(text, "utf-8")
    return tmp_path


def test_newscrawl_yaml_names_a_bucket(project: Path) -> None:
    config = read_config(project / "newscrawl.yaml")
    assert isinstance(config.output, RemoteFolder)
    assert config.output.address == "s3://bucket/posts"
    assert config.state_folder.parent == project / ".newscrawl"
    assert SECRET not in repr(config)


def test_newscrawl_yaml_names_the_memory(project: Path) -> None:
    (project / "newscrawl.yaml").write_text("output: s3://bucket/posts\nstate: memory\n", "utf-8")
    assert configure().state_folder == project / "memory"
    assert configure(output="s3://bucket/other").state_folder.parent == project / ".newscrawl"
    assert configure(output="elsewhere").state_folder == Path("elsewhere/.newscrawl")


def test_pictures_of_a_bucket_lie_in_it(project: Path) -> None:
    assert pictures_of(configure(images="download")).folder == ""
    with (project / "newscrawl.yaml").open("a") as file:
        file.write("assets: pictures\n")
    with pytest.raises(SiteError, match=r"^assets: does not go with s3://bucket/posts"):
        pictures_of(configure(images="download"))


def test_an_address_in_newscrawl_yaml_is_named_with_its_place(project: Path) -> None:
    path = project / "newscrawl.yaml"
    path.write_text("output: s4://bucket/posts\n", "utf-8")
    with pytest.raises(SiteError) as caught:
        read_config(path)
    assert str(caught.value) == f"{path}: output: s4:// is no kind of place that fsspec knows"
