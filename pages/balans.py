"""Balans: north and south over time, how unequal the kommuner are, where the inequality lies, and whether they come closer."""

from ui.balans import show_page
from ui.frame import current_view

show_page(current_view())
