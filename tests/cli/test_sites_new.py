"""``newscrawl sites new`` as a user runs it, on the Harbour Times and on what is no site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import harbour
import pytest
from loopback import Answer, Loopback, run_in

from newscrawl.sites import Site, read_site

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "/2026/07/harbour-fees-rise-again.html"
SHAPE = r"//[^/]+/(?:19|20)\d\d/\d\d?/[^/?#]+\.html(?:[?#]|$)"


@pytest.fixture
def site(loopback: Loopback) -> Loopback:
    loopback.answers.clear()
    loopback.requests.clear()
    loopback.answers.update(harbour.answers(loopback.url))
    return loopback


def written(folder: Path, *arguments: str) -> Site:
    result = run_in(folder, "sites", "new", *arguments, "--id", "harbour")
    assert result.code == 0, result.err
    return read_site(folder / "sites" / "harbour.yaml")


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/markets/", {"markets": "HtmlList", "Latest news": "FeedList"}),
        (ARTICLE, {"Latest news": "FeedList"}),
        ("/feed.xml", {"latest": "FeedList"}),
    ],
)
def test_a_page_an_article_or_a_feed_gives_a_site(
    site: Loopback, tmp_path: Path, path: str, kinds: dict[str, str]
) -> None:
    made = written(tmp_path, site.url + path)
    assert {name: type(made.lists[channel.listing]).__name__ for name, channel in made.channels.items()} == kinds
    assert (made.name, made.languages, made.timezone) == ("Harbour Times", ("en-GB",), "Europe/London")
    assert [pattern.pattern for pattern in made.articles] == [SHAPE]
    assert (made.state, made.confidence, made.domains) == ("provisional", "D", ("127.0.0.1",))
    assert len(site.requests) <= 12
    assert (tmp_path / "sites" / "cases" / "harbour" / "harbour-fees-rise-again" / "meta.json").is_file()


def test_a_saved_page_gives_a_site(site: Loopback, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(site.answers["/markets/"].body)
    assert "markets" in written(tmp_path, "page.html", "--url", f"{site.url}/markets/").channels


def test_a_sitemap_is_found_by_robots_txt(site: Loopback, tmp_path: Path) -> None:
    entries = "".join(
        f"<url><loc>{site.url}{path}</loc><lastmod>2026-07-20T07:30:00Z</lastmod></url>" for path in harbour.ARTICLES
    )
    site.answers["/news-sitemap.xml"] = Answer(f"<urlset>{entries}</urlset>".encode())
    assert type(written(tmp_path, site.url + ARTICLE).lists["sitemap"]).__name__ == "SitemapList"


def test_a_feed_is_found_at_the_usual_places(site: Loopback, tmp_path: Path) -> None:
    feed = site.answers.pop("/feed.xml")
    site.answers["/rss.xml"] = feed
    for path, answer in list(site.answers.items()):
        site.answers[path] = Answer(answer.body.replace(b'href="/feed.xml"', b""), answer.status, answer.headers)
    site.answers["/rss.xml"] = feed
    assert written(tmp_path, site.url + ARTICLE).lists["rss"].url == f"{site.url}/rss.xml"


def test_what_is_not_found_is_said(site: Loopback, tmp_path: Path) -> None:
    for path in harbour.ARTICLES:
        site.answers[path] = Answer(b"<html><h1>Only a headline</h1></html>")
    result = run_in(tmp_path, "sites", "new", f"{site.url}/markets/", "--id", "harbour")
    assert result.code == 0
    assert "not found: a page with an article: none of those tried gave title, time and text" in result.text


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("{url}/nothing",), 1, "{url}/nothing: HTTP 404"),
        (("{url}/report.pdf",), 1, "{url}/report.pdf: not an article: PDF"),
        (("{url}/internal/page",), 1, "{url}/internal/page: robots.txt forbids"),
        (("{url}/data.json",), 1, "{url}/data.json: is neither a web page nor a feed; name one of these"),
        (("{url}/markets/", "--id", "sina_finance"), 2,
         "sina_finance: there is such a site already: newscrawl sites show tells more; name another with --id"),
        (("https://sina.cn/",), 2,
         "https://sina.cn/: sina_finance knows that address already; --id writes another file all the same"),
        (("{url}/markets/", "--id", "a b"), 2, "--id: 'a b' is no name of a site: letters, digits and _ make one"),
        (("nothing.html", "--url", "{url}/a"), 2, "nothing.html: cannot be read: No such file or directory"),
        (("nothing.html",), 2, "--url: is missing: a saved file does not say whose lists to look for"),
        (("ftp://x.example/",), 2,
         "URL: 'ftp://x.example/' is no address: it must begin with http:// or https:// and name a host"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(
    site: Loopback, tmp_path: Path, arguments: tuple[str, ...], code: int, problem: str
) -> None:
    site.answers["/report.pdf"] = Answer(b"%PDF-1.7 x")
    site.answers["/data.json"] = Answer(b'{"a": 1}')
    result = run_in(tmp_path, "sites", "new", *(argument.format(url=site.url) for argument in arguments))
    assert (result.code, result.problem) == (code, problem.format(url=site.url))
    assert not list(tmp_path.iterdir())


def test_a_page_without_links_is_no_site(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers.clear()
    loopback.answers["/"] = Answer(b"<html><p>Nothing here.</p></html>")
    result = run_in(tmp_path, "sites", "new", f"{loopback.url}/")
    problem = f"{loopback.url}/: no feed, sitemap or list of articles found; name a section page or a feed"
    assert (result.code, result.problem) == (1, problem)
    assert not list(tmp_path.iterdir())


def test_a_configuration_without_a_folder_is_not_changed(site: Loopback, tmp_path: Path) -> None:
    (tmp_path / "newscrawl.yaml").write_text("output: posts\n", "utf-8")
    result = run_in(tmp_path, "sites", "new", f"{site.url}/markets/")
    assert result.code == 2
    assert result.problem.endswith("names no folder of your site files: add the line sites: sites, and make it")
    assert not site.requests
