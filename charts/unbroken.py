"""Text as HTML in which what belongs together is not torn between lines: years, dates, a short parenthesis, the dot after a word."""

from __future__ import annotations

import re
from html import escape

LONGEST_PARENTHESIS = 18  # characters; a longer one may break, else a phone's lines become ragged
_TOGETHER = re.compile(rf"<[^>]*>|\([^()<>]{{1,{LONGEST_PARENTHESIS}}}\)|\d{{4}}-\d\d-\d\d|\d+–\d+(?: år)?")
_DOT = " · "


def unbroken(text: str) -> str:
    """`text` escaped and held together.

    >>> unbroken("20–64 år · 2024")
    '<span class="whole">20–64 år</span>\\xa0· 2024'
    """
    return held_together(escape(text))


def held_together(html: str) -> str:
    """HTML whose texts are held together; its tags are left as they are."""
    held = _TOGETHER.sub(lambda found: found[0] if found[0].startswith("<") else f'<span class="whole">{found[0]}</span>', html)
    return held.replace(_DOT, f"\N{NO-BREAK SPACE}{_DOT.lstrip()}")
