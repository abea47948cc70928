"""Öppna data: the HTTP interface, with examples."""

from ui.api_page import show
from ui.frame import current_view

show(current_view())
