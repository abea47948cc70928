"""Kommunprofil: one kommun on two pages of paper, its strengths and weaknesses worked out from its places among the 26."""

from ui.frame import current_view
from ui.kommun import show_page

show_page(current_view())
