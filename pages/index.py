"""Sammanvägt index: several measures as one number, under weights that the reader sets, with what it hides."""

from ui.frame import current_view
from ui.index import show_page

show_page(current_view())
