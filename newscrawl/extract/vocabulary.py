"""Words, patterns and names that extraction looks for. Data only."""

from __future__ import annotations

import re

from newscrawl.patterns import lazy_pattern

__all__ = [
    "ARTICLE_TYPES",
    "AUTHOR_WORD",
    "BODY_PAIRS",
    "BODY_PLAIN",
    "BODY_WORD",
    "DATELINE",
    "DATE_WORD",
    "ERROR_TEXT",
    "FLASH_TITLE",
    "HEADLINE_WORD",
    "HEAD_LINE",
    "IMAGE_NOISE",
    "IMPRINT",
    "LEAD_WORD",
    "NOISE_FOLDERS",
    "NOISE_PAIRS",
    "NOISE_PLAIN",
    "NOISE_TAGS",
    "NOISE_WORD",
    "NOTICE_WORD",
    "REFUSED_PREFIX",
    "REFUSED_SECTIONS",
    "REFUSED_TYPES",
    "SKIPPED_TAGS",
    "TITLE_META",
    "TITLE_SEPARATORS",
]

ARTICLE_TYPES = frozenset(
    "Article NewsArticle BlogPosting Report AnalysisNewsArticle OpinionNewsArticle ReportageNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle TechArticle ScholarlyArticle SocialMediaPosting "
    "AdvertiserContentArticle".split()
)
"""schema.org types of articles."""

REFUSED_TYPES = {
    "LiveBlogPosting": "live page",
    "DiscussionForumPosting": "forum page",
    "QAPage": "forum page",
    "CollectionPage": "list page",
    "SearchResultsPage": "list page",
    "ProfilePage": "profile page",
}
"""schema.org types of pages of another kind, and what to call them."""

ERROR_TEXT = (
    (
        lazy_pattern(
            r"^\W*(404|410|error\s*404|(the )?page (you .{0,40})?(was )?not found|not found)\b"
            r"|\b404\b.{0,20}(not found|error|页面)|页面?(没有|未)找到|页面不存在|找不到(了|您?.{0,8}(页面|网页))"
            r"|(页面|网页|文章|内容|新闻).{0,6}(不存在|已(被)?删除|已下线|走丢)|很?抱歉.{0,16}(不存在|找不到|删除)",
            re.I,
        ),
        "error text (404)",
    ),
)
"""Titles and opening words of pages that only excuse themselves, and what to call them."""

REFUSED_SECTIONS = (
    (lazy_pattern(r"(股吧|论坛|贴吧|\bforums?|\bbbs)$", re.I), "forum page"),
    (lazy_pattern(r"(图文|视频|文字|现场)直播(间|室)?$|^直播(间|室)?$"), "live page"),
)
"""What stands behind the headline in titles of pages of another kind."""

REFUSED_PREFIX = (
    (lazy_pattern(r"^[\[【(（]?(图文|视频|文字|现场|正在)?直播[\]】)）]?\s*[:：|｜]|直播(间|室)[_|｜-]"), "live page"),
    (lazy_pattern(r"^[^_|-]{0,12}(股吧|论坛|贴吧)[_|-]"), "forum page"),
)
"""How titles of pages of another kind begin."""

BODY_WORD = lazy_pattern(
    r"^(artibody|articlebody|articletext|articlecontent|articlemain|artcontent|artcon|endtext|zwcontent|txtinfos|storybody"
    r"|storytext|postbody|postcontent|posttext|entrycontent|newscontent|newstext|newsbody|newscon|contentbody|contenttext"
    r"|maincontent|maintext|bodycopy|bodytext|textbody|textcontent|textcon|richtext|detailcontent|detailbody|contxt|rmtxt"
    r"|mainbody|bodycontent|fulltext|prose)$"
)
"""Words that name an article's container by themselves."""

BODY_PLAIN = frozenset("content article post body contxt".split())
NOISE_PLAIN = frozenset("hidden facts".split())
"""Names that do so only when they are the whole name."""

BODY_PAIRS = {
    **dict.fromkeys(
        "art article post entry story news content text detail rich blog node main".split(),
        frozenset("body content contents text main detail con copy txt richtext wrapper".split()),
    ),
    **dict.fromkeys("body rich rm con main js full trs".split(), frozenset("copy text content con txt editor".split())),
}
"""Two words that do so one behind the other."""

NOISE_WORD = lazy_pattern(
    r"^(comment|cmnt|discuss|repl(y|ies)$|respond|disqus|recommend|relat(?!ive(?:ly)?$)|relevant|popular|hotnews|trending|share|sharing|social|bshare"
    r"|jiathis|sidebar|aside|footer|foot$|header$|nav$|navi|navbar|menu|breadcrumb|crumb|copyright|disclaimer|statement|login|signup|signin"
    r"|register|registration|subscri|newsletter|promo(?!ted)|sponsor|advert|ads?$|banner|qrcode|qr$|appdown|download|toolbar|pager|pagination"
    r"|prevnext|taglist|keyword|popup|modal|cookie|consent|onetrust|gdpr|paywall|widget|rank|carousel|slick|swiper|hotlist"
    r"|feedback|guess|tuijian|xgwz|pinglun|fenxiang|teaser|upsell|readmore|morenews|outbrain|taboola|nextup"
    r"|factbox|infobox|expandable|collaps[ia]ble|donat|regwall|piano$|blocker|poll$|quiz$|survey$|jwplayer|support$|whatsapp|telegram"
    r"|cta$|counts?$|counter$|transcript"
    r"|podcast$|lightbox|loadmore|messenger|visuallyhidden|sronly|tooltip|tags?$|topics$)|related|newsletter"
)
"""Beginnings of words that name what stands around an article."""

NOISE_PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in "most-read most-viewed side-bar side-nav side-col right-col right-side right-bar sign-up tool-bar "
    "ad-box ad-wrap ad-slot ad-unit ad-container read-more more-news read-next up-next author-bio author-box "
    "fact-box info-box visually-hidden sr-only screen-reader d-none video-player audio-player box-aufklappen "
    "ai-disclaimer app-promo app-hint promoted-content promoted-stories promoted-links promoted-posts "
    "see-also load-more sign-in log-in is-hidden "
    "line-clamp post-card story-card news-card article-card "
    "media-player sticky-player podcast-player player-container player-wrapper".split()
)
"""Two words that do so one behind the other."""

NOTICE_WORD = lazy_pattern(r"^(cookie|consent|onetrust|gdpr|disqus|comment|cmnt|pinglun)")
"""Those of them that hold much text which is never the article's."""

DATE_WORD = lazy_pattern(
    r"date|time|publish|^pub$|posted|created|^info|source|byline|meta|stamp|shijian|riqi|^dat(um|a)$|dateline", re.I
)
"""Words that name a publish time, or the line in which it stands."""

HEADLINE_WORD = lazy_pattern(r"headline|title|^tit$|biaoti")
"""Words that name a headline."""

LEAD_WORD = lazy_pattern(
    r"^(lead|lede|leadin|standfirst|dek|deck|subtitle|subhead|subheadline|subheading|subline|intro|introduction|summary|ingress"
    r"|vorspann|chapo|chapeau|entradilla|strapline|excerpt|abstract|sapo|zhaiyao|daodu|description|teaser|spot|perex|manchet|bajada"
    r"|copete|sumario|ozet|sottotitolo|untertitel|anleser)$"
)
"""Words that name the paragraph between headline and text."""

AUTHOR_WORD = lazy_pattern(
    r"author|byline|writer|autor|auteur|reporter|zuozhe|contributor|^(?:journalists?|firmas?|signature|signe|yazar|muhabir"
    r"|penulis|periodista|giornalista|redaktor|redakteur|redacteur|verfasser|forfatter|skribent|szerzo|toimittaja)$"
)
"""Words that name a byline."""

SKIPPED_TAGS = frozenset(
    "script style noscript template iframe object svg select button input textarea dialog link meta head title "
    "canvas audio video map".split()
)
"""Elements that hold no text of an article; not ``embed``, for the parser puts what follows it inside."""

NOISE_TAGS = frozenset("nav footer aside menu".split())
"""Elements that seldom do; pages that forget to close one have the article inside."""

IMPRINT = lazy_pattern(
    r"免责声明|版权(?:所有|声明|均属)|icp[备证]|公网安备|违法和不良信息|举报(?:电话|邮箱)|未经.{0,12}(?:授权|许可|书面)"
    r"|本网站?.{0,6}(?:转载|刊登)"
    r"|all rights reserved|copyright|©|terms of (?:use|service)|privacy policy"
    r"|alle rechte vorbehalten|tous droits réservés"
)
"""Sentences of imprints and disclaimers, in lower case: without ``re.I`` it skips to a first letter fast."""

HEAD_LINE = lazy_pattern(
    r"^\s*(?:by|von|par|por|di|posted|published|updated|last updated|written by|veröffentlicht|stand|publié|publicado"
    r"|\d+ min(?:ute)?s?\b)\b|(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d"
    r"|\b(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|févr|août|déc)\w*\.?\s+\d{1,2},?\s+(?:19|20)\d\d"
    r"|\b\d{1,2}(?:\.|º|er|\s+de)?\s+[^\W\d_]{3,10}\.?,?(?:\s+de)?\s+(?:19|20)\d\d\b",
    re.I,
)
"""Lines about an article: a byline's or a date's."""

TITLE_SEPARATORS = lazy_pattern(
    r"\s*(?:\s[-–—|·•»:]\s|\s«\s(?=[^»]*$)|[|_｜]|--|\s[-–—]|[-–—]\s|(?<=[\u4e00-\u9fff）)”！？])[-–—](?=[\u4e00-\u9fff]))\s*"
)
"""What stands between a headline and the site's name in a page's title."""

TITLE_META = (
    "og:title",
    "twitter:title",
    "articletitle",
    "headline",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "title",
)
"""``meta`` names and properties of the headline, in lower case, best first."""

FLASH_TITLE = lazy_pattern(r"^\s*【([^】]{4,120})】")
"""The title of a flash, in front of its text."""

DATELINE = lazy_pattern(r"^(\S{2,12}?\d{1,2}月\d{1,2}日(电|讯|消息)?|\S{2,8}(快讯|讯))\s*[，,｜|：:]\s*")
"""What a flash's text begins with before it comes to the point."""


IMAGE_NOISE = lazy_pattern(
    r"(?<![a-z])logo|logo(?![a-z])|(?<![a-z])icons?(?![a-z])|sprite|avatar|(?<![a-z])default|placeholder|(?<![a-z])blank"
    r"|spacer|pixel\.(?:gif|png)|transparent|1x1|qr[-_]?code|erweima|weixin|wechat|share(?!holder)|(?<![a-z])loading(?=\.|[-_](?:icon|img|image|spinner|bg|\d)|$)|lazy\."
    r"|banner|advert|favicon|320x320\.png|(?<![a-z0-9])[ac]\.gif|touch[-_]icon|fallback|ornament|newchart|343233024"
)
"""Names of files, in lower case, that are not the article's pictures."""

NOISE_FOLDERS = frozenset(
    "themes ad ads advert adverts icon icons logo logos avatar avatars blavatar sprite sprites emoji emojis"
    " secure.gravatar.com 0.gravatar.com 1.gravatar.com 2.gravatar.com".split()
)
"""Folders of such files."""
