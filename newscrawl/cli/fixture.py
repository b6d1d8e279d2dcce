"""``newscrawl fixture``: saves pages as cases, shows them, and accepts what is found in them."""

from __future__ import annotations

import difflib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.screen import note, say, show_table

if TYPE_CHECKING:
    from newscrawl.cases import Case
    from newscrawl.cli.asking import Answer
    from newscrawl.config import Config
    from newscrawl.sites import Channel, Site
    from newscrawl.spiders import ProbeSpider

__all__ = ["fixture", "keep_answer"]

fixture = typer.Typer(help="Keep pages with what is expected of them, as proof.")

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="SITE/CASE, or the case's folder.")]


@fixture.command("save", epilog="Example: newscrawl fixture save page.html --url https://finance.sina.com.cn/…")
def save(
    source: Annotated[
        str,
        typer.Argument(
            metavar="URL|FILE|SITE/CHANNEL",
            help="An address, a saved page or list, or a channel: its list's first page.",
        ),
    ],
    url: Annotated[
        str,
        typer.Option("--url", help="Address of a saved file; may be left out when it says so.", show_default=False),
    ] = "",
    site_id: Annotated[
        str, typer.Option("--site", metavar="SITE", help="Site it is of.", show_default="chosen by the address")
    ] = "",
    channel: Annotated[
        str, typer.Option("--channel", metavar="CHANNEL", help="It is this channel's list.", show_default=False)
    ] = "",
    name: Annotated[
        str, typer.Option("--case", metavar="NAME", help="Name of the case.", show_default="made of the address")
    ] = "",
    redact: Annotated[
        bool, typer.Option("--redact/--no-redact", help="Put filler in the place of the publisher's words.")
    ] = True,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Folder of the cases.", show_default="cases beside your site files"),
    ] = None,
) -> None:
    """Save a page or a list as a case.

    Scripts are left out, prose becomes filler of the same length. Fetched as politely as a crawl fetches; robots.txt
    counts.
    """
    from newscrawl.cli.case_folders import case_folders
    from newscrawl.cli.choosing import check_url, choose_channel, choose_site, configure

    config = configure()
    sites = config.load_sites()
    site = choose_site(sites, site_id) if site_id else None
    listed = "" if "://" in source or Path(source).exists() else source.partition("/")[0]
    if url:
        check_url(url, "--url")
    if listed in sites:
        site, channel = sites[listed], choose_channel(sites[listed], source.partition("/")[2]).name
        answer = _asked_list(config, site, site.channels[channel])
    elif "://" in source:
        site = site or sites.owner_of(check_url(source, "URL"))
        if site is None:
            raise _without_site(source)
        answer = _asked_page(config, site, source)
    else:
        answer = _saved(source, url)
    site = site or sites.owner_of(answer.url)
    if site is None:
        raise _without_site(answer.url)
    chosen = choose_channel(site, channel) if channel else None
    case = keep_answer(answer, site, chosen, into or case_folders(config)[0], name=name, redact=redact)
    say(f"next: newscrawl fixture show {case.name}, then newscrawl fixture accept {case.name}")


def keep_answer(
    answer: Answer, site: Site, channel: Channel | None, folder: Path, *, name: str = "", redact: bool = True
) -> Case:
    """Write an answer as a case of its site, and say what was kept.

    :raises NotAnArticle: it is no text
    :raises SiteError: there is such a case already, or the folder cannot be written to
    """
    from newscrawl.cases import Case, kept_of
    from newscrawl.cli.case_folders import free_name, write_case

    page = answer.page(site)
    kept = kept_of(page, site, channel, redact=redact)
    start = f"list_{channel.name}" if channel else ""
    markup = page.html.lstrip("\ufeff \t\r\n")
    kind = (
        "json"
        if not markup.startswith("<")
        else "xml"
        if markup[:200].startswith(("<?xml", "<rss", "<feed"))
        else "html"
    )
    case = Case(
        folder=(folder / site.id / free_name(folder / site.id, answer.url, name, start=start)).resolve(),
        url=answer.url,
        fetched_at=answer.fetched_at,
        content_type=answer.content_type,
        file=f"list.{kind}" if channel else f"page.{kind}",
        channel=channel.name if channel else "",
    )
    write_case(case, kept.encoded(page.charset))
    say(f"saved {case.name} in {case.folder}")
    if kept.changed:
        how = "filler and missing scripts change" if redact else "without its scripts there is another"
        note(f"newscrawl: warning: {how}: {', '.join(kept.changed)}")
    return case


@fixture.command("show", epilog="Example: newscrawl fixture show sina_finance/current")
def show(case_name: CaseName) -> None:
    """Show what is found in a case and how, and what was expected."""
    from newscrawl.cli.extract import show_case

    case, site = _chosen(case_name)
    show_case(case, site)
    differing = [(path, problem) for path, problem in _problems(case, site) if problem]
    if differing:
        say()
        show_table(("fact", "what differs"), differing)
    elif case.expected:
        say()
        say("everything is as expected")
    else:
        say()
        say(f"nothing is expected yet: newscrawl fixture accept {case.name}")


@fixture.command("accept", epilog="Example: newscrawl fixture accept my_site/some_article")
def accept(
    case_name: CaseName,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Expect of a case what is found in it today.

    The change is shown first. Facts that are expected already are brought up to date; of a new case everything that was
    found is written.
    """
    from newscrawl.cases import EXPECTED, Reading, expected_text

    case, site = _chosen(case_name)
    old, new = expected_text(case.expected) if case.expected else "", expected_text(Reading(case, site).found())
    if old == new:
        say(f"{case.name}: nothing has changed")
        return
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), "expected", "found", lineterm=""):
        say(line)
    if not yes:
        print("accept this? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            note("nothing is changed")
            raise typer.Exit(1)
    (case.folder / EXPECTED).write_text(new, "utf-8")
    say(f"wrote {case.folder / EXPECTED}")


def _chosen(name: str) -> tuple[Case, Site]:
    from newscrawl.cli.case_folders import choose_case
    from newscrawl.cli.choosing import choose_site, configure

    config = configure()
    case = choose_case(config, name)
    return case, choose_site(config.load_sites(), case.site_id)


def _problems(case: Case, site: Site) -> list[tuple[str, str]]:
    from newscrawl.cases import Reading

    return list(Reading(case, site).problems())


def _without_site(url: str) -> Exception:
    from newscrawl.errors import SiteError

    return SiteError("--site", f"is missing: no site file knows {url}; newscrawl sites new writes one")


def _asked_list(config: Config, site: Site, channel: Channel) -> Answer:
    from newscrawl.cli.asking import Answer, ask_list, converse

    async def talk(spider: ProbeSpider) -> Answer:
        return Answer.of(await ask_list(spider, site, channel))

    return converse(config, talk)


def _asked_page(config: Config, site: Site, url: str) -> Answer:
    from newscrawl.cli.asking import ask_article, converse

    async def talk(spider: ProbeSpider) -> Answer:
        return await ask_article(spider, site, url)

    return converse(config, talk)


def _saved(file: str, url: str) -> Answer:
    from newscrawl.cli.asking import saved_answer
    from newscrawl.cli.extract import declared_address

    answer = saved_answer(file, url or file)
    return answer if url else replace(answer, url=declared_address(answer.page()))
