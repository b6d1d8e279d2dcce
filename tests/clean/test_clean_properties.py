"""What holds for every input, hostile ones included."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.clean import CleanRules, clean_body, images_of, text_of
from newscrawl.clean.vocabulary import ALLOWED_ATTRIBUTES, ALLOWED_TAGS

TAGS = """
<p> </p> <div> </div> <b> </b> <i> </i> <font> </font> <br> <br><br> <ul> </ul> <ol|start=3> </ol> <li> </li>
<hr> <table> </table> <tr> <td> </td> <th> <td|colspan=2> <h1> </h1> <h3> </h3> <blockquote> </blockquote>
<pre> </pre> <code> </code> <figure> </figure> <figcaption> </figcaption> <center> </center>
<a|href="https://a.example/1"> <a|href="1.html"> <a|href="javascript:x()"> </a>
<img|src="//n.example/1.jpg"|alt="x"> <img|src=x|onerror=x()> <img|src="javascript:x"> <script> </script>
<style> </style> <noscript> </noscript> <svg> </svg> <math> </math> <iframe|src=x> </iframe> <textarea>
</textarea> <template> </template> <!-- --> <![CDATA[ ]]> <p|onclick=x()> <span|style="font-weight:bold">
</span> <p|align=center> <div|class="share-box"> <div|style="display:none"> &lt;script&gt; &amp; &nbsp; &#0;
&#x200b; &quot; < > " ' <<p> { }}
"""
LINES = "甲 乙。 a 1 b: 责任编辑：张三 来源：某报 相关阅读： 图片来源：某社 延伸阅读 点赞"
PIECES = st.sampled_from(f"{TAGS} {LINES}".split()).map(lambda piece: piece.replace("|", " "))
TEXTS = st.sampled_from(["\n", "\n    ", " ", "\t", "\r\n", "\x00", "\x0b", "\u2028", "\xa0\xa0", "word", "汉字", "，"])
HOSTILE = st.lists(PIECES | TEXTS | st.text(max_size=8), max_size=40).map("".join)
RULES = CleanRules(base_url="https://f.example/a/b.html")


def assert_safe_and_tidy(html: str) -> None:
    soup = BeautifulSoup(html, "html5lib")
    for tag in soup.body.find_all(True):
        assert tag.name in ALLOWED_TAGS
        assert set(tag.attrs) <= ALLOWED_ATTRIBUTES.get(tag.name, set()) | {"rel", "referrerpolicy"}
        assert re.match(r"(?:https?:/|mailto:)", tag.get("href") or tag.get("src") or "mailto:")
    outside = re.sub(r"<pre>.*?</pre>", "<pre></pre>", html, flags=re.S)
    assert all(line and not line[0].isspace() for line in outside.splitlines())


@given(HOSTILE)
@settings(max_examples=400, deadline=None)
def test_what_comes_out_is_safe_and_tidy(html: str) -> None:
    assert_safe_and_tidy(clean_body(html, RULES))


@given(HOSTILE)
@settings(max_examples=400, deadline=None)
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = clean_body(html, RULES)
    assert clean_body(once, RULES) == once


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=6)
INLINE = st.recursive(
    WORDS,
    lambda inner: st.tuples(st.sampled_from(["b", "i", "span", "font", "sup", "em", "u"]), inner, WORDS).map(
        lambda parts: f"<{parts[0]}>{parts[1]}</{parts[0]}>{parts[2]}"
    ),
    max_leaves=4,
)
BLOCK = st.recursive(
    INLINE,
    lambda inner: st.tuples(
        st.sampled_from(["div", "p", "blockquote", "section", "ul><li", "table><tr><td", "h2", "center", "li"]),
        st.lists(inner, min_size=1, max_size=3).map("<br>".join),
    ).map(
        lambda parts: f"<{parts[0]}>{parts[1]}" + "".join(f"</{tag}>" for tag in reversed(re.findall(r"\w+", parts[0])))
    ),
    max_leaves=10,
)


@given(BLOCK)
@settings(max_examples=300, deadline=None)
def test_no_word_of_kept_markup_is_lost(html: str) -> None:
    words = re.sub(r"\s+", "", BeautifulSoup(html, "html5lib").get_text())
    assert re.sub(r"\s+", "", text_of(clean_body(html))) == words


def test_text_is_a_paragraph_a_line_and_a_row_a_line() -> None:
    html = clean_body(
        "<p>a &amp; b<br>c</p><ul><li>d</ul><table><tr><td>1<td>2<tr><td>3<td>4</table><pre>x\n\n y</pre>"
    )
    assert text_of(html) == "a & b\nc\nd\n1\t2\n3\t4\nx\ny"


def test_images_are_read_with_alt_and_caption() -> None:
    html = clean_body(
        '<p><img src="https://n.example/1.jpg" alt="甲"></p>'
        '<figure><img src="https://n.example/2.jpg?a=1&b=2"><figcaption>图 <b>乙</b></figcaption></figure>'
    )
    assert images_of(html) == [("https://n.example/1.jpg", "甲", ""), ("https://n.example/2.jpg?a=1&b=2", "", "图 乙")]


CORPUS = os.environ.get("NEWSCRAWL_CORPUS")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="NEWSCRAWL_CORPUS does not name the folder of real pages")


def sample_bodies() -> list[str]:
    posts = sorted((Path(CORPUS or "") / "../format/samples").glob("*.md"))
    texts = (post.read_text(encoding="utf-8") for post in posts)
    bodies = [text.split("<div>", 1)[-1].rsplit("</div>", 1)[0] for text in texts]
    return [body.replace("&#123;", "{").replace("&#125;", "}") for body in bodies]


@needs_corpus
def test_real_bodies_come_out_safe_tidy_and_stable() -> None:
    bodies = sample_bodies()
    assert len(bodies) >= 40
    for body in bodies:
        clean = clean_body(body, RULES)
        assert_safe_and_tidy(clean)
        assert clean_body(clean, RULES) == clean


@needs_corpus
def test_real_pages_lose_nothing_of_their_text() -> None:
    """Whole pages through the cleaning: a line of the labelled text that the page holds must still be there."""
    folder = Path(CORPUS or "")
    lines = lost = 0
    for row in map(json.loads, (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()):
        if not row["file"].startswith("pages/netease-"):
            continue
        page = gzip.decompress((folder / row["file"]).read_bytes()).decode("gb18030", "replace")
        body = BeautifulSoup(page, "lxml").select_one("#endText")
        if body is None:
            continue
        before, after = (re.sub(r"\s+", "", text) for text in (body.get_text(), text_of(clean_body(str(body), RULES))))
        for line in filter(None, (re.sub(r"\s+", "", line) for line in row.get("body_text", "").splitlines())):
            if line in before:
                lines += 1
                lost += line not in after
    assert lines > 100
    assert lost <= lines * 0.005
