"""Pendling: who works where between north, south and the city, and how many jobs there are for those who live there."""

from __future__ import annotations

from cards.context import View
from ui.card import page_head, show
from ui.drawer import begin, show_each
from ui.frame import current_view

BELOW = ("snittet", "kvot", "netto", "matris", "jobb", "branscher")


def draw(view: View) -> None:
    """Draw the page; a card that has no figures at all is left out."""
    first, _ = begin(view, "pendling.floden")
    if first is None:
        page_head(view.t("pendling.title.none"), "", view.t("pendling.kicker"))
    show(view, first, head=False)
    show_each(view, *(f"pendling.{name}" for name in BELOW), about=True)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
