"""Universitet?: the claims for a university in Södertörn put to the figures, the need, what happened elsewhere, a what-if, an argument."""

from ui.frame import current_view
from ui.universitet import show_page

show_page(current_view())
