"""What others want to know of a clean fragment."""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup

__all__ = ["images_of", "text_of"]

# A clean fragment comes from a serialiser: `<` and `>` are markup or escaped, attribute values stand in double quotes.
_BREAK = re.compile(r"<br>|</t[dh]>(?=<)")
_TAG = re.compile(r"<(?:[^>\"]|\"[^\"]*\")*>")


def images_of(html: str) -> list[tuple[str, str, str]]:
    """Return address, replacement text and caption of each picture of a clean fragment, in order.

    >>> images_of('<figure><img src="https://a.example/1.jpg" alt="A"><figcaption>B</figcaption></figure>')
    [('https://a.example/1.jpg', 'A', 'B')]
    """
    if "<img" not in html:
        return []
    found = []
    for image in BeautifulSoup(html, "lxml").find_all("img"):
        figure = image.find_parent("figure")
        caption = figure.find("figcaption") if figure else None
        text = caption.get_text().strip() if caption else ""
        found.append((str(image.get("src", "")), str(image.get("alt", "")), text))
    return found


def text_of(html: str) -> str:
    r"""Return the text of a clean fragment, one paragraph, item or table row a line, cells parted by tabs.

    >>> text_of("<p>a <strong>b</strong></p>\n<table>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>")
    'a b\n1\t2'
    """
    parted = _BREAK.sub(lambda match: "\n" if match[0] == "<br>" else "\t", html)
    lines = (line.strip() for line in unescape(_TAG.sub("", parted)).split("\n"))
    return "\n".join(line for line in lines if line)
