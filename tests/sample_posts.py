"""Posts of the source format, taken apart: the article each came from.

The posts are real ones and lie outside the repository, beside the corpus of pages that ``NEWSCRAWL_CORPUS`` names.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from newscrawl.items import Article

_POST = re.compile(
    r"\n---\ntitle: ['\"](?P<title>.*)['\"]\ncategories: \n(?P<categories>(?: - .*\n)+)headimg: '(?P<picture>.*)'\n"
    r"author: .*\ncomments: false\ndate: (?P<date>.*)\nthumbnail: '.*'\n---\n\n<div>   \n(?P<body>.*)  \n</div>\n {12}",
    re.DOTALL,
)
_CUT = "..."
_RUN_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class SamplePost:
    """One post of the source format and what can be known of its article."""

    slug: str
    version: str
    """``v3`` is the format of the seed."""
    text: str
    picture: str
    """What stands under ``headimg``: the first picture, or the random one that was drawn for want of any."""
    date: str
    """As written."""
    article: Article
    """Body with its braces; the date is the epoch where the post has none."""

    @property
    def has_date(self) -> bool:
        return self.date != "Invalid Date"

    @property
    def timezone(self) -> str:
        """Zone to render in: posts without a date of their own show the generator's clock, which ran in UTC."""
        return "UTC" if _RUN_TIME.fullmatch(self.date) else ""


def sample_folder() -> Path | None:
    corpus = os.environ.get("NEWSCRAWL_CORPUS")
    folder = Path(corpus).parent / "format" / "samples" if corpus else None
    return folder if folder and (folder / "index.json").is_file() else None


def sample_slugs() -> list[object]:
    """Return parameters for one test id a sample, or one that skips with the reason."""
    folder = sample_folder()
    if folder is None:
        return [
            pytest.param("", marks=pytest.mark.skip(reason="NEWSCRAWL_CORPUS names no folder with samples beside it"))
        ]
    return [entry["slug"] for entry in json.loads((folder / "index.json").read_text(encoding="utf-8"))]


def read_sample(slug: str) -> SamplePost:
    folder = sample_folder()
    assert folder is not None
    index = {entry["slug"]: entry for entry in json.loads((folder / "index.json").read_text(encoding="utf-8"))}
    text = (folder / f"{slug}.md").read_bytes().decode()
    match = _POST.fullmatch(text)
    assert match is not None, f"{slug} is no post of the source format"
    date = match["date"]
    if date == "Invalid Date":
        published = datetime.fromtimestamp(0, UTC)
    elif _RUN_TIME.fullmatch(date):
        published = datetime.fromisoformat(date).replace(tzinfo=UTC)
    else:
        published = parsedate_to_datetime(date)
    title = match["title"]
    article = Article(
        url=f"https://news.example/{slug}",
        canonical_url=f"https://news.example/{slug}",
        site="",
        channel="",
        categories=tuple(line.removeprefix(" - ") for line in match["categories"].splitlines()),
        # What stood after the cut is lost; any wide characters give the same cut.
        title=title.removesuffix(_CUT) + "很长" if _was_cut(title) else title,
        published=published,
        body=match["body"].replace("&#123;", "{").replace("&#125;", "}"),
    )
    return SamplePost(
        slug=slug,
        version=index[slug]["format_version"],
        text=text,
        picture=match["picture"],
        date=date,
        article=article,
    )


def _was_cut(title: str) -> bool:
    return title.endswith(_CUT) and sum(1 if c.isascii() else 2 for c in title.removesuffix(_CUT)) in (149, 150)
