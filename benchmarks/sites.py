"""Say what each site's rules add to the generic ones, and which of them change nothing.

    python benchmarks/sites.py [SITE ...] [--corpus DIR] [--cases DIR]

The same pages are read twice: by the site file, and by the site file without its ``article`` part (its time zone and
language stay). Over the cases the right facts are counted; over the corpus's pages with truth its own scorer counts; of
pages without truth only how many give an article. Then every rule is left out in turn: a rule without which nothing
changes on any page, in any field, is named. Without ``--corpus`` it is what ``NEWSCRAWL_CORPUS`` names; without both
only the cases are read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from corpus import SavedPage, load_pages, load_scorer
from extraction import FETCHED, predict

from newscrawl.cases import Case, Reading, find_cases
from newscrawl.clean import text_of
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, page_of, read_page
from newscrawl.sites import Site, load_sites
from newscrawl.sites.pages import ArticleRules

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "tests" / "sites"
SCORES = ("title", "minute", "body")
"""What the corpus's scorer says of a page that is shown here."""

COMPARED = (
    "title published modified source authors editors keywords tickers summary paywalled lead_image images".split()
)
"""Fields of an article that are compared, beside its text."""

COLUMNS = (
    *("site", "facts of cases", "with rules", "generic", "pages with truth", "with rules", "generic"),
    *("other pages", "with rules", "generic"),
)


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Every page there is of a site."""

    cases: list[Case]
    true: list[SavedPage]
    others: list[SavedPage]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sites", nargs="*", metavar="SITE", help="ids; all that have pages by default")
    parser.add_argument("--corpus", type=Path, default=os.environ.get("NEWSCRAWL_CORPUS"))
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of <site>/<case>/")
    args = parser.parse_args()
    known = load_sites()
    if unknown := [name for name in args.sites if name not in known]:
        print(f"no such site: {', '.join(unknown)}", file=sys.stderr)
        return 2
    if args.corpus and not Path(args.corpus, "sites.jsonl").is_file():
        print(f"{args.corpus} is no corpus: there is no sites.jsonl", file=sys.stderr)
        return 2
    corpus = Path(args.corpus) if args.corpus else None
    show([known[name] for name in args.sites or known], corpus, args.cases)
    return 0


def show(sites: list[Site], corpus: Path | None, cases: Path) -> None:
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    truth = {row["id"]: row for row in load_scorer(corpus).load_truth()} if corpus else {}
    idle: dict[str, list[str]] = {}
    for site in sites:
        pages = pages_of(site, corpus, cases)
        bare = replace(site, article=ArticleRules())
        right = [count_right(pages.cases, reader) for reader in (site, bare)]
        total = sum(1 for case in pages.cases for _ in Reading(case, site).problems())
        scored = [score(corpus, pages.true, truth, reader) for reader in (site, bare)]
        whole = [sum(outline(page, reader) is not None for page in pages.others) for reader in (site, bare)]
        cells = (total, *right, len(pages.true), *scored, len(pages.others), *whole)
        print(f"| {site.id} | {' | '.join(map(str, cells))} |", flush=True)
        idle[site.id] = [name for name, other in without_each(site) if changes_nothing(site, other, pages)]
    print("\nrules without which nothing changes on any of these pages")
    for name, rules in idle.items():
        if rules:
            print(f"* {name}: {', '.join(rules)}")


def pages_of(site: Site, corpus: Path | None, cases: Path) -> Pages:
    """Return the site's cases of articles, and its pages of the corpus with and without truth."""
    own = [case for case in find_cases(cases, site_id=site.id) if not case.channel]
    if corpus is None:
        return Pages(cases=own, true=[], others=[])
    true = [page for page in load_pages(corpus) if page.url and site.owns(page.url)]
    with (corpus / "sites.jsonl").open(encoding="utf8") as lines:
        rows = [row for row in map(json.loads, lines) if row["kind"] == "article_html"]
    others = [
        SavedPage(row["file"], row["url"] or "", "", read(corpus / row["file"]))
        for row in rows
        if not row["file"].startswith("pages/") and belongs(row, site)
    ]
    return Pages(cases=own, true=true, others=others)


def belongs(row: dict[str, Any], site: Site) -> bool:
    """Tell whether a page of the corpus is the site's: by its address, else by the site's name."""
    return site.owns(row["url"]) if row["url"] else site.id == row["site"] or site.id.startswith(f"{row['site']}_")


def read(path: Path) -> bytes:
    body = path.read_bytes()
    return gzip.decompress(body) if path.suffix == ".gz" else body


def count_right(cases: list[Case], site: Site) -> int:
    return sum(not problem for case in cases for _, problem in Reading(case, site).problems())


def score(corpus: Path | None, pages: list[SavedPage], truth: dict[str, Any], site: Site) -> str:
    """Return title, minute and body in percent, as the corpus's scorer counts them."""
    if corpus is None or not pages:
        return "-"
    scorer = load_scorer(corpus)
    rows = []
    for page in pages:
        try:
            rows.append(scorer.score_page(truth[page.id], predict(page, site)))
        except NewscrawlError:
            rows.append(scorer.score_page(truth[page.id], {}))
    found = {name: [float(row[name]) for row in rows if row.get(name) is not None] for name in SCORES}
    parts = (
        f"{name} {fmean(values) * (1 if max(values) > 1 else 100):.0f}" for name, values in found.items() if values
    )
    return " ".join(parts)


def outline(page: SavedPage, site: Site) -> tuple[Any, ...] | None:
    """Return what is found in a page, or ``None`` when it gives no article."""
    try:
        found = read_page(page_of(page.url or site.home + "page.html", page.body, fetched_at=FETCHED), site)
        article = clean_article(found.article(), site)
    except NewscrawlError:
        return None
    return (*(getattr(article, name) for name in COMPARED), text_of(article.body))


def without_each(site: Site) -> Iterator[tuple[str, Site]]:
    """Yield the name of each rule of the site's article pages, and the site without it."""
    rules = site.article
    for field, alternatives in rules.fields.items():
        for index, rule in enumerate(alternatives):
            left = (*alternatives[:index], *alternatives[index + 1 :])
            yield f"{field} {rule}", replace(site, article=replace(rules, fields={**rules.fields, field: left}))
    for part in fields(ArticleRules):
        value = getattr(rules, part.name)
        if isinstance(value, tuple):
            for index, rule in enumerate(value):
                left = (*value[:index], *value[index + 1 :])
                yield f"{part.name} {named(rule)}", replace(site, article=replace(rules, **{part.name: left}))
        elif value is not None and part.name != "fields":
            yield part.name, replace(site, article=replace(rules, **{part.name: None}))


def named(rule: Any) -> str:
    """Return a rule in a few characters."""
    text = getattr(rule, "pattern", "") or getattr(rule, "reason", "") or getattr(rule, "figure", "") or str(rule)
    return text if len(text) <= 60 else text[:59] + "…"


def changes_nothing(site: Site, other: Site, pages: Pages) -> bool:
    """Tell whether all pages give the same with both."""
    for case in pages.cases:
        if [problem for _, problem in Reading(case, site).problems()] != [
            problem for _, problem in Reading(case, other).problems()
        ]:
            return False
    return all(outline(page, site) == outline(page, other) for page in (*pages.true, *pages.others))


if __name__ == "__main__":
    sys.exit(main())
