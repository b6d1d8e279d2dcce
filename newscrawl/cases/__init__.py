"""Cases: saved pages and lists with what is expected of them, the proof of a site file.

:mod:`~newscrawl.cases.case` reads and writes their folders, :mod:`~newscrawl.cases.facts` compares what is expected
with what extraction finds, :mod:`~newscrawl.cases.saving` makes of a page what a case keeps: without scripts, and with
:mod:`~newscrawl.cases.filler` for a publisher's words (:mod:`~newscrawl.cases.redaction`).
"""

from __future__ import annotations

from newscrawl.cases.case import EXPECTED, META, Case, expected_text, find_cases, meta_text, read_case
from newscrawl.cases.facts import Reading, facts
from newscrawl.cases.saving import Kept, kept_of

__all__ = [
    "EXPECTED",
    "META",
    "Case",
    "Kept",
    "Reading",
    "expected_text",
    "facts",
    "find_cases",
    "kept_of",
    "meta_text",
    "read_case",
]
