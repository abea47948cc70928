"""File names that say what the file is: plain ASCII, no path, short enough for every file system."""

from __future__ import annotations

import re
import unicodedata

from cards.context import View
from cards.model import Card

LONGEST = 100
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "–": "-", "—": "-", "−": "-", "\N{NARROW NO-BREAK SPACE}": "", "%": ""})
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def slug(text: str, longest: int = LONGEST) -> str:
    """Words as lower-case ASCII joined by hyphens; "fil" where nothing is left. Never a path, never a device's name.

    >>> slug("Eftergymnasial utbildning: 55 % i norr")
    'eftergymnasial-utbildning-55-i-norr'
    >>> slug("../../etc/passwd")
    'etc-passwd'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(joined) > longest:
        joined = joined[:longest].rpartition("-")[0] or joined[:longest]
    return f"{joined}-" if joined in _RESERVED else joined or "fil"


def card_name(view: View, card: Card, period: str) -> str:
    """A file's name without its ending: measure, kind of card, chosen area, and the newest period in it.

    `eftergymnasial-utbildning-25-65-ar-karta-2025`
    """
    indicators = view.data.catalogue.indicators
    named = [indicators[name].name[view.language] for name in card.indicators if name in indicators]
    about = " ".join(named) if 1 <= len(named) <= 2 else card.title
    kind = " ".join(dict.fromkeys(card.id.split(".")))  # "karta.karta" is said once
    area = view.data.catalogue.areas.get(card.query.get("omrade", ""))
    place = slug(area.name, 30) if area and area.name in card.title and area.name not in about else ""
    parts = [slug(about, 60), slug(kind, 40), place, slug(period) if period else ""]
    return "-".join(part for part in parts if part)
