"""What the balance page is asked: a measure, what to show of it, how the city is treated; an index and its weights."""

from __future__ import annotations

from cards.balans.figures import index_refusal
from cards.balans.findings import INDEX_NAMES
from cards.choices import Ask, Choice, Look
from cards.common.choices import city, measure_choice
from cards.common.groups_over_time import GroupsOverTime, subject_of
from cards.context import View
from texts import Texts

VIEWS = ("niva", "avstand", "kvot")

WEIGHTINGS = ("weighted", "unweighted")


def subject(view: View, ask: Ask) -> GroupsOverTime:
    """The reader's measure and treatment of the city."""
    return subject_of(view, ask.answer(_measure(view)), city(view, ask))


def subject_and_view(view: View, ask: Ask) -> tuple[GroupsOverTime, str]:
    """The same, and what to show of it (one of `VIEWS`)."""
    t, measure = view.t, ask.answer(_measure(view))
    kind = ask.answer(Choice("visa", VIEWS, VIEWS[0], t("balans.view"), lambda name: t(f"balans.views.{name}"), "segmented"))
    return subject_of(view, measure, city(view, ask)), kind


def subject_and_index(view: View, ask: Ask) -> tuple[GroupsOverTime, str, str] | None:
    """The measure, an index, and whether kommuner count by their size or all the same. None where the kommuner have no figures; where no
    index can be worked out there is nothing to choose, so no control."""
    t, found = view.t, subject(view, ask)
    if not found.has_kommuner:
        return None
    look: Look = "none" if index_refusal(view, found) else "segmented"
    index = ask.answer(Choice("index", INDEX_NAMES, INDEX_NAMES[0], t("balans.index_choice"), lambda name: index_name(t, name), look))
    weighting = Choice("vikt", WEIGHTINGS, WEIGHTINGS[0], t("balans.weighting"), lambda name: t(f"balans.weightings.{name}"), look)
    return found, index, ask.answer(weighting)


def _measure(view: View) -> Choice:
    return measure_choice(view, "balans", view.data.catalogue.shown, view.t("balans.measure"))


def index_name(t: Texts, name: str) -> str:
    """An index as a label, with a capital."""
    words = t(f"balans.index.{name}")
    return words[:1].upper() + words[1:]
