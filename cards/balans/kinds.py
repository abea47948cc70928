"""The balance page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.balans.convergence import convergence_card
from cards.balans.level import level_card, subject
from cards.balans.spread import asked_inequality, parts_card
from cards.choices import Ask
from cards.context import View
from cards.model import Card


def _level(view: View, ask: Ask) -> Card | None:
    return level_card(view, *subject(view, ask))


def _inequality(view: View, ask: Ask) -> Card | None:
    chosen, _ = subject(view, ask)
    return asked_inequality(view, chosen, ask) if chosen.has_kommuner else None


def _parts(view: View, ask: Ask) -> Card | None:
    return parts_card(view, subject(view, ask)[0])


def _convergence(view: View, ask: Ask) -> Card | None:
    return convergence_card(view, subject(view, ask)[0])


BUILDERS = {"niva": _level, "ojamlikhet": _inequality, "delar": _parts, "konvergens": _convergence}
