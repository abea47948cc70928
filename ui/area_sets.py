"""Widgets for the two sets of small areas that the page compares."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from cards.common.areas import alphabetical
from cards.context import View
from cards.flemingsberg.choices import asked_set, set_label
from cards.flemingsberg.omraden import ID
from cards.flemingsberg.sets import MOST_OWN, AreaSet, area_set, codes_in, is_own, joined, ready_sets, usual_sets
from catalogue import Level
from ui import state
from ui.card import clicked_areas

OWN = "own"


def choose_sets(view: View) -> None:
    """The two select boxes."""
    for name, default in usual_sets(view.data).items():
        _choose(view, name, view.t(f"flemingsberg.choose_{name}"), default)


def choose_own_areas(view: View, first: AreaSet, second: AreaSet) -> None:
    """A list of areas for each set that is the reader's own."""
    for name, chosen in (("a", first), ("b", second)):
        if is_own(view.data, chosen.key):
            _areas(view, name, chosen)


def take_clicked() -> None:
    """A click in the map adds its area to the first set, or takes it away: the set is then the reader's own. One area is always left."""
    view: View = st.session_state["view"]
    for clicked in clicked_areas(ID):
        before = area_set(view.data, view.t, asked_set(view, state, "a", usual_sets(view.data)["a"]), "").codes
        (code,) = codes_in(view.data, clicked) or ("",)
        after = [other for other in before if other != code] if code in before else [*before, code]
        if code and 0 < len(after) <= MOST_OWN:
            state.choose("a", joined(after))


def _choose(view: View, name: str, label: str, default: str) -> None:
    data, t = view.data, view.t
    key = asked_set(view, state, name, default)
    shown = area_set(data, t, key, "").codes
    widget = f"select-{name}"
    st.session_state[widget] = OWN if is_own(data, key) else key
    options = [*ready_sets(data), OWN]
    st.selectbox(
        label,
        options,
        key=widget,
        format_func=state.labelled(options, partial(set_label, view)),
        on_change=_take_set,
        args=(name, joined(shown if len(shown) <= MOST_OWN else shown[:1]), widget),
    )


def _take_set(name: str, before: str, widget: str) -> None:
    """A selection of one's own starts from the set shown before, where that is not too long to edit."""
    value = st.session_state[widget]
    if value is not None:
        state.choose(name, before if value == OWN else value)


def _areas(view: View, name: str, chosen: AreaSet) -> None:
    data, t, widget = view.data, view.t, f"areas-{name}"
    areas = data.catalogue.areas
    options = sorted((area.code for area in data.catalogue.areas_at(Level.REGSO2025)), key=lambda code: alphabetical(areas[code].name))
    st.session_state[widget] = list(chosen.codes)
    st.multiselect(
        t("flemingsberg.areas_of", name=chosen.name),
        options,
        key=widget,
        max_selections=MOST_OWN,
        placeholder=t("flemingsberg.areas_placeholder"),
        format_func=state.labelled(
            options, lambda code: t("flemingsberg.area_option", name=areas[code].name, kommun=areas[str(areas[code].within)].name)
        ),
        on_change=_take_areas,
        args=(name, widget, chosen.codes),
    )


def _take_areas(name: str, widget: str, before: Sequence[str]) -> None:
    """A set is never empty: the last area stays."""
    state.choose(name, joined(st.session_state[widget] or before[:1]))
