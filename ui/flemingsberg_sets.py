"""The two sets of small areas that the page compares: presets, whole kommuner, or the reader's own selection, kept in the URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from catalogue import Level
from texts import Texts
from ui import state
from ui.data import Data
from ui.frame import View
from ui.map_view import alphabetical

PRESETS = ("flemingsberg", "inner_city", "kista", "haninge_centrum", "city_north", "city_south")
OWN = "own"
VERSION = "_RegSO2025"  # left out of the URL: a choice is always of the division of 2025
MOST_OWN = 40  # areas in a selection of the reader's own
STUDENT_AREAS = ("0180R101_RegSO2025", "0180R106_RegSO2025")  # Tekniska högskolan and Universitetet


@dataclass(frozen=True)
class AreaSet:
    """Small areas compared as one. `key` is the choice in the URL, `codes` are RegSO 2025, `name` goes into running text."""

    key: str
    codes: tuple[str, ...]
    name: str

    @property
    def heading(self) -> str:
        """The name as it begins a line."""
        return capital(self.name)


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is.

    >>> capital("innerstaden i Stockholm")
    'Innerstaden i Stockholm'
    """
    return text[:1].upper() + text[1:]


def kommuner_with_areas(data: Data) -> tuple[str, ...]:
    """Kommuner whose small areas of 2025 are in the catalogue, by name."""
    found = {str(area.within) for area in data.catalogue.areas_at(Level.REGSO2025)}
    return tuple(sorted(found, key=lambda code: alphabetical(data.catalogue.areas[code].name)))


def codes_in(data: Data, asked: str) -> tuple[str, ...]:
    """RegSO 2025 codes named in a choice, "0126R001.0126R002" in capitals or not; what is no such code is left out.

    At most `MOST_OWN`, each once, in the order they are named.
    """
    level = {area.code for area in data.catalogue.areas_at(Level.REGSO2025)}
    named = (part.upper().removesuffix(VERSION.upper()) + VERSION for part in asked.split("."))
    return tuple(dict.fromkeys(code for code in named if code in level))[:MOST_OWN]


def joined(codes: Sequence[str]) -> str:
    """The choice that names these areas: `codes_in` backwards."""
    return ".".join(code.removesuffix(VERSION) for code in codes)


def area_set(data: Data, t: Texts, key: str, own_name: str) -> AreaSet:
    """The set of a valid choice; `own_name` is what a selection of several areas is called."""
    catalogue = data.catalogue
    if key in PRESETS:
        return AreaSet(key, tuple(catalogue.groups[key].members), t(f"flemingsberg.set.{key}"))
    if key in kommuner_with_areas(data):
        codes = tuple(area.code for area in catalogue.areas_at(Level.REGSO2025) if area.within == key)
        return AreaSet(key, codes, catalogue.areas[key].name)
    codes = codes_in(data, key)
    return AreaSet(key, codes, catalogue.areas[codes[0]].name if len(codes) == 1 else own_name)


def choose_sets(view: View) -> tuple[AreaSet, AreaSet]:
    """The two select boxes, and below them the lists of areas where a selection of the reader's own is made."""
    t, data = view.t, view.data
    chosen = [
        _choose(view, "a", t("flemingsberg.choose_a"), "flemingsberg"),
        _choose(view, "b", t("flemingsberg.choose_b"), "inner_city"),
    ]
    both_own = all(is_own(data, key) for key in chosen)
    names = [t(f"flemingsberg.own_of_two.{side}") if both_own else t("flemingsberg.own") for side in ("a", "b")]
    return area_set(data, t, chosen[0], names[0]), area_set(data, t, chosen[1], names[1])


def choose_own_areas(view: View, first: AreaSet, second: AreaSet) -> None:
    """A list of areas for each set that is the reader's own."""
    for name, chosen in (("a", first), ("b", second)):
        if is_own(view.data, chosen.key):
            _areas(view, name, chosen)


def is_own(data: Data, key: str) -> bool:
    """Whether a valid choice is the reader's own selection of areas."""
    return key not in PRESETS and key not in kommuner_with_areas(data)


def _choose(view: View, name: str, label: str, default: str) -> str:
    data, t = view.data, view.t
    ready = (*PRESETS, *kommuner_with_areas(data))
    asked = st.session_state["choices"].get(name, "")
    own = () if asked in ready else codes_in(data, asked)
    # Codes that are known are kept, and unknown ones beside them are answered with a notice.
    key = state.choice(name, [joined(own)], joined(own)) if own else state.choice(name, ready, default)
    widget = f"select-{name}"
    st.session_state[widget] = OWN if own else key
    st.selectbox(
        label, [*ready, OWN], key=widget, format_func=lambda k: _label(data, t, k), on_change=_take_set, args=(data, name, key, widget)
    )
    return key


def _label(data: Data, t: Texts, key: str) -> str:
    if key == OWN:
        return t("flemingsberg.own_option")
    if key in PRESETS:
        return capital(t(f"flemingsberg.set.{key}"))
    return t("flemingsberg.whole_kommun", name=data.catalogue.areas[key].name)


def _take_set(data: Data, name: str, before: str, widget: str) -> None:
    """A selection of one's own starts from the set shown before, where that is not too long to edit."""
    value = st.session_state[widget]
    if value == OWN:
        shown = area_set(data, st.session_state["view"].t, before, "").codes
        state.choose(name, joined(shown if len(shown) <= MOST_OWN else shown[:1]))
    elif value is not None:
        state.choose(name, value)


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
        format_func=lambda code: t("flemingsberg.area_option", name=areas[code].name, kommun=areas[str(areas[code].within)].name),
        on_change=_take_areas,
        args=(name, widget, chosen.codes),
    )


def _take_areas(name: str, widget: str, before: Sequence[str]) -> None:
    """A set is never empty: the last area stays."""
    state.choose(name, joined(st.session_state[widget] or before[:1]))
