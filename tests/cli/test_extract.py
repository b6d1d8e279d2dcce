from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.items import Article
from newscrawl.render import PostOptions, render_post
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    from loopback import Command

URL = "https://finance.sina.com.cn/china/gncj/2026-07-20/doc-inabcdef1234567.shtml"
DATELESS = "https://finance.sina.com.cn/china/doc-inabcdef1234567.shtml"
TEXT = "本报甲市七月二十日讯，星海食品今日公布上半年成绩，收入同比增长两成，净利润同比增长一成五。"
PAGE = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>星海食品：上半年收入增长_新浪财经</title>
<link rel="canonical" href="{URL}"></head><body><h1 class="main-title">星海食品：上半年收入增长</h1>
<div class="date-source"><span class="date">2026年07月20日 09:30</span><span class="source">甲市晚报</span></div>
<div class="article" id="artibody"><p>　　{TEXT}</p><p>　　<b>公司</b>表示，下半年将继续开设{{{{新店}}}}。</p>
<p class="article-editor">责任编辑：张三</p></div></body></html>"""
ROLL = {
    "result": {
        "status": {"code": 0},
        "data": [{"url": URL, "title": "星海食品：上半年收入增长", "intime": "1784511000", "img": []}],
    }
}
FLASHES = {
    "result": {
        "data": {
            "feed": {
                "list": [
                    {"id": 7, "rich_text": f"【星海食品】{TEXT}", "create_time": "2026-07-20 09:30:00", "ext": "{}"}
                ]
            }
        }
    }
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


def article_of(text: str) -> dict[str, Any]:
    [line] = text.splitlines()
    return json.loads(line)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "星海食品：上半年收入增长"),
        ("published", "2026-07-20T09:30:00+08:00"),
        ("url", URL),
        ("site", "sina_finance"),
        ("channel", "国内"),
        ("categories", ["金融", "新浪财经", "新浪财经－国內"]),
        ("source", "甲市晚报"),
        ("editors", ["张三"]),
        ("body", f"<p>{TEXT}</p>\n<p><strong>公司</strong>表示，下半年将继续开设{{{{新店}}}}。</p>"),
    ],
)
def test_json_has_the_article(command: Command, page: Path, field: str, value: object) -> None:
    assert article_of(command("extract", page, "--url", URL, "--json").text)[field] == value


def test_json_has_every_field(command: Command, page: Path) -> None:
    assert set(article_of(command("extract", page, "--json").text)) == set(Article.__dataclass_fields__)


@pytest.mark.parametrize("body", ["clean", "source", "markdown"])
def test_prints_the_post_byte_for_byte(command: Command, page: Path, body: Any) -> None:
    from datetime import UTC, datetime

    from newscrawl.extract import clean_article, extract_article, page_of

    site = load_sites()["sina_finance"]
    raw = extract_article(page_of(URL, PAGE.encode(), fetched_at=datetime(2026, 7, 20, tzinfo=UTC)), site)
    article = raw if body == "source" else clean_article(raw, site)
    expected = render_post(article, PostOptions(body=body)).text.encode()
    assert command("extract", page, "--url", URL, "--body", body).out == expected


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ((), "author: 新浪财经"),
        (("--key", "link"), f"link: '{URL}'"),
        (("--key", "link", "--key", "source"), "source: '甲市晚报'"),
        (("--body", "source", "--placeholder", "https://example.com/p.png"), "headimg: 'https://example.com/p.png'"),
        (("--channel", "股市"), " - 新浪财经－股市"),
        (("--site", "sina_finance", "--url", "https://mirror.example/x.html"), " - 新浪财经"),
    ],
)
def test_options_show_in_the_post(command: Command, page: Path, options: tuple[str, ...], line: str) -> None:
    assert line in command("extract", page, *options).text.splitlines()


def test_newscrawl_yaml_counts(command: Command, page: Path) -> None:
    (page.parent / "newscrawl.yaml").write_text("timezone: Asia/Shanghai\nkeys: [source]\n", "utf-8")
    text = command("extract", page).text
    assert "date: 2026-07-20 09:30:00" in text
    assert "source: '甲市晚报'" in text


def test_a_gzipped_page_is_unpacked(command: Command, tmp_path: Path, page: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE.encode()))
    assert command("extract", packed).out == command("extract", page).out


def test_stdin_is_a_file(command: Command, page: Path) -> None:
    assert command("extract", "-", stdin=PAGE.encode()).out == command("extract", page).out


def test_the_address_is_taken_from_the_page(command: Command, page: Path) -> None:
    assert article_of(command("extract", page, "--json").text)["url"] == URL


def test_an_unknown_host_goes_by_generic_rules(command: Command, page: Path) -> None:
    article = article_of(command("extract", page, "--url", "https://news.example/2026/07/a.html", "--json").text)
    assert (article["site"], article["title"]) == ("", "星海食品：上半年收入增长")


def test_charset_overrides_the_page(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode("gb18030"))
    assert article_of(command("extract", path, "--charset", "gb18030", "--json").text)["source"] == "甲市晚报"


def test_relative_times_count_from_when_the_file_was_saved(command: Command, page: Path) -> None:
    page.write_text(PAGE.replace("2026年07月20日 09:30", "3小时前"), "utf-8")
    saved = 1_784_511_000
    os.utime(page, (saved, saved))
    assert article_of(command("extract", page, "--json").text)["published"] == "2026-07-20T06:30:00+08:00"


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("title", "星海食品：上半年收入增长", "site:css:h1.main-title"),
        ("published", "2026-07-20 09:30:00+08:00", "site:css:.date-source .date"),
        ("source", "甲市晚报", "site:css:.date-source .source"),
        ("body", "本报甲市", "site:css:#artibody"),
    ],
)
def test_explain_has_field_value_rule(command: Command, page: Path, field: str, value: str, rule: str) -> None:
    lines = command("extract", page, "--explain").text.splitlines()
    assert lines[0].split() == ["field", "value", "found", "by", "confidence", "why"]
    line = next(line for line in lines if line.startswith(f"{field} "))
    assert value in line
    assert rule in line


def test_explain_shows_what_else_was_found(command: Command, page: Path) -> None:
    page.write_text(PAGE.replace("<head>", '<head><meta property="og:title" content="星海食品收入大增">', 1), "utf-8")
    lines = command("extract", page, "--explain").text.splitlines()
    title = next(at for at, line in enumerate(lines) if line.startswith("title "))
    assert "as h1" in lines[title]
    beaten = next(line for line in lines[title + 1 :] if "星海食品收入大增" in line)
    assert "meta:og:title" in beaten
    assert beaten.startswith(" ")


def test_explain_of_a_page_without_a_time_shows_the_rest(command: Command, page: Path) -> None:
    page.write_text(PAGE.replace("2026年07月20日 09:30", "").replace(URL, DATELESS), "utf-8")
    result = command("extract", page, "--explain")
    assert any(line.startswith("title ") and "星海食品" in line for line in result.text.splitlines())
    assert result.code == 1
    assert result.problem.endswith("no published found")


@pytest.mark.parametrize(
    ("response", "channel", "expected"),
    [
        (ROLL, "国内", ["2026-07-20 09:30 CST", "星海食品：上半年收入增长", URL]),
        (FLASHES, "7x24", ["2026-07-20 09:30 CST", f"【星海食品】{TEXT}", "https://finance.sina.com.cn/7x24/?id=7"]),
    ],
    ids=["roll", "flashes"],
)
def test_a_list_response_shows_its_links(
    command: Command, tmp_path: Path, response: object, channel: str, expected: list[str]
) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(response), "utf-8")
    lines = command("extract", path, "--site", "sina_finance", "--channel", channel).text.splitlines()
    assert [cell.strip() for cell in lines[1].split("  ") if cell.strip()] == expected


def test_a_list_response_as_json(command: Command) -> None:
    link = article_of(command("extract", "-", "--site", "sina_finance", "--json", stdin=json.dumps(ROLL).encode()).text)
    assert (link["url"], link["published"]) == (URL, "2026-07-20T09:30:00+08:00")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("nowhere.html",), "nowhere.html: cannot be read: No such file or directory"),
        ((".",), ".: cannot be read: Is a directory"),
        (("page.html", "--site", "sina"), "sina: no such site; did you mean 'sina_finance'?"),
        (
            ("page.html", "--channel", "港古"),
            "sina_finance/港古: no such channel; did you mean '港股'? (sina_finance has 国内, 宏观",
        ),
        (("page.html", "--url", "ftp://x.example/a"), "--url: 'ftp://x.example/a' is no address"),
        (("page.html", "--url", "finance.sina.com.cn"), "--url: 'finance.sina.com.cn' is no address"),
        (
            ("page.html", "--url", "https://news.example/a", "--channel", "x"),
            "--channel: needs a site, and no site file",
        ),
        (("page.html", "--key", "lnk"), "--key: 'lnk' is not one of link, source"),
        (("page.html", "--charset", "klingon"), "--charset: 'klingon' is no charset"),
        (("page.html", "--body", "raw"), "Invalid value for '--body'"),
        (("page.html", "--bdoy", "source"), "No such option: --bdoy"),
        ((), "Missing argument 'FILE|CASE|-'"),
        (("plain.html",), "--url: is missing, and the page does not say its address"),
        (("list.json",), "--site: is missing: a list response is read by the rules of its site"),
    ],
)
def test_bad_input_is_one_line(command: Command, page: Path, arguments: tuple[str, ...], problem: str) -> None:
    (page.parent / "plain.html").write_text("<p>text</p>", "utf-8")
    (page.parent / "list.json").write_text(json.dumps(ROLL), "utf-8")
    result = command("extract", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert result.problem.startswith(problem)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", f"{URL}: not an article: empty page"),
        (b"%PDF-1.7 ...", f"{URL}: not an article: PDF"),
        (b"\x89PNG\r\n\x1a\n...", f"{URL}: not an article: image"),
        (b"\x1f\x8bnonsense", f"{URL}: not an article: broken gzip file"),
        (b"<article><img src=/a.jpg></article>", f"{URL}: no title found"),
        (f"<h1>{TEXT[:20]}</h1><article>{TEXT * 5}</article>".encode(), f"{DATELESS}: no published found"),
        (b"<html><title>404 Not Found</title><h1>404 Not Found</h1>", f"{URL}: not an article: error text (404)"),
        (b'{"result": {"status": {"code": 11}}}', "https://feed.mix.sina.com.cn/api/roll/get"),
        (b'{"result": 1}', "https://feed.mix.sina.com.cn/api/roll/get"),
    ],
    ids=[
        "empty",
        "PDF",
        "image",
        "broken gzip",
        "no title",
        "no date",
        "404 text",
        "list says no",
        "list without entries",
    ],
)
def test_a_page_without_an_article_fails_with_one_line(command: Command, content: bytes, problem: str) -> None:
    url = DATELESS if problem.startswith(DATELESS) else URL
    result = command("extract", "-", "--url", url, "--site", "sina_finance", stdin=content)
    assert (result.code, result.out) == (1, b"")
    assert result.problem.startswith(problem)
