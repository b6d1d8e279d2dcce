"""What others want to know of a clean fragment."""

from __future__ import annotations

import re
from html import unescape

from newscrawl.patterns import lazy_pattern

__all__ = ["images_of", "text_of"]

# A clean fragment comes from a serialiser: `<` and `>` are markup or escaped, attribute values stand in double quotes.
_CELL_END = lazy_pattern(r"</t[dh]>(?=<)")
_TAG = lazy_pattern(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")
_FIGURE = lazy_pattern(r"(<figure>.*?</figure>)", re.S)
_CAPTION = lazy_pattern(r"<figcaption>(.*?)</figcaption>", re.S)
_IMAGE = lazy_pattern(r"<img([^>\"]*(?:\"[^\"]*\"[^>\"]*)*)>")
_VALUE = lazy_pattern(r"(src|alt)=\"([^\"]*)\"")


def images_of(html: str) -> list[tuple[str, str, str]]:
    """Return address, replacement text and caption of each picture of a clean fragment, in order.

    >>> images_of('<figure><img src="https://a.example/1.jpg" alt="A"><figcaption>B</figcaption></figure>')
    [('https://a.example/1.jpg', 'A', 'B')]
    """
    if "<img" not in html:
        return []
    found = []
    for part in _FIGURE.split(html):
        if "<img" not in part:
            continue
        caption = _CAPTION.search(part)
        text = unescape(_TAG.sub("", caption[1])).strip() if caption else ""
        for image in _IMAGE.findall(part):
            values = dict(_VALUE.findall(image))
            found.append((unescape(values.get("src", "")), unescape(values.get("alt", "")), text))
    return found


def text_of(html: str) -> str:
    r"""Return the text of a clean fragment, one paragraph, item or table row a line, cells parted by tabs.

    >>> text_of("<p>a <strong>b</strong></p>\n<table>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>")
    'a b\n1\t2'
    """
    parted = _CELL_END.sub("\t", html.replace("<br>", "\n"))
    lines = (line.strip() for line in unescape(_TAG.sub("", parted)).split("\n"))
    return "\n".join(line for line in lines if line)
