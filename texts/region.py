"""The region's own words, as texts name them: `{region.first}` is "norr" in the texts of a region whose first group lies there.

They are filled in once, when the texts are read, so that no caller passes them. CONTRIBUTING.md lists them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue import Catalogue, Level
from catalogue.region import PAIR

PLACEHOLDER = re.compile(r"\{region\.(\w+)\}")


def region_words(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Words by name in one language ("sv" or "en"); a name with a capital is the same words as they begin a sentence.

    `name`, `county`, `place`, `kommuner` (how many); of each side `first` and `second`, `…_adj` and `…_n` (how many kommuner); of the city
    `city`, `city_place` and `border` (empty where the city cannot be split); of the home `home`, `home_kommun` and `around` (empty where
    there is none).
    """
    region, home = catalogue.region, catalogue.region.home
    words = {
        "name": region.name[language],
        "county": region.county_name[language],
        "place": region.place[language],
        "kommuner": str(len(catalogue.areas_at(Level.KOMMUN))),
        "city": region.city.name[language],
        "city_place": region.city.place[language],
        "border": region.city.border[language] if region.city.border else "",
        "home": catalogue.groups[home.group].short[language] if home else "",
        "home_kommun": catalogue.areas[home.kommun].name if home else "",
        "around": home.around[language] if home else "",
        "institution": home.institution[language] if home else "",
    }
    for name, role, side in zip(("first", "second"), PAIR, region.pair, strict=True):
        words |= {name: side.word[language], f"{name}_adj": side.adjective[language], f"{name}_n": str(len(catalogue.members(role)))}
    return words | {name[:1].upper() + name[1:]: text[:1].upper() + text[1:] for name, text in words.items()}


def filled(text: str, words: Mapping[str, str]) -> str:
    """A text with the region's words in it; other placeholders stay. Raises KeyError for a word that the region does not have."""
    return PLACEHOLDER.sub(lambda found: words[found[1]], text)
