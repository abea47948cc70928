"""The cards of the composite index, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.index.choices import chosen
from cards.index.left_out import left_out_card, moves_card
from cards.index.order import order_card
from cards.index.parts import parts_card
from cards.model import Card


def _order(view: View, ask: Ask) -> Card | None:
    found = chosen(view, ask)
    return order_card(view, found) if found is not None else None


def _left_out(view: View, ask: Ask) -> Card | None:
    found = chosen(view, ask)
    return left_out_card(view, found) if found is not None else None


def _moves(view: View, ask: Ask) -> Card | None:
    found = chosen(view, ask)
    return moves_card(view, found) if found is not None else None


def _parts(view: View, ask: Ask) -> Card | None:
    found = chosen(view, ask)
    return parts_card(view, found) if found is not None else None


BUILDERS = {"ordning": _order, "utelamnat": _left_out, "flytt": _moves, "delar": _parts}
