"""Jämför: up to six areas on one measure, where the kommuner stand among the 26, and which kommuner are alike."""

from ui.frame import current_view
from ui.jamfor import show_page

show_page(current_view())
