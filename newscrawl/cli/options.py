"""Options and arguments that several commands share: each is written once.

Typer reads the annotations when it starts, so nothing here may import what is slow.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

__all__ = ["Author", "Blog", "Body", "Images", "Json", "Keys", "Output", "Placeholder"]

Author = Annotated[
    Literal["site", "byline"] | None,
    typer.Option("--author", help="Who stands as the author: the site (default), or the byline where there is one."),
]
Blog = Annotated[
    Literal["hexo", "hugo", "jekyll", "pelican", "eleventy", "astro", "zola"] | None,
    typer.Option("--blog", help="Generator that builds the posts.", show_default="blog: in newscrawl.yaml, or hexo"),
]
Body = Annotated[
    Literal["clean", "source", "markdown"] | None,
    typer.Option(
        "--body",
        help="How the text is written: clean HTML (default), Markdown, or source (UNSAFE: as the site served it).",
    ),
]
Images = Annotated[
    Literal["link", "download", "lead-only"] | None,
    typer.Option(
        "--images", help="Pictures: leave them where they are (default), download all, or only the lead picture."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print articles as JSON, one a line, instead of posts.")]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="KEY", help="Add this key to the front matter (several times: several keys)."),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="Folder of the posts, or s3://bucket/posts.",
        show_default=False,
    ),
]
Placeholder = Annotated[
    str | None,
    typer.Option("--placeholder", metavar="URL", help="Picture of a post without one (only with --body source)."),
]
