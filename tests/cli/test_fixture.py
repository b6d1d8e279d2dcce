"""``newscrawl fixture`` as a user runs it: a page of a site becomes a case, is looked at, and accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from loopback import Answer, Loopback, Result, article, run_in

TITLE = "栖木家居门店提价"


@pytest.fixture
def folder(loopback: Loopback, tmp_path: Path) -> Path:
    loopback.answers.clear()
    loopback.answers["/china/tijia.html"] = article(TITLE)
    loopback.list("main", ["/china/tijia.html"])
    return loopback.folder(tmp_path)


def save(folder: Path, *arguments: str) -> Result:
    return run_in(folder, "fixture", "save", *arguments)


def test_a_page_becomes_a_case_that_is_accepted(loopback: Loopback, folder: Path) -> None:
    saved = save(folder, loopback.url + "/china/tijia.html")
    assert saved.code == 0, saved.err
    case = folder / "sites" / "cases" / "loop" / "tijia"
    assert f"saved loop/tijia in {case}" in saved.text
    page = (case / "page.html").read_text("utf-8")
    assert TITLE not in page
    assert '<div id="text">' in page
    accepted = run_in(folder, "fixture", "accept", "loop/tijia", stdin=b"y\n")
    assert accepted.code == 0
    assert "+published: '2026-07-20T09:30:00+08:00'" in accepted.text
    assert "everything is as expected" in run_in(folder, "fixture", "show", "loop/tijia").text


def test_the_words_stay_when_that_is_wanted(loopback: Loopback, folder: Path) -> None:
    save(folder, loopback.url + "/china/tijia.html", "--no-redact", "--case", "whole")
    assert TITLE in (folder / "sites" / "cases" / "loop" / "whole" / "page.html").read_text("utf-8")


def test_a_channel_is_saved_as_its_list(folder: Path) -> None:
    assert save(folder, "loop/要闻").code == 0
    shown = run_in(folder, "fixture", "show", "loop/list_要闻")
    assert "/china/tijia.html" in shown.text
    assert run_in(folder, "fixture", "accept", "loop/list_要闻", "--yes").code == 0
    expected = folder / "sites" / "cases" / "loop" / "list_要闻" / "expected.yaml"
    assert expected.read_text("utf-8").startswith("count: 1\nlinks:\n- {url: ")


def test_a_saved_file_becomes_a_case(loopback: Loopback, folder: Path) -> None:
    (folder / "page.html").write_bytes(article(TITLE).body)
    assert save(folder, "page.html", "--url", loopback.url + "/a.html", "--into", "mine").code == 0
    assert (folder / "mine" / "loop" / "a" / "meta.json").is_file()


@pytest.mark.parametrize("charset", ["gbk", "big5", "utf-16"])
def test_the_charset_is_kept(loopback: Loopback, folder: Path, charset: str) -> None:
    body = (
        article("甲公司增产").body.decode().replace("<h1>", f'<meta charset="{charset}"><h1>').encode(charset, "ignore")
    )
    loopback.answers["/a.html"] = Answer(body, headers=(("Content-Type", f"text/html; charset={charset}"),))
    assert save(folder, loopback.url + "/a.html").code == 0
    assert "公司" in (folder / "sites" / "cases" / "loop" / "a" / "page.html").read_bytes().decode(charset)
    assert run_in(folder, "fixture", "accept", "loop/a", "--yes").code == 0
    assert "公司" in (folder / "sites" / "cases" / "loop" / "a" / "expected.yaml").read_text("utf-8")


def test_robots_txt_counts(loopback: Loopback, folder: Path) -> None:
    loopback.answers["/robots.txt"] = Answer(
        b"User-agent: *\nDisallow: /china/\n", 200, (("Content-Type", "text/plain"),)
    )
    result = save(folder, loopback.url + "/china/tijia.html")
    assert (result.code, result.problem) == (1, f"{loopback.url}/china/tijia.html: robots.txt forbids")
    assert "/china/tijia.html" not in loopback.requests[-1:]


def test_nothing_is_written_when_nobody_agrees(loopback: Loopback, folder: Path) -> None:
    save(folder, loopback.url + "/china/tijia.html")
    result = run_in(folder, "fixture", "accept", "loop/tijia", stdin=b"\n")
    assert result.code == 1
    assert not (folder / "sites" / "cases" / "loop" / "tijia" / "expected.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("{url}/gone.html",), 1, "{url}/gone.html: HTTP 404"),
        (("{url}/report.pdf",), 1, "{url}/report.pdf: not an article: PDF"),
        (("https://elsewhere.example/a",), 2, "--site: is missing: no site file knows https://elsewhere.example/a; "
        "newscrawl sites new writes one"),
        (("nothing.html", "--url", "{url}/a"), 2, "nothing.html: cannot be read: No such file or directory"),
        (("loop/要问",), 2, "loop/要问: no such channel; did you mean '要闻'? (loop has 要闻, 快讯, 坏榜, 空页)"),
        (("{url}/china/tijia.html", "--case", "a/b"), 2,
         "--case: 'a/b' is no name of a folder: letters, digits, _ and - make one"),
        (("{url}/china/tijia.html", "--site", "lop"), 2, "lop: no such site; did you mean 'loop'?"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(
    loopback: Loopback, folder: Path, arguments: tuple[str, ...], code: int, problem: str
) -> None:
    loopback.answers["/report.pdf"] = Answer(b"%PDF-1.7 x", 200, (("Content-Type", "application/pdf"),))
    result = save(folder, *(argument.format(url=loopback.url) for argument in arguments))
    assert (result.code, result.problem) == (code, problem.format(url=loopback.url))
    assert not (folder / "sites" / "cases").exists()


def test_a_case_is_never_overwritten(loopback: Loopback, folder: Path) -> None:
    save(folder, loopback.url + "/china/tijia.html")
    result = save(folder, loopback.url + "/china/tijia.html")
    there = folder / "sites" / "cases" / "loop" / "tijia"
    assert (result.code, result.problem) == (2, f"{there}: there is such a case already: name another with --case")


@pytest.mark.parametrize("command", [("fixture", "show"), ("fixture", "accept")])
def test_a_case_that_there_is_not_is_bad_input(folder: Path, command: tuple[str, ...]) -> None:
    result = run_in(folder, *command, "sina_finance/curent")
    assert (result.code, result.problem) == (
        2,
        "sina_finance/curent: no such case; did you mean 'sina_finance/current'?",
    )


def test_extract_takes_a_case(folder: Path) -> None:
    assert "css:h1.main-title" in run_in(folder, "extract", "sina_finance/current", "--explain").text
    assert run_in(folder, "extract", "sina_finance/current").text.startswith("\n---\ntitle: ")
    assert "栖木家居" in run_in(folder, "extract", "sina_finance/list_roll").text
