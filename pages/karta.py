"""Karta: where the figures are high and low, and one area's profile."""

from ui.frame import current_view
from ui.karta import show

show(current_view())
