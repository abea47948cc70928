"""The two cards below the comparison: where the chosen kommuner stand among the 26, and which kommuner are most alike."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from balance.ranks import Quartiles, inseparable, quartiles, rank_intervals
from cards.data import POPULATION
from cards.jamfor.drawing import decimals_of
from cards.jamfor.figures import ALIKE_BY, LEVEL, PER_INHABITANT, Comparison, Peers, all_kommuner, figure_at
from cards.jamfor.findings import Standing, first_place, quartile_sentence, rank_text
from cards.map_view import group_of
from cards.view import View
from cards.words import figure
from catalogue import Polarity
from charts.quartile_band import with_quartiles
from charts.strip import CONFIG, NAMED_LANE, Dot, Lane, Strip, strip
from charts.table import Column, Row, html_table
from texts import format_number, format_period
from ui.card import card, source_below

SHOWN_PEERS = 10  # rows of the table of likeness
IN_TITLE = 3  # of them named in the title


def level_kind(kind: str) -> str:
    """The view that ranks are told for: levels, or per inhabitant where that is shown."""
    return PER_INHABITANT if kind == PER_INHABITANT else LEVEL


def rank_period(view: View, comparison: Comparison, kind: str) -> str | None:
    """The newest period in which the kommuner have figures of the view."""
    kommuner = all_kommuner(view.data, comparison, level_kind(kind))
    return next((p for p in reversed(view.data.periods(comparison.indicator.id)) if quartiles(kommuner[p]) is not None), None)


def standing(view: View, comparison: Comparison, kind: str, code: str, period: str) -> Standing | None:
    """A kommun's place among the 26 in a period; None where it has no figure."""
    values = all_kommuner(view.data, comparison, level_kind(kind))[period]
    decimals = decimals_of(comparison, level_kind(kind))
    ranks = rank_intervals(values, decimals, lowest_first=comparison.indicator.polarity is Polarity.LOWER)
    if code not in ranks.index:
        return None
    rank, low, high = (int(place) for place in ranks.T[code].to_numpy())
    names = [view.data.catalogue.areas[other].name for other in inseparable(values, code, decimals)]
    return Standing(view.data.catalogue.areas[code].name, float(values[code]), rank, low, high, len(ranks), names)


def spread(view: View, comparison: Comparison, kind: str, period: str, *, country: bool = False) -> Quartiles | None:
    """Median and quartiles of the 26, or of all 290 where they have figures."""
    kommuner = all_kommuner(view.data, comparison, level_kind(kind), country=country)
    return quartiles(kommuner[period]) if period in kommuner else None


def rank_card(view: View, comparison: Comparison, kind: str) -> None:
    """A dot for each of the 26, the chosen ones by name, the middle half shaded; ranks as a table."""
    t, period = view.t, rank_period(view, comparison, kind)
    if period is None:
        return
    kommuner = [code for code in comparison.areas if code in view.data.kommuner]
    when = format_period(period, t.language)
    with card("jamfor-rank", t("jamfor.rank.title", period=when)):
        values = all_kommuner(view.data, comparison, level_kind(kind))[period]
        county, sweden = spread(view, comparison, kind, period), spread(view, comparison, kind, period, country=True)
        sentences = [] if county is None else [quartile_sentence(t, comparison.indicator, level_kind(kind), county, period)]
        if sweden is not None:
            sentences.append(quartile_sentence(t, comparison.indicator, level_kind(kind), sweden, period, country=True))
        st.html(f'<p class="body">{escape(" ".join(sentences))}</p>')
        _strip(view, comparison, values, county, kind)
        found = [standing(view, comparison, kind, code, period) for code in kommuner]
        if any(found):
            _ranks(view, comparison, [one for one in found if one], level_kind(kind), when)
        notes = [t("jamfor.rank.note", first=first_place(t, comparison.indicator)), t("jamfor.rank.quartiles")]
        notes += [t("jamfor.rank.noise")] if noisy(view, comparison, period) else []
        notes += [] if sweden is not None else [t("jamfor.rank.no_sweden", period=when)]
        with st.container(key="jamfor-notes-rank"):
            source_below(view, _sources(comparison, kind), notes)


def _sources(comparison: Comparison, kind: str) -> list[str]:
    return [comparison.indicator.id, *([POPULATION] if kind == PER_INHABITANT else [])]


def noisy(view: View, comparison: Comparison, period: str) -> bool:
    """Whether the figures of the period rest on a table that the publisher adds noise to."""
    entry = view.data.catalogue.indicators[POPULATION]
    noise = [source for source in entry.sources if source.break_before is not None and source.first is not None]
    keys = set(view.data.catalogue.keys(comparison.indicator.id))
    return any(source.key in keys and str(source.first) <= period for source in noise)


def _strip(view: View, comparison: Comparison, values: pd.Series, county: Quartiles | None, kind: str) -> None:
    t, areas, period = view.t, view.data.catalogue.areas, str(values.name)
    decimals = decimals_of(comparison, level_kind(kind))
    known = values.dropna().sort_values()
    if len(known) < 2:
        return
    dots = {}
    for code, value in known.items():
        text, name = format_number(float(value), decimals, t.language), areas[str(code)].name
        dots[str(code)] = Dot(str(code), name, float(value), f"{escape(name)}: {text}", text)
    lanes = [
        Lane(t(f"common.group.{group}"), view.palette.of(group), [dot for code, dot in dots.items() if group_of(view.data, code) == group])
        for group in ("north", "south", "city")
    ]
    named = [dots[code] for code in comparison.areas if code in dots]
    flipped = comparison.indicator.polarity is Polarity.LOWER
    separators = ", " if t.language == "sv" else ".,"
    content = Strip([lane for lane in lanes if lane.dots], named, flipped=flipped, separators=separators)
    drawn = strip(content, view.palette)
    if county is not None:
        drawn = with_quartiles(drawn, county, -NAMED_LANE * len(named), view.palette)
    side = "lower" if flipped else "higher" if comparison.indicator.polarity is Polarity.NEITHER else "better"
    st.html(f'<p class="chart-heading">{escape(t(f"jamfor.rank.heading.{side}"))}</p>')
    alt = t("jamfor.rank.alt", name=comparison.indicator.name[t.language], period=format_period(period, t.language))
    st.plotly_chart(drawn, theme=None, key="jamfor-strip", config=CONFIG, alt=alt)


def _ranks(view: View, comparison: Comparison, found: list[Standing], kind: str, when: str) -> None:
    t, decimals = view.t, decimals_of(comparison, kind)
    columns = [
        Column(t("jamfor.rank.kommun")),
        Column(t("jamfor.rank.value"), numeric=True),
        Column(t("jamfor.rank.place", of=found[0].of), numeric=True),
        Column(t("jamfor.rank.equals")),
    ]
    rows = [
        Row(
            [
                one.name,
                format_number(one.value, decimals, t.language),
                rank_text(one.low, one.high),
                ", ".join(one.equals) or t("jamfor.rank.none"),
            ]
        )
        for one in found
    ]
    st.html(html_table(columns, rows, t("jamfor.rank.caption", name=comparison.indicator.name[t.language], period=when)))


def peers_card(view: View, found: Peers) -> None:
    """The kommuner most like one of them, with the distance, the figures and the method."""
    t, areas = view.t, view.data.catalogue.areas
    names = t.join([areas[code].name for code in found.nearest(IN_TITLE)])
    with card("jamfor-peers", t("jamfor.peers.title", name=areas[found.area].name, names=names)):
        st.html(_peers_table(view, found))
        with st.container(key="jamfor-notes-peers"):
            source_below(view, list(ALIKE_BY), [t("jamfor.peers.method"), t("jamfor.peers.note")])


def _peers_table(view: View, found: Peers) -> str:
    t, catalogue = view.t, view.data.catalogue
    columns = [Column(t("jamfor.rank.kommun")), Column(t("jamfor.peers.distance"), numeric=True)]
    for name in ALIKE_BY:
        unit, period = t(f"common.unit_line.{catalogue.indicators[name].unit}"), format_period(found.periods[name], t.language)
        columns.append(Column(t("jamfor.peers.column", name=t(f"jamfor.peers.by.{name}"), unit=unit, period=period), numeric=True))
    rows = []
    for code in [found.area, *found.nearest(SHOWN_PEERS)]:
        distance = "–" if code == found.area else format_number(float(found.distance[code]), 2, t.language)
        values = [figure(t, catalogue.indicators[name], figure_at(found.figures, code, name)) for name in ALIKE_BY]
        rows.append(Row([catalogue.areas[code].name, distance, *values], chosen=code == found.area))
    return html_table(columns, rows, t("jamfor.peers.caption", name=catalogue.areas[found.area].name, n=SHOWN_PEERS))


def first_peers(found: Peers | None, area: str, n: int) -> tuple[str, ...]:
    """An area with its `n` nearest; alone where likeness cannot be told."""
    return (area, *(found.nearest(n) if found else ()))
