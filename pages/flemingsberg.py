"""Flemingsberg mot innerstaden: two sets of small areas beside each other, measure by measure."""

from ui.flemingsberg import show_page
from ui.frame import current_view

show_page(current_view())
