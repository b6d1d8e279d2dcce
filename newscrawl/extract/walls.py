"""Pages that stand between a reader and the page: access denied, prove that you are human, too many requests.

Servers answer with them to any address, and with 200 as often as not. What gives them away is that there is little to
read and nearly no link, and either the vendor's own marks or well-known words.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from newscrawl.extract.document import Document, fold
from newscrawl.extract.survey import weight_of
from newscrawl.extract.vocabulary import TITLE_SEPARATORS
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from newscrawl.items import Page

__all__ = ["is_wall", "stands_before"]

LONGEST = 150_000
"""Characters of markup; the longest walls are those whose script is written to be hard to read."""

MOST_LINKS = 12
"""Links on a wall: help, privacy, the vendor; a page of news has its menu."""

FEW_WORDS = 500.0
"""Weighted characters of a wall's text when only its words give it away."""

MORE_WORDS = 1500.0
"""The same when a vendor's mark does; some explain themselves in two languages."""

OPENING = 400
"""Characters from the start in which the words stand."""

LINK = lazy_pattern("<[aA] ")
HTML = lazy_pattern(r"<(?:!doctype html|html|head|body|title|meta|script|h1|p|div|center)\b", re.I)

MARKS = (
    "_cf_chl_opt",
    "cf-browser-verification",
    "cf-error-details",
    "cf-challenge-running",
    "captcha-delivery.com",
    "px-captcha",
    "_pxBlockedUrl",
    "ips.js?KP_UIDz",
    "_Incapsula_Resource",
    "Incapsula incident ID",
    "errors.edgesuite.net",
    "bm-verify=",
    "sec-if-cpt-container",
    "Sucuri WebSite Firewall",
    "sucuri_cloudproxy_js",
    "awsWafCookieDomainList",
    "token.awswaf.com",
    "TSPD_101",
    "acw_sc__v2",
    "aliyunwaf",
    "nc_1_wrapper",
    "_wafchallengeid",
    "wappass.baidu.com",
    "turing.captcha.qcloud.com",
    "TCaptcha.js",
    "static.geetest.com",
    "hcaptcha.com/1/api.js",
    "challenges.cloudflare.com/turnstile",
    "recaptcha/api.js",
    "recaptcha/enterprise.js",
)
"""What stands in the markup of vendors' walls; in that of other pages as well, where there is much more to read.

Cloudflare, DataDome, HUMAN, Kasada, Imperva, Akamai, Sucuri, Amazon, F5, Alibaba, ByteDance, Baidu, Tencent, GeeTest,
and the captchas that anybody may use.
"""

WORDS = lazy_pattern(
    "|".join(
        (
            r"\baccess(?: to this \w+(?: has been)?| is)? (?:temporarily )?(?:denied|forbidden)\b",
            r"\b(?:verify|confirm|prove)(?:ing)?(?: that)? you(?:'re| are) (?:a |not a )?(?:human|robot|real person)",
            r"\bif you are (?:a )?human|\bare you (?:a )?(?:human|robot)|\bcomplete the captcha\b",
            r"\bunusual (?:traffic|activity)\b|\bchecking your browser\b|\bjust a moment\b|\bpardon our interruption\b",
            r"\battention required\b",
            r"\benable (?:javascript|js)(?: and cookies)? (?:to|and)\b|\bsecurity (?:check|verification)\b",
            r"\brequest (?:was )?(?:blocked|rejected)\b|\brequested url was rejected\b|\byou have been blocked\b",
            r"\btoo many requests\b|\bpress (?:&|and) hold\b|\bddos protection\b|\b403 forbidden\b",
            r"滑动验证|[拖滑]动.{0,6}(?:滑块|验证|拼图)|(?:安全|人机|身份|访问)(?:验证|校验|驗證)|(?:请|請)输入验证码",
            r"(?:访问|操作|请求)(?:过于|太|太过)频繁|访问频率(?:过高|太快|超)|网络环境(?:存在)?异常|环境异常",
            r"(?:访问|请求|存取|訪問)(?:已|被|已被|遭到?)?(?:拒绝|拦截|阻断|拒絕|攔截|禁止)|完成验证后.{0,6}继续",
            r"您的(?:ip|请求|访问).{0,12}(?:威胁|异常|风险|限制)|(?:网站|web应用)防火墙",
            r"アクセスが?(?:拒否|集中|制限)|ロボットではありません|접근이? ?(?:거부|차단|제한)|로봇이 아닙니다",
            r"доступ (?:ограничен|запрещ[её]н|закрыт)|не робот|zugriff (?:verweigert|blockiert)|kein roboter",
            r"accès (?:refusé|interdit|bloqué)|pas un robot|acceso denegado|no soy un robot",
            r"acesso negado|accesso negato",
        )
    ),
    re.I,
)
"""What walls say to readers, in their title or their first words."""

ARTICLE = ("article:published_time", '"NewsArticle"', '"articleBody"', 'itemprop="articleBody"')
"""What the markup of an article says, and no wall's."""


def is_wall(page: Page) -> bool:
    """Tell whether a page is no page of the site but stands before it; quick for those that are not."""
    markup = page.html
    if len(markup) > LONGEST or not markup.strip() or _has_many_links(markup):
        return False
    # a list's answer is no page, unless it is no answer either
    return bool(len(markup) < FEW_WORDS or HTML.search(markup, 0, 2000)) and stands_before(Document(page))


def stands_before(document: Document) -> bool:
    """Tell whether a page that is parsed already is a wall."""
    markup = document.page.html
    if len(markup) > LONGEST:
        return False
    # some stand in the site's own frame, menu and metadata included; a headline says more than these words
    headed = WORDS.fullmatch(TITLE_SEPARATORS.split(document.title_tag)[0].strip(" .!…。！")) is not None
    crowded = _has_many_links(markup) or any(mark in markup for mark in ARTICLE)
    if crowded and not headed:
        return False
    text = fold(" ".join(box.text for box in document.lines))
    weight = weight_of(text)
    if headed and weight <= MORE_WORDS:
        return True
    if crowded:
        return False
    if weight <= MORE_WORDS and any(mark in markup for mark in MARKS):
        return True
    return weight <= FEW_WORDS and bool(WORDS.search(f"{document.title_tag}\n{text[:OPENING]}"))


def _has_many_links(markup: str) -> bool:
    """Tell whether there are more links than on a wall: mostly the menu at the page's head says so."""
    return next(islice(LINK.finditer(markup), MOST_LINKS, None), None) is not None
