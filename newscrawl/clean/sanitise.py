"""The last pass: nothing leaves the room that is not on the allow-list, whatever the steps before it did."""

from __future__ import annotations

import nh3

from newscrawl.clean.vocabulary import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, LINK_SCHEMES

__all__ = ["sanitise"]

_TAGS = set(ALLOWED_TAGS)
_SCHEMES = set(LINK_SCHEMES)


def sanitise(html: str) -> str:
    """Return the fragment with allow-listed tags, attributes and schemes only.

    >>> sanitise('<p onclick="x()">a<script>b</script></p>')
    '<p>a</p>'
    """
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=_SCHEMES,
        set_tag_attribute_values={"img": {"referrerpolicy": "no-referrer"}},
        link_rel="noopener",
    )
