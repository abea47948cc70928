"""Where lines break. Text as HTML in which what belongs together is not torn apart: years, dates, a short parenthesis, a last number and
the word before it, the dot after a word. And names in a picture, whose lines we break ourselves."""

from __future__ import annotations

import re
from html import escape
from textwrap import wrap

LONGEST_PARENTHESIS = 18  # characters; a longer one may break, else a phone's lines become ragged
_AT_END = r"(?= ·|\s*$)"
_ADDRESS = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]"
_TOGETHER = re.compile(
    "|".join(
        [
            r"<[^>]*>",
            _ADDRESS,
            rf"\([^()<>]{{1,{LONGEST_PARENTHESIS}}}\)",
            rf"\d+–\d+(?: år)?(?:, \d{{4}}{_AT_END})?",
            rf"(?<!\S)[^\s<>()·]{{1,16}} [−+]?\d[^\s<>()]*{_AT_END}",
            r"\d{4}-\d\d-\d\d",
            r"(?<![\d.,])\d{1,3} \d{3}(?!\d)(?: \w{1,12})?",
        ]
    )
)
_DOT = " · "


def unbroken(text: str) -> str:
    """`text` escaped and held together.

    >>> unbroken("20–64 år · 2024")
    '<span class="whole">20–64 år</span>\\xa0· 2024'
    """
    return held_together(escape(text))


def held_together(html: str) -> str:
    """HTML whose texts are held together, and addresses in them made links that show the site; its tags are left as they are.

    >>> held_together("SCB, https://www.scb.se/tab?lang=sv.")
    'SCB, <a href="https://www.scb.se/tab?lang=sv">www.scb.se</a>.'
    """
    held = _TOGETHER.sub(lambda found: _held(found[0]), html)
    return held.replace(_DOT, f"\N{NO-BREAK SPACE}{_DOT.lstrip()}")


def _held(part: str) -> str:
    if part.startswith("<"):
        return part
    if part.startswith("http"):
        return f'<a href="{part}">{part.split("/")[2]}</a>'
    return f'<span class="whole">{part}</span>'


def with_addresses(text: str) -> list[tuple[str, str]]:
    """Plain text in parts, each with the address that it leads to ("" for none); of an address the site is read, as on a page.

    >>> with_addresses("SCB (https://www.scb.se/tab).")
    [('SCB (', ''), ('www.scb.se', 'https://www.scb.se/tab'), (').', '')]
    """
    parts = re.split(f"({_ADDRESS})", text)
    return [(part.split("/")[2], part) if place % 2 else (part, "") for place, part in enumerate(parts) if part]


def hard_spaced(text: str) -> str:
    """Plain text with hard spaces where `textwrap.wrap`, to which they are letters, must not break: between a number and the short word
    after it, before a last year, before a dot between parts.

    >>> hard_spaced("Sysselsatta 20–64 år · 2024")
    'Sysselsatta 20–64\\xa0år\\xa0· 2024'
    """
    held = re.sub(r"(\d) (\w{1,3}\b)", "\\1\N{NO-BREAK SPACE}\\2", text)
    return re.sub(r" (?=·)|(?<=,) (?=\d{4}(?: ·|$))", "\N{NO-BREAK SPACE}", held)


def cut(text: str, longest: int) -> list[str]:
    """`text` in lines of at most `longest` letters."""
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrap(hard_spaced(text), longest)]


def balanced(name: str, longest: int) -> list[str]:
    """`name` in as few lines of `longest` letters as it needs, which are made about equally long.

    >>> balanced("Utan gymnasieexamen inom 4 år", 24)
    ['Utan gymnasieexamen', 'inom 4\xa0år']
    """
    held = hard_spaced(name)
    lines = wrap(held, longest) or [""]
    for width in range(longest - 1, max(map(len, lines[0].split(" "))), -1):
        closer = wrap(held, width)
        if len(closer) != len(lines) or any(word not in held.split(" ") for line in closer for word in line.split(" ")):
            break
        lines = closer
    return lines
