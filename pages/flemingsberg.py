"""Flemingsberg mot innerstaden: two sets of small areas beside each other, measure by measure."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from cards.context import View
from cards.flemingsberg.choices import sets_and_measure
from cards.flemingsberg.omraden import areas_card
from cards.flemingsberg.profil import profile_card
from cards.flemingsberg.saknas import SILENCE, silence_card
from cards.flemingsberg.sets import is_own
from cards.kind import kept_card
from cards.model import Card
from ui import state
from ui.area_sets import choose_own_areas, choose_sets, take_clicked
from ui.card import card, controls, css_key, head_row, page_head_of, show
from ui.frame import current_view
from ui.take import take_away


def draw(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("flemingsberg"):
        choose_sets(view)
        a, b, indicator = sets_and_measure(view, state)
    if is_own(view.data, a.key) or is_own(view.data, b.key):
        with controls("flemingsberg-own"):
            choose_own_areas(view, a, b)
    profile = kept_card(view, ("flemingsberg.profil", a, b), partial(profile_card, sets=(a, b)))
    if profile is not None:
        with above:
            page_head_of(profile)
    areas = kept_card(view, ("flemingsberg.omraden", a, b, indicator.id), partial(areas_card, chosen=(a, b, indicator)))
    show(view, areas, on_select=take_clicked, below=f'<p class="note no-print">{escape(view.t("flemingsberg.click"))}</p>')
    st.html(f'<h2 class="card-title">{escape(view.t("flemingsberg.profile_heading"))}</h2>')
    show(view, profile, head=False)
    _silence(view, silence_card(view, SILENCE))


def _silence(view: View, silence: Card) -> None:
    """A card of sentences only: a list."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in silence.body)
    key = css_key(silence.id)
    with card(key.removeprefix("card-")):
        with head_row(key):
            st.html(f'<h2 class="card-title">{escape(silence.title)}</h2>')
            take_away(view, silence, key)
        st.html(f'<ul class="body">{lines}</ul>')


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
