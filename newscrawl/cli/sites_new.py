"""``newscrawl sites new``: looks at a site and writes a file for it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.screen import say, show_table

if TYPE_CHECKING:
    from newscrawl.cli.scouting import Scouting
    from newscrawl.config import Config
    from newscrawl.spiders import ProbeSpider

__all__ = ["new_site"]

NEEDED = ("title", "published", "body")


def new_site(
    source: Annotated[
        str,
        typer.Argument(metavar="URL|FILE", help="An article, a section page or a feed; or a saved one, with --url."),
    ],
    url: Annotated[
        str,
        typer.Option("--url", help="Address of a saved file; the site itself is asked as well.", show_default=False),
    ] = "",
    site_id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Name of the site file.", show_default="made of the host's name")
    ] = "",
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="DIR", help="Folder of the file.", show_default="sites: in newscrawl.yaml, or sites"
        ),
    ] = None,
) -> None:
    """Write the file of a new site, and save an article as a case.

    A handful of requests: the page, the front page, feeds and sitemaps that these, robots.txt and the usual places
    name, and an article. What is not found is said.
    """
    from newscrawl.cli.asking import converse, saved_answer
    from newscrawl.cli.case_folders import SHIPPED
    from newscrawl.cli.choosing import check_url, configure
    from newscrawl.cli.fixture import keep_answer
    from newscrawl.cli.scouting import Scouting
    from newscrawl.errors import SiteError
    from newscrawl.scout import site_id as id_of
    from newscrawl.sites import DATA, read_site

    config = configure()
    sites = config.load_sites()
    address = check_url(source, "URL") if "://" in source else check_url(url, "--url") if url else ""
    if not address:
        raise SiteError("--url", "is missing: a saved file does not say whose lists to look for")
    saved = None if "://" in source else saved_answer(source, address)
    name = site_id or id_of(address)
    if not name.isidentifier():
        raise SiteError("--id", f"{name!r} is no name of a site: letters, digits and _ make one")
    if name in sites:
        raise SiteError(name, "there is such a site already: newscrawl sites show tells more; name another with --id")
    owner = sites.owner_of(address)
    if owner and not site_id:
        raise SiteError(address, f"{owner.id} knows that address already; --id writes another file all the same")
    folder = into or _folder(config)

    async def talk(spider: ProbeSpider) -> Scouting:
        scouting = Scouting(spider=spider, url=address, saved=saved, month=f"{datetime.now(UTC):%Y-%m}")
        await scouting.look()
        return scouting

    found = converse(config, talk)
    found.draft.id = name
    path = _write(folder, found, address)
    site = read_site(path)
    _tell(found, path)
    say()
    # no cases inside the package
    cases = SHIPPED if folder.resolve() == DATA else folder / "cases"
    case = keep_answer(found.article, site, None, cases) if found.article else None
    if not config.file and not into:
        Path("newscrawl.yaml").write_text("sites: sites\n", "utf-8")
        say("wrote newscrawl.yaml, which names the folder of your site files")
    for line in found.missing:
        say(f"not found: {line}")
    if found.findings:
        for field in NEEDED:
            if not found.findings.fields.get(field):
                say(f"not found: the article's {field}: write a rule for it, see docs/site-files.md")
    if case:
        say(f"next: newscrawl fixture accept {case.name}; newscrawl sites check {name} --live; newscrawl crawl {name}")
    else:
        say(f"next: newscrawl fixture save URL of an article; newscrawl sites check {name} --live")


def _folder(config: Config) -> Path:
    """Return the folder of the user's own site files.

    :raises SiteError: ``newscrawl.yaml`` names none
    """
    from newscrawl.errors import SiteError

    if config.sites:
        return config.sites
    if config.file:
        raise SiteError(str(config.file), "names no folder of your site files: add the line sites: sites, and make it")
    return Path("sites")


def _write(folder: Path, found: Scouting, origin: str) -> Path:
    """Write the file, and return its path."""
    from newscrawl.errors import SiteError
    from newscrawl.folders import LocalFolder
    from newscrawl.scout import draft_text

    LocalFolder(folder).check()
    path = folder / f"{found.draft.id}.yaml"
    if path.exists():
        raise SiteError(str(path), "is there already: name another with --id")
    path.write_text(draft_text(found.draft, origin), "utf-8")
    return path


def _tell(found: Scouting, path: Path) -> None:
    draft = found.draft
    say(f"wrote {path}")
    say()
    show_table(
        ("what", "value", "how it was found"),
        [
            ("name", draft.name, "the page's own words"),
            ("language", draft.language or "unknown", "the page's own words"),
            ("timezone", draft.timezone, found.origins["timezone"]),
            ("domains", " ".join(draft.domains), "hosts of the articles"),
            *(("articles", pattern, "addresses of the articles") for pattern in draft.articles),
            *(
                (
                    f"channel {source.channel}",
                    f"{source.kind} {source.url}",
                    f"{source.found}: {source.entries} entries",
                )
                for source in draft.sources
            ),
        ],
    )
