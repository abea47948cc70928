"""What the commands share: names that were misspelt, numbers as text, JSON."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from catalogue.models import Indicator
from catalogue.nearest import areas_meant
from catalogue.reading import Catalogue
from store.schema import PERIOD_PATTERN


class Usage(Exception):
    """The command was not understood; the message says what is known instead."""


def known_indicator(name: str, catalogue: Catalogue) -> Indicator:
    """The indicator with this id. Raises Usage with the nearest ids."""
    if name in catalogue.indicators:
        return catalogue.indicators[name]
    words = {indicator.id: indicator.id for indicator in catalogue.indicators.values()}
    words |= {key: indicator.id for indicator in catalogue.indicators.values() for key in indicator.keys}
    words |= {indicator.name[language]: indicator.id for indicator in catalogue.indicators.values() for language in ("sv", "en")}
    raise Usage(f"There is no indicator {name!r}.{_did_you_mean(name, words)} `list` shows all of them.")


def known_area(code: str, catalogue: Catalogue, present: Iterable[str]) -> str:
    """The store's code of an area that is in the catalogue or has figures. Raises Usage with the nearest areas."""
    code = re.sub(r"^00(?=\d{2}$)", "", code)  # Kolada's code of Sweden or of a county
    if code in catalogue.areas or code in set(present):
        return code
    near = " or ".join(f"{area.code} ({area.name})" for area in areas_meant(code, catalogue))
    meant = f" Did you mean {near}?" if near else ""
    raise Usage(f"There is no area {code!r}.{meant} Areas are given by code, with all its zeros: 00 Sweden, 01 the county, 0126 Huddinge.")


def known_period(period: str, present: Sequence[str], indicator: str) -> str:
    """A period that the indicator has figures for. Raises Usage with the nearest one."""
    if period in present:
        return period
    if not present:
        raise Usage(f"{indicator} has no figures for kommuner yet: they are fetched by `refresh`.")
    if not PERIOD_PATTERN.fullmatch(period):
        raise Usage(f"{period!r} is no period: a year is written 2024, a month 2026M06. {indicator} has {present[0]}–{present[-1]}.")
    nearest = min(present, key=lambda other: (abs(_months(other) - _months(period)), other))
    raise Usage(f"{indicator} has no figures for {period}. Did you mean {nearest}? It has {present[0]}–{present[-1]}.")


def plain_number(value: float) -> str:
    """A figure as it is kept, unrounded, with no needless decimals: `114304`, `58.046`; "" for none."""
    if math.isnan(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def json_number(value: float) -> int | float | None:
    """A figure for JSON: null for none, a whole number without decimals."""
    if not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else float(value)


def json_text(content: Any) -> str:
    """JSON that any reader takes: indented, Swedish letters as they are, and null where a float is no number."""
    return json.dumps(_finite(content), ensure_ascii=False, indent=2, allow_nan=False)


def table_text(rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Rows (the first is the header) in aligned columns; columns in `right` are aligned to the right."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    on_the_right = set(right)
    lines = []
    for row in rows:
        cells = [
            " " * (width - _width(cell)) + cell if place in on_the_right else cell + " " * (width - _width(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _finite(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {str(key): _finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_finite(value) for value in content]
    if isinstance(content, float):
        return content if math.isfinite(content) else None
    return content


def _did_you_mean(name: str, words: Mapping[str, str]) -> str:
    folded = {word.casefold(): meaning for word, meaning in reversed(list(words.items()))}
    near = get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)
    near += [word for word in folded if len(name) > 3 and name.casefold() in word]
    meanings = list(dict.fromkeys(folded[word] for word in near))[:3]
    return f" Did you mean {' or '.join(meanings)}?" if meanings else ""


def _months(period: str) -> int:
    return 12 * int(period[:4]) + int(period[5:] or 12)


def _width(text: str) -> int:
    return sum(not unicodedata.combining(letter) for letter in text)
