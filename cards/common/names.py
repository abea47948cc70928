"""Names of measures in running text, and figures beside them."""

from __future__ import annotations

import re

from balance.rounding import round_half_up
from cards.common.words import with_unit as value_in_words
from catalogue import Indicator
from texts import Texts, format_number

_AGES = re.compile(r",?\s+\d+[–-]\d+(?:\s+år)?$")


def short_name(t: Texts, indicator: Indicator) -> str:
    """Name without the ages at its end, which stand below in the unit line: "Eftergymnasial utbildning"."""
    return without_ages(indicator.name[t.language])


def without_ages(name: str) -> str:
    """A name without the ages at its end.

    >>> without_ages("Eftergymnasial utbildning 25–65 år")
    'Eftergymnasial utbildning'
    """
    return _AGES.sub("", name)


def told_apart(t: Texts, indicator: Indicator, a: float, b: float) -> tuple[str, str]:
    """Two figures with as few decimals as tell them apart, at most the indicator's own; small figures keep their decimals."""
    places = 0 if min(abs(a), abs(b)) >= 10 else indicator.decimals
    while places < indicator.decimals and round_half_up(a, places) == round_half_up(b, places):
        places += 1
    return format_number(a, places, t.language), format_number(b, places, t.language)


def unit_unless_named(t: Texts, indicator: Indicator, text: str) -> str:
    """The figure with its unit, left out where the name says it already: "Färdigställda bostäder: 4 918 i norr"."""
    if _plain(t(f"common.unit.{indicator.unit}")) in _plain(indicator.name[t.language]):
        return text
    return value_in_words(t, indicator.unit, text)


def _plain(text: str) -> str:
    """Lower case, every kind of space the same."""
    return " ".join(text.casefold().split())
