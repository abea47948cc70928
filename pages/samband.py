"""Samband: two measures across areas, how they go together, and how little that says about people and causes."""

from ui.frame import current_view
from ui.samband import show_page

show_page(current_view())
