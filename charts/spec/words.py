"""What is shown as rows of words: a board of claims, each with its state of evidence and what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ground:
    """Something that a claim rests on or falls with: `sign` which way it points (`points` in words), `text`, and a link."""

    sign: str
    points: str
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class ClaimRow:
    """A claim: `sign` and `state` of evidence in words, `mark` names the state for the style sheet, `told` sums up its figures."""

    sign: str
    state: str
    mark: str
    claim: str
    told: str
    concerns: str
    figures: Sequence[Ground] = ()
    research: Sequence[Ground] = ()
    would_change: str = ""
    none: str = ""  # said instead of figures where there are none


@dataclass(frozen=True)
class BoardSection:
    """Claims under a heading, with how many are in each state and a sentence that says what kind they are."""

    title: str
    tally: str
    note: str
    rows: Sequence[ClaimRow] = field(default_factory=tuple)


@dataclass(frozen=True)
class BoardWords:
    """The words before each part of an opened claim."""

    concerns: str
    figures: str
    research: str
    no_research: str
    would_change: str


@dataclass(frozen=True)
class ClaimBoard:
    """Sections of claims with the words that their parts have in common."""

    sections: Sequence[BoardSection]
    words: BoardWords


@dataclass(frozen=True)
class MarkCell:
    """A figure in a table of marks: its text, the sign of what is said of it (empty: nothing is), and that in words."""

    text: str
    sign: str = ""
    said: str = ""


@dataclass(frozen=True)
class MarkRow:
    """A measure: its name, unit and period, a link to it, and a cell per area."""

    name: str
    under: str
    cells: Sequence[MarkCell]
    href: str = ""


@dataclass(frozen=True)
class MarkTable:
    """Measures by areas. `heads` are the first column's and the areas' names, `codes` the areas' own; the first area is what the others'
    signs are about."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[MarkRow]
    codes: Sequence[str]


@dataclass(frozen=True)
class SideList:
    """One of two lists: its heading with a sign, `name` for the style sheet, items (what, where it stands), the words of an empty one."""

    name: str
    sign: str
    title: str
    items: Sequence[tuple[str, str]]
    none: str


@dataclass(frozen=True)
class TwoSides:
    """Two lists side by side: what is strong and what is weak."""

    sides: tuple[SideList, SideList]
