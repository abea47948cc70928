"""Read the words of one language: `texts/<language>/*.yaml`, nested keys joined by dots, the region's own words filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from catalogue import Catalogue, load_catalogue
from texts.region import filled, region_words

HERE = Path(__file__).parent
Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Texts:
    """The words of one language. Call it with a key: `t("overview.title", n=3)`."""

    language: Language
    words: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text for `key` with its {placeholders} filled in.

        Raises KeyError for an unknown key or a missing value: a hole in the words is a fault of ours, found by the tests.
        """
        text = self.words[key]
        return text.format(**values) if values else text

    def plural(self, key: str, n: int, **values: object) -> str:
        """The text for `key.one` when n is 1, else `key.other`, with {n} filled in."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=n, **values)

    def join(self, parts: list[str]) -> str:
        """A list in running text: "a, b och c"."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('common.and')} {parts[-1]}"


def _flat(prefix: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), value)
    else:
        yield prefix, str(node)


@lru_cache(maxsize=len(LANGUAGES))
def load_texts(language: Language) -> Texts:
    """All words of a language in the program's own region, read once. The file name is the first part of each key."""
    return texts_of(load_catalogue(), language)


def texts_of(catalogue: Catalogue, language: Language) -> Texts:
    """All words of a language in the region of a catalogue."""
    words, own = dict[str, str](), region_words(catalogue, language)
    for path in sorted((HERE / language).glob("*.yaml")):
        words.update(_flat(path.stem, yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)))
    return Texts(language, {key: filled(text, own) for key, text in words.items()})
