"""The form that the basket has in a link (the choice `korg`). Frozen: nothing in this file may change.

Why: the basket lives in its link and nowhere else; the server keeps no copy. Links stand in minutes, mail, articles and on paper, and
nobody can send them anew. Whoever follows one in ten years must get the same cards with the same choices and comments. So every link that
was ever made stays readable, and `tests/test_basket_link.py` holds some of them letter by letter.

What may be done instead: a better form gets the next digit and a file of its own, and `cards.basket.decode` asks the digit which one reads.
This one then only reads. A choice that gets another name, or a card another id, is translated after decoding (`cards.choices`,
`cards.registry`), never here.

Form 1, from the outside in:

- the digit `1`;
- RFC 4648 §5 (base64 with `-` and `_`), without the padding;
- raw DEFLATE (RFC 1951: no header, no check sum, so that the beginning of a link that was cut off can be read), with `USUAL` as the preset
  dictionary: five cards take about 200 characters. One letter changed in `USUAL` makes every link unreadable;
- UTF-8, a line for each card: `card?query`, and where there is a comment, a tab and the comment. The query is that of a URL
  (`application/x-www-form-urlencoded`).
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

FORM = "1"
LONGEST = 6000  # characters; servers and proxies commonly take addresses of 8 000. May grow, never shrink
MOST_TEXT = 64_000  # bytes that a link may unfold to

USUAL = (
    b"universitet.korg.metod.mal.omrade=01pendling.jamfor.omraden=0180.0126profil.samband.x=&y=oversikt.karta.&niva=regso2025&ar=2024"
    b"flemingsberg.&a=&b=&vikt=&index=&visa=kvot&visa=avstand&stad=excluded&stad=split"
    b"\nbalans.konvergens?matt=\nbalans.delar?matt=\nbalans.ojamlikhet?matt=\nbalans.niva?matt="
    b"employment_rate&visa=niva&stad=apart\ttertiary_25_64&visa=niva&stad=apart\nbalans.niva?matt="
)


def folded(text: str) -> str:
    """Lines as they stand in a link."""
    folding = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=USUAL)
    content = folding.compress(text.encode()) + folding.flush()
    return FORM + base64.urlsafe_b64encode(content).decode().rstrip("=")


def unfolded(link: str) -> str:
    """The lines of a link, as far as they can be read: the line that a cut or a fault falls in is left out. Empty for what is no link."""
    body = link[len(FORM) :].rstrip("=")
    if not link.startswith(FORM) or len(link) > LONGEST or not re.fullmatch(r"[A-Za-z0-9_-]+", body):
        return ""
    body = body[: len(body) - (len(body) % 4 == 1)]  # a lone last letter holds no whole byte
    content = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    unfolding, found = zlib.decompressobj(-15, zdict=USUAL), bytearray()
    try:
        for place in range(len(content)):  # byte by byte, so that what lies before a fault is kept
            found += unfolding.decompress(content[place : place + 1], MOST_TEXT - len(found) or 1)
            if len(found) >= MOST_TEXT:
                break
    except zlib.error:
        pass
    whole = unfolding.eof and len(found) < MOST_TEXT
    text = found.decode("utf-8", "replace")
    return text if whole else text.rpartition("\n")[0]


def line_of(card: str, query: Mapping[str, str], comment: str) -> str:
    """A card's line. The comment has no line break (`cards.basket.plain`)."""
    return f"{card}?{urlencode(query)}" + (f"\t{comment}" if comment else "")


def parts_of(line: str, most: int) -> tuple[str, dict[str, str], str]:
    """Card, query and comment of a line. Raises ValueError for a query of more than `most` choices."""
    card, _, rest = line.partition("?")
    query, _, comment = rest.partition("\t")
    return card, dict(parse_qsl(query, keep_blank_values=True, max_num_fields=most)), comment
