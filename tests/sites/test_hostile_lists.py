"""No answer of a list makes its reader think for ever.

They are read in a process of their own that must end: what explodes takes days, not seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

ANSWERS = {
    "open sections": ("rss", '"<rss><channel>" + "<![CDATA[" * 300_000'),
    "doctypes": ("rss", '"<!DOCTYPE[" * 300_000'),
    "ampersands": ("rss", '"<rss><channel><item><title>" + "&" * 1_000_000'),
    "tags in a title": (
        "rss",
        '"<rss><channel><item><link>/a</link><title><![CDATA[" + "<a" * 500_000 + "]]></title>"',
    ),
    "authors": ("rss", '"<rss><channel><item><link>/a</link><author>" + "@" * 1_000_000 + "</author>"'),
    "depth": ("rss", '"<rss>" + "<a>" * 300_000'),
    "prolog": ("sitemap", '"<?xml " * 300_000'),
    "entries": ("sitemap", '"<urlset>" + "<url><loc>/a</loc></url>" * 100_000'),
    "sitemaps": ("sitemap", '"<sitemapindex>" + "<sitemap><loc>/a</loc></sitemap>" * 100_000'),
    "call": ("json", '"a" * 1_000_000 + "("'),
    "comment": ("json", '"/*" * 500_000'),
    "brackets": ("json", '"cb(" + "[" * 1_000_000'),
    "fields": ("json", '\'[{"url": "/a", "title": "\' + "<a" * 500_000 + \'"}]\''),
    "items": ("html", '"<li><a href=/a>x</a>" * 50_000'),
    "labels": ("html", '"<li><a href=/a>x</a>" + "来源：" * 300_000'),
}

CODE = """
import sys
from written_sites import list_site, read
from newscrawl.errors import ListError
site = list_site({
    "rss": "kind: rss\\nurl: https://n.example/",
    "sitemap": "kind: sitemap\\nurl: https://n.example/",
    "json": "kind: json\\nurl: https://n.example/\\nfields: {url: url, title: title}",
    "html": "kind: html\\nurl: https://n.example/\\nitems: li\\nfields: {source: {xpath: ., label: 来源}}",
}[sys.argv[1]])
try:
    read(site, eval(sys.argv[2]))
except ListError:
    pass
"""


@pytest.mark.parametrize(("kind", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_ends(kind: str, answer: str) -> None:
    subprocess.run(
        [sys.executable, "-c", CODE, kind, answer],
        cwd=HERE,
        check=True,
        timeout=120,
        env={"PYTHONPATH": f"{HERE}:{HERE.parents[1]}", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
