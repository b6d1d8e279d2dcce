"""``newscrawl fetch``: single addresses become posts, now."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Author, Blog, Body, Images, Json, Keys, Output, Placeholder
from newscrawl.cli.screen import note, say, warn_of_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scrapy.crawler import Crawler

    from newscrawl.items import Article
    from newscrawl.render import PostOptions

__all__ = ["fetch"]


def fetch(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="URL|FILE|-...", help="Addresses, files that hold one a line, or - for stdin."),
    ],
    output: Output = None,
    blog: Blog = None,
    body: Body = None,
    author: Author = None,
    key: Keys = None,
    placeholder: Placeholder = None,
    images: Images = None,
    to_stdout: Annotated[bool, typer.Option("--stdout", help="Print posts instead of writing files.")] = False,
    as_json: Json = False,
) -> None:
    """Fetch these articles and write them as posts, or print them.

    The site file that knows the address says where things stand, generic rules otherwise. In a file, empty lines and
    what follows a # at a line's beginning are left out. With --stdout or --json nothing is written or remembered.
    """
    from newscrawl.cli.importing import import_scrapy, uncollected

    with uncollected():
        import_scrapy()
        from newscrawl.cli.choosing import configure
        from newscrawl.cli.progress import log_for
        from newscrawl.cli.running import Job, run_jobs
        from newscrawl.cli.summary import Summary
        from newscrawl.spiders import UrlSpider

    config = configure(
        output=output, blog=blog, body=body, author=author, keys=key, placeholder=placeholder, images=images
    )
    # a malformed site file is found before the first request
    config.load_sites()
    urls = _addresses(sources)

    printing = to_stdout or as_json
    if not as_json:
        warn_of_source(config.post.body)
    log = log_for(results_on_stdout=printing, tell_known=True)
    job = Job(spider=UrlSpider, arguments={"urls": urls})
    if printing:
        only_clean = {"ITEM_PIPELINES": {"newscrawl.pipelines.CleanPipeline": 200}}
        run_jobs(config, [job], log, settings=only_clean, on_article=_printer(config.post, as_json=as_json), keep=False)
    else:
        run_jobs(config, [job], log)
    summary = Summary(log)
    for line in summary.lines(None if printing else config):
        (note if printing else say)(line)
    raise typer.Exit(summary.fetch_code)


def _addresses(sources: Sequence[str]) -> list[str]:
    """Return every address that was named, each once, in order."""
    from newscrawl.cli.choosing import check_url
    from newscrawl.errors import SiteError

    urls: dict[str, None] = {}
    for source in sources:
        if source == "-" or ("://" not in source and Path(source).is_file()):
            for place, line in _lines(source):
                urls[check_url(line, place)] = None
        else:
            urls[check_url(source, "no such file" if "://" not in source else "URL")] = None
    if not urls:
        raise SiteError(", ".join(sources), "holds no address")
    return list(urls)


def _lines(source: str) -> Iterator[tuple[str, str]]:
    """Yield place and text of every line that says something."""
    from newscrawl.errors import SiteError

    name = "stdin" if source == "-" else source
    try:
        text = (sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise SiteError(name, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SiteError(name, "is not UTF-8 text; newscrawl extract reads saved pages") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield f"{name}, line {number}", line.strip()


def _printer(options: PostOptions, *, as_json: bool) -> Callable[[Crawler, Article], None]:
    from newscrawl.cli import printing
    from newscrawl.errors import UnsafePost
    from newscrawl.extensions import RunLog

    first = True

    def print_article(crawler: Crawler, article: Article) -> None:
        nonlocal first
        run = RunLog.of(crawler)
        try:
            content = f"{printing.as_json(article)}\n".encode() if as_json else printing.post_bytes(article, options)
        except UnsafePost as error:
            run.failed(article.url, f"unsafe post: {error.reason}")
            return
        if not (first or as_json):
            sys.stdout.buffer.write(b"\n")
        first = False
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        run.posted(article.url, article.title, article.url)

    return print_article
