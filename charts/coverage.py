"""Coverage as a heat map: one row per measure, one cell per year, the share of the areas that have a figure. HTML, so that it reflows.

The cells are decoration for the eye: what they say stands in words beside them, and a cell's share is told by colour and by height.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

MOST = 0.5  # from this share of the areas a year counts as mostly covered
TICK_EVERY = 5  # years between the labels of the axis


@dataclass(frozen=True)
class CoverageRow:
    """A measure. `shares`: year → share of the areas with a figure (0–1]; years without any are left out. `breaks` are first years of a
    new series. `absent` is what is said instead where there is no figure at all."""

    name: str
    words: str
    shares: Mapping[int, float]
    breaks: Sequence[int] = ()
    absent: str = ""
    href: str = ""


@dataclass(frozen=True)
class CoverageSection:
    """Rows under a heading."""

    title: str
    rows: Sequence[CoverageRow]


@dataclass(frozen=True)
class CoverageWords:
    """The words of the table's head."""

    measure: str
    in_words: str
    caption: str


def degree(share: float) -> str:
    """How much of a year is covered: all, most, some or (0) nothing.

    >>> [degree(share) for share in (1.0, 0.5, 0.04, 0.0)]
    ['all', 'most', 'some', '']
    """
    if share >= 1:
        return "all"
    return "most" if share >= MOST else "some" if share > 0 else ""


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Unbroken runs of years, as (first, last).

    >>> runs([2015, 2016, 2017, 2020])
    [(2015, 2017), (2020, 2020)]
    """
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def coverage_table(sections: Sequence[CoverageSection], years: tuple[int, int], words: CoverageWords) -> str:
    """All sections as one HTML table over the years first–last (both included); texts are escaped here."""
    span = range(years[0], years[1] + 1)
    axis = "".join(f"<span>{year if year % TICK_EVERY == 0 else ''}</span>" for year in span)
    head = (
        f'<tr><th scope="col">{escape(words.measure)}</th><th class="cells" aria-hidden="true"><div class="years">{axis}</div></th>'
        f'<th scope="col">{escape(words.in_words)}</th></tr>'
    )
    bodies = "".join(_section(section, span) for section in sections)
    caption = f'<caption class="visually-hidden">{escape(words.caption)}</caption>'
    return f'<table class="coverage">{caption}<thead>{head}</thead>{bodies}</table>'


def _section(section: CoverageSection, span: range) -> str:
    rows = "".join(_row(row, span) for row in section.rows)
    return f'<tbody><tr class="section"><th colspan="3" scope="rowgroup"><h3>{escape(section.title)}</h3></th></tr>{rows}</tbody>'


def _row(row: CoverageRow, span: range) -> str:
    name = f'<a href="{escape(row.href)}" target="_self">{escape(row.name)}</a>' if row.href else escape(row.name)
    cells = "" if row.absent else f'<div class="years">{"".join(_cell(row, year) for year in span)}</div>'
    said = f'<em class="absent">{escape(row.absent)}</em>' if row.absent else escape(row.words)
    return f'<tr><th scope="row">{name}</th><td class="cells" aria-hidden="true">{cells}</td><td class="words">{said}</td></tr>'


def _cell(row: CoverageRow, year: int) -> str:
    kinds = [kind for kind in (degree(row.shares.get(year, 0.0)), "break" if year in row.breaks else "") if kind]
    return f'<i class="{" ".join(kinds)}"></i>' if kinds else "<i></i>"
