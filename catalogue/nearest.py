"""The areas that a code may stand for which is none: a spreadsheet takes 0126 for a number and gives 126 or 126.0 back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from catalogue.models import Area
from catalogue.reading import Catalogue

_LONGEST = 80  # characters that are looked at


def areas_meant(text: str, catalogue: Catalogue, most: int = 3) -> list[Area]:
    """At most `most` areas that `text` may mean, the likeliest first: a code that lost its zeros, else codes and names much like it.

    "126", "126.0" and " 126 " give 0126 (Huddinge), "1" gives 01 (Stockholms län), "Hudinge" gives 0126 first.
    """
    text = text.strip()[:_LONGEST]
    found = [code for code in _restored(text) if code in catalogue.areas]
    if not found:
        words = {area.name.casefold(): area.code for area in reversed(list(catalogue.areas.values()))}
        words |= {code.casefold(): code for code in catalogue.areas}
        found += [words[word] for word in get_close_matches(text.casefold(), words, n=most, cutoff=0.6)]
        found += [words[word] for word in words if len(text) > 3 and text.casefold() in word]
    return [catalogue.areas[code] for code in list(dict.fromkeys(found))[:most]]


def _restored(text: str) -> Iterator[str]:
    """Codes that became `text` when their first zeros were lost."""
    whole = re.fullmatch(r"0*(\d{1,4})(?:[.,]0*)?", text)
    if whole:
        yield text[2:] if re.fullmatch(r"00\d{2}", text) else whole[1].zfill(2)  # 0001 is Kolada's code of a county
        yield whole[1].zfill(4)
    elif re.fullmatch(r"\d{3}R\d{3}\w*", text):
        yield f"0{text}"
