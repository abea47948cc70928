"""What the page on two sets of small areas is asked: the sets, and the measure of the map."""

from __future__ import annotations

from dataclasses import replace

from cards.choices import Ask, Choice
from cards.common.choices import measure_choice
from cards.common.words import capital
from cards.context import View
from cards.flemingsberg.figures import measures
from cards.flemingsberg.sets import (
    OWN_FORM,
    AreaSet,
    area_set,
    codes_in,
    is_own,
    joined,
    kommuner_with_areas,
    presets,
    ready_sets,
    usual_sets,
)
from catalogue import Indicator


def asked_sets(view: View, ask: Ask) -> tuple[AreaSet, AreaSet]:
    """The two sets of the reader's choices "a" and "b"."""
    t, data = view.t, view.data
    chosen = [asked_set(view, ask, name, default) for name, default in usual_sets(data).items()]
    both_own = all(is_own(data, key) for key in chosen)
    names = [t(f"flemingsberg.own_of_two.{side}") if both_own else t("flemingsberg.own") for side in ("a", "b")]
    return area_set(data, t, chosen[0], names[0]), area_set(data, t, chosen[1], names[1])


def asked_set(view: View, ask: Ask, name: str, default: str) -> str:
    """The valid choice of one set. Codes that are known are kept, and unknown ones beside them are answered with a notice."""
    ready, asked = ready_sets(view.data), ask.asked(name)
    own = joined(() if asked in ready else codes_in(view.data, asked))
    label = view.t(f"flemingsberg.choose_{name}")
    return ask.answer(Choice(name, [own] if own else ready, own or default, label, lambda key: set_label(view, key), form=OWN_FORM))


def set_label(view: View, key: str) -> str:
    """A set in a select box."""
    if key in presets(view.data):
        return capital(view.t(f"flemingsberg.set.{key}"))
    if key in kommuner_with_areas(view.data):
        return view.t("flemingsberg.whole_kommun", name=view.data.catalogue.areas[key].name)
    return view.t("flemingsberg.own_option")


def sets_and_measure(view: View, ask: Ask) -> tuple[AreaSet, AreaSet, Indicator]:
    """The two sets, and the measure of the map. One that follows along from another page but has no figures for small areas gives the
    first."""
    a, b = asked_sets(view, ask)
    indicators = view.data.catalogue.indicators
    choice = measure_choice(view, "flemingsberg", measures(view.data), view.t("flemingsberg.measure"))
    if ask.answer(replace(choice, options=[*choice.options, *indicators], look="none")) not in choice.options:
        ask.choose("matt", choice.default)
    return a, b, indicators[ask.answer(choice)]
