"""``newscrawl extract``: a saved page becomes a post, offline."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Author, Blog, Body, Json, Keys, Placeholder
from newscrawl.cli.screen import say, show_table

if TYPE_CHECKING:
    from newscrawl.cases import Case
    from newscrawl.extract import Findings
    from newscrawl.items import Page
    from newscrawl.render import PostOptions
    from newscrawl.sites import Channel, Site

__all__ = ["declared_address", "extract", "show_case"]

LIST_START = re.compile(
    r"\s*(?:(?:(?:var|let|const)\s+)?[\w.$]+\s*(?:=|\()\s*)?[\[{]"
    r"|\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b",
    re.S,
)
"""JSON, JSONP, ``var x=``, a feed or a sitemap: a list response, not a page."""


def extract(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|CASE|-",
            help="The saved page (may be gzipped), a case (SITE/CASE or its folder), or - for stdin.",
        ),
    ],
    url: Annotated[
        str,
        typer.Option("--url", help="Its address; may be left out when the page itself says it.", show_default=False),
    ] = "",
    site_id: Annotated[
        str, typer.Option("--site", metavar="SITE", help="Site file to use.", show_default="chosen by the address")
    ] = "",
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="CHANNEL", help="Channel it is of.", show_default="chosen by the address"),
    ] = "",
    blog: Blog = None,
    body: Body = None,
    author: Author = None,
    key: Keys = None,
    placeholder: Placeholder = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR", help="With --warc: write posts to this folder."),
    ] = None,
    warc: Annotated[
        bool, typer.Option("--warc", help="FILE is a WARC file of any crawler: take every article in it.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="With --warc: say of each record why it gave no article.")
    ] = False,
    as_list: Annotated[
        bool, typer.Option("--list", help="It is a section page: show the links in it (needs --site and --channel).")
    ] = False,
    charset: Annotated[
        str, typer.Option("--charset", help="Read the bytes in this charset.", show_default="decided from the bytes")
    ] = "",
    as_json: Json = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show each field, its value, the rule that found it, how sure it is, and what else was found.",
        ),
    ] = False,
) -> None:
    """Turn a saved page into a post, JSON or an explanation.

    Needs no network. A saved list response (JSON, a feed, a sitemap; with --site and --channel) shows the links that
    the list reader finds in it. A WARC file gives the articles of all its pages, one after the other.
    """
    from newscrawl.cli import printing
    from newscrawl.cli.case_folders import find_case
    from newscrawl.cli.choosing import check_charset, check_url, choose_channel, choose_site, configure
    from newscrawl.errors import SiteError
    from newscrawl.extract import page_of, read_page
    from newscrawl.posting import finished

    config = configure(output=output, blog=blog, body=body, author=author, keys=key, placeholder=placeholder)
    sites = config.load_sites()
    if warc:
        for option, given in (("--url", url), ("--channel", channel), ("--list", as_list), ("--explain", explain)):
            if given:
                raise SiteError(option, "does not go with --warc")
        from newscrawl.cli.warc import extract_warc

        only = choose_site(sites, site_id) if site_id else None
        code = extract_warc(
            file,
            config,
            lambda address: only or sites.owner_of(address),
            charset=check_charset(charset, "--charset"),
            as_json=as_json,
            write=output is not None,
            verbose=verbose,
        )
        raise typer.Exit(code)
    if output or verbose:
        raise SiteError("--output" if output else "--verbose", "goes with --warc only")
    if url:
        check_url(url, "--url")
    site = choose_site(sites, site_id) if site_id else sites.owner_of(url)
    charset = check_charset(charset, "--charset")
    case = find_case(config, file)
    following: list[Page] = []
    if case:
        site = choose_site(sites, site_id or case.site_id)
        url, channel = url or case.url, channel or case.channel
        page, following = case.page(site), case.pages_behind(site)
    else:
        content, fetched_at = _read(file)
        page = page_of(url or file, content, fetched_at=fetched_at, charset=charset or (site.charset if site else ""))
    saved_list = LIST_START.match(page.html) and not (site and site.article.elsewhere_of(page.url))
    if as_list or (case.channel if case else saved_list):
        if site is None:
            raise SiteError("--site", "is missing: a list response is read by the rules of its site")
        _show_links(page, site, choose_channel(site, channel), as_json=as_json)
        return

    if not url:
        page = replace(page, url=declared_address(page))
    site = site or sites.owner_of(page.url)
    if channel and site is None:
        raise SiteError("--channel", f"needs a site, and no site file knows {page.url}")
    if channel and site:
        choose_channel(site, channel)
    findings, *more = (read_page(part, site, channel=channel, thorough=explain) for part in (page, *following))
    findings = findings.joined(more)
    if explain:
        _explain(findings, site, config.post)
        return
    article = finished(findings.article(), site, config.post)
    if as_json:
        say(printing.as_json(article))
    else:
        sys.stdout.buffer.write(printing.post_bytes(article, config.post))


def show_case(case: Case, site: Site) -> None:
    """Show what is found in a case and by which rule: every field, or every link of a list."""
    from newscrawl.cli.choosing import choose_channel
    from newscrawl.errors import ListError, MissingField, NotAnArticle
    from newscrawl.extract import read_page
    from newscrawl.render import PostOptions

    try:
        if case.channel:
            _show_links(case.page(site), site, choose_channel(site, case.channel), as_json=False)
        else:
            first, *more = (
                read_page(part, site, thorough=True) for part in (case.page(site), *case.pages_behind(site))
            )
            _explain(first.joined(more), site, PostOptions())
    except (ListError, MissingField, NotAnArticle) as error:
        say(f"refused: {error}")


def _explain(findings: Findings, site: Site | None, options: PostOptions) -> None:
    """Show every field with what was found for it; of a page that gives no article, that much before the error."""
    from newscrawl.cli import printing
    from newscrawl.errors import MissingField, NotAnArticle
    from newscrawl.posting import finished

    columns = ("field", "value", "found by", "confidence", "why")
    try:
        article = finished(findings.article(), site, options)
    except (MissingField, NotAnArticle):
        show_table(columns, list(printing.explanation(findings, None)))
        raise
    show_table(columns, list(printing.explanation(findings, article)))


def _read(file: str) -> tuple[bytes, datetime]:
    """Return the bytes and when they were saved: relative times on the page count from then."""
    from newscrawl.errors import SiteError

    if file == "-":
        return sys.stdin.buffer.read(), datetime.now(UTC)
    try:
        return Path(file).read_bytes(), datetime.fromtimestamp(Path(file).stat().st_mtime, UTC)
    except OSError as error:
        raise SiteError(file, f"cannot be read: {error.strerror}") from None


def declared_address(page: Page) -> str:
    """Return the address that a page says it has.

    :raises SiteError: it says none
    """
    from newscrawl.errors import SiteError
    from newscrawl.extract.document import Document

    address = Document(replace(page, url="")).canonical_url
    if not address:
        raise SiteError("--url", "is missing, and the page does not say its address (no canonical link, no og:url)")
    return address


def _show_links(page: Page, site: Site, channel: Channel, *, as_json: bool) -> None:
    from newscrawl.clean import text_of
    from newscrawl.cli import printing
    from newscrawl.extract import find_links, list_request

    address = list_request(site, channel, at=page.fetched_at).url
    links = find_links(replace(page, url=address), site, channel)
    if as_json:
        for link in links:
            say(printing.as_json(link))
        return
    show_table(
        ("published", "title", "address"),
        [
            (
                f"{link.published:%Y-%m-%d %H:%M %Z}" if link.published else "",
                # an entry of a flash feed has a text instead of a title
                link.title or text_of(link.body),
                link.url,
            )
            for link in links
        ],
    )
