"""Data och metod: what every measure is, where it comes from, which figures there are, and how everything is worked out."""

from ui.frame import current_view
from ui.metod import show

show(current_view())
