from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.config import read_config
from newscrawl.errors import SiteError
from newscrawl.folders import LocalFolder

if TYPE_CHECKING:
    from loopback import Command

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
    assert config.output == LocalFolder(blog / "source/_posts")
    assert config.state_folder == blog / ".newscrawl"
    assert config.post.timezone == "Asia/Shanghai"
    assert config.crawl == ("sina_finance",)


@pytest.mark.parametrize("source", ["src", "a: b", "# x", "源"])
def test_posts_go_to_the_blogs_source_folder(command: Command, blog: Path, source: str) -> None:
    (blog / "_config.yml").write_text(f"source_dir: '{source}'\n", "utf-8")
    command("init", blog)
    assert read_config(blog / "newscrawl.yaml").output == LocalFolder(blog / source / "_posts")


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
    assert read_config(blog / "newscrawl.yaml").output == LocalFolder(blog / "source/_posts")


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
    result = command("init", tmp_path, "--blog", "hexo")
    assert result.code == 2
    assert problem in result.problem
    assert not (tmp_path / "newscrawl.yaml").exists()


def test_a_missing_folder_is_bad_input(command: Command) -> None:
    result = command("init", "nowhere")
    assert (result.code, result.problem) == (2, "nowhere: no such folder")


BLOGS = {
    "hexo": ({"_config.yml": HEXO}, "source/_posts", "Asia/Shanghai", "clean"),
    "hexo by package.json": (
        {"_config.yml": "title: x\n", "package.json": '{"dependencies": {"hexo": "8"}}'},
        *("source/_posts", "", "clean"),
    ),
    "jekyll": ({"_config.yml": "title: x\ntimezone: Asia/Tokyo\n"}, "_posts", "Asia/Tokyo", "clean"),
    "jekyll with folders": (
        {"_config.yml": "source: src\ncollections_dir: all\n"},
        *("src/all/_posts", "", "clean"),
    ),
    "hugo": ({"hugo.toml": 'timeZone = "Asia/Shanghai"\n'}, "content/posts", "Asia/Shanghai", "markdown"),
    "hugo yaml": ({"hugo.yaml": "contentDir: pages\ntimezone: Asia/Tokyo\n"}, "pages/posts", "Asia/Tokyo", "markdown"),
    "hugo json": ({"hugo.json": '{"TimeZone": "UTC"}'}, "content/posts", "UTC", "markdown"),
    "hugo of old": ({"config.toml": 'baseURL = "http://x.example"\n'}, "content/posts", "", "markdown"),
    "hugo by its folders": (
        {"config.yaml": "title: x\n", "archetypes/default.md": "", "content/post/a.md": ""},
        *("content/post", "", "markdown"),
    ),
    "hugo with raw HTML": (
        {"hugo.toml": "[Markup.Goldmark.Renderer]\nunsafe = true\n"},
        *("content/posts", "", "clean"),
    ),
    "hugo in a folder of settings": (
        {"config/_default/hugo.toml": "", "config/_default/markup.yaml": "goldmark: {renderer: {unsafe: true}}\n"},
        *("content/posts", "", "clean"),
    ),
    "pelican": (
        {"pelicanconf.py": 'import os\nPATH = "pages"\nTIMEZONE = "Asia/Shanghai"\nos.abort()\n'},
        *("pages", "Asia/Shanghai", "clean"),
    ),
    "eleventy": ({"eleventy.config.js": "throw 1\n"}, "posts", "", "clean"),
    "eleventy of old": ({".eleventy.js": "throw 1\n", "src/posts/a.md": ""}, "src/posts", "", "clean"),
    "astro": ({"astro.config.mjs": "throw 1\n"}, "src/content/blog", "", "clean"),
    "zola": (
        {"config.toml": 'base_url = "/"\ntaxonomies = [{name = "categories"}, {name = "tags"}]\n'},
        *("content/posts", "", "clean"),
    ),
}
"""Files of a blog -> folder of its posts, its zone, and the body that its posts get."""


@pytest.mark.parametrize("case", BLOGS)
def test_every_generator_is_told_by_its_files(case: str, command: Command, tmp_path: Path) -> None:
    files, output, timezone, body = BLOGS[case]
    here = tmp_path / "blog"
    for name, text in files.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, "utf-8")
    generator = case.split()[0]
    for arguments in ([], ["--blog", generator, "--force"]):
        result = command("init", here, *arguments)
        assert result.code == 0, result.problem
        assert "posts go to " in result.text
        config = read_config(here / "newscrawl.yaml")
        found = (config.post.blog, str(config.output.local.relative_to(here)), config.post.timezone, config.post.mode)
        assert found == (generator, output, timezone, body)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "is in no blog that newscrawl knows (Hexo, Hugo, Jekyll, Pelican, Eleventy, Astro, Zola)"),
        ({"config.toml": "title = 'x'\n"}, "is in no blog that newscrawl knows"),
        ({"hugo.toml": "x = \n"}, "hugo.toml: is not valid TOML: "),
        ({"hugo.json": "{"}, "hugo.json: is not valid JSON: "),
        ({"hugo.json": "[]"}, "hugo.json: must be a mapping of keys"),
        ({"hugo.toml": "timeZone = 8\n"}, "hugo.toml: timeZone: must be text"),
        ({"hugo.toml": "timeZone = 'Shanghai'\n"}, "hugo.toml: timeZone: 'Shanghai' is no IANA time zone"),
        ({"pelicanconf.py": "PATH = \n"}, "pelicanconf.py: is not valid Python: "),
    ],
    ids=lambda value: ",".join(f"{name} {text}" for name, text in value.items()) if isinstance(value, dict) else "",
)
def test_what_cannot_be_used(files: dict[str, str], problem: str, command: Command, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    result = command("init", tmp_path)
    assert (result.code, problem in result.problem) == (2, True), result.problem
    assert not (tmp_path / "newscrawl.yaml").exists()


def test_zola_needs_its_taxonomies_first(command: Command, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('base_url = "/"\ntaxonomies = [{name = "tags"}]\n', "utf-8")
    result = command("init", tmp_path)
    wanted = 'must define the taxonomies of posts, or Zola builds nothing: taxonomies = [{ name = "categories" }]'
    assert (result.code, wanted in result.problem) == (0, True)
    result = command("extract", "page.html")
    assert (result.code, wanted in result.problem) == (2, True)


@pytest.mark.parametrize(
    ("blog", "body", "problem"),
    [
        ("hugo", "clean", "this blog leaves HTML out of its pages; body markdown is shown"),
        ("hugo", "source", "body: Hugo takes markdown or clean, not source"),
        ("jekyll", "markdown", "body: Jekyll takes clean, not markdown"),
        ("pelican", "source", "body: Pelican takes clean, not source"),
    ],
)
def test_a_body_that_the_generator_does_not_show(
    blog: str, body: str, problem: str, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "hugo.toml").write_text("", "utf-8")
    assert command("init", "--blog", "hugo").code == 0
    result = command("extract", "page.html", "--blog", blog, "--body", body)
    assert result.code == 2
    assert problem in result.problem


def test_hexo_drafts_need_a_folder_of_posts(command: Command, blog: Path) -> None:
    command("init", blog)
    text = (blog / "newscrawl.yaml").read_text("utf-8").replace("_posts", "_posts/news")
    (blog / "newscrawl.yaml").write_text(f"{text}drafts_below: 0.5\n", "utf-8")
    with pytest.raises(SiteError, match="Hexo keeps drafts in _drafts beside _posts"):
        read_config(blog / "newscrawl.yaml")
