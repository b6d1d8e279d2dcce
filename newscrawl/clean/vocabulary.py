"""What the cleaning steps know, as data: tags, attributes, names of furniture, sentences that are no article's."""

from __future__ import annotations

import re

from newscrawl.patterns import lazy_pattern

__all__ = [
    "ALLOWED_ATTRIBUTES",
    "ALLOWED_TAGS",
    "BLOCK_TAGS",
    "BLOCK_TERMS",
    "BOLD_STYLE",
    "CAPTION_NAMES",
    "CAPTION_TEXT",
    "CELL_TAGS",
    "CENTRED_STYLE",
    "DROPPED_TAGS",
    "FIGURE_NAMES",
    "FILE_NAME",
    "FOREIGN_BLOCKS",
    "FOREIGN_TAGS",
    "FOREIGN_TEXT",
    "FORMAT_TAGS",
    "FURNITURE_NAMES",
    "FURNITURE_PAIRS",
    "FURNITURE_TAGS",
    "HEADING_TAGS",
    "HIDDEN_STYLE",
    "IMAGE_TAGS",
    "INLINE_TAGS",
    "LAZY_ATTRIBUTES",
    "LAZY_SRCSETS",
    "LINK_SCHEMES",
    "ORNAMENT_IMAGE",
    "ORNAMENT_WORDS",
    "QUOTE_ID",
    "TRACKER_HOSTS",
    "TRACKER_IMAGE",
    "VIDEO_PAGES",
]

# --- what may come out -----------------------------------------------------------------------------------------------

ALLOWED_TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre figure figcaption hr br "
    "table caption thead tbody tr th td a img strong em del sub sup code".split()
)
"""Tags of a clean fragment."""

ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
"""Attributes of a clean fragment; ``rel`` and ``referrerpolicy`` are added by the sanitising pass."""

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
"""Schemes a link may have; a picture must be ``http`` or ``https``."""

# --- what tags mean --------------------------------------------------------------------------------------------------

FORMAT_TAGS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "del": "del",
    "s": "del",
    "strike": "del",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
"""Inline tag -> what it becomes; other inline tags leave only their content."""

HEADING_TAGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6"}
"""Heading -> what it becomes: the page's own title is the only first-level heading."""

BLOCK_TERMS = frozenset({"dt"})
"""Blocks whose text becomes strong."""

BLOCK_TAGS = frozenset(
    "address article aside body caption center dd details dir div dl dt fieldset figcaption footer form header hgroup "
    "legend li main menu nav noscript option p search section summary tbody td tfoot th thead tr ".split()
)
"""Tags that end a paragraph, besides those with a meaning of their own; every other unknown tag is inline."""

INLINE_TAGS = frozenset("a abbr b big em font i label mark small span strong sub sup u".split())
"""Tags inside a sentence: taken out by name only where no sentence stands around them."""

CELL_TAGS = frozenset({"td", "th", "tr"})
"""Parts of a table, which lose their place when one of them goes."""

IMAGE_TAGS = ("img", "amp-img")
"""Tags of pictures."""

DROPPED_TAGS = frozenset(
    "applet area audio base button canvas datalist dialog frame frameset head iframe input label link map meta meter "
    "noembed noframes object option param progress script select style template textarea title video".split()
)
"""Tags that go with everything in them; not ``embed``, ``source`` and ``track``, for the parser puts what follows them
inside."""

FOREIGN_TAGS = frozenset({"math", "svg"})
"""Tags that go like :data:`DROPPED_TAGS`, but for the blocks in them: there a browser ends what was never closed."""

FOREIGN_BLOCKS = frozenset("blockquote center div dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul".split())
"""Blocks that end foreign content."""

FOREIGN_TEXT = frozenset({"annotation-xml", "desc", "foreignobject", "title"})
"""Tags of foreign content in which blocks belong to the picture."""

FURNITURE_TAGS = frozenset({"footer", "form", "nav"})
"""Tags that go like :data:`FURNITURE_NAMES`: unless they hold much of the text (forms around whole pages)."""

VIDEO_PAGES = (
    ("www.youtube.com", "/embed/", "https://www.youtube.com/watch?v={}"),
    ("www.youtube-nocookie.com", "/embed/", "https://www.youtube.com/watch?v={}"),
    ("player.vimeo.com", "/video/", "https://vimeo.com/{}"),
    ("player.bilibili.com", "bvid", "https://www.bilibili.com/video/{}"),
    ("player.bilibili.com", "aid", "https://www.bilibili.com/video/av{}"),
    ("v.qq.com", "vid", "https://v.qq.com/x/page/{}.html"),
)
"""Host of a player, where its address holds the video's id (behind a path or in a key of the query), the page of it."""

# --- names of furniture ----------------------------------------------------------------------------------------------

FURNITURE_NAMES = frozenset(
    # sharing, QR codes, following
    "share sharebar sharebox sharebtn sharing bshare jiathis bdshare bdsharebuttonbox addthis addtoany social sns "
    "qr qrcode erweima ewm weixin wechat wxfollow follow "
    # readers: comments, accounts, newsletters
    "comment comments commentbox pinglun disqus login signin signup register newsletter subscribe feedback jubao "
    # other articles
    "related relate relates relatednews recommend recommended recommendation recommendations recommends tuijian "
    "outbrain taboola readmore breadcrumb breadcrumbs pagination pager prevnext "
    "trending popular mostread paging loadmore "
    # what the page says of the article: its author, its time, its section; labels of buttons, other videos
    "byline bylines bio author authors authorbox authorbio dateline published updated pubdate timestamp kicker "
    "badge btn footer overlay skip video videos "
    # adverts, apps, brokers
    "ad ads adv advert adverts advertisement advertising adsense adslot adsbygoogle adbox adlist gg guanggao banner "
    "sponsor sponsored promo promos promotion promoted promobox kaihu appdownload appbox openapp "
    # notes of the house
    "disclaimer shengming copyright tooltip popup modal cookie consent gdpr tags taglist hqimg "
    # text for machines
    "sronly".split()
)
"""Words of ``class`` and ``id`` that name what is no part of an article; names are cut at ``-``, ``_`` and capitals."""

FURNITURE_PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in "sr-only visually-hidden screen-reader line-clamp read-more read-also see-also read-next load-more "
    "sign-up log-in most-read entry-meta post-meta article-meta".split()
)
"""Two words that do so one behind the other."""

QUOTE_ID = lazy_pattern(r"^quote_")
"""``id`` of the live quotes that are put behind a company's name: ``<span id="quote_sh600519">(1,700.00)</span>``."""

CENTRED_STYLE = lazy_pattern(r"text-align:\s*center|align-center|\bf_center\b", re.I)
"""In ``style``, ``class`` or ``cms-style``: a centred block."""

BOLD_STYLE = lazy_pattern(r"font-weight:\s*(?:bold|[6-9]00)|strong-bold", re.I)
"""In ``style`` or ``cms-style``: strong text."""

HIDDEN_STYLE = lazy_pattern(r"display:\s*none|visibility:\s*hidden", re.I)
"""In ``style``: not shown."""

# --- pictures --------------------------------------------------------------------------------------------------------

LAZY_ATTRIBUTES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazyload",
    "data-lazy",
    "data-actualsrc",
    "data-original-src",
    "data-url",
    "data-echo",
    "data-hires",
    "original",
    "_src",
    "lazysrc",
    "lazy-src",
    "real_src",
    "src2",
    "file",
)
"""Where lazy loaders keep a picture's address while ``src`` shows a placeholder."""

LAZY_SRCSETS = ("data-srcset", "data-lazy-srcset", "srcset")
"""Where the address stands with its sizes."""

TRACKER_IMAGE = lazy_pattern(
    r"[/_.-](?:(?:spacer|blank|pixel|transparent|1x1|1px|c\.gif|space\.gif|clear\.gif|dot\.gif|next_?page|prev_?page|"
    r"grey\.gif|gray\.gif|loading|lazyload|placeholder|no_?pic|nopic|default_?(?:img|pic))(?:[/_.?-]|$)"
    r"|w\d\d?_h\d\d?\.)"
)
"""In the address, in small letters, of a placeholder or spacer."""

TRACKER_HOSTS = lazy_pattern(
    r"doubleclick|googlesyndication|scorecardresearch|google-analytics|quantserve|adsystem|adservice|vgwort|"
    r"ioam\.de|cts\.businesswire|rt\.prnewswire|globenewswire\.com/newsroom/ti\b|facebook\.com/tr\b|//track\w*\.|"
    r"mc\.yandex|ivwbox|cpx\.golem|xiti|webtrends|imrworldwide|hm\.baidu|cnzz|pos\.baidu|beacon\."
)
"""In the address, in small letters, of a counter."""

ORNAMENT_IMAGE = lazy_pattern(
    r"[\s/_.-](?:qr|qr_?code|erweima|ewm|logo|logos|avatar|avatars|gravatar|touxiang|favicon)(?=[\s/_.?\d-])"
)
"""In address, class or replacement text, in small letters, of a QR code, logo or portrait of the writer."""

ORNAMENT_WORDS = ("二维码", "头像", "扫码", "finance/cece9e13/20200514/343233024")
"""The same, anywhere in them."""

FILE_NAME = lazy_pattern(r"[\w.-]+\.(?:jpe?g|png|gif|webp|bmp)", re.I)
"""A replacement text that says nothing."""

FIGURE_NAMES = frozenset(
    {"wp-caption", "img_wrapper", "image-wrapper", "article-image", "pic-box", "picbox", "img-box"}
)
"""Classes of elements that hold a picture and its caption."""

CAPTION_NAMES = frozenset(
    "wp-caption-text img_descr img-descr image-caption img-caption photo-caption pic-caption picture-caption caption "
    "caption-text pictext pic-text img-txt imgtxt".split()
)
"""Classes of captions."""

CAPTION_TEXT = lazy_pattern(
    r"(?:[▲△↑]|(?:图片?|资料图|来源|图片?来源|摄影|制图)[：:]|图[/|｜]|图为|资料图|[（(【]?图片?来源|"
    r"(?:Foto|Photo|Bild|Image|Picture|Quelle|Crédits?|Source)\s?:).{0,80}"
    r"|.{0,60}(?:[ /　]摄|供图|制图|资料图片?|视觉中国|图虫创意|摄影报道)[)）】]?",
    re.S,
)
"""A line right below a picture that is surely its caption."""
