"""Mål: every goal with its document, and where the county, north, south and every kommun stand against it."""

from ui.frame import current_view
from ui.mal import show_page

show_page(current_view())
