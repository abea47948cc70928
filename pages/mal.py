"""Mål: every goal with its document, and where the county, north, south and every kommun stand against it."""

from html import escape
from urllib.parse import urlencode

from cards.mal.findings import lead, title
from cards.mal.progress import goal_standings
from ui import state
from ui.card import page_head
from ui.frame import current_view
from ui.mal_page import detail, goals_with_figures, other_goals

view = current_view()
found = list(goal_standings(view.data).values())
page_head(title(view.t, found), escape(lead(view.t, found)), view.t("mal.kicker"))
query = urlencode(state.shared_query())
shared = "&" + query if query else ""
goals_with_figures(view, shared)
detail(view)
other_goals(view, shared)
