"""Tillgänglighet: the accessibility statement."""

from ui.frame import current_view
from ui.metod_article import accessibility_statement

accessibility_statement(current_view())
