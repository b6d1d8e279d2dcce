"""The strict reader: what is wrong, where, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.errors import SiteError
from newscrawl.sites import load_sites, read_site

GOOD = """\
name: 示例财经
group: 金融
languages: [zh-CN]
timezone: Asia/Shanghai
home: https://news.example/
domains: [news.example]
confidence: B
checked: 2026-07
lists:
  roll:
    kind: json
    url: 'https://news.example/api?lid={lid}&page={page}'
    items: data
    fields: {url: url}
channels:
  要闻: {list: roll, vars: {lid: 7}}
article:
  fields:
    title: [h1.head, {meta: 'og:title'}]
  body: ['#text']
"""


def written(folder: Path, text: str, name: str = "example") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    site = read_site(written(tmp_path, GOOD))
    assert (site.id, site.name, list(site.channels)) == ("example", "示例财经", ["要闻"])
    assert site.channels["要闻"].label == "示例财经－要闻"
    assert [str(rule) for rule in site.article.fields["title"]] == ["css:h1.head", "meta:og:title"]


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ("timezone:", "timezon:", "timezone", "is missing"),
        ("home:", "hom: x\nhome:", "hom", "unknown key; did you mean 'home'?"),
        ("Asia/Shanghai", "Asia/Shanghi", "timezone", "'Asia/Shanghi' is no IANA time zone"),
        ("[zh-CN]", "[1]", "languages[0]", "must be text, not a whole number"),
        ("kind: json", "kind: jsn", "lists.roll.kind", "'jsn' is not one of json; did you mean 'json'?"),
        ("fields: {url: url}", "fields: {title: t}", "lists.roll.fields.url", "is missing"),
        (
            "fields: {url: url}",
            "fields: {url: url, titel: t}",
            "lists.roll.fields.titel",
            "unknown field; did you mean 'title'?",
        ),
        ("list: roll", "list: rol", "channels.要闻.list", "'rol' is not one of roll; did you mean 'roll'?"),
        ("vars: {lid: 7}", "vars: {}", "channels.要闻.vars", "lid is missing"),
        ("'#text'", "'#text['", "article.body", "is no CSS selector"),
        ("h1.head", "{css: h1, regex: '('}", "article.fields.title[0].regex", "is no regular expression"),
        ("h1.head", "{css: h1, xpath: //h1}", "article.fields.title[0]", "needs exactly one of"),
        ("h1.head", "{css: h1, rgex: x}", "article.fields.title[0].rgex", "unknown key; did you mean 'regex'?"),
        ("confidence: B", "confidence: E", "confidence", "'E' is not one of A, B, C, D"),
        ("domains: [news.example]", "domains: []", "domains", "is missing"),
        ("group: 金融", "group: 金融\ngroup: 股市", "line 3", "the key 'group' stands twice"),
        ("name: 示例财经", "name: [", "line", "is not valid YAML"),
        ("name: 示例财经", "name: 示例财经\ndelay: fast", "delay", "must be a number, not text"),
    ],
)
def test_one_line_says_what_and_where(tmp_path: Path, old: str, new: str, place: str, problem: str) -> None:
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(SiteError) as caught:
        read_site(path)
    line = str(caught.value)
    assert line.startswith(str(path))
    assert place in line
    assert problem in line
    assert "\n" not in line


def test_like_starts_from_another_file(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    child = read_site(
        written(tmp_path, "like: example\nname: 分站\nchannels: {快讯: {list: roll, vars: {lid: 8}}}\n", "child")
    )
    assert (child.id, child.name, child.group, list(child.channels)) == ("child", "分站", "金融", ["快讯"])


def test_like_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="no site file 'nowhere'"):
        read_site(written(tmp_path, "like: nowhere\n"))


def test_like_in_a_circle_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, "like: b\n", "a")
    with pytest.raises(SiteError, match="no site file"):
        read_site(written(tmp_path, "like: a\n", "b"))


def test_nothing_is_executed(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("示例财经", "!!python/object/apply:os.system ['true']"))
    with pytest.raises(SiteError, match="is not valid YAML"):
        read_site(path)


@pytest.mark.parametrize("site", load_sites().values(), ids=lambda site: site.id)
def test_shipped_sites_read(site: object) -> None:
    assert site


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://finance.sina.com.cn/x", True),
        ("http://SINA.com.cn:80/x", True),
        ("https://user@finance.sina.cn/x", True),
        ("https://notsina.com.cn/x", False),
        ("https://sina.com.cn.evil.example/x", False),
        ("https://evil.example/?sina.com.cn", False),
    ],
)
def test_a_site_owns_its_hosts_only(url: str, owned: bool) -> None:
    assert load_sites()["sina_finance"].owns(url) is owned


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://video.sina.com.cn/p/finance/x.html", "video page"),
        ("https://zhibo.sina.com.cn/room/1", "live page"),
        ("https://guba.sina.com.cn/?s=bar", "forum page"),
        ("https://finance.sina.com.cn/china/gncj/2022-08-04/doc-imizmscv4866520.shtml", ""),
    ],
)
def test_skipped_addresses(url: str, reason: str) -> None:
    assert load_sites()["sina_finance"].skip_reason(url) == reason
