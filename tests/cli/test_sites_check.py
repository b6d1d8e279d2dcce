"""``newscrawl sites check``: site files against their cases, and against a site on loopback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from loopback import Answer, Loopback, article, run_in

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command


def test_the_shipped_sites_are_as_their_cases_say(command: Command) -> None:
    result = command("sites", "check", "sina_finance", "--json")
    checks = [json.loads(line) for line in result.text.splitlines()]
    assert result.code == 0
    assert {"site": "sina_finance", "what": "case", "ok": True}.items() <= checks[0].items()
    assert {check["name"] for check in checks} >= {"current", "list_roll", "flash_7x24"}


def test_a_fact_that_differs_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\n", "utf-8")
    case = tmp_path / "sites" / "cases" / "mine" / "one"
    case.mkdir(parents=True)
    (tmp_path / "sites" / "mine.yaml").write_text("like: sina_finance\nname: 我的\n", "utf-8")
    meta = {"url": "https://finance.sina.com.cn/a", "fetched_at": "2026-10-12T08:00:00+08:00"}
    (case / "meta.json").write_text(json.dumps(meta), "utf-8")
    (case / "page.html").write_bytes(article("甲公司扩产").body)
    (case / "expected.yaml").write_text("title: 甲公司停产\nchannel: ''\n", "utf-8")
    result = command("sites", "check", "mine")
    assert result.code == 1
    assert "one   title  BROKEN  expected '甲公司停产', found '甲公司扩产'" in result.text
    (case / "expected.yaml").write_text("title: 甲公司扩产\n", "utf-8")
    assert (command("sites", "check", "mine").code, "1 facts" in command("sites", "check", "mine").text) == (0, True)


@pytest.fixture
def folder(loopback: Loopback, tmp_path: Path) -> Path:
    loopback.answers.clear()
    loopback.requests.clear()
    for name in "abc":
        loopback.answers[f"/{name}.html"] = article(f"甲公司扩产{name}")
    loopback.list("main", [f"/{name}.html" for name in "abc"])
    return loopback.folder(tmp_path)


def live(folder: Path) -> tuple[int, list[dict[str, Any]]]:
    result = run_in(folder, "sites", "check", "loop", "--live", "--json")
    return result.code, [json.loads(line) for line in result.text.splitlines()]


def test_a_site_that_answers_is_fine(loopback: Loopback, folder: Path) -> None:
    code, checks = live(folder)
    assert code == 0
    assert [(check["what"], check["ok"]) for check in checks] == [("list", True), ("article", True), ("article", True)]
    assert checks[0]["detail"] == "3 entries, without times"
    assert "title by site:css:h1" in checks[1]["detail"]
    assert [path for path in loopback.requests if path != "/robots.txt"] == ["/list/main", "/a.html", "/b.html"]


@pytest.mark.parametrize(
    ("path", "answer", "what", "detail"),
    [
        ("/list/main", Answer(b"gone", 410), "list", "HTTP 410"),
        ("/list/main", Answer(b"<h1>Sorry</h1>"), "list", "the list's answer is not JSON"),
        ("/list/main", Answer(b'{"data": []}'), "list", "no entries"),
        ("/a.html", Answer(b"", 404), "article", "HTTP 404"),
        ("/a.html", Answer("<h1>甲公司扩产</h1><time>2026-07-20</time>".encode()), "article", "no body found"),
        ("/robots.txt", Answer(b"User-agent: *\nDisallow: /list/\n"), "list", "robots.txt forbids"),
    ],
)
def test_what_broke_is_said(
    loopback: Loopback, folder: Path, path: str, answer: Answer, what: str, detail: str
) -> None:
    loopback.answers[path] = answer
    code, checks = live(folder)
    broken = [(check["what"], check["detail"]) for check in checks if not check["ok"]]
    assert (code, broken) == (1, [(what, detail)])


def test_a_site_without_cases_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\n", "utf-8")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "mine.yaml").write_text("like: sina_finance\nname: 我的\n", "utf-8")
    result = command("sites", "check", "mine")
    assert (result.code, result.problem) == (0, "no case of mine: nothing was checked")


def test_an_unknown_site_is_bad_input(command: Command) -> None:
    result = command("sites", "check", "sina_finanse")
    assert (result.code, result.problem) == (2, "sina_finanse: no such site; did you mean 'sina_finance'?")
