"""From the figures of two sets to what charts/ draws: rows of the profile, and the table of all areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cards.availability import marks
from cards.common.areas import Rank, alphabetical, group_of, ranks_of
from cards.common.words import figure, status_words, unit_line
from cards.context import View
from cards.data import Data
from cards.defaults import home_areas
from cards.flemingsberg.figures import SetComparison, SetFigure, compare, newest, place, places_beside, profile_measures
from cards.flemingsberg.findings import area_figures, finding, span_text
from cards.flemingsberg.sets import AreaSet
from catalogue import Indicator, Level, Measure, Polarity, Theme
from catalogue.region import FIRST, SECOND, WHOLE
from charts.spec.ranges import STATUS_SIGN, RangeHead, RangeRow, RangeSection
from charts.table import Column, Row
from texts import Texts, format_period

A, B = "set-a", "set-b"
MOST_NAMED = 4  # areas of the first set that are named one by one


def profile(view: View, a: AreaSet, b: AreaSet) -> list[SetComparison]:
    """All measures of the profile that have figures."""
    entries = view.data.catalogue.indicators
    return [compare(view.data, entries[name], a, b) for name in profile_measures() if newest(view.data, name)]


def sections(view: View, rows: Sequence[SetComparison], a: AreaSet, b: AreaSet) -> list[RangeSection]:
    """Rows of today's division by theme, then those of the division of 2020, which are not comparable with them."""
    t, found = view.t, []
    for theme in Theme:
        here = [_row(view, c, a, b) for c in rows if c.level is Level.REGSO2025 and c.indicator.theme is theme]
        if here:
            found.append(RangeSection(t(f"common.theme.{theme}"), "", here))
    older = [_row(view, c, a, b) for c in rows if c.level is Level.REGSO2020]
    if older:
        same = set(a.codes) <= set(home_areas(view.data))  # they have the same borders in both divisions; checked for no others
        found.append(RangeSection(t("flemingsberg.older.title"), t(f"flemingsberg.older.{'same_borders' if same else 'finding'}"), older))
    return found


def _row(view: View, c: SetComparison, a: AreaSet, b: AreaSet) -> RangeRow:
    t, data, entry = view.t, view.data, c.indicator
    beside = {code: place(data, c, code) for code in places_beside(data, a, b)}
    said = finding(t, c, a, b)
    texts = {A: span_text(t, c, c.a), B: span_text(t, c, c.b)}
    texts |= {code: figure(t, entry, found.value) + ("*" if found.own else "") for code, found in beside.items()}
    texts[WHOLE] = texts[view.data.catalogue.region.county]
    counted = entry.measure is Measure.COUNT
    # A sum over a few areas and one over a whole county have no common scale worth drawing.
    marks = {} if counted else {A: c.a.value, B: c.b.value, "region": beside[view.data.catalogue.region.county].value}
    named = [(code, _name(data, code)) for code in map(str, c.a.areas.index)] if 1 < len(c.a.areas) <= MOST_NAMED else []
    return RangeRow(
        name=entry.name[t.language],
        lines=[version_line(t, c)],
        values=marks,
        texts=texts,
        ticks=[] if counted else c.b.areas.dropna().tolist(),
        own_ticks=[] if counted else c.a.areas.dropna().tolist(),
        status=c.status if said.verdict else "unknown",
        status_text=said.verdict,
        finding=said.sentence,
        parts=area_figures(t, c, named),
        status_short=t(f"flemingsberg.verdict_short.{c.status}") if said.verdict and STATUS_SIGN[c.status] else "",
        flipped=entry.polarity is Polarity.LOWER,
        short=", ".join(part for part in (t(f"common.unit_short.{entry.unit}"), format_period(c.period, t.language)) if part),
    )


def version_line(t: Texts, c: SetComparison) -> str:
    """Unit, of what, when, and in which division: "% av invånarna 25–65 år, 2025 · RegSO 2025"."""
    line = unit_line(t, c.indicator, c.period, preliminary=c.preliminary)
    return t("flemingsberg.with_version", line=line, version=t(f"flemingsberg.version.{c.level}"))


def headings(view: View, a: AreaSet, b: AreaSet) -> RangeHead:
    """The words of the profile's head."""
    t, beside = view.t, places_beside(view.data, a, b)
    names = {A: a.heading, B: b.heading} | {code: _place_name(view, code) for code in beside}
    return RangeHead(
        name=t("flemingsberg.measure"),
        columns=names,
        short={A: "", B: "", "region": t("flemingsberg.county")},
        worse=t("flemingsberg.worse"),
        better=t("flemingsberg.better"),
        status=t("flemingsberg.against", a=a.heading, b=b.name),
        caption=t("flemingsberg.caption", a=a.heading, b=b.name),
        marks=(B, A, "region"),
        bar=(B, A),
    )


def _place_name(view: View, code: str) -> str:
    return view.t("common.group.region") if code == view.data.catalogue.region.county else _name(view.data, code)


def colour_of(data: Data, chosen: AreaSet) -> str:
    """`north` or `south` when all of the set lies there: those colours mean nothing else. Otherwise `neutral`."""
    groups = {group_of(data, str(data.catalogue.areas[code].within)) for code in chosen.codes}
    return next(iter(groups)) if groups in ({FIRST}, {SECOND}) else "neutral"


def all_areas(data: Data, c: SetComparison) -> pd.Series:
    """Figures of every small area of the division."""
    return data.values(c.indicator.id)[c.period].reindex([area.code for area in data.catalogue.areas_at(c.level)])


def table(view: View, c: SetComparison, a: AreaSet, b: AreaSet) -> tuple[list[Column], list[Row], str]:
    """The sets, the kommuner and the county first, then every area (best first, missing last) with status and rank."""
    t, data, entry = view.t, view.data, c.indicator
    columns = [Column(t(f"flemingsberg.table.{name}")) for name in ("area", "kommun", "set")]
    columns += [Column(t("flemingsberg.table.value"), numeric=True), Column(t("flemingsberg.table.status"))]
    columns.append(Column(t("flemingsberg.table.rank"), numeric=True))
    values = all_areas(data, c)
    statuses = marks(data, entry.id, [*places_beside(data, a, b), *map(str, values.index)], c.period)
    rows = _set_rows(t, c, ((c.a, a), (c.b, b)))
    for code in places_beside(data, a, b):
        found = place(data, c, code)
        status = t("common.status.calculated") if found.own else _status(view, entry, code, statuses)
        rows.append(Row([_place_name(view, code), "", "", figure(t, entry, found.value), status, ""]))
    ranks, last = ranks_of(values, entry), Rank(len(values) + 1, len(values) + 1)
    order = sorted(map(str, values.index), key=lambda code: (ranks.get(code, last), alphabetical(_name(data, code))))
    member = {str(code): [a.heading] for code in c.a.areas.index}
    for code in map(str, c.b.areas.index):
        member.setdefault(code, []).append(b.heading)
    for code in order:
        cells = [_name(data, code), _name(data, str(data.catalogue.areas[code].within)), ", ".join(member.get(code, []))]
        cells += [figure(t, entry, float(values[code])), _status(view, entry, code, statuses), str(ranks.get(code, "–"))]
        rows.append(Row(cells, code=code))
    return columns, rows, t("flemingsberg.table.caption", name=entry.name[t.language], line=version_line(t, c))


def _set_rows(t: Texts, c: SetComparison, sets: Sequence[tuple[SetFigure, AreaSet]]) -> list[Row]:
    """A row for each set of several areas; a set of one area has its own row among the areas."""
    rows = []
    for figures, chosen in sets:
        if len(chosen.codes) > 1:
            status = "not_combined" if figures.refused else "missing" if figures.value is None else "calculated"
            name = t("flemingsberg.table.set_row", n=len(chosen.codes), name=chosen.heading)
            rows.append(Row([name, "", chosen.heading, span_text(t, c, figures), t(f"flemingsberg.table.set_status.{status}"), ""]))
    return rows


def _status(view: View, entry: Indicator, code: str, statuses: Mapping[str, str]) -> str:
    """The publisher's status of a figure, or why there is none; a figure worked out by us from published counts says so."""
    status = statuses[code]
    level = view.data.catalogue.areas[code].level
    if status == "ok" and (entry.derived is not None or any(source.calculated for source in entry.sources if level in source.levels)):
        return view.t("common.status.calculated")
    return status_words(view.t, status)


def _name(data: Data, code: str) -> str:
    return data.catalogue.areas[code].name
