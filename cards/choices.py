"""A choice as data, and how a card learns what the reader has chosen: from widgets on a page (`ui.state`), or from a link alone (`Query`).

Both answer the same choices, so that one function puts a card's choices together on the page, in a file and over HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, Protocol

from catalogue import load_catalogue

BETWEEN = "."  # between the parts of a choice of several: needs no escaping in a URL
SHARED = ("lang", "stad", "matt", "omrade")  # choices that follow along from page to page
ALIKE = 0.75  # difflib's ratio from which an option is what a misspelt value meant

Look = Literal["none", "select", "segmented", "slider", "multiselect", "sliders"]


@dataclass(frozen=True)
class Choice:
    """What can be chosen: `options` as they stand in a link, `default` until the reader has chosen, and the words for both.

    `words` labels an option. `look` is the control on a page ("none": it has no control of its own, as a choice with one option has none).
    `most` above 1: up to that many of the options, joined by `BETWEEN` in the order they were chosen. `parts`: one of the ordered options
    for each of these labels, joined in their order ("2.1.0"). `form`: a regular expression of what may be asked for beside the options.
    `varies`: options or default hang on other choices; `among` is then all that the options can ever be, where that is known.
    `seldom`: on a page its control stands with the others of its kind in a fold "More choices", so that the picture comes sooner.
    """

    name: str
    options: Sequence[str]
    default: str
    label: str = ""
    words: Callable[[str], str] = str
    look: Look = "none"
    most: int = 1
    placeholder: str = ""
    parts: Sequence[str] = ()
    form: str = ""
    varies: bool = False
    among: Sequence[str] = ()
    seldom: bool = False

    def answer(self, asked: str | None) -> str:
        """What is chosen where `asked` was asked for: that, or what is nearest to it; None: nothing was.

        Of several, those that are options, each once, at most `most`; of parts, place by place, that of `default` where a part is missing
        or no option.

        >>> Choice("vikter", ["0", "1", "2"], "1.1.1", parts=["a", "b", "c"]).answer("2.9")
        '2.1.1'
        """
        if not asked or (asked in self.options and not self.parts):
            return asked or self.default
        given = asked.split(BETWEEN)
        if self.parts:
            usual = self.default.split(BETWEEN)
            return BETWEEN.join(given[i] if i < len(given) and given[i] in self.options else usual[i] for i in range(len(usual)))
        if self.most > 1:
            return BETWEEN.join(list(dict.fromkeys(part for part in given if part in self.options))[: self.most]) or self.default
        return nearest(asked, self.options, self.default)


class Ask(Protocol):
    """Asks the reader."""

    def asked(self, name: str) -> str:
        """What was asked for, whether it is possible or not; empty when nothing was."""

    def choose(self, name: str, value: str) -> None:
        """Choose on the reader's behalf."""

    def answer(self, choice: Choice) -> str:
        """What is chosen, as `Choice.answer` says."""


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
    close = get_close_matches(asked, options, n=1, cutoff=ALIKE)
    return close[0] if close else default


@dataclass
class Query:
    """The choices of a link, without a screen. `choices` holds those that were asked for, in order, `used` how they were answered, and
    `gave` what became of it all for the card (`cards.kind`)."""

    given: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    gave: Any = None
    _chosen: dict[str, str] = field(default_factory=dict)

    def asked(self, name: str) -> str:
        """See `Ask`."""
        return self._chosen.get(name, self.given.get(name, ""))

    def choose(self, name: str, value: str) -> None:
        """See `Ask`."""
        self._chosen[name] = value

    def answer(self, choice: Choice) -> str:
        """See `Ask`."""
        self.choices[choice.name] = choice
        self.used[choice.name] = choice.answer(self.asked(choice.name))
        return self.used[choice.name]
