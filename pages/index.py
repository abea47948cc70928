"""Sammanvägt index: several measures as one number, under weights that the reader sets, with what it hides."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from cards.context import View
from cards.index.choices import chosen, usual_weights
from cards.index.delar import parts_card
from cards.index.findings import measure_names, weights_sentence, weights_state
from cards.index.flytt import moves_card
from cards.index.ordning import order_card, warnings
from cards.index.utelamnat import left_out_card
from cards.kind import kept_card
from ui import state
from ui.card import controls, page_head, page_head_of, show
from ui.frame import current_view

CARDS = {"index.ordning": order_card, "index.utelamnat": left_out_card, "index.flytt": moves_card, "index.delar": parts_card}


def draw(view: View) -> None:
    """Draw the page."""
    t, above, usual = view.t, st.container(), usual_weights(view)
    with controls("index", t("index.fold")):
        found = chosen(view, state)
        if found is not None:
            with state.further(), st.container(key="index-weights"):
                weighed = weights_sentence(t, found.index, measure_names(view, found.index))
                st.html(f'<p class="body">{escape(t("index.weights_how"))} {escape(weighed)}</p>')
                if found.query["vikter"] != usual:
                    st.button(t("index.reset"), key="index-reset", type="tertiary", on_click=state.choose, args=("vikter", usual))
            st.html(f'<p class="beside-fold" role="status">{escape(weights_state(t, found.query["vikter"], usual))}</p>')
    if found is None:
        with above:
            page_head(t("index.title.unknown"))
        return
    key, said = tuple(found.query.items()), warnings(view)
    cards = [kept_card(view, (name, *key), partial(build, chosen=found)) for name, build in CARDS.items()]
    first = cards[0]
    assert first is not None
    with above:
        page_head_of(first)
    items = "".join(f"<li>{escape(warning)}</li>" for warning in said)
    caution = f'<div class="caution"><h2>{escape(t("index.warning.heading"))}</h2><ul>{items}</ul></div>'
    show(view, replace(first, notes=first.notes[len(said) :]), head=False, below=caution)
    for card in cards[1:]:
        show(view, card, about=False)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
