"""Every article that the generators build passes the check before writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builds import BUILDS, options_of
from made_articles import all_articles, says_something

from newscrawl.render import check_post, render_post

if TYPE_CHECKING:
    from newscrawl.render import PostOptions


OPTIONS = {f"{build.blog}-{build.body}": options_of(build) for build in BUILDS.values()}
"""How posts are written, for all builds of a generator, whatever its version."""


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_check_before_writing_passes(options: PostOptions) -> None:
    for article in [article for name, article in all_articles().items() if says_something(name)]:
        check_post(render_post(article, options), article, options)
