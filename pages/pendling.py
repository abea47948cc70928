"""Pendling: who works where between north, south and the city, and how many jobs there are for those who live there."""

from ui.frame import current_view
from ui.pendling import show_page

show_page(current_view())
