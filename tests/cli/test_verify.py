"""``newscrawl verify``: what is wrong with posts, ours and other people's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sample_posts import sample_folder

from newscrawl.render import is_draft, problems_of

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command

from pathlib import PurePosixPath

GOOD = "---\ntitle: 铜价上涨\ndate: 2026-07-20 09:30:00\ntags: ['000001']\n---\n\n铜价**今天**上涨。\n"
HEADER = "title: 铜价\ndate: 2026-07-20\n"

NAMES = {
    "a/_draft.md": "would be left out: a name begins with '_' or '.', or ends with '%' or '~'",
    "a/.x.md": "would be left out: a name begins with '_' or '.', or ends with '%' or '~'",
    "_a/x.md": "would be left out: a name begins with '_' or '.', or ends with '%' or '~'",
    "a/涨5%.md": "would be left out where the address is made of the name: '%' in it cannot be decoded",
}
HEADERS = {
    "title: 央行: 不变\ndate: 2026-07-20": "the front matter cannot be read: mapping values are not allowed here",
    "title: [快讯] 铜价\ndate: 2026-07-20": "the front matter cannot be read: parsing a block mapping",
    "title: @某 铜价\ndate: 2026-07-20": "the front matter cannot be read: scanning for the next token",
    "title: %50 铜价\ndate: 2026-07-20": "the front matter cannot be read: scanning for the next token",
    "title: !!python/object/apply:os.system [id]\ndate: 2026-07-20": "the front matter cannot be read: could not",
    "title: a\ntitle: b\ndate: 2026-07-20": "the front matter cannot be read: the key 'title' is there twice",
    "title: a\ndate: 2026-13-45": "the front matter cannot be read: month must be in 1..12",
    "- a\n- b": "the front matter cannot be read: it is no mapping",
    "title: 007\ndate: 2026-07-20": "the title is read as 7, not as text: quote it",
    "title: 2026-07-20\ndate: 2026-07-20": "the title is read as 2026-07-20, not as text: quote it",
    "title: no\ndate: 2026-07-20": "the title is read as False, not as text: quote it",
    "title: [快讯]\ndate: 2026-07-20": "the title is read as list, not as text: quote it",
    "title: ' '\ndate: 2026-07-20": "the title is empty",
    "date: 2026-07-20": "has no title",
    "title: 铜价": "has no date: the generator takes the file's own time",
    "title: 铜价\ndate: Invalid Date": "the date is 'Invalid Date', which is none: the generator takes the file's own",
    "title: 铜价\ndate: 20260720": "the date is read as 20260720, not as text: the generator takes the file's own time",
    f"{HEADER}tags: [000001, 铜]": "tags hold read as 1, not as text: quote it",
    f"{HEADER}categories: [a, ~]": "categories hold read as nothing, not as text: quote it",
    f"{HEADER}x: {'[' * 2000}": "the front matter cannot be read: ",
}
BODIES = {
    "{{ 7*7 }}": "template syntax: '{{ 7*7 }}'",
    "一\n{% x %}\n": "template syntax: '{% x %}'",
    "{# x #}": "template syntax: '{# x #}'",
    "<script>x()</script>": "a browser would obey: <script>",
    "<p onclick=x()>一</p>": "a browser would obey: onclick",
    "[一](javascript:x())": "",
    '<a href="java&#9;script:x()">一</a>': "a browser would obey: javascript: in href",
    '<iframe src="https://v.example/"></iframe>': "a browser would obey: <iframe>",
    "<div>\n一\n\n      <p>二</p>\n</div>": "HTML shown as code, for it is indented after a blank line: '<p>二</p>'",
    "```\n<script>x()</script>\n```\n": "",
    "`<script>`": "",
    '<img src="data:image/png;base64,AAAA">': "",
}


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    assert problems_of(PurePosixPath(name), GOOD, "hexo") == [NAMES[name]]


@pytest.mark.parametrize("header", HEADERS)
def test_front_matter(header: str) -> None:
    [problem] = problems_of(PurePosixPath("x.md"), f"\ufeff---\r\n{header}\n---\n铜价上涨。\n", "hexo")
    assert problem.startswith(HEADERS[header])


@pytest.mark.parametrize("body", BODIES)
def test_bodies(body: str) -> None:
    problems = problems_of(PurePosixPath("x.md"), f"---\n{HEADER}---\n{body}", "hexo")
    assert problems == ([BODIES[body]] if BODIES[body] else [])


def test_what_hexo_leaves_alone_others_do_not() -> None:
    quiet = f"---\n{HEADER}---\n<!-- {{% x %}} -->\n\n```\n{{{{ y }}}}\n```\n"
    path = PurePosixPath("x.md")
    assert problems_of(path, quiet, "hexo") == []
    assert problems_of(path, quiet) == ["template syntax: '{% x %} --> ``` {{ y }} ```'"]
    assert problems_of(path, f"---\n{HEADER}disableNunjucks: true\n---\n{{{{ y }}}}", "hexo") == []
    assert problems_of(path, f"---\n{HEADER}---\n<% y %>", "hexo") == []


def test_front_matter_in_toml() -> None:
    path = PurePosixPath("x.md")
    assert problems_of(path, "+++\ntitle = '铜价'\ndate = 2026-07-20T09:30:00Z\n+++\n铜价上涨。\n") == []
    assert problems_of(path, "+++\ntitle = 铜价\n+++\n")[0].startswith("the front matter cannot be read: ")


def test_no_front_matter() -> None:
    assert problems_of(PurePosixPath("x.md"), "铜价上涨。\n") == ["has no front matter"]


def test_a_folder(command: Command, tmp_path: Path) -> None:
    (tmp_path / "posts" / ".newscrawl" / "quarantine").mkdir(parents=True)
    (tmp_path / "posts" / ".newscrawl" / "quarantine" / "x.md").write_text("{{ x }}", "utf-8")
    (tmp_path / "posts" / "a.md").write_text(GOOD, "utf-8")
    result = command("verify", "posts")
    assert (result.code, result.text, result.err) == (0, "1 posts, all good\n", "")
    (tmp_path / "posts" / "b.md").write_text(
        GOOD.replace("铜价上涨", "[铜价] 上涨").replace("今天", "{{ x }}"), "utf-8"
    )
    (tmp_path / "posts" / "c.md").write_bytes(b"\xff")
    (tmp_path / "posts" / "_d.md").write_text(GOOD + "{{ x }}", "utf-8")
    result = command("verify", "posts")
    assert result.code == 1
    lines = result.text.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["_d.md", "b.md", "c.md"]
    assert lines[0] == f"_d.md: {NAMES['a/_draft.md']}; template syntax: '{{{{ x }}}}'"
    assert lines[-1] == "4 posts, 3 with problems"


def test_the_configured_folder(command: Command, tmp_path: Path) -> None:
    (tmp_path / "newscrawl.yaml").write_text("output: posts\n", "utf-8")
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(GOOD, "utf-8")
    assert command("verify").text == "1 posts, all good\n"


def test_bad_input(command: Command, tmp_path: Path) -> None:
    result = command("verify", "nowhere")
    assert (result.code, result.problem) == (2, "nowhere: no such folder")
    (tmp_path / "posts").mkdir()
    result = command("verify", "posts", "--build")
    assert result.code == 2
    assert result.problem == "--build: needs a blog: no newscrawl.yaml, here or above, names one that lies beside it"
    (tmp_path / "_config.yml").write_text("source_dir: source\n", "utf-8")
    (tmp_path / "newscrawl.yaml").write_text("blog: hexo\noutput: posts\n", "utf-8")
    result = command("verify", "--build")
    assert result.code == 2
    assert result.problem == (f"hexo: is neither in {tmp_path} nor on this machine: install the blog's packages first")
    (tmp_path / "_config.yml").unlink()
    (tmp_path / "zola.toml").write_text("taxonomies = [{name = 'categories'}, {name = 'tags'}]\n", "utf-8")
    (tmp_path / "newscrawl.yaml").write_text("blog: zola\noutput: posts\n", "utf-8")
    assert command("verify", "--build").problem.startswith("--build: cannot build with zola, only with hexo, hugo, ")


def test_pelicans_header() -> None:
    path = PurePosixPath("x.md")
    assert (
        problems_of(path, "Title: 铜价: 上涨\nDate: 2026-07-20T09:30:00Z\nTags: 000001;\n\n铜价。\n", "pelican") == []
    )
    assert problems_of(path, "Title: 铜价\n\n铜价。\n", "pelican") == [
        "has no date: the generator takes the file's own time"
    ]
    assert problems_of(path, GOOD, "pelican") == [
        "the front matter cannot be read: front matter is not lines of 'Key: value' and a blank one"
    ]


@pytest.mark.parametrize(
    ("text", "blog", "draft"),
    [
        (f"---\n{HEADER}draft: true\n---\n", "hugo", True),
        (f"---\n{HEADER}published: false\n---\n", "jekyll", True),
        ("Title: x\nStatus: draft\n\nx", "pelican", True),
        ("+++\ndraft = true\n+++\n", "zola", True),
        (GOOD, "hugo", False),
        ("x", "hugo", False),
    ],
)
def test_drafts(text: str, blog: str, draft: bool) -> None:
    assert is_draft(text, blog) is draft


def test_posts_of_the_source_format(command: Command) -> None:
    """The format's own faults are told: dates that are none, and HTML that Markdown takes for code."""
    folder = sample_folder()
    if folder is None:
        pytest.skip("NEWSCRAWL_CORPUS names no folder with samples beside it")
    result = command("verify", folder)
    assert result.code == 1
    lines = result.text.splitlines()
    assert lines[-1] == "44 posts, 8 with problems"
    told = {line.partition(": ")[0]: line.partition(": ")[2] for line in lines[:-1]}
    assert told["seed-sina-zhejiang.md"].startswith("HTML shown as code, for it is indented after a blank line: ")
    assert sum("'Invalid Date', which is none" in problem for problem in told.values()) == 3
    assert sum("HTML shown as code" in problem for problem in told.values()) == 5
