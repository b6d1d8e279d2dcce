from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.config import read_config

if TYPE_CHECKING:
    from conftest import Command

HEXO = "title: Money\nsource_dir: source\npublic_dir: public\ntimezone: Asia/Shanghai\n"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    folder = tmp_path / "blog"
    folder.mkdir()
    (folder / "_config.yml").write_text(HEXO, "utf-8")
    return folder


def test_writes_a_configuration_that_reads_back(command: Command, blog: Path) -> None:
    assert command("init", "--blog", "hexo", blog).code == 0
    config = read_config(blog / "newscrawl.yaml")
    assert config.output == blog / "source/_posts"
    assert config.state_folder == blog / ".newscrawl"
    assert config.post.timezone == "Asia/Shanghai"
    assert config.crawl == ("sina_finance",)


@pytest.mark.parametrize("source", ["src", "a: b", "# x", "源"])
def test_posts_go_to_the_blogs_source_folder(command: Command, blog: Path, source: str) -> None:
    (blog / "_config.yml").write_text(f"source_dir: '{source}'\n", "utf-8")
    command("init", blog)
    assert read_config(blog / "newscrawl.yaml").output == blog / source / "_posts"


def test_says_the_next_command(command: Command, blog: Path) -> None:
    assert f"next: cd {blog} && newscrawl crawl" in command("init", blog).text


def test_finds_the_blog_from_a_folder_inside_it(command: Command, blog: Path) -> None:
    (blog / "source" / "_posts").mkdir(parents=True)
    assert command("init", blog / "source" / "_posts").code == 0
    assert (blog / "newscrawl.yaml").is_file()


def test_refuses_to_overwrite(command: Command, blog: Path) -> None:
    (blog / "newscrawl.yaml").write_text("output: mine\n", "utf-8")
    result = command("init", blog)
    assert (result.code, result.problem) == (2, f"{blog}/newscrawl.yaml: is there already; --force overwrites it")
    assert (blog / "newscrawl.yaml").read_text("utf-8") == "output: mine\n"


def test_force_overwrites(command: Command, blog: Path) -> None:
    (blog / "newscrawl.yaml").write_text("output: mine\n", "utf-8")
    assert command("init", blog, "--force").code == 0
    assert read_config(blog / "newscrawl.yaml").output == blog / "source/_posts"


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (None, "is not in a Hexo blog: there is no _config.yml, here or above"),
        ("title: x\nmarkdown: kramdown\n", "is not a Hexo blog's: it has none of the keys that Hexo's has"),
        ("source_dir: [", "is not valid YAML"),
        ("source_dir: source\ntimezone: Shanghai\n", "'Shanghai' is no IANA time zone"),
    ],
    ids=["none", "Jekyll's", "broken", "bad timezone"],
)
def test_another_folder_is_bad_input(command: Command, tmp_path: Path, config: str | None, problem: str) -> None:
    if config is not None:
        (tmp_path / "_config.yml").write_text(config, "utf-8")
    result = command("init", tmp_path)
    assert result.code == 2
    assert problem in result.problem
    assert not (tmp_path / "newscrawl.yaml").exists()


def test_a_missing_folder_is_bad_input(command: Command) -> None:
    result = command("init", "nowhere")
    assert (result.code, result.problem) == (2, "nowhere: no such folder")
