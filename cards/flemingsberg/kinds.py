"""The cards of the page on two sets of small areas, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.flemingsberg.areas import asked_areas
from cards.flemingsberg.profile import profile_card
from cards.flemingsberg.sets import asked_sets
from cards.model import Card

SILENCE = ("jobs", "versions")


def silence_card(view: View) -> Card:
    """What cannot be told from open data: a card without figures, so also without a source."""
    t = view.t
    body = [t(f"flemingsberg.silence.{name}") for name in SILENCE]
    return Card("flemingsberg.saknas", {}, t("flemingsberg.silence.title"), [], body=body, calculated=False)


def _profile(view: View, ask: Ask) -> Card | None:
    return profile_card(view, *asked_sets(view, ask))


def _areas(view: View, ask: Ask) -> Card | None:
    return asked_areas(view, *asked_sets(view, ask), ask)


def _silence(view: View, ask: Ask) -> Card | None:
    return silence_card(view)


BUILDERS = {"profil": _profile, "omraden": _areas, "saknas": _silence}
