"""What ``newscrawl.yaml`` says, as a type."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.archive import ArchiveOptions
from newscrawl.errors import SiteError
from newscrawl.folders import LocalFolder
from newscrawl.render import ImageMode, PostOptions
from newscrawl.sites import Overrides, load_sites

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from newscrawl.blogs import FoundBlog
    from newscrawl.folders import Durability, Folder
    from newscrawl.sites import Sites

__all__ = ["MOST_WORKERS", "Config"]

MOST_WORKERS = 64
"""Processes that one may ask for; more than any machine has processors is a slip of the finger."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """What ``newscrawl.yaml`` says, and the defaults for what it does not say."""

    file: Path | None = None
    """Where it was read from; ``None``: there is none, everything is a default."""
    output: Folder = field(default_factory=lambda: LocalFolder(Path("output")))
    """Folder of the posts."""
    output_options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What the backend of a remote output folder is told beside its address; may hold secrets."""
    state: Path | None = None
    """Folder of the crawl's memory; ``None``: where the output folder has it."""
    beside: FoundBlog | None = None
    """The blog beside the file, when the file names its generator."""
    raw_html: bool = True
    """Whether the blog's generator shows posts whose body is HTML."""
    post: PostOptions = field(default_factory=PostOptions)
    """How posts are written."""
    durability: Durability = "each"
    """When crawls flush posts to the disk."""
    images: ImageMode = "link"
    """What becomes of pictures."""
    assets: Path | None = None
    """Folder of downloaded pictures; ``None``: where the blog's generator has them, else ``images`` in the output
    folder."""
    images_width: int = 0
    """Pixels; wider pictures are made smaller. 0: they stay as they are."""
    images_webp: bool = False
    """Whether PNG and JPEG pictures become WebP."""
    root: str = ""
    """Path of the built site on its host, for pictures; empty: what the blog's own configuration says."""
    contact: str = ""
    """Address or mailbox for the User-Agent, so that a site's operator can reach the crawler's."""
    crawl: tuple[str, ...] = ()
    """``SITE`` or ``SITE/CHANNEL``: what ``newscrawl crawl`` takes when it is not told."""
    sites: Path | None = None
    """Folder of the user's own site files; one of the same name wins over the one that ships."""
    archive: ArchiveOptions = field(default_factory=ArchiveOptions)
    """What crawls keep of pages, so that posts can be made anew."""
    webhook: str = ""
    """Address that is sent what departs from a site's normal state; empty: none."""
    metrics: Path | None = None
    """File for the numbers of the last runs, in Prometheus' text format; ``None``: none."""
    frontier: str = field(default="", repr=False)
    """Address of the Redis whose workers fetch the articles, perhaps with a password in it; empty: crawls do it
    themselves."""
    workers: int | None = None
    """Processes of a crawl; ``None``: as many as that is worth."""
    overrides: Overrides | None = None
    """What the file wants otherwise than site files say; ``None``: nothing."""

    @property
    def state_folder(self) -> Path:
        """The folder of the crawl's memory."""
        return self.state or self.output.memory

    def check(self, place: str) -> None:
        """Raise :class:`SiteError`, naming the *place*, when the blog would not show such posts, or not as drafts."""
        if self.post.mode == "clean" and not self.raw_html:
            raise SiteError(place, "body: this blog leaves HTML out of its pages; body markdown is shown")
        self.post.check_folder(str(self.output))

    def load_sites(self) -> Sites:
        """Return every site by id: those that ship and the user's own.

        :raises SiteError: for the user's first file that cannot be used
        """
        return load_sites(*([self.sites] if self.sites else []), over=self.overrides)
