from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newscrawl.archive import ArchiveOptions
from newscrawl.blogs import read_blog
from newscrawl.cli.choosing import configure
from newscrawl.config import Config, find_upwards, pictures_of, read_config
from newscrawl.errors import SiteError
from newscrawl.folders import LocalFolder
from newscrawl.render import PictureOptions, PostOptions, assets


def written(folder: Path, text: str, name: str = "newscrawl.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("output: posts", "output", "{here}/posts"),
        ("output: /srv/posts", "output", "/srv/posts"),
        ("contact: a@example.com", "output", "{here}/output"),
        ("state: memory", "state_folder", "{here}/memory"),
        ("output: posts", "state_folder", "{here}/posts/.newscrawl"),
        ("contact: a@example.com", "contact", "a@example.com"),
        ("crawl: [sina_finance, sina_finance/股市]", "crawl", ("sina_finance", "sina_finance/股市")),
        ("crawl: sina_finance", "crawl", ("sina_finance",)),
        ("output: posts", "sites", None),
        ("images: lead-only", "images", "lead-only"),
        ("output: posts", "images", "link"),
        ("output: posts", "overrides", None),
        ("output: posts", "archive", ArchiveOptions(keep="off", megabytes=1000)),
        ("archive: off", "archive", ArchiveOptions(keep="off")),
        ("archive: all\narchive_mb: 0", "archive", ArchiveOptions(keep="all", megabytes=0)),
        ("archive: errors\narchive_days: 30", "archive", ArchiveOptions(keep="errors", days=30)),
        ("images_width: 1200", "images_width", 1200),
        ("assets: pictures", "assets", "{here}/pictures"),
        ("body: markdown", "post", PostOptions(body="markdown")),
        ("author: byline", "post", PostOptions(author="byline")),
        ("keys: [link, source, link]", "post", PostOptions(extra=("link", "source"))),
        ("timezone: Asia/Shanghai", "post", PostOptions(timezone="Asia/Shanghai")),
        ("placeholder: https://example.com/p.png", "post", PostOptions(placeholder="https://example.com/p.png")),
    ],
)
def test_what_newscrawl_yaml_says(tmp_path: Path, text: str, field: str, value: object) -> None:
    found = getattr(read_config(written(tmp_path, text)), field)
    assert (str(found) if isinstance(found, Path | LocalFolder) else found) == (
        value.format(here=tmp_path) if isinstance(value, str) else value
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n"], ids=["empty", "comments"])
def test_a_newscrawl_yaml_may_say_nothing(tmp_path: Path, text: str) -> None:
    assert read_config(written(tmp_path, text)).output == LocalFolder(tmp_path / "output")


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("outptu: x", ": outptu", "unknown key; did you mean 'output'?"),
        ("output: [a]", ": output", "must be text, not a list"),
        ("body: clear", ": body", "'clear' is not one of clean, source, markdown; did you mean 'clean'?"),
        ("images_width: wide", ": images_width", "must be a whole number, not text"),
        ("images: all", ": images", "'all' is not one of link, download, lead-only"),
        ("archive: some", ": archive", "'some' is not one of off, errors, all"),
        ("archive: on", ": archive", "must be text, not true or false"),
        ("archive_days: -1", ": archive_days", "must be 0 (no bound) or more"),
        ("workers: 0", ": workers", "0 is no number from 1 to 64"),
        ("workers: all", ": workers", "must be a whole number, not text"),
        ("author: editor", ": author", "'editor' is not one of site, byline"),
        ("keys: [links]", ": keys", "'links' is not one of"),
        ("keys: [1]", ": keys[0]", "must be text, not a whole number"),
        ("timezone: Shanghai", ": timezone", "is no IANA time zone"),
        ("blog: wordpress", ": blog", "'wordpress' is not one of hexo, hugo, jekyll, pelican, eleventy, astro, zola"),
        ("blog: jekyll\nbody: source\ntimezone: ''", ": body", "Jekyll takes clean, not source"),
        ("blog: hugo\nbody: source\ntimezone: ''", ": body", "Hugo takes markdown or clean, not source"),
        ("blog: hugo", ": blog", "there is no Hugo blog in"),
        ("drafts_below: 2", ": drafts_below", "2.0 is not between 0 and 1"),
        ("blog: hexo", ": blog", "there is no"),
        ("sites: nowhere", ": sites", "no such folder"),
        ("output: a\noutput: b", "", "the key 'output' stands twice"),
        ("output: [", "", "is not valid YAML, line 2"),
        ("- output", "", "must be a mapping"),
    ],
)
def test_a_bad_newscrawl_yaml_names_file_key_and_problem(tmp_path: Path, text: str, place: str, problem: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SiteError) as error:
        read_config(path)
    assert error.value.place == f"{path}{place}"
    assert problem in error.value.problem


@pytest.mark.parametrize(
    ("hexo", "config", "timezone"),
    [
        ("source_dir: source\ntimezone: Asia/Tokyo", "blog: hexo", "Asia/Tokyo"),
        ("source_dir: source\ntimezone: ''", "blog: hexo", ""),
        ("source_dir: source", "blog: hexo", ""),
        ("source_dir: source\ntimezone: Asia/Tokyo", "blog: hexo\ntimezone: Asia/Shanghai", "Asia/Shanghai"),
        ("source_dir: source\ntimezone: Asia/Tokyo", "output: posts", ""),
    ],
    ids=["the blog's", "empty in the blog", "none in the blog", "said here", "no blog"],
)
def test_times_follow_the_blogs_timezone(tmp_path: Path, hexo: str, config: str, timezone: str) -> None:
    written(tmp_path, hexo, "_config.yml")
    assert read_config(written(tmp_path, config)).post.timezone == timezone


@pytest.mark.parametrize(
    ("config", "package"),
    [
        ("title: x\nsource_dir: src", ""),
        ("title: x\npublic_dir: out", ""),
        ("title: x", '{"dependencies": {"hexo": "^8"}}'),
    ],
    ids=["source_dir", "public_dir", "package.json"],
)
def test_a_hexo_blog_is_recognised(tmp_path: Path, config: str, package: str) -> None:
    if package:
        written(tmp_path, package, "package.json")
    written(tmp_path, config, "_config.yml")
    found = read_blog("hexo", tmp_path)
    assert found is not None
    assert found.folder == tmp_path


@pytest.mark.parametrize("package", ["", "{", "[]", '{"dependencies": {"jekyll": "1"}}'])
def test_another_generators_blog_is_refused(tmp_path: Path, package: str) -> None:
    written(tmp_path, package, "package.json")
    written(tmp_path, "title: x\nmarkdown: kramdown", "_config.yml")
    with pytest.raises(SiteError, match="is not a Hexo blog's"):
        read_blog("hexo", tmp_path)


def test_the_nearest_file_upwards_wins(tmp_path: Path) -> None:
    written(tmp_path, "output: far")
    near = written(tmp_path / "a", "output: near")
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    assert find_upwards("newscrawl.yaml", tmp_path / "a" / "b" / "c") == near


def test_nothing_upwards_is_none(tmp_path: Path) -> None:
    assert find_upwards("no-such-file-anywhere.yaml", tmp_path) is None


def test_own_site_files_win_over_those_that_ship(tmp_path: Path) -> None:
    written(tmp_path, "like: sina_finance\nname: 我的新浪", "sites/sina_finance.yaml")
    written(tmp_path, "like: sina_finance\nname: 另一个", "sites/other.yaml")
    sites = Config(sites=tmp_path / "sites").load_sites()
    assert (sites["sina_finance"].name, sites["other"].name) == ("我的新浪", "另一个")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("budget: 50", "policy.budget", 50),
        ("site: {a: {budget: 7}}", "policy.budget", 7),
        ("budget: 50\nsite: {a: {budget: 7}}", "policy.budget", 7),
        ("budget: 50\nsite: {a: {budget: null}}", "policy.budget", 0),
        ("site: {a: {delay: 9}}", "delay", 9.0),
        ("site: {a: {headers: {Referer: 'https://b.example/'}}}", "headers", {"Referer": "https://b.example/"}),
        ("site: {b: {delay: 9}}", "policy.budget", 3),
    ],
)
def test_the_users_word_wins_over_a_site_file_key_by_key(tmp_path: Path, text: str, field: str, value: object) -> None:
    for name in ("a", "b"):
        written(tmp_path, f"like: sina_finance\nname: {name}\nbudget: 3", f"sites/{name}.yaml")
    found: Any = read_config(written(tmp_path, f"{text}\nsites: sites")).load_sites()["a"]
    for name in field.split("."):
        found = getattr(found, name)
    assert found == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("budget: -1", ": budget: -1 is no number of requests"),
        ("site: {sina_finanse: {}}", ": site.sina_finanse: no such site; did you mean 'sina_finance'?"),
        ("site: {sina_finance: {dealy: 3}}", ": site.sina_finance.dealy: unknown key; did you mean 'delay'?"),
        ("site: {sina_finance: 3}", ": site.sina_finance: must be a mapping, not a whole number"),
    ],
)
def test_a_bad_override_is_named_where_it_stands(tmp_path: Path, text: str, line: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SiteError) as error:
        read_config(path).load_sites()
    assert str(error.value) == f"{path}{line}"


def test_pictures_stay_links_by_default(tmp_path: Path) -> None:
    assert pictures_of(read_config(written(tmp_path, "output: posts"))) == PictureOptions()
    assert pictures_of(Config()) == PictureOptions()


@pytest.mark.parametrize(
    ("text", "folder"),
    [("output: posts", ""), ("assets: pictures", "{here}/pictures"), ("output: posts\nassets: p", "{here}/p")],
)
def test_pictures_without_a_blog(tmp_path: Path, text: str, folder: str) -> None:
    config = read_config(written(tmp_path, f"images: download\n{text}"))
    assert pictures_of(config) == PictureOptions(mode="download", folder=folder.format(here=tmp_path))


@pytest.mark.parametrize(
    ("blog", "ours", "folder", "address", "in_markdown"),
    [
        ("source_dir: source", "", "source/images/newscrawl", "/images/newscrawl/", "/images/newscrawl/"),
        ("source_dir: src", "", "src/images/newscrawl", "/images/newscrawl/", "/images/newscrawl/"),
        ("skip_render:\nroot: /blog/", "", "source/images/newscrawl", "/blog/images/newscrawl/", "/images/newscrawl/"),
        ("skip_render:\nroot: blog", "", "source/images/newscrawl", "/blog/images/newscrawl/", "/images/newscrawl/"),
        (
            "skip_render:\nroot: /a/博 客/",
            "assets: source/pics",
            "source/pics",
            "/a/%E5%8D%9A%20%E5%AE%A2/pics/",
            "/pics/",
        ),
        ("skip_render:\nurl: https://a.example/b", "assets: source/图", "source/图", "/%E5%9B%BE/", "/%E5%9B%BE/"),
        ("skip_render:\nurl: https://a.example/b\nroot:", "assets: source/p", "source/p", "/b/p/", "/p/"),
    ],
)
def test_pictures_in_a_hexo_blog(
    tmp_path: Path, blog: str, ours: str, folder: str, address: str, in_markdown: str
) -> None:
    written(tmp_path, blog, "_config.yml")
    for body, body_address in (("clean", ""), ("markdown", in_markdown)):
        text = f"blog: hexo\noutput: source/_posts\nimages: download\nbody: {body}\n{ours}"
        assert pictures_of(read_config(written(tmp_path, text))) == PictureOptions(
            mode="download", folder=str(tmp_path / folder), address=address, body_address=body_address
        )


BLOGS = {
    "hugo": ("hugo.toml", 'baseURL = "https://a.example/b/"', "static/images/newscrawl", "/b/images/newscrawl/", ""),
    "hugo with a folder of its own": (
        *("hugo.toml", 'baseURL = "/"\nstaticDir = ["public files", "x"]'),
        *("public files/images/newscrawl", "/images/newscrawl/", ""),
    ),
    "hugo that rewrites addresses": (
        *("hugo.toml", 'baseURL = "https://a.example/b"\nrelativeURLs = true'),
        *("static/images/newscrawl", "/b/images/newscrawl/", "/images/newscrawl/"),
    ),
    "jekyll": ("_config.yml", "baseurl: /b", "assets/newscrawl", "/b/assets/newscrawl/", ""),
    "jekyll with a source": ("_config.yml", "source: src", "src/assets/newscrawl", "/assets/newscrawl/", ""),
    "pelican": (
        *("pelicanconf.py", 'SITEURL = "https://a.example/b"\nPATH = "texts"', "texts/images/newscrawl"),
        *("/b/images/newscrawl/", "|static|/images/newscrawl/"),
    ),
    "eleventy": ("eleventy.config.js", "", "images/newscrawl", "/images/newscrawl/", ""),
    "astro": ("astro.config.mjs", "", "public/images/newscrawl", "/images/newscrawl/", ""),
    "zola": (
        *("zola.toml", 'base_url = "https://a.example/b"\ntaxonomies = [{name = "categories"}, {name = "tags"}]'),
        *("static/images/newscrawl", "/b/images/newscrawl/", ""),
    ),
}


@pytest.mark.parametrize("case", BLOGS)
def test_pictures_in_a_blog(tmp_path: Path, case: str) -> None:
    name, text, folder, address, body_address = BLOGS[case]
    written(tmp_path, text, name)
    config = read_config(written(tmp_path, f"blog: {case.split()[0]}\nimages: download"))
    assert pictures_of(config) == PictureOptions(
        mode="download", folder=str(tmp_path / folder), address=address, body_address=body_address
    )


def test_parallel_categories(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, "categories: parallel"))
    assert config.post.categories == "parallel"
    for more in ("blog: hugo\ntimezone: UTC", "body: source"):
        with pytest.raises(SiteError, match="categories: parallel is for Hexo's clean and markdown posts"):
            read_config(written(tmp_path, f"categories: parallel\n{more}"))


def test_pictures_in_a_blog_whose_root_is_not_known(tmp_path: Path) -> None:
    written(tmp_path, "", "astro.config.mjs")
    config = read_config(written(tmp_path, "blog: astro\nroot: news/博客\nimages: download"))
    assert pictures_of(config).address == "/news/%E5%8D%9A%E5%AE%A2/images/newscrawl/"


def test_pictures_in_eleventys_public_folder(tmp_path: Path) -> None:
    written(tmp_path, "", "eleventy.config.js")
    (tmp_path / "public").mkdir()
    options = pictures_of(read_config(written(tmp_path, "blog: eleventy\nimages: lead-only")))
    assert (options.folder, options.address) == (str(tmp_path / "public/images/newscrawl"), "/images/newscrawl/")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("blog: hexo\nassets: pictures", "^assets: must lie in .*/source, since hexo copies pictures from there$"),
        ("body: source", "^images: download does not go with the source body"),
        ("images_width: -1", "^images_width: -1 is no number of pixels$"),
    ],
)
def test_pictures_that_cannot_be(tmp_path: Path, text: str, problem: str) -> None:
    written(tmp_path, "source_dir: source", "_config.yml")
    with pytest.raises(SiteError, match=problem):
        pictures_of(read_config(written(tmp_path, f"images: download\n{text}")))


def test_making_pictures_smaller_needs_pillow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = read_config(written(tmp_path, "images: download\nimages_width: 1200"))
    monkeypatch.setattr(assets, "find_spec", lambda name: None)
    with pytest.raises(SiteError, match=r"^images_width: needs Pillow: pip install 'newscrawl\[images\]'$"):
        pictures_of(config)
    with pytest.raises(SiteError, match=r"^images_webp: needs Pillow"):
        pictures_of(read_config(written(tmp_path, "images: download\nimages_webp: true")))


def test_pictures_go_with_posts_that_are_no_longer_the_blogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "source_dir: source", "_config.yml")
    written(tmp_path, "blog: hexo\noutput: source/_posts\nimages: download\nassets: source/p")
    monkeypatch.chdir(tmp_path)
    inside, elsewhere = configure(output="source/_posts/news"), configure(output="try")
    assert pictures_of(inside).address == "/p/"
    assert pictures_of(elsewhere) == PictureOptions(mode="download")
    assert configure(images="link").images == "link"


def test_pictures_of_a_blog_need_the_blog(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, "blog: hugo\ntimezone: UTC\nimages: download\n"))
    with pytest.raises(SiteError, match=r"^images: download needs the Hugo blog beside newscrawl\.yaml"):
        pictures_of(config)
