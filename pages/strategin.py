"""Strategin: the growth strategy's focus areas one by one, each by its measures, and the jobs of its fields of specialisation."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cards.context import View
from cards.strategin.choices import AreaChoice
from cards.strategin.figures import area_standings
from cards.strategin.insatser import efforts_card
from cards.strategin.missing import jumps_html, missing_html
from cards.strategin.omrade import area_card, how_note, own_notes
from ui.card import show
from ui.drawer import begin, show_each
from ui.efforts import template_link
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page. What an area has no row for stands as lists with links below its rows, not once more among the notes, and how rows are
    read is said once."""
    first, chosen = begin(view, "strategin.laget")
    if first is None:
        return
    st.html(jumps_html(view))
    show(view, first, head=False, about=False)
    for found in area_standings(view.data, chosen.city):
        area = found.area.id
        once = [how_note(view, found, chosen.city)] if found.area.number == 1 else []
        card = replace(area_card(view, AreaChoice(chosen.city, chosen.shared, area)), notes=[*own_notes(view, found), *once])
        show(view, card, place=area, below=missing_html(view, found, chosen.shared))
        template = template_link(view.t) if found.area.number == 1 else ""
        show(view, efforts_card(view, (found.area, chosen.city)), place=area, about=False, below=template)
    show_each(view, "strategin.specialisering", about=True)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
