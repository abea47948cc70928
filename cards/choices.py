"""How a card learns what the reader has chosen: from widgets on a page (`ui.state`), or from a link alone (`Query`).

Both answer the same questions, so that one function puts a card's choices together on the page, in a file and over HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Protocol

from catalogue import load_catalogue

BETWEEN = "."  # between the parts of a choice of several: needs no escaping in a URL
SHARED = ("lang", "stad", "matt", "omrade")  # choices that follow along from page to page

Format = Callable[[str], str]


class Ask(Protocol):
    """Asks the reader. Every call gives the choice of `name`: one of `options`, `default` until the reader has chosen."""

    def asked(self, name: str) -> str:
        """What was asked for, whether it is possible or not; empty when nothing was."""

    def choose(self, name: str, value: str) -> None:
        """Choose on the reader's behalf."""

    def choice(self, name: str, options: Sequence[str], default: str) -> str:
        """A choice without a control of its own."""

    def select(self, name: str, label: str, options: Sequence[str], default: str, format_func: Format) -> str:
        """One of many options."""

    def segmented(self, name: str, label: str, options: Sequence[str], default: str, format_func: Format) -> str:
        """One of few options, all visible."""

    def slider(self, name: str, label: str, options: Sequence[str], default: str, format_func: Format) -> str:
        """One of ordered options (periods)."""

    def multiselect(
        self, name: str, label: str, options: Sequence[str], default: Sequence[str], format_func: Format, *, most: int, placeholder: str
    ) -> tuple[str, ...]:
        """At most `most` of the options, in the order they were chosen."""

    def sliders(self, name: str, labels: Sequence[str], options: Sequence[str], default: Sequence[str]) -> tuple[str, ...]:
        """One of the ordered options per label, all in one choice ("2.1.0")."""


def shared_query(ask: Ask, **chosen: str) -> dict[str, str]:
    """The choices that follow along in a link to another page: those made, and `chosen` whether made or not."""
    return {name: value for name in SHARED if (value := ask.asked(name))} | chosen


def with_todays_ids(given: Mapping[str, str]) -> dict[str, str]:
    """Choices of a link, in which measures that have got another id since stand under it."""
    renamed = load_catalogue().renamed
    return {name: BETWEEN.join(renamed.get(part, part) for part in value.split(BETWEEN)) for name, value in given.items()}


def nearest(asked: str, options: Sequence[str], default: str) -> str:
    """The option most like `asked`: the nearest period for a year, else the closest spelling, else `default`."""
    years = [option for option in options if option[:4].isdecimal() and not option.startswith("0")]  # "0126" is a kommun
    if asked[:4].isdecimal() and len(years) == len(options) and years:
        return min(years, key=lambda option: (abs(int(option[:4]) - int(asked[:4])), option))
    close = get_close_matches(asked, options, n=1, cutoff=0.75)
    return close[0] if close else default


def several_of(asked: str | None, options: Sequence[str], default: Sequence[str], most: int) -> tuple[str, ...]:
    """The parts of `asked` ("a.b.c") that are options, each once, at most `most`; `default` where none is."""
    known = [part for part in asked.split(BETWEEN) if part in options] if asked else []
    return tuple(dict.fromkeys(known))[:most] or tuple(default)


def parts_of(asked: str | None, options: Sequence[str], default: Sequence[str]) -> tuple[str, ...]:
    """The parts of `asked` ("2.1.0"), place by place: that of `default` where a part is missing or no option.

    >>> parts_of("2.9", ["0", "1", "2"], ["1", "1", "1"])
    ('2', '1', '1')
    """
    given = asked.split(BETWEEN) if asked else []
    return tuple(given[i] if i < len(given) and given[i] in options else usual for i, usual in enumerate(default))


@dataclass
class Query:
    """The choices of a link, without a screen. `used` holds the choices that were asked for, as they were answered."""

    given: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    _chosen: dict[str, str] = field(default_factory=dict)

    def asked(self, name: str) -> str:
        """See `Ask`."""
        return self._chosen.get(name, self.given.get(name, ""))

    def choose(self, name: str, value: str) -> None:
        """See `Ask`."""
        self._chosen[name] = value

    def choice(self, name: str, options: Sequence[str], default: str) -> str:
        """See `Ask`."""
        asked = self.asked(name)
        self.used[name] = asked if asked in options else nearest(asked, options, default) if asked else default
        return self.used[name]

    def select(self, name: str, label: str, options: Sequence[str], default: str, format_func: Format) -> str:
        """See `Ask`."""
        return self.choice(name, options, default)

    segmented = slider = select

    def multiselect(
        self, name: str, label: str, options: Sequence[str], default: Sequence[str], format_func: Format, *, most: int, placeholder: str
    ) -> tuple[str, ...]:
        """See `Ask`."""
        found = several_of(self.asked(name), options, default, most)
        self.used[name] = BETWEEN.join(found)
        return found

    def sliders(self, name: str, labels: Sequence[str], options: Sequence[str], default: Sequence[str]) -> tuple[str, ...]:
        """See `Ask`."""
        found = parts_of(self.asked(name), options, default)
        self.used[name] = BETWEEN.join(found)
        return found
