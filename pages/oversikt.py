"""Översikt: how the south stands against the north, measure by measure."""

from ui.frame import current_view
from ui.oversikt import show_page

show_page(current_view())
