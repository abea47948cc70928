"""The cards of a kommun's profile with the finding first, each from the reader's choice alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.kommun.overview import sides_card, summary_card
from cards.kommun.subject import kommun
from cards.kommun.themes import LEVELS, level_card, population_card
from cards.model import Card


def theme_cards(view: View, code: str) -> list[Card]:
    """The charts of the themes; those that the figures do not allow are left out."""
    found = [*(level_card(view, code, name) for name in LEVELS), population_card(view, code)]
    return [card for card in found if card is not None]


def _summary(view: View, ask: Ask) -> Card | None:
    return summary_card(view, kommun(view, ask))


def _sides(view: View, ask: Ask) -> Card | None:
    return sides_card(view, kommun(view, ask))


def _education(view: View, ask: Ask) -> Card | None:
    return level_card(view, kommun(view, ask), "utbildning")


def _work(view: View, ask: Ask) -> Card | None:
    return level_card(view, kommun(view, ask), "arbete")


def _income(view: View, ask: Ask) -> Card | None:
    return level_card(view, kommun(view, ask), "inkomst")


def _housing(view: View, ask: Ask) -> Card | None:
    return level_card(view, kommun(view, ask), "bostader")


def _population(view: View, ask: Ask) -> Card | None:
    return population_card(view, kommun(view, ask))


def _firms(view: View, ask: Ask) -> Card | None:
    return level_card(view, kommun(view, ask), "foretag")


def _jobs(view: View, ask: Ask) -> Card | None:
    return level_card(view, kommun(view, ask), "pendling")


BUILDERS = {
    "sammanfattning": _summary,
    "styrkor": _sides,
    "utbildning": _education,
    "arbete": _work,
    "inkomst": _income,
    "bostader": _housing,
    "befolkning": _population,
    "foretag": _firms,
    "pendling": _jobs,
}
