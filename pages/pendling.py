"""Pendling: who works where between north, south and the city, and how many jobs there are for those who live there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cards.context import View
from cards.model import Card
from cards.pendling.choices import opens_with
from ui.card import page_head, page_head_of, show
from ui.drawer import begin, show_each
from ui.frame import current_view

CARDS = ("floden", "snittet", "kvot", "netto", "matris", "jobb", "branscher")


def draw(view: View) -> None:
    """Draw the page; a card that has no figures at all is left out."""
    opening = opens_with(view.data)
    first, _ = begin(view, f"pendling.{opening}", head=partial(_head, view))
    if first is None:
        page_head(view.t("pendling.title.none"), "", view.t("pendling.kicker"))
    show(view, first, head=False)
    show_each(view, *(f"pendling.{name}" for name in CARDS if name != opening), about=True)


def _head(view: View, first: Card, _: object) -> None:
    page_head_of(replace(first, kicker=view.t("pendling.kicker")))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
