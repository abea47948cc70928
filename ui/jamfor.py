"""The comparison page, put together: choices, one chart or a small one per area, the figures as a table, ranks, likeness."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.asking import BETWEEN
from cards.data import POPULATION
from cards.jamfor.drawing import decimals_of, kind_heading, one_chart, panels, table_of
from cards.jamfor.figures import (
    CHANGE,
    INDEX,
    LEVEL,
    PEERS,
    PEERS_AT_FIRST,
    PER_INHABITANT,
    Comparison,
    comparison,
    figure_at,
    measures,
    offered,
    peers,
)
from cards.jamfor.findings import Placed, standing_sentence, title
from cards.jamfor.words import by_name, in_text, label, notes
from cards.map_view import kommun_of
from cards.view import View
from catalogue import Indicator
from charts.lines import CONFIG, LineChart
from charts.small_lines import CONFIG as SMALL_CONFIG
from texts import format_number
from ui import state
from ui.card import about_below, controls, page_head, source_below, table_below
from ui.jamfor_cards import first_peers, peers_card, rank_card, rank_period, standing

FIRST_MEASURE = "employment_rate"
FIRST_AREA = "0126"  # Huddinge: Flemingsberg lies there
MOST = 6
FORMS = ("ett", "flera")
COLUMNS = 3


def show(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("jamfor"):
        indicator = _measure(view)
        if not view.data.periods(indicator.id):
            with above:
                _to_come(view, indicator)
            return
        chosen = _areas(view, indicator)
        too_many = state.refused_more("omraden")
        compared = comparison(view.data, indicator, chosen)
        kind = _kind(view, compared)
        form = state.segmented("diagram", view.t("jamfor.form"), FORMS, FORMS[0], lambda name: view.t(f"jamfor.forms.{name}"))
        own = _first_kommun(view, chosen)
        alike = peers(view.data, own)
        if alike is not None:
            _alike_button(view, own, alike.nearest(PEERS))
    if too_many:
        st.html(f'<p class="note" role="status">{escape(view.t("jamfor.too_many", most=MOST))}</p>')
    finding = _title(view, compared, kind)
    with above:
        page_head(finding, escape(_lead(view, compared, kind, own)), view.t("jamfor.kicker"))
    _picture(view, compared, kind, form, finding)
    rank_card(view, compared, kind)
    if alike is not None:
        peers_card(view, alike)


def _measure(view: View) -> Indicator:
    t, options = view.t, {indicator.id: indicator for indicator in measures(view.data)}

    def name_of(one: str) -> str:
        text = f"{options[one].name[t.language]} · {t(f'common.theme.{options[one].theme}')}"
        return text if view.data.periods(one) else t("jamfor.to_come_option", name=text, to_come=t("common.fetched_on_update"))

    first = FIRST_MEASURE if FIRST_MEASURE in options else next(iter(options))
    return options[state.select("matt", t("jamfor.measure"), list(options), first, name_of)]


def _areas(view: View, indicator: Indicator) -> tuple[str, ...]:
    """The chosen areas. Until the reader has chosen: the kommun chosen on another page, or Huddinge, and those most like it."""
    choices, areas = st.session_state["choices"], view.data.catalogue.areas
    elsewhere = choices.get("omrade", "")
    own = kommun_of(view.data, elsewhere) if elsewhere in areas and areas[elsewhere].within else elsewhere
    own = own if own in view.data.kommuner else FIRST_AREA
    default = first_peers(peers(view.data, own), own, PEERS_AT_FIRST)
    if own != FIRST_AREA and "omraden" not in choices:
        state.choose("omraden", BETWEEN.join(default))
    names = by_name(view)
    asked = [part for part in choices.get("omraden", "").split(BETWEEN) if part in names or part in areas]
    options = offered(view.data, indicator, asked, names)
    return state.multiselect(
        "omraden", view.t("jamfor.areas", most=MOST), options, default, lambda code: label(view, code),
        most=MOST, placeholder=view.t("jamfor.areas_placeholder"),
    )  # fmt: skip


def _kind(view: View, compared: Comparison) -> str:
    views = compared.views()
    if len(views) == 1:
        return state.choice("visa", views, LEVEL)
    return state.segmented("visa", view.t("jamfor.view"), views, LEVEL, lambda name: view.t(f"jamfor.views.{name}"))


def _alike_button(view: View, own: str, nearest: list[str]) -> None:
    with st.container(key="jamfor-alike", width="content"):
        st.html(f'<p class="control-label" aria-hidden="true">{escape(view.t("jamfor.alike_label"))}</p>')
        text = view.t("jamfor.alike", name=label(view, own))
        st.button(text, key="jamfor-alike-button", on_click=state.choose, args=("omraden", BETWEEN.join([own, *nearest])))


def _first_kommun(view: View, chosen: tuple[str, ...]) -> str:
    return next((code for code in chosen if code in view.data.kommuner), FIRST_AREA)


def _title(view: View, compared: Comparison, kind: str) -> str:
    table = compared.shown(kind)
    newest = compared.newest(table)
    figures = {str(code): figure_at(table, str(code), newest) for code in table.index} if newest else {}
    placed = [Placed(in_text(view, code), value) for code, value in figures.items() if value is not None]
    first = compared.comparable[0] if compared.comparable else (newest or "")
    return title(view.t, compared.indicator, kind, placed, (first, newest or ""))


def _lead(view: View, compared: Comparison, kind: str, own: str) -> str:
    """Where the first chosen kommun stands; empty where none is chosen or it has no figure."""
    period = rank_period(view, compared, kind)
    found = standing(view, compared, kind, own, period) if period and own in compared.areas else None
    if found is None or period is None:
        return ""
    return standing_sentence(view.t, compared.indicator, PER_INHABITANT if kind == PER_INHABITANT else LEVEL, found, period)


def _picture(view: View, compared: Comparison, kind: str, form: str, finding: str) -> None:
    """The chart or the small charts, the table, what the measure means, notes and source."""
    st.html(f'<p class="chart-heading">{escape(kind_heading(view, compared, kind))}</p>')
    chart: LineChart | None = one_chart(view, compared, kind) if form == "ett" else None
    if form == "flera":
        _small(view, compared, kind, finding)
    elif chart is not None:
        alt = view.t("jamfor.alt", title=finding)
        st.plotly_chart(chart.figure, theme=None, key=f"jamfor-{kind}", config=CONFIG, alt=alt)
    table_below(view.t, *table_of(view, compared, kind))
    about_below(view, [compared.indicator])
    sources = [compared.indicator.id, *([POPULATION] if kind == PER_INHABITANT else [])]
    own = kind in (INDEX, CHANGE, PER_INHABITANT) or compared.statuses.stack().str.startswith("calculated").any()
    with st.container(key="jamfor-notes-level"):
        source_below(view, sources, notes(view, compared, kind, chart), calculated=bool(own) or form == "ett")


def _small(view: View, compared: Comparison, kind: str, finding: str) -> None:
    found = panels(view, compared, kind)
    for start in range(0, len(found), COLUMNS):
        row = found[start : start + COLUMNS]
        for place, (column, (one, figure)) in enumerate(zip(st.columns(COLUMNS), row, strict=False), start):
            with column:
                last = format_number(one.points[-1][1], decimals_of(compared, kind), view.language, signed=kind == CHANGE)
                st.html(f'<p class="small-heading" style="color:{one.colour}"><b>{escape(one.label)}</b> {escape(last)}</p>')
                alt = view.t("jamfor.alt_small", area=one.label, title=finding)
                st.plotly_chart(figure, theme=None, key=f"jamfor-small-{place}", config=SMALL_CONFIG, alt=alt)
    if found:
        st.html(f'<p class="note">{escape(view.t("jamfor.small_note"))}</p>')


def _to_come(view: View, indicator: Indicator) -> None:
    """A measure whose figures by kommun are fetched at the next update: said, never drawn as an empty chart."""
    t = view.t
    page_head(
        t("jamfor.title.to_come", name=indicator.name[t.language], to_come=t("common.fetched_on_update")),
        escape(t("jamfor.to_come")),
        t("jamfor.kicker"),
    )
    about_below(view, [indicator])
