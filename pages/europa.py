"""Europa: the county among Eurostat's regions, over time, its parts as regions of their own, and all measures at once."""

from __future__ import annotations

from cards.context import View
from ui.card import show
from ui.drawer import begin, show_each
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    first, _ = begin(view, "europa.lage")
    show(view, first, head=False)
    show_each(view, "europa.utveckling")
    show_each(view, "europa.delar", "europa.alla", about=True)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
