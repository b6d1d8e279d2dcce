"""``newscrawl sites``: what site files there are, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.screen import note, say, show_table
from newscrawl.cli.sites_new import new_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.sites import Site
    from newscrawl.spiders import ProbeSpider

__all__ = ["sites"]

sites = typer.Typer(help="Show the sites that can be crawled.")


@sites.command("list", epilog="Example: newscrawl sites list")
def list_sites(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page docs/sites.md: the sites that ship, as a table.")
    ] = False,
) -> None:
    """List every site.

    Its id, name, channels, languages, state, and how well its facts are proven (A to D).
    """
    from newscrawl.cli.choosing import configure
    from newscrawl.cli.site_table import markdown_page
    from newscrawl.sites import load_sites

    if markdown:
        say(markdown_page(load_sites().values()))
        return
    found = configure().load_sites()
    show_table(
        ("id", "name", "channels", "languages", "state", "confidence"),
        [
            (site.id, site.name, ", ".join(site.channels), " ".join(site.languages), site.state, site.confidence)
            for site in found.values()
        ],
    )


@sites.command("check", epilog="Example: newscrawl sites check sina_finance --live")
def check_sites(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="SITE...", help="Which sites to look at.", show_default="all"),
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the sites themselves: a few lists and articles, politely.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON, one a line.")] = False,
) -> None:
    """Check site files: against their cases, or --live.

    Against their cases nothing is fetched; --live asks the sites. Exit code 1 when something is not as it should be.
    """
    import json
    from dataclasses import asdict

    from newscrawl.cli.asking import converse
    from newscrawl.cli.checking import Check, against_cases, against_site
    from newscrawl.cli.choosing import choose_site, configure

    config = configure()
    known = config.load_sites()
    chosen = [choose_site(known, name) for name in names] if names else list(known.values())

    async def talk(spider: ProbeSpider) -> list[Check]:
        return [check for site in chosen for check in await against_site(spider, site)]

    checks = converse(config, talk) if live else [check for site in chosen for check in against_cases(config, site)]
    if as_json:
        for check in checks:
            say(json.dumps(asdict(check), ensure_ascii=False))
    elif checks:
        show_table(
            ("site", "what", "name", "field", "result", "detail"),
            [
                (check.site, check.what, check.name, check.field, "ok" if check.ok else "BROKEN", check.detail)
                for check in checks
            ],
        )
    missing = [site.id for site in chosen if site.id not in {check.site for check in checks}]
    if missing:
        note(f"newscrawl: {'no channel' if live else 'no case'} of {', '.join(missing)}: nothing was checked")
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


sites.command("new", epilog="Example: newscrawl sites new https://news.example/markets/")(new_site)


@sites.command("show", epilog="Example: newscrawl sites show sina_finance --yaml > my_site.yaml")
def show_site(
    site_id: Annotated[str, typer.Argument(metavar="SITE", help="Id of the site, see newscrawl sites list.")],
    as_yaml: Annotated[
        bool, typer.Option("--yaml", help="Print the site file as it is, to start your own from.")
    ] = False,
) -> None:
    """Show what a site file says."""
    from newscrawl.cli.choosing import choose_site, configure
    from newscrawl.cli.site_table import kind_of
    from newscrawl.sites import DATA

    config = configure()
    site = choose_site(config.load_sites(), site_id)
    folders = [folder for folder in (config.sites, DATA) if folder]
    file = next(path for folder in folders if (path := folder / f"{site.id}.yaml").is_file())
    if as_yaml:
        say(file.read_text("utf-8").rstrip("\n"))
        return
    show_table(("what", "value"), [*_facts(site), ("file", str(file))])
    if site.channels:
        say()
        show_table(
            ("channel", "in the posts", "list", "kind", "address of the list's first page"),
            [
                (
                    channel.name,
                    channel.label,
                    channel.listing,
                    kind_of(site.lists[channel.listing]),
                    _address(site, channel.name),
                )
                for channel in site.channels.values()
            ],
        )
    say()
    show_table(("field", "rules, the first that finds something wins"), _rules(site))


def _facts(site: Site) -> Iterator[tuple[str, str]]:
    yield "id", site.id
    yield "name", site.name
    yield "group", site.group
    yield "home", site.home
    yield "domains", " ".join(site.domains)
    yield "languages", " ".join(site.languages)
    yield "timezone", site.timezone
    yield "state", site.state
    yield (
        "confidence",
        f"{site.confidence}, checked {site.checked}" + (site.unproven and f"; unproven: {site.unproven}"),
    )
    if site.delay is not None:
        yield "delay", f"{site.delay:g} s"
    if site.charset:
        yield "charset", site.charset
    if site.skip:
        yield "never fetched", ", ".join(refusal.reason for refusal in site.skip)


def _rules(site: Site) -> Iterator[tuple[str, str]]:
    rules = site.article
    for field, alternatives in rules.fields.items():
        yield field, " | ".join(map(str, alternatives))
    yield "body", " | ".join(map(str, rules.body)) or "the generic rules"
    for other in rules.elsewhere:
        yield "api" if other.api else "print", f"{other.url} for {other.match.pattern}"
    if rules.next_page:
        yield "next page", " | ".join(map(str, rules.next_page))
    if rules.refuse:
        yield "no articles", ", ".join(refusal.reason for refusal in rules.refuse)


def _address(site: Site, name: str) -> str:
    from datetime import UTC, datetime

    from newscrawl.extract import list_request

    return list_request(site, site.channels[name], at=datetime.now(UTC)).url
