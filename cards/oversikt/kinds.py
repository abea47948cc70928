"""The start page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card
from cards.oversikt.balance import asked_balance


def _balance(view: View, ask: Ask) -> Card | None:
    return asked_balance(view, ask)


BUILDERS = {"balans": _balance}
