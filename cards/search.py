"""Search over measures, areas and pages, forgiving å, ä, ö and typing errors.

Words are compared without accents and case. A word of the query finds a word that is the same, starts with it or holds it; when nothing
does, the words most like it (difflib). Every word of the query must be found; when no entry has them all, entries with some are given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Literal

from cards.common.areas import levels_with_figures, on_the_map
from cards.data import Data, kept
from cards.defaults import page_path
from catalogue import Area, Indicator, Level
from texts import LANGUAGES, Language, Texts, load_texts

Kind = Literal["measure", "area", "page"]
KINDS: tuple[Kind, ...] = ("measure", "area", "page")

LIKE = 0.78  # difflib's ratio from which two words are taken for the same one, misspelt: "hudinge" and "huddinge" have 0.93
SHORTEST_GUESS = 4  # letters; shorter words are not guessed at
NAME, KEY, ABOUT = 1.0, 0.9, 0.35  # what a find is worth: in the name, in a code or theme, in the description
BEHIND = 0.8  # times that for a measure that is only used to weigh with or to work others out from
FILLERS = frozenset({"i", "och", "av", "om", "pa", "for", "per", "in", "and", "of", "the", "a", "by", "kommun"})


@dataclass(frozen=True)
class SearchEntry:
    """Something to be found: where it leads, what it is called, and its words (without accents) with their worth.

    `links` are other pages about the same thing: key of the page → address.
    """

    kind: Kind
    id: str
    name: str
    detail: str
    href: str
    words: Mapping[str, float]
    links: Mapping[str, str]


def folded(text: str) -> str:
    """A text without case, accents and rings, as people type who have other keys.

    >>> folded("Övertorneå"), folded("Café")
    ('overtornea', 'cafe')
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Words and numbers of a text, folded.

    >>> words_of("Sysselsättningsgrad 20–64 år")
    ['sysselsattningsgrad', '20', '64', 'ar']
    """
    return re.findall(r"[a-z0-9]+", folded(text))


def search(query: str, entries: Sequence[SearchEntry]) -> list[SearchEntry]:
    """Entries that the query finds, best first; equally good ones in their own order. An empty query finds nothing."""
    asked = list(dict.fromkeys(words_of(query)))
    asked = [word for word in asked if word not in FILLERS] or asked
    if not asked:
        return []
    vocabulary = {word for entry in entries for word in entry.words}
    scores = [_likeness(word, vocabulary) for word in asked]
    ranked = []
    for place, entry in enumerate(entries):
        found = [max((worth * like.get(word, 0.0) for word, worth in entry.words.items()), default=0.0) for like in scores]
        hits = sum(score > 0 for score in found)
        if hits:
            # Of two names with the word in them the shorter says more exactly that.
            ranked.append((-hits, -round(sum(found), 6), len(words_of(entry.name)), place))
    most = min((row[0] for row in ranked), default=0)
    return [entries[row[3]] for row in sorted(ranked) if row[0] == most]


def _likeness(asked: str, vocabulary: Iterable[str]) -> dict[str, float]:
    """How well each word of the vocabulary answers the asked one, 0–1; words that do not are left out."""
    found: dict[str, float] = {}
    for word in vocabulary:
        if word == asked:
            found[word] = 1.0
        elif word.startswith(asked):
            found[word] = 0.9
        elif len(asked) >= SHORTEST_GUESS and asked in word:
            found[word] = 0.7
    if found or len(asked) < SHORTEST_GUESS or asked.isdigit():
        return found
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    for word in vocabulary:
        like = _ratio(matcher, word, len(asked))
        if like >= LIKE:
            found[word] = 0.6 * like
        elif len(word) > SHORTEST_GUESS + 2 and word in asked:  # "ungdomsarbetslöshet" holds "arbetslöshet"
            found[word] = 0.4
    return found


def _ratio(matcher: SequenceMatcher[str], word: str, length: int) -> float:
    """Likeness of a word, or of as much of its beginning as was asked for (the rest of a compound may be unwritten)."""
    if len(word) < length - 2:
        return 0.0
    best = 0.0
    for part in {word, word[: length + 1]} if len(word) > length + 2 else {word}:
        matcher.set_seq1(part)
        if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE:
            best = max(best, matcher.ratio())
    return best


@kept(len(LANGUAGES))
def entries_of(data: Data, language: Language) -> tuple[SearchEntry, ...]:
    """Everything that can be found: the catalogue's measures, the county's kommuner and small areas, the pages."""
    t = load_texts(language)
    return (*_measures(data, t), *_areas(data, t), *_pages(t))


def _worth(*texts: tuple[float, Iterable[str]]) -> dict[str, float]:
    worth: dict[str, float] = {}
    for weight, parts in texts:
        for word in words_of(" ".join(parts)):
            worth[word] = max(weight, worth.get(word, 0.0))
    return worth


def _measures(data: Data, t: Texts) -> list[SearchEntry]:
    over_time = {indicator.id for indicator in data.with_figures}
    mapped = {indicator.id for indicator in on_the_map(data) if levels_with_figures(data, indicator.id)}
    found = []
    for indicator in data.catalogue.indicators.values():
        links = {"karta": f"/karta?matt={indicator.id}"} if indicator.id in mapped and not indicator.weight_only else {}
        if indicator.id in over_time and not indicator.weight_only:
            links["balans"] = f"/balans?matt={indicator.id}"
        part = BEHIND if indicator.weight_only else 1.0
        words = _worth(
            (part * NAME, [indicator.name.sv, indicator.name.en]),
            (part * KEY, [indicator.id, *data.catalogue.keys(indicator.id), *_theme_words(indicator)]),
            (part * ABOUT, [indicator.explanation[t.language], indicator.definition[t.language]]),
        )
        theme = t(f"common.theme.{indicator.theme}")
        found.append(SearchEntry("measure", indicator.id, indicator.name[t.language], theme, f"/metod?matt={indicator.id}", words, links))
    return found


def _theme_words(indicator: Indicator) -> list[str]:
    return [load_texts(language)(f"common.theme.{indicator.theme}") for language in ("sv", "en")]


def _kommun(area: Area, t: Texts) -> SearchEntry:
    words = _worth((NAME, [area.name]), (KEY, [area.code]))
    links = {"kommun": f"/kommun?omrade={area.code}"}
    return SearchEntry("area", area.code, area.name, t("metod.search.kommun"), f"/karta?omrade={area.code}", words, links)


def _areas(data: Data, t: Texts) -> list[SearchEntry]:
    areas = data.catalogue.areas
    found = [_kommun(a, t) for a in data.catalogue.areas_at(Level.KOMMUN)]
    for area in data.catalogue.areas_at(Level.REGSO2025):
        kommun = areas[area.within].name if area.within in areas else ""
        words = _worth((NAME, [area.name]), (KEY, [area.code]), (ABOUT, [kommun]))
        detail = t("metod.search.small_area", kommun=kommun)
        found.append(SearchEntry("area", area.code, area.name, detail, f"/karta?niva={Level.REGSO2025}&omrade={area.code}", words, {}))
    return found


def _pages(t: Texts) -> list[SearchEntry]:
    found = []
    for key in t.words:
        if key.startswith("common.page."):
            name = key.removeprefix("common.page.")
            also = [load_texts(language)(key) for language in ("sv", "en")]
            address = page_path(name)
            found.append(SearchEntry("page", name, t(key), "", address, _worth((NAME, also), (KEY, [name])), {}))
    return found


def search_form(t: Texts, shared: Mapping[str, str]) -> str:
    """A search field that any page can hold, as HTML; it leads to the page of the results. `shared`: choices that follow along.

    The language follows by static/page.js: Streamlit takes a field of that name out of the HTML.
    """
    kept = {name: value for name, value in shared.items() if name != "lang"}
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept.items())
    label = escape(t("metod.search.label"))
    return (
        f'<form class="find" action="/metod" method="get" target="_self" role="search">{hidden}'
        f'<input type="search" name="sok" maxlength="80" autocomplete="off" aria-label="{label}" placeholder="{label}"> '
        f'<button type="submit">{escape(t("metod.search.go"))}</button></form>'
    )
