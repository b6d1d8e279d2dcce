from __future__ import annotations

from dataclasses import replace

import pytest
from render_articles import article

from newscrawl.items import Image
from newscrawl.render import LAYOUTS, PostOptions, check_post, render_post, with_pictures

BODY = (
    '<p>文字一句。</p>\n<figure><img src="https://n.example/1.jpg?a=1&amp;b=2" alt="图 &quot;一&quot;" '
    'referrerpolicy="no-referrer"><figcaption>说明 &lt;1&gt;</figcaption></figure>\n'
    '<p><img src="https://n.example/2.jpg" alt="" referrerpolicy="no-referrer"></p>'
)
ARTICLE = replace(
    article(body=BODY),
    lead_image=Image(url="https://n.example/1.jpg?a=1&b=2"),
    images=(Image(url="https://n.example/2.jpg"),),
)
FILES = {"https://n.example/1.jpg?a=1&b=2": "ab/1.jpg"}


def test_nothing_changes_without_files() -> None:
    assert with_pictures(ARTICLE, {}, start="/i/", lead_start="/i/") is ARTICLE


def test_body_and_lead_point_at_the_files_and_the_rest_stays() -> None:
    changed = with_pictures(ARTICLE, FILES, start="/i/", lead_start="/blog/i/")
    assert changed.body == BODY.replace("https://n.example/1.jpg?a=1&amp;b=2", "/i/ab/1.jpg")
    assert changed.lead_image == Image(url="/blog/i/ab/1.jpg")
    assert changed.images == ARTICLE.images


def test_a_lead_picture_that_is_not_in_the_body() -> None:
    lead = replace(ARTICLE, lead_image=Image(url="https://n.example/lead.jpg", alt="图"))
    changed = with_pictures(lead, {"https://n.example/lead.jpg": "cd/3.png"}, start="../", lead_start="../")
    assert changed.body == BODY
    assert changed.lead_image == Image(url="../cd/3.png", alt="图")


@pytest.mark.parametrize("body", ["clean", "markdown"])
@pytest.mark.parametrize("start", ["/i/", "../../images/", "/%E5%9B%BE/"])
def test_such_posts_pass_the_check(body: str, start: str) -> None:
    changed = with_pictures(ARTICLE, FILES, start=start, lead_start=start)
    options = PostOptions(body=body)
    post = render_post(changed, options)
    check_post(post, changed, options)
    assert post.text.count(f"{start}ab/1.jpg") == 3


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_lie_inside_the_blog(name: str) -> None:
    layout = LAYOUTS[name]
    assert not layout.folder.startswith(("/", ".", "_"))
    assert not layout.folder.endswith("/")
