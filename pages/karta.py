"""Karta: where the figures are high and low, and one area's profile."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from cards.common.areas import periods_at
from cards.context import View
from cards.karta.choices import MapChoice, places_by_name, year_choice
from cards.karta.karta import ID
from cards.karta.profil import profile_card, tapped
from cards.kind import kept_card, kept_part
from cards.model import Card
from cards.provenance import years_shown
from catalogue import Indicator, Level
from texts import format_period
from ui import state
from ui.card import about_below, clicked_areas, controls, css_key, head_row, profile_parts, show_picture, source_below, table_of
from ui.drawer import begin
from ui.frame import current_view
from ui.play import years
from ui.take import take_away


def draw(view: View) -> None:
    """Draw the page."""
    card, chosen = begin(view, "karta.karta", beside=partial(_find, view))
    if card is None:
        return
    if isinstance(chosen, MapChoice):
        left, right = st.columns([11, 9], gap="large")
        with left:
            _picture(view, chosen, card)
        with right:
            _profile(view, kept_card(view, ("karta.profil", *card.kept_as), partial(profile_card, chosen=chosen)))
        table_of(view, card)
    about_below(view, [view.data.catalogue.indicators[name] for name in card.indicators])
    if not isinstance(chosen, MapChoice):
        take_away(view, card, css_key(card.id))


def clicked() -> None:
    """A click in the picture chooses its area; one that lets go of an area changes nothing."""
    for code in clicked_areas(ID):
        state.choose("omrade", code)


def _find(view: View, chosen: MapChoice | Indicator) -> None:
    """Small areas by name on the map of kommuner, where the measure has figures of them: one that is chosen opens their map."""
    names = places_by_name(view, chosen)
    if names:
        label, hint = view.t("karta.find"), view.t("karta.find_hint")
        with state.further():
            st.selectbox(label, list(names), index=None, placeholder=hint, key="map-find", format_func=names.__getitem__, on_change=_found)


def _found() -> None:
    """Its control is gone with the next run, which shows the map of small areas."""
    if code := st.session_state["map-find"]:
        state.choose("niva", Level.REGSO2025.value)
        state.choose("omrade", code)


def _picture(view: View, chosen: MapChoice, card: Card) -> None:
    """The map with the slider over its years."""
    with st.container(key=css_key(card.id)):
        with head_row(css_key(card.id)):
            take_away(view, card, css_key(card.id))
        show_picture(view, card, on_select=clicked)
        with st.container(key="map-tapped"):
            st.html(f'<p aria-hidden="true">{escape(tapped(view, chosen))}</p>')
        st.html(f'<p class="note no-print">{escape(view.t("karta.click"))}</p>')
        _years(view, chosen)
        source_below(
            view, card.cited, card.notes, calculated=card.provenance.calculated, credit=card.provenance.credit,
            years=format_period(chosen.shown.period, view.language),
        )  # fmt: skip


def _years(view: View, chosen: MapChoice) -> None:
    """The slider over periods, where there is more than one, and what plays it."""
    with controls("karta-ar"):
        years(view, year_choice(view, periods_at(view.data, chosen.indicator.id, chosen.level)))


def _profile(view: View, card: Card | None) -> None:
    """The chosen area. In two parts, since the table is the same for every measure and year: the browser keeps it."""
    if card is None:
        return
    with st.container(key=css_key(card.id)):
        with head_row(css_key(card.id)):
            take_away(view, card, css_key(card.id))
        for part in kept_part(view, card, "profile", partial(profile_parts, card)):
            st.html(part)
        years = years_shown(view.data, card.provenance)
        source_below(view, card.cited, card.notes, calculated=card.provenance.calculated, years=years)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
