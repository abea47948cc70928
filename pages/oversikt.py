"""Översikt: how the south stands against the north, measure by measure."""

from __future__ import annotations

from cards.context import View
from cards.oversikt.findings import lead
from ui.card import page_head, show
from ui.drawer import begin
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page. Its head is the card's sentences with the figures in the colours of their groups."""
    first, _ = begin(
        view,
        "oversikt.balans",
        head=lambda card, chosen: page_head(card.title, lead(view, chosen.city), card.kicker),
    )
    show(view, first, head=False, about=False)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
