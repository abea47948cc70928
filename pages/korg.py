"""Underlag: the cards that the reader has collected, in an order of their own, to take away as one document."""

from ui.collection import show_page
from ui.frame import current_view

show_page(current_view())
