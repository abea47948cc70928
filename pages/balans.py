"""Balans: north and south over time, how unequal the kommuner are, where the inequality lies, and whether they come closer."""

from html import escape

import streamlit as st

from ui.balans import level_title
from ui.balans_convergence import convergence_card
from ui.balans_page import choices, lead, level_card
from ui.balans_spread import inequality_card, parts_card
from ui.card import about_below, controls, page_head
from ui.frame import current_view

view = current_view()
above = st.container()
with controls("balans"):
    subject, kind = choices(view)
title = level_title(view, subject, kind)
with above:
    theme = view.t(f"common.theme.{subject.indicator.theme}")
    page_head(title, escape(lead(view, subject, kind)), view.t("balans.kicker", theme=theme))
level_card(view, subject, kind, title)
about_below(view, [subject.indicator])
if subject.has_kommuner:
    inequality_card(view, subject)
    parts_card(view, subject)
    convergence_card(view, subject)
