"""Search by words, forgiving å, ä, ö and typing errors. What there is to be found: cards/search_entries.py.

Words are compared without accents and case. A word of the query finds a word that is the same, starts with it or holds it; when nothing
does, the words most like it (difflib). Every word of the query must be found; when no entry has them all, entries with some are given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

FoundKind = Literal["area", "measure", "page", "goal", "word"]
FOUND_KINDS: tuple[FoundKind, ...] = ("area", "measure", "page", "goal", "word")  # in the order in which they are shown

LIKE = 0.78  # difflib's ratio from which two words are taken for the same one, misspelt: "hudinge" and "huddinge" have 0.93
SHORTEST_GUESS = 4  # letters; shorter words are not guessed at
FILLERS = frozenset({"i", "och", "av", "om", "pa", "for", "per", "in", "and", "of", "the", "a", "by", "kommun"})


@dataclass(frozen=True)
class SearchEntry:
    """Something to be found: where it leads, what it is called, and its words (without accents) with their worth.

    `links` are the pages about it where there are several: key of the page → address. `with_figures` is false where there are none to show.
    """

    kind: FoundKind
    id: str
    name: str
    detail: str
    href: str
    words: Mapping[str, float]
    links: Mapping[str, str]
    with_figures: bool = True


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
