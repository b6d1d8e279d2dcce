"""Every sample of the source format comes back byte for byte from the article it was made of."""

from __future__ import annotations

import pytest
from sample_posts import SamplePost, read_sample, sample_slugs

from newscrawl.render import PostOptions, render_post


def rendered(sample: SamplePost) -> str:
    options = PostOptions(body="source", placeholder=sample.picture, timezone=sample.timezone)
    return render_post(sample.article, options).text


@pytest.mark.parametrize("slug", sample_slugs())
def test_sample_renders_to_the_same_bytes(slug: str) -> None:
    sample = read_sample(slug)
    expected, got = sample.text, rendered(sample)
    if not sample.has_date:
        # The post says "Invalid Date"; an Article always has a real one, so that one line is not compared.
        expected = expected.replace("\ndate: Invalid Date\n", "\n")
        got = got.replace("\ndate: Thu, 01 Jan 1970 00:00:00 GMT\n", "\n")
        assert "\ndate: " not in expected + got
    assert sample.version == "v3"
    assert got.encode() == expected.encode()


@pytest.mark.parametrize("slug", sample_slugs())
def test_picture_of_a_sample_is_its_own_not_the_placeholder(slug: str) -> None:
    sample = read_sample(slug)
    got = render_post(sample.article, PostOptions(body="source", placeholder="https://placeholder.example/")).text
    expected = "https://placeholder.example/" if "picsum.photos" in sample.picture else sample.picture
    assert f"\nheadimg: '{expected}'\n" in got
