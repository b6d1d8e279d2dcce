"""Stock codes, always as text and with their exchange: ``600519.SH``, ``00700.HK``, ``JPM.US``."""

from __future__ import annotations

import re

from newscrawl.patterns import lazy_pattern

__all__ = ["tickers_in", "tickers_of"]

MAINLAND = lazy_pattern(r"^(sh|sz|bj)(\d{6})$", re.I)
WHOLE = lazy_pattern(r"\d{6}\.(?:SH|SZ|BJ)|\d{5}\.HK|\d{4,6}\.TW|[A-Z][A-Z.]{0,5}\.US")
"""What needs no reading."""

MARKETS = {"usstock": "US", "us": "US", "hkstock": "HK", "hk": "HK"}
MENTIONS = lazy_pattern(
    r"""(?:/realstock/company/|xueqiu\.com/S/|quote\.eastmoney\.com/(?:\w+/)?|\bid=["']?stock_)(?P<cn>(?:sh|sz|bj)\d{6})"""
    r"""|(?:usstock/quotes/|\bid=["']?usstock_)(?P<us>[A-Z][A-Z.]{0,5})(?=\.html|["'\s>])"""
    r"""|(?:hkstock/quotes/|\bid=["']?hkstock_)(?P<hk>\d{5})""",
    re.I,
)
"""Links to quotes, and the marks that Sina puts around the names of companies."""

MARKS = ("/realstock/company/", "xueqiu.com/S/", "quote.eastmoney.com/", "stock_", "stock/quotes/")
"""What every mention begins with; looking for these costs a hundredth of looking for mentions."""


def tickers_of(text: str) -> tuple[str, ...]:
    """Return the codes of a site's own notation: a market, a comma and codes joined by ``&``; or one code.

    >>> tickers_of("usstock,JPM&BLK"), tickers_of("bj838275"), tickers_of("600519.SH")
    (('JPM.US', 'BLK.US'), ('838275.BJ',), ('600519.SH',))
    """
    text = text.strip()
    if WHOLE.fullmatch(text):
        return (text,)
    if "," not in text:
        return (code,) if (code := _ticker("", text)) else ()
    market, _, codes = text.partition(",")
    return tuple(found for code in codes.split("&") if (found := _ticker(market.strip().lower(), code.strip())))


def tickers_in(html: str) -> tuple[str, ...]:
    """Return the codes that links and marks in a text name, in order.

    >>> tickers_in('<a href="https://finance.sina.com.cn/realstock/company/sh600519/nc.shtml">x</a>')
    ('600519.SH',)
    """
    if not any(mark in html for mark in MARKS):
        return ()
    found = []
    for match in MENTIONS.finditer(html):
        market = "us" if match["us"] else "hk" if match["hk"] else "stock"
        found.append(_ticker(market, match["us"] or match["hk"] or match["cn"]))
    return tuple(dict.fromkeys(found))


def _ticker(market: str, code: str) -> str:
    if match := MAINLAND.match(code):
        return f"{match.group(2)}.{match.group(1).upper()}"
    if market not in MARKETS or not code:
        return ""
    code = re.sub(r"^(hk|rt_hk|us)_?(?=\w)", "", code) if code[:1].islower() else code
    return f"{code.upper()}.{MARKETS[market]}"
