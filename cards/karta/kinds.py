"""The map page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.karta.area_map import map_card
from cards.karta.profile import profile_card
from cards.karta.subject import Subject, subject
from cards.model import Card


def _map(view: View, ask: Ask) -> Card | None:
    return map_card(view, subject(view, ask))


def _profile(view: View, ask: Ask) -> Card | None:
    chosen = subject(view, ask)
    return profile_card(view, chosen) if isinstance(chosen, Subject) else None


BUILDERS = {"karta": _map, "profil": _profile}
