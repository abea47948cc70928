"""What the reader chooses: a weight for each measure of the index, and how the measures make up for each other."""

from __future__ import annotations

from dataclasses import dataclass

from balance.composite import Aggregate
from cards.choices import BETWEEN, Ask, Choice
from cards.common.choices import kommun
from cards.context import View
from cards.index.figures import Index, index_of, parts_of
from catalogue.composite import MOST_WEIGHT

STEPS = tuple(str(step) for step in range(MOST_WEIGHT + 1))
FIRST_PARTS = 8  # measures of the index before it had one of firms: a link of that time gives as many weights
FORMS: dict[str, Aggregate] = {"medel": "arithmetic", "geometriskt": "geometric"}


@dataclass(frozen=True)
class IndexChoice:
    """The index, the kommun to find in it, and the choices that make it again."""

    index: Index
    query: dict[str, str]
    kommun: str = ""


def usual_weights(view: View) -> str:
    """The weights of the start view, in the order of the measures."""
    return BETWEEN.join(str(part.entry.weight) for part in parts_of(view.data))


def chosen(view: View, ask: Ask) -> IndexChoice | None:
    """The reader's choices; None where the store has no figures for any of the measures."""
    parts, t = parts_of(view.data), view.t
    if not parts:
        return None
    labels = [view.data.catalogue.indicators[part.entry.indicator].name[view.language] for part in parts]
    asked = ask.asked("vikter").split(BETWEEN)
    if len(asked) == FIRST_PARTS < len(parts) and set(asked) <= set(STEPS):
        ask.choose("vikter", BETWEEN.join([*asked, *("0" for _ in parts[FIRST_PARTS:])]))  # what was not there then weighs nothing
    own = kommun(view, ask, t("index.kommun"))
    weights = ask.answer(
        Choice("vikter", STEPS, usual_weights(view), t("index.weights").rstrip("."), look="sliders", parts=labels, seldom=True)
    )
    words = {name: t(f"index.forms.{name}") for name in FORMS}
    form = ask.answer(Choice("form", tuple(FORMS), next(iter(FORMS)), t("index.form"), words.__getitem__, "segmented", seldom=True))
    index = index_of(view.data, tuple(int(weight) for weight in weights.split(BETWEEN)), FORMS[form])
    return IndexChoice(index, {"vikter": weights, "form": form, "omrade": own}, own)
