"""What the balance page is asked: a measure, what to show of it, how the city is treated; an index and its weights."""

from __future__ import annotations

from typing import cast

from balance.regional import CityTreatment
from cards.balans.findings import INDEX_NAMES
from cards.choices import Ask
from cards.common.groups_over_time import GroupsOverTime, subject_of
from cards.context import View
from cards.defaults import first_measure
from catalogue import Indicator
from texts import Texts

VIEWS = ("niva", "avstand", "kvot")

WEIGHTINGS = ("weighted", "unweighted")


def subject(view: View, ask: Ask) -> tuple[GroupsOverTime, str]:
    """The reader's choices: measure and treatment of the city, and what to show of it (one of `VIEWS`)."""
    t = view.t
    options = {indicator.id: indicator for indicator in view.data.catalogue.shown}
    first = first_measure("balans", list(options))
    chosen = ask.select("matt", t("balans.measure"), list(options), first, lambda name: measure_label(view, options[name]))
    kind = ask.segmented("visa", t("balans.view"), VIEWS, VIEWS[0], lambda name: t(f"balans.views.{name}"))
    city = ask.segmented("stad", t("balans.stad"), view.data.catalogue.region.treatments, "apart", lambda name: t(f"balans.stads.{name}"))
    return subject_of(view, chosen, cast(CityTreatment, city)), kind


def measure_label(view: View, indicator: Indicator) -> str:
    """A measure in a select box: its name and theme."""
    return f"{indicator.name[view.language]} · {view.t(f'common.theme.{indicator.theme}')}"


def index_choices(view: View, ask: Ask) -> tuple[str, str]:
    """The reader's choices: an index, and whether kommuner count by their size or all the same."""
    t = view.t
    index = ask.segmented("index", t("balans.index_choice"), INDEX_NAMES, INDEX_NAMES[0], lambda name: index_name(t, name))
    weighting = ask.segmented("vikt", t("balans.weighting"), WEIGHTINGS, WEIGHTINGS[0], lambda name: t(f"balans.weightings.{name}"))
    return index, weighting


def index_name(t: Texts, name: str) -> str:
    """An index as a label, with a capital."""
    words = t(f"balans.index.{name}")
    return words[:1].upper() + words[1:]
