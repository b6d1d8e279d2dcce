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
        (
            "kind: json",
            "kind: jsn",
            "lists.roll.kind",
            "'jsn' is not one of json, html_json, html, json_html, rss, sitemap; did you mean 'json'?",
        ),
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
        ("items: data", "itms: data", "lists.roll.itms", "unknown key; did you mean 'items'?"),
        ("items: data", "items: 'a..b'", "lists.roll.items", "'a..b' is no path"),
        ("items: data", "items: [a, 1]", "lists.roll.items[1]", "must be text, not a whole number"),
        ("kind: json", "kind: html_json", "lists.roll.embedded", "is missing"),
        ("items: data", "items: data\n    embedded: {}", "lists.roll.embedded", "unknown key"),
        ("items: data", "items: data\n    sign: cl", "lists.roll.sign", "'cl' is not one of cls; did you mean 'cls'?"),
        ("items: data", "items: data\n    max_age: -1", "lists.roll.max_age", "-1 is no number of days"),
        ("items: data", "items: data\n    form: {a: b}\n    json: {a: b}", "lists.roll.json", "stands beside form"),
        ("items: data", "items: data\n    skip_if: [{equals: 1}]", "skip_if[0]", "needs path"),
        (
            "items: data",
            "items: data\n    skip_if: [{path: a, equls: 1}]",
            "skip_if[0].equls",
            "did you mean 'equals'?",
        ),
        (
            "items: data",
            "items: data\n    skip_if: [{path: a, equals: 1, in: [2]}]",
            "skip_if[0]",
            "needs one of equals",
        ),
        ("items: data", "items: data\n    ok: {path: a, matches: '('}", "ok.matches", "is no regular expression"),
        ("items: data", "items: data\n    paging: {type: pages}", "paging.type", "did you mean 'page'?"),
        ("items: data", "items: data\n    paging: {pages: 0}", "paging.pages", "must be from 1 to 1000"),
        ("items: data", "items: data\n    paging: {step: 0}", "paging.step", "the list would never go on"),
        ("items: data", "items: data\n    paging: {start: x}", "paging.start", "must be a whole number"),
        ("items: data", "items: data\n    paging: {type: offset}", "paging.step", "is missing: how many entries"),
        (
            "items: data",
            "items: data\n    paging: {type: cursor}",
            "paging.from",
            "missing: where the cursor stands",
        ),
        ("items: data", "items: data\n    paging: {type: next}", "paging.from", "is missing: where the link stands"),
        (
            "&page={page}'",
            "'\n    paging: {pages: 2}",
            "lists.roll.paging",
            "fills {page}, but neither",
        ),
        ("{page}", "{cursor}", "lists.roll.url", "has {cursor}, but no paging"),
        ("{page}", "{offset}", "lists.roll.url", "has {offset}, but no paging of that type"),
        ("vars: {lid: 7}", "vars: {lid: 7, lld: 8}", "channels.要闻.vars", "the list 'roll' has no {lld}"),
        ("vars: {lid: 7}", "vars: {lid: no}", "channels.要闻.vars.lid", "must be text, not true or false"),
        ("fields: {url: url}", "fields: {url: {css: a}}", "lists.roll.fields.url[0].css", "unknown key"),
        ("fields: {url: url}", "fields: {url: {template: x}}", "url[0].template", "'x' has no path in braces"),
        ("fields: {url: url}", "fields: {url: {path: x, map: {'(': y}}}", "url[0].map", "does not work"),
        ("fields: {url: url}", "fields: {url: {path: x, map: {'a': '\\2'}}}", "url[0].map", "does not work"),
        ("fields: {url: url}", "fields: {url: {path: x, label: a, regex: b}}", "url[0]", "has a label and a regex"),
        ("fields: {url: url}", "fields: {url: {path: x, format: epoc_s}}", "url[0].format", "did you mean 'epoch_s'?"),
        ("fields: {url: url}", "fields: {url: {path: x, format: '%Q'}}", "url[0].format", "'%Q' is no time format"),
        ("fields: {url: url}", "fields: {url: {path: x, tz: Mars}}", "url[0].tz", "'Mars' is no IANA time zone"),
        ("fields: {url: url}", "fields: {url: {path: x, hook: y}}", "url[0].hook", "no such hook: 'y'"),
        ("h1.head", "{xpath: '//h1['}", "article.fields.title[0].xpath", "is no XPath expression"),
        ("h1.head", "'h1:heda'", "article.fields.title[0].css", "is no CSS selector"),
        ("h1.head", "'h1::atr(x)'", "article.fields.title[0].css", "is no CSS selector"),
        ("h1.head", "{json_ld: 'a b['}", "article.fields.title[0].json_ld", "is no path"),
        ("checked: 2026-07", "checked: July", "checked", "'July' is no month, such as 2026-10"),
        ("checked: 2026-07", "checked: 2026-07\nstate: redy", "state", "did you mean 'ready'?"),
        ("article:", "article:\n  api: {match: /a, url: 'https://x/{id}'}", "api[0].url", "no group (?P<id>…)"),
        ("article:", "article:\n  api: {url: https://x/}", "api[0].match", "is missing"),
        ("article:", "article:\n  embedded: {root: a}", "article.embedded", "needs css or before"),
        ("article:", "article:\n  paywall: [{}]", "article.paywall[0]", "needs css, url, text or data"),
        ("article:", "article:\n  variants: [{body: .a}]", "variants[0].when", "is missing"),
        ("article:", "article:\n  body_parts: {items: a}", "body_parts.parts", "is missing"),
        (
            "article:",
            "article:\n  body_parts: {items: a, parts: [{if: {path: b}}]}",
            "parts[0]",
            "needs exactly one of html",
        ),
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


@pytest.mark.parametrize(
    ("hooks", "problem"),
    [
        ("def broken(:", "cannot be run: SyntaxError"),
        ("import no_such_module", "cannot be run: ModuleNotFoundError"),
        ("SIGNS = ['x']", "SIGNS: must be a mapping of names to functions"),
        ("BODIES = {'x': 1}", "BODIES: must be a mapping of names to functions"),
    ],
)
def test_hooks_that_are_none(tmp_path: Path, hooks: str, problem: str) -> None:
    path = written(tmp_path, GOOD)
    path.with_suffix(".py").write_text(hooks, "utf-8")
    with pytest.raises(SiteError) as caught:
        read_site(path)
    assert str(caught.value).startswith(f"{path.with_suffix('.py')}: {problem}")
