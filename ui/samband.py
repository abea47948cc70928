"""The page about two measures, put together: choices, scatter, what the line says, how to read it, table, sources."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.data import POPULATION
from cards.map_view import alphabetical, kommun_of, kommuner_with_small_areas
from cards.samband.drawing import area_name, axis_line, drawing, key, marks_of, some_too_small, table
from cards.samband.figures import Pair, common_levels, measures, pair, partners, period_choices, share_figures
from cards.samband.findings import cautions, lead, line_of, names, rank_sentence, slope_sentence, title
from cards.view import View
from catalogue import Indicator, Level, Measure
from charts.lines import CONFIG
from charts.table import html_table
from texts import format_period
from ui import state
from ui.card import about_below, controls, page_head, source_below

FIRST_X = "tertiary_25_65"
FIRST_Y = ("net_income", "employment_rate", "population")  # the first that has figures at the same level
FIRST_AREA = "0126"  # Huddinge: Flemingsberg lies there
MOST_NAMED = 12  # areas without figures named in a note


def show(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("samband"):
        x, y = _measures(view)
        level = _level(view, x, y)
        period, periods = _period(view, x, y, level)
        found = pair(view.data, x, y, level, period)
        area = _area(view, found)
    finding = title(view.t, found)
    with above:
        page_head(finding, escape(lead(view.t, found)), view.t("samband.kicker", areas=view.t(f"samband.areas.{level}")))
    if not found.refused:
        _picture(view, found, area, finding)
    if len(periods) > 1:
        with controls("samband-ar"):
            first, last = (format_period(one, view.language) for one in (periods[0], periods[-1]))
            label = view.t("samband.year", first=first, last=last)
            state.slider("ar", label, periods, periods[-1], lambda one: format_period(one, view.language))
    _below(view, found, area)


def _measures(view: View) -> tuple[Indicator, Indicator]:
    """Both measures. The first is the one chosen on another page, until the reader has chosen here; the second is always another."""
    t, catalogue, choices = view.t, view.data.catalogue, st.session_state["choices"]

    def label(name: str) -> str:
        return catalogue.indicators[name].name[t.language]

    options = [indicator.id for indicator in measures(view.data)]
    elsewhere = choices.get("matt", "")
    first = next(name for name in (elsewhere, FIRST_X, options[0]) if name in options)
    x = state.select("x", t("samband.x"), options, first, label)
    others = partners(view.data, x)
    names_of = [indicator.id for indicator in others]
    rates = [indicator.id for indicator in others if indicator.measure is not Measure.COUNT]
    second = next(name for name in (*FIRST_Y, *rates, *names_of) if name in names_of)
    y = state.select("y", t("samband.y"), names_of, second, label)
    return catalogue.indicators[x], catalogue.indicators[y]


def _swap(x: str, y: str) -> None:
    state.choose("x", y)
    state.choose("y", x)


def _level(view: View, x: Indicator, y: Indicator) -> Level:
    levels = [level.value for level in common_levels(view.data, x.id, y.id)]
    if len(levels) == 1:
        return Level(state.choice("niva", levels, levels[0]))
    name = state.segmented("niva", view.t("samband.level"), levels, levels[0], lambda one: view.t(f"samband.level_name.{one}"))
    return Level(name)


def _period(view: View, x: Indicator, y: Indicator, level: Level) -> tuple[str, list[str]]:
    periods = list(period_choices(view.data, x.id, y.id, level))
    return state.choice("ar", periods, periods[-1]), periods


def _area(view: View, found: Pair) -> str:
    """The area to find in the picture: a kommun chosen elsewhere becomes one of its small areas here, and the other way round."""
    t, data = view.t, view.data
    codes = sorted((str(code) for code in found.figures.index), key=lambda code: alphabetical(area_name(view, code)))
    asked = st.session_state["choices"].get("omrade", "")
    home = (
        kommun_of(data, asked) if asked in data.catalogue.areas and (data.catalogue.areas[asked].within or asked in data.kommuner) else ""
    )
    default = _default_area(view, codes, home or FIRST_AREA)
    if home and asked not in codes:
        state.choose("omrade", default)

    def label(code: str) -> str:
        if found.level is Level.KOMMUN:
            return area_name(view, code)
        return t("samband.small_area", name=area_name(view, code), kommun=area_name(view, kommun_of(data, code)))

    chosen = state.select("omrade", t("samband.area"), codes, default, label)
    with st.container(key="samband-swap", width="content"):
        st.html(f'<p class="control-label" aria-hidden="true">{escape(t("samband.swap_label"))}</p>')
        st.button(t("samband.swap"), key="samband-swap-button", on_click=_swap, args=(found.x.id, found.y.id))
    return chosen


def _default_area(view: View, codes: list[str], home: str) -> str:
    """The kommun itself, or of its small areas Flemingsberg's first where it has any."""
    flemingsberg = view.data.catalogue.groups["flemingsberg"].members
    inside = [code for code in codes if kommun_of(view.data, code) == home]
    return next((code for code in flemingsberg if code in inside), (inside or codes)[0])


def _picture(view: View, found: Pair, area: str, finding: str) -> None:
    """Key, scatter with both axes in words, what the line and the order say, and how to read it."""
    t, marks = view.t, marks_of(view, found)
    st.html(f'{key(view, found, marks, area)}<p class="chart-heading">{escape(axis_line(view, found, "y"))}</p>')
    alt = t("samband.alt", title=finding, n=len(marks), areas=t(f"samband.areas.{found.level}"))
    st.plotly_chart(drawing(view, found, marks, area), theme=None, key="samband-chart", config=CONFIG, alt=alt)
    items = cautions(t, found, shared=share_figures(view.data, found.x.id, found.y.id))
    listed = "".join(f"<li><strong>{escape(head)}</strong> {escape(why)}</li>" for head, why in items)
    st.html(
        f'<p class="chart-heading relation-x">{escape(axis_line(view, found, "x"))}</p>'
        f'<div class="relation-words"><div><p class="body">{escape(slope_sentence(t, found))}</p>'
        f'<p class="body">{escape(rank_sentence(t, found))}</p></div>'
        f'<div class="caution"><h2>{escape(t("samband.caution.heading"))}</h2><ul>{listed}</ul></div></div>'
    )


def _below(view: View, found: Pair, area: str) -> None:
    """The figures as a table, sent when asked for (524 small areas are 100 kB); what both measures mean; notes and source."""
    with st.expander(view.t("card.as_table"), key="samband-table", on_change="rerun") as below:
        if below.open:
            st.html(html_table(*table(view, found, area)))
    about_below(view, [found.x, found.y])
    sources = list(dict.fromkeys([found.x.id, found.y.id, POPULATION]))
    with st.container(key="samband-notes"):
        source_below(view, sources, _notes(view, found), calculated=not found.refused)


def _notes(view: View, found: Pair) -> list[str]:
    t = view.t
    notes = []
    if not found.refused:
        method = "order" if not found.has_slope else "method" if line_of(found) else "no_line"
        notes.append(t(f"samband.note.{method}"))
        notes.append(t("samband.note.everyone" if found.level is Level.KOMMUN else "samband.note.neighbours"))
        notes.append(" ".join([t("samband.note.pairs"), t("samband.note.axes"), *_size_notes(view, found)]))
    if found.level is not Level.KOMMUN:
        kommuner = [area_name(view, code) for code in kommuner_with_small_areas(view.data, [str(code) for code in found.shown.index])]
        notes.append(t("samband.note.version", version=t(f"samband.level_name.{found.level}")))
        if len(kommuner) < len(view.data.kommuner):
            notes.append(t("samband.note.covered", kommuner=t.join(kommuner)))
    if found.missing:
        missing = sorted((area_name(view, code) for code in found.missing), key=alphabetical)
        few = len(missing) <= MOST_NAMED
        notes.append(t("samband.note.missing", names=t.join(missing)) if few else t("samband.note.missing_many", n=len(missing)))
    preliminary = [name for name, axis in zip(names(t, found), ("x", "y"), strict=True) if found.statuses[axis].eq("preliminary").any()]
    if preliminary:
        notes.append(t("samband.note.preliminary", names=t.join(preliminary)))
    return notes


def _size_notes(view: View, found: Pair) -> list[str]:
    unknown = int(found.shown["population"].isna().sum())
    notes = [view.t("samband.note.small")] if some_too_small(marks_of(view, found)) else []
    return notes + ([view.t("samband.note.population", n=unknown)] if unknown else [])
