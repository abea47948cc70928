"""The coverage heat map: which measures have figures of a level, and for which years."""

from __future__ import annotations

from html import escape

from balance.periods import year_of
from cards.availability import can_come
from cards.common.links import with_language
from cards.context import View
from cards.data import Data
from cards.metod.figures import areas_in, covered, figures_text, levels_of
from catalogue import Indicator, Level, Theme
from charts.coverage import CoverageRow, CoverageSection, CoverageWords, coverage_table
from texts import Texts, format_number


def coverage_title(view: View, level: Level) -> str:
    """How many of a level's measures have figures."""
    t, (shown, _) = view.t, coverage_rows(view.data, view.t, level)
    rows = [row for _, theme in shown for row in theme]
    have = sum(not row.absent for row in rows)
    key = "metod.coverage.title_all" if have == len(rows) else "metod.coverage.title"
    counts = {name: format_number(number, 0, t.language) for name, number in (("k", have), ("n", len(rows)))}
    return t(key, **counts, level=t(f"metod.coverage.title_level.{level}"))


def coverage_html(view: View, level: Level) -> str:
    """The heat map with its key and how to read it."""
    t = view.t
    shown, weights = coverage_rows(view.data, t, level)
    first, last = extent(view.data)
    sections = [CoverageSection(heading, theme) for heading, theme in shown]
    sections += [CoverageSection(t("metod.coverage.weights"), weights)] if weights else []
    caption = t("metod.coverage.caption", level=t(f"metod.coverage.title_level.{level}"))
    words = CoverageWords(t("metod.coverage.measure"), t("metod.coverage.in_words"), caption)
    return (
        f'<p class="body">{escape(t("metod.coverage.lead", first=first, last=last))}</p>{_key(t)}'
        f'<div class="coverage-box">{coverage_table(sections, (first, last), words)}</div>'
        f'<p class="note">{escape(t("metod.coverage.note"))}</p>'
    )


def _key(t: Texts) -> str:
    kinds = ("all", "most", "some", "none", "break")
    items = "".join(f'<li><i class="{kind}" aria-hidden="true"></i>{escape(t(f"metod.coverage.key_{kind}"))}</li>' for kind in kinds)
    return f'<ul class="legend coverage-key">{items}</ul>'


def extent(data: Data) -> tuple[int, int]:
    """First and last year with any figure at any level."""
    years = [year_of(period) for counts in covered(data).values() for period in counts]
    return min(years), max(years)


def coverage_rows(data: Data, t: Texts, level: Level) -> tuple[list[tuple[str, list[CoverageRow]]], list[CoverageRow]]:
    """(heading, rows) by theme of the measures that belong to a level, and the rows of what is only used to weigh with."""
    belong = [i for i in data.catalogue.indicators.values() if level in levels_of(data, i)]
    themes = []
    for theme in Theme:
        rows = [_row(data, t, i, level) for i in belong if i.theme is theme and not i.weight_only]
        if rows:
            themes.append((t(f"common.theme.{theme}"), rows))
    return themes, [_row(data, t, i, level) for i in belong if i.weight_only]


def _row(data: Data, t: Texts, indicator: Indicator, level: Level) -> CoverageRow:
    name, href = indicator.name[t.language], with_language(f"/metod?matt={indicator.id}", t.language)
    counts = covered(data).get((indicator.id, level))
    if not counts:
        absent = t("metod.coverage.to_come") if can_come(data, indicator, level) else t("metod.coverage.not_fetched")
        return CoverageRow(name, "", {}, absent=absent, href=href)
    total = areas_in(data)[level]
    shares: dict[int, float] = {}
    for period, count in counts.items():
        shares[year_of(period)] = max(shares.get(year_of(period), 0.0), count / total)
    wide = {level, Level.KOMMUN_ALL} if level is Level.KOMMUN else {level}
    breaks = [year_of(s.first) for s in data.catalogue.new_series(indicator.id) if s.first and wide & set(s.levels)]
    words = figures_text(t, counts, total)
    if breaks:
        words = t("metod.coverage.with_break", found=words, years=t.join([str(year) for year in sorted(set(breaks))]))
    return CoverageRow(name, words, shares, breaks, href=href)
