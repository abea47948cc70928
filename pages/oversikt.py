"""Översikt: how the south stands against the north, measure by measure."""

from html import escape
from typing import cast
from urllib.parse import urlencode

import streamlit as st

from balance.regional import CityTreatment
from cards.legend import overview_legend
from cards.oversikt.findings import lead, title
from cards.oversikt.rows import goal_notes, headings, reading_note, sections, standings
from cards.provenance import source_line
from charts.dumbbell import dumbbell_table
from ui import state
from ui.card import controls, page_head
from ui.frame import current_view

view = current_view()
t = view.t
city = cast(CityTreatment, state.choice("stad", ("apart", "excluded", "split"), "apart"))
by_theme = standings(view.data, city)
shown = ("north", "south", "city") if city == "apart" else ("north", "south")

page_head(title(t, by_theme), lead(t, by_theme), t("oversikt.kicker"))
with controls("oversikt"):
    state.segmented("stad", t("oversikt.city_label"), ("apart", "excluded", "split"), "apart", lambda c: t(f"oversikt.city.{c}"))
query = urlencode(state.shared_query() | {"stad": city})
rows = sections(view, by_theme, shown, "&" + query if query else "")
st.html(overview_legend(t, shown) + dumbbell_table(rows, headings(t, shown)))

notes = "".join(f'<p class="note">{escape(note)}</p>' for note in goal_notes(view, by_theme))
source = source_line(t, view.data, [s.indicator.id for rows in by_theme.values() for s in rows])
how = f"<strong>{escape(t('oversikt.how_title'))}</strong> {escape(reading_note(view, by_theme, city))}"
st.html(f'<div class="reading"><div><p class="note">{how}</p></div><div>{notes}<p class="source">{source}</p></div></div>')
