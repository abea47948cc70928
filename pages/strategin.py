"""Strategin: the growth strategy's focus areas one by one, each by its measures, and the jobs of its fields of specialisation."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from cards.context import View
from cards.kind import kept_card, kept_part
from cards.model import Card
from cards.strategin.choices import AreaChoice
from cards.strategin.figures import AreaStanding, area_standings
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
        key, asked = (area, chosen.city, chosen.shared), AreaChoice(chosen.city, chosen.shared, area)
        card = kept_card(view, ("strategin.page", *key), partial(_area, found=found, asked=asked))
        if card is not None:
            missing = kept_part(view, card, "missing", partial(missing_html, view, found, chosen.shared))
            show(view, card, place=area, below=missing)
        template = template_link(view.t) if found.area.number == 1 else ""
        efforts = kept_card(view, ("strategin.insatser", *key), partial(efforts_card, chosen=(found.area, chosen.city)))
        show(view, efforts, place=area, about=False, below=template)
    show_each(view, "strategin.specialisering", about=True)


def _area(view: View, found: AreaStanding, asked: AreaChoice) -> Card:
    once = [how_note(view, found, asked.city)] if found.area.number == 1 else []
    return replace(area_card(view, asked), notes=[*own_notes(view, found), *once])


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
