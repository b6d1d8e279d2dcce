"""Stock codes: always text, always with their exchange."""

from __future__ import annotations

import pytest

from newscrawl.extract.tickers import tickers_in, tickers_of


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("stock,bj838275", ("838275.BJ",)),
        ("stock,sh600519&sz000001", ("600519.SH", "000001.SZ")),
        ("usstock,JPM&BRK.B", ("JPM.US", "BRK.B.US")),
        ("hkstock,00700", ("00700.HK",)),
        ("hkstock,hk00700", ("00700.HK",)),
        ("fund,110022", ()),
        ("stock,", ()),
        ("", ()),
    ],
)
def test_a_site_s_own_notation(text: str, codes: tuple[str, ...]) -> None:
    assert tickers_of(text) == codes


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ('<a href="https://finance.sina.com.cn/realstock/company/sh600519/nc.shtml">x</a>', ("600519.SH",)),
        ('<a href="https://stock.finance.sina.com.cn/usstock/quotes/JPM.html">x</a>', ("JPM.US",)),
        ('<a href="https://stock.finance.sina.com.cn/usstock/quotes/BRK.B.html">x</a>', ("BRK.B.US",)),
        ('<a href="https://stock.finance.sina.com.cn/hkstock/quotes/00700.html">x</a>', ("00700.HK",)),
        ('<a href="https://quote.eastmoney.com/sz000001.html">x</a>', ("000001.SZ",)),
        ('<a href="https://quote.eastmoney.com/unify/r/sh600519">x</a>', ()),
        ('<a href="https://xueqiu.com/S/SH600519">x</a>', ("600519.SH",)),
        ('<span id="stock_sh600519">x</span><span id="quote_sh600519"></span>', ("600519.SH",)),
        ("<span id=usstock_JPM>x</span>", ("JPM.US",)),
        ('<span id="stock_sh600519">x</span><span id="stock_sh600519">x</span>', ("600519.SH",)),
        ("<p>600519</p>", ()),
    ],
)
def test_links_and_marks(html: str, codes: tuple[str, ...]) -> None:
    assert tickers_in(html) == codes
